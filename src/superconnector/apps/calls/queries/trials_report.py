"""The report of one trial: what was agreed, what was found, and whether that is what was to be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import (
    Entry,
    Prototype,
    Trial,
    TrialFeedback,
    TrialIncident,
    TrialPayment,
    TrialReuse,
)
from superconnector.apps.calls.queries.trials import succeeded
from superconnector.ecosystem.schema import Statement


@dataclass(frozen=True, slots=True)
class Report:
    """All that is on record of a trial.

    `reached` is the acceptance test of an ended trial: met, not met, or None for unknown, and then `lacks`
    says what is missing: `not-ended`, `not-agreed` (no acceptance value), `not-measured`. `effect` is the
    change of the measure, `share` the same in hundredths of the value before; None where that is not known
    or zero. `ratings` counts feedback from 5 to 1. `prototype` is the newest state by the first day.
    `needs` are the problems that were collected for the entry's track.
    """

    reached: bool | None
    lacks: str
    effect: Decimal | None
    share: int | None
    incidents: Sequence[TrialIncident]
    ratings: Sequence[tuple[int, int]]
    feedback: Sequence[TrialFeedback]
    payments: Sequence[TrialPayment]
    reuses: Sequence[TrialReuse]
    prototype: Prototype | None
    needs: Sequence[Statement]


def report_of(trial: Trial) -> Report:
    """What is on record of the trial. The reader decides what of it is shown to whom."""
    ended = trial.state == Trial.State.ENDED
    feedback = list(trial.feedback.order_by("given_at", "pk"))
    effect = None if trial.before is None or trial.after is None else trial.after - trial.before
    said = [each.rating for each in feedback]
    prototypes = Prototype.objects.filter(entry=trial.entry_id, made_on__lte=trial.starts_on)
    return Report(
        reached=succeeded(trial) if ended else None,
        lacks=_lacks(trial),
        effect=effect,
        share=round(100 * effect / abs(trial.before)) if effect is not None and trial.before else None,
        incidents=list(trial.incidents.order_by("on", "pk")),
        ratings=[(rating, said.count(rating)) for rating in range(5, 0, -1)],
        feedback=feedback,
        payments=list(trial.payments.order_by("due_on", "pk")),
        reuses=list(trial.reuses.order_by("on", "pk")),
        prototype=prototypes.order_by("made_on", "pk").last(),
        needs=_needs(trial.entry),
    )


def _needs(entry: Entry) -> Sequence[Statement]:
    tracks = definition_of(entry.call).tracks
    return next((each.needs for each in tracks if each.id == entry.track), [])


def _lacks(trial: Trial) -> str:
    if trial.state != Trial.State.ENDED:
        return "not-ended"
    if trial.acceptance is None:
        return "not-agreed"
    return "not-measured" if trial.after is None else ""
