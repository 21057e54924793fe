"""What a chair takes home as tables: entries, rankings and decisions, of what the chair sees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.models import Decision, Official
from superconnector.apps.calls.queries.ranking import clear_groups, latest_run
from superconnector.apps.calls.queries.trials_export import reuses_table, trials_table
from superconnector.apps.calls.rounds import rounds_of
from superconnector.apps.calls.wall import entries_seen_by

Row = tuple[object, ...]


def entries_table(chair: Official) -> Iterator[Row]:
    """One line an entry, drafts too."""
    yield "number", "group", "track", "title", "state", "reason", "language", "organisation", "submitted_at"
    for each in entries_seen_by(chair).order_by("group", "number"):
        received = each.submitted_at.isoformat() if each.submitted_at else ""
        organisation = each.organisation_name or each.organisation
        yield (
            each.number, each.group, each.track, each.title, each.state, each.state_reason, each.language,
            organisation, received,
        )  # fmt: skip


def ranking_table(chair: Official) -> Iterator[Row]:
    """One line an entry of each group's last ranking, round by round, that the chair may see."""
    yield (
        "group",
        "stage",
        "place",
        "shared",
        "number",
        "raw",
        "adjusted",
        "low",
        "high",
        "p_top",
        "readings",
        "digest",
    )
    rounds = rounds_of(chair.call)
    for group, round_ in product(definition_of(chair.call).groups, rounds):
        run = latest_run(chair, group.id, round_.stage)
        for each in read_body(run.body).rows if run else ():
            yield (
                group.id, round_.stage, each.place, each.shared, each.entry, each.raw, each.adjusted,
                each.low, each.high, each.p_top, each.readings, run.digest if run else "",
            )  # fmt: skip


def decisions_table(chair: Official) -> Iterator[Row]:
    """One line a decision that counts or is pending, of groups that the chair may decide on.

    `revises`: what had been decided before an appeal was upheld.
    """
    yield (
        "group", "stage", "number", "outcome", "prize", "place", "by_lot", "reason", "published_at",
        "revises",
    )  # fmt: skip
    found = Decision.objects.filter(
        entry__in=entries_seen_by(chair),
        entry__group__in=clear_groups(chair),
        revised_by__publication__isnull=True,
    ).select_related("entry", "publication", "revises")
    for each in found.order_by("entry__group", "stage", "entry__number", "id"):
        at = each.publication.at.isoformat() if each.publication else ""
        yield (
            each.entry.group, each.stage, each.entry.number, each.outcome, each.prize, each.place,
            each.by_lot, each.reason, at, each.revises.outcome if each.revises else "",
        )  # fmt: skip


TABLES = {
    "entries": entries_table,
    "ranking": ranking_table,
    "decisions": decisions_table,
    "trials": trials_table,
    "reuses": reuses_table,
}
