"""What the trials of a call come to, counted from their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from superconnector.apps.calls.models import (
    Call,
    Decision,
    Entry,
    Official,
    Trial,
    TrialFeedback,
    TrialIncident,
    TrialPayment,
)
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.apps.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted, not stated. `hosts` counts organisations, whether or not they are in the directory.

    `reached` and `missed` are ended trials with an acceptance value and a measured one; `unmeasured` are
    the other ended trials. `rating` is the mean of the feedback in hundredths, None without any.
    """

    winners: int
    trials: int
    ended: int
    hosts: int
    sites: int
    planned_users: int
    actual_users: int
    reached: int
    missed: int
    unmeasured: int
    open_incidents: int
    feedback: int
    rating: int | None


def trials_of(call: Call) -> QuerySet[Trial]:
    """All trials of the call, first those that began first."""
    return Trial.objects.filter(entry__call=call).select_related("entry").order_by("starts_on", "pk")


def trials_seen_by(chair: Official) -> QuerySet[Trial]:
    """The trials of entries that the chair may know of."""
    return trials_of(chair.call).filter(entry__in=entries_seen_by(chair))


def plannable(chair: Official) -> QuerySet[Entry]:
    """The entries that the chair may plan a trial for: honoured in public, and not behind the wall."""
    return entries_seen_by(chair).filter(honoured()).order_by("title", "number")


def unpaid(chair: Official) -> QuerySet[TrialPayment]:
    """Payments of those trials that are not made yet, the first due first."""
    rows = TrialPayment.objects.filter(trial__in=trials_seen_by(chair), paid_on__isnull=True)
    return rows.select_related("trial__entry").order_by("due_on", "pk")


def totals_of(call: Call) -> Totals:
    """Winners, hosts, end users and success of a call's trials."""
    trials = list(trials_of(call))
    ended = [trial for trial in trials if trial.state == Trial.State.ENDED]
    verdicts = [succeeded(trial) for trial in ended]
    feedback = TrialFeedback.objects.filter(trial__entry__call=call)
    ratings = list(feedback.order_by("pk").values_list("rating", flat=True))
    return Totals(
        winners=_winners(call),
        trials=len(trials),
        ended=len(ended),
        hosts=len({trial.host or trial.host_name.casefold() for trial in trials}),
        sites=len({(trial.host or trial.host_name.casefold(), trial.site.casefold()) for trial in trials}),
        planned_users=sum(trial.planned_users for trial in trials),
        actual_users=sum(trial.actual_users or 0 for trial in trials),
        reached=verdicts.count(True),
        missed=verdicts.count(False),
        unmeasured=verdicts.count(None),
        open_incidents=_open_incidents(call),
        feedback=len(ratings),
        rating=round(100 * sum(ratings) / len(ratings)) if ratings else None,
    )


def succeeded(trial: Trial) -> bool | None:
    """Whether the measure reached its acceptance value; None where either is not there."""
    if trial.acceptance is None or trial.after is None:
        return None
    return trial.after >= trial.acceptance if trial.higher_is_better else trial.after <= trial.acceptance


def payments_due(call: Call, on: date) -> list[tuple[str, int]]:
    """What is due and unpaid by the day: cents by currency."""
    due = Q(trial__entry__call=call, due_on__lte=on, paid_on__isnull=True)
    sums = TrialPayment.objects.filter(due).values("currency").annotate(total=Sum("amount"))
    return sorted((row["currency"], row["total"]) for row in sums)


def tie_between(entry: Entry, host: str) -> str:
    """The organisation that supplier and host share, or belong to; empty where none is known."""
    if not host or not entry.organisation:
        return ""
    families = [_family(entry.organisation), _family(host)]
    shared = [each for each in families[0] if each in families[1]]
    return shared[0] if shared else ""


def _family(organisation: str) -> Sequence[str]:
    """The organisation and those above it."""
    line = [organisation]
    while above := Organisation.objects.filter(pk=line[-1]).values_list("part_of", flat=True).first():
        if above in line:
            break
        line.append(above)
    return line


def _winners(call: Call) -> int:
    awards = Decision.objects.filter(
        entry__call=call, publication__isnull=False, outcome=Decision.Outcome.AWARD
    )
    return awards.values("entry_id").distinct().count()


def _open_incidents(call: Call) -> int:
    return TrialIncident.objects.filter(trial__entry__call=call, resolved_on__isnull=True).count()
