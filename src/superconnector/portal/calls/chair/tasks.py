"""The running of a call as a list of tasks, each with how far it is and where it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.overview import Funnel, Progress
from superconnector.apps.calls.rounds import Round, rounds_of
from superconnector.portal.calls.chair.guards import stage_query
from superconnector.portal.localised import words


@dataclass(frozen=True, slots=True)
class Task:
    """`state` is done, todo or waiting, or empty where there is no end to it; `said` tells in figures why."""

    label: str
    address: str
    state: str
    said: str = ""


def tasks_of(chair: Official, judged: Round, figures: Progress, groups: Sequence[Funnel]) -> list[Task]:
    """From the rules to the appeals, in the order in which a call is run; judging is that of one round."""
    call = chair.call_id
    here = stage_query(rounds_of(chair.call), judged)
    tasks = [
        _task(_("Rules of judging"), reverse("chair-rules", args=[call]), _missing(len(figures.missing))),
        _task(_("Days"), reverse("chair-phases", args=[call]), _missing(len(figures.undated))),
        _judges(figures, reverse("chair-judges", args=[call])),
        _task(
            _("Conflicts of interest"), reverse("chair-conflicts", args=[call]), _suspected(figures.suspected)
        ),
        _task(_("Check at the door"), reverse("chair-screening", args=[call]), _doubtful(figures.doubtful)),
        _assignment(figures, groups, reverse("chair-assignment", args=[call]) + here),
    ]
    for group in groups:
        tasks += _of_group(chair, judged, here, group)
    tasks.append(_appeals(figures, reverse("chair-appeals", args=[call])))
    tasks.append(Task(_("Certificates"), reverse("chair-certificates", args=[call]), ""))
    tasks.append(Task(_("Trials"), reverse("chair-trials", args=[call]), ""))
    return tasks


def _task(label: str, address: str, lacks: str) -> Task:
    return Task(label, address, "todo" if lacks else "done", lacks)


def _appeals(figures: Progress, address: str) -> Task:
    said = ngettext("%(n)s open", "%(n)s open", figures.appeals) % {"n": figures.appeals}
    if figures.upheld:
        upheld = ngettext("%(n)s upheld, to decide anew", "%(n)s upheld, to decide anew", figures.upheld)
        said = f"{said} · {upheld % {'n': figures.upheld}}"
    return Task(_("Appeals"), address, "todo" if figures.appeals or figures.upheld else "waiting", said)


def _missing(count: int) -> str:
    return ngettext("%(n)s not set", "%(n)s not set", count) % {"n": count} if count else ""


def _suspected(count: int) -> str:
    return ngettext("%(n)s to look at", "%(n)s to look at", count) % {"n": count} if count else ""


def _doubtful(count: int) -> str:
    said = ngettext("%(n)s entry with an open question", "%(n)s entries with an open question", count)
    return said % {"n": count} if count else ""


def _judges(figures: Progress, address: str) -> Task:
    said = ngettext("%(n)s judge", "%(n)s judges", figures.judges) % {"n": figures.judges}
    return Task(_("Judges"), address, "done" if figures.judges else "todo", said)


def _assignment(figures: Progress, groups: Sequence[Funnel], address: str) -> Task:
    if not any(group.submitted for group in groups):
        return Task(_("Who reads what"), address, "waiting", _("No entries yet"))
    said = _("%(done)s of %(all)s readings handed in") % {
        "done": figures.assigned - figures.waiting,
        "all": figures.assigned,
    }
    return Task(_("Who reads what"), address, "done" if figures.assigned else "todo", said)


def _of_group(chair: Official, judged: Round, here: str, group: Funnel) -> list[Task]:
    name = words(definition_of(chair.call).group(group.group).names)
    address = reverse("chair-ranking", args=[chair.call_id, group.group]) + here
    read = _("%(read)s of %(all)s entries read") % {"read": group.read, "all": group.submitted}
    ready = bool(group.submitted) and group.full == group.submitted
    ranking = Task(_("Ranking: %(group)s") % {"group": name}, address, "done" if ready else "waiting", read)
    address = reverse("chair-decisions", args=[chair.call_id, group.group, judged.ends])
    label = _("Decisions and letters: %(group)s") % {"group": name}
    if not group.clear:
        return [
            ranking,
            Task(label, address, "waiting", _("Another chair decides: you have a conflict here")),
        ]
    said = _("%(decided)s decided, %(published)s published, of %(all)s") % {
        "decided": group.decided,
        "published": group.published,
        "all": group.submitted,
    }
    done = bool(group.submitted) and group.published == group.submitted
    return [ranking, Task(label, address, "done" if done else "todo" if ready else "waiting", said)]
