"""Trials as tables for a spreadsheet, of what the chair sees: the trials, and who reuses their results."""

from __future__ import annotations

from collections.abc import Iterator

from superconnector.apps.calls.models import Official, Trial, TrialReuse
from superconnector.apps.calls.queries.trials import succeeded, trials_seen_by

Row = tuple[object, ...]


def trials_table(chair: Official) -> Iterator[Row]:
    """One line a trial. `reached` is empty where it is not known."""
    yield (
        "trial", "entry", "title", "host", "host_name", "site", "starts_on", "ends_on", "state",
        "planned_users", "actual_users", "measure", "unit", "higher_is_better", "acceptance", "before",
        "after", "reached", "outcome", "next_step", "conflict",
    )  # fmt: skip
    for each in trials_seen_by(chair):
        reached = succeeded(each) if each.state == Trial.State.ENDED else None
        yield (
            each.pk, each.entry.number, each.entry.title, each.host, each.host_name, each.site,
            each.starts_on.isoformat(), each.ends_on.isoformat() if each.ends_on else "", each.state,
            each.planned_users, each.actual_users, each.measure, each.unit, each.higher_is_better,
            each.acceptance, each.before, each.after, reached, each.outcome, each.next_step, each.conflict,
        )  # fmt: skip


def reuses_table(chair: Official) -> Iterator[Row]:
    """One line an organisation that uses a result."""
    yield "trial", "entry", "host", "host_name", "on", "purpose", "conflict", "recorded_at"
    rows = TrialReuse.objects.filter(trial__in=trials_seen_by(chair)).select_related("trial__entry")
    for each in rows.order_by("on", "pk"):
        yield (
            each.trial_id, each.trial.entry.number, each.host, each.host_name, each.on.isoformat(),
            each.purpose, each.conflict, each.recorded_at.isoformat(),
        )  # fmt: skip
