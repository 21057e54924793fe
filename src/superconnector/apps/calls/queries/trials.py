"""What the trials of a call come to, counted from their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from superconnector.apps.calls.models import (
    Call,
    Decision,
    Entry,
    Official,
    Trial,
    TrialFeedback,
    TrialIncident,
    TrialPayment,
    TrialReuse,
)
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.apps.calls.standing import standing
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.apps.directory.models import Organisation


@dataclass(frozen=True, slots=True)
class Totals:
    """Counted, not stated. `hosts` counts organisations, whether or not they are in the directory.

    `reached` and `missed` are ended trials with an acceptance value and a measured one; `unmeasured` are
    the other ended trials. `rating` is the mean of the feedback, from 1 to 5, None without any.
    `reused_by` counts organisations that use a result of a trial which another one hosted; the supplier's
    own family is none of them.
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
    rating: float | None
    reused_by: int


def trials_of(call: Call) -> QuerySet[Trial]:
    """All trials of the call, first those that began first."""
    return Trial.objects.filter(entry__call=call).select_related("entry").order_by("starts_on", "pk")


def trials_told(call: Call) -> QuerySet[Trial]:
    """The same with what the public is told beside: `incident_count`, `open_count`, and who reuses them."""
    reuses = TrialReuse.objects.order_by("on", "pk")
    return (
        trials_of(call)
        .annotate(
            incident_count=Count("incidents"),
            open_count=Count("incidents", filter=Q(incidents__resolved_on__isnull=True)),
        )
        .prefetch_related(Prefetch("reuses", queryset=reuses))
    )


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
        hosts=len({organisation_of(trial) for trial in trials}),
        sites=len({(organisation_of(trial), trial.site.casefold()) for trial in trials}),
        planned_users=sum(trial.planned_users for trial in trials),
        actual_users=sum(trial.actual_users or 0 for trial in trials),
        reached=verdicts.count(True),
        missed=verdicts.count(False),
        unmeasured=verdicts.count(None),
        open_incidents=_open_incidents(call),
        feedback=len(ratings),
        rating=round(sum(ratings) / len(ratings), 2) if ratings else None,
        reused_by=_reused_by(call) if trials else 0,
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


def tie_between(entry: Entry, host: str, host_name: str = "") -> str:
    """The organisation that supplier and host share, or belong to; empty where none is known.

    A name that was typed counts as the organisation of the directory that has it.
    """
    supplier = entry.organisation or listed(entry.organisation_name)
    other = host or listed(host_name)
    if supplier and other:
        above = _family(other)
        return next((each for each in _family(supplier) if each in above), "")
    typed = _plain(entry.organisation_name)
    return host_name if typed and typed == _plain(host_name) else ""


def listed(name: str) -> str:
    """The id of the organisation of the directory that has this name in one of the languages, or empty."""
    plain = _plain(name)
    if not plain or "\0" in plain:
        return ""
    same = Q(name_en__iexact=plain) | Q(name_zh_hant__iexact=plain) | Q(name_zh_hans__iexact=plain)
    return Organisation.objects.filter(same).order_by("pk").values_list("pk", flat=True).first() or ""


def organisation_of(row: Trial | TrialReuse) -> str:
    """The host's id in the directory, or its name as it was typed: what one organisation is counted by."""
    return row.host or _plain(row.host_name)


def same_organisation(one: Trial | TrialReuse, other: Trial | TrialReuse) -> bool:
    """By the id, or by the name as it was typed."""
    return organisation_of(one) == organisation_of(other) or _plain(one.host_name) == _plain(other.host_name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _family(organisation: str) -> Sequence[str]:
    """The organisation and those above it."""
    line = [organisation]
    while above := Organisation.objects.filter(pk=line[-1]).values_list("part_of", flat=True).first():
        if above in line:
            break
        line.append(above)
    return line


def _winners(call: Call) -> int:
    awards = standing(Decision.objects.filter(entry__call=call, outcome=Decision.Outcome.AWARD))
    return awards.values("entry_id").distinct().count()


def _open_incidents(call: Call) -> int:
    return TrialIncident.objects.filter(trial__entry__call=call, resolved_on__isnull=True).count()


def _reused_by(call: Call) -> int:
    rows = TrialReuse.objects.filter(trial__entry__call=call, conflict="").only("host", "host_name")
    return len({organisation_of(row) for row in rows})


@dataclass(frozen=True, slots=True)
class Hosted:
    """What one organisation of the directory has to do with trials: as their host, and by reuse."""

    trials: tuple[Trial, ...]
    reuses: tuple[TrialReuse, ...]

    def __bool__(self) -> bool:
        return bool(self.trials or self.reuses)


def hosted_by(organisation: str) -> Hosted:
    """Trials at an organisation's sites, and results that it reuses, the latest first. No rehearsals."""
    real = {"entry__call__rehearsal": False, "host": organisation}
    trials = Trial.objects.filter(**real).select_related("entry__call__pinned").order_by("-starts_on", "pk")
    reuses = TrialReuse.objects.filter(host=organisation, trial__entry__call__rehearsal=False)
    return Hosted(
        tuple(trials),
        tuple(reuses.select_related("trial__entry__call__pinned").order_by("-on", "pk")),
    )
