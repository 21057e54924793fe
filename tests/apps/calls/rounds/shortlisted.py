"""A call of two rounds: read on paper, of which some are let through, and heard in a pitch."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.models import Decision, Entry
from superconnector.apps.calls.queries.letters import preview_of
from superconnector.apps.calls.rounds import Round
from tests.apps.calls.chair.judged import DECIDING, GROUP, a_reading, an_entry_handed_in, ranked
from tests.apps.calls.desk.panel import Panel, a_panel, pin, somebody

HERE = ZoneInfo("Asia/Hong_Kong")
PAPER, TALK = Round("judging", "judging"), Round("pitch", "decision")
TALKING = datetime(2026, 11, 3, 12, 0, tzinfo=HERE)
"""A moment in which pitches are heard."""
PHASES = [
    {"id": "entry", "kind": "entry", "opens": date(2026, 9, 1), "closes": date(2026, 10, 1)},
    {"id": "judging", "kind": "judging", "opens": date(2026, 10, 6), "closes": date(2026, 10, 20)},
    {"id": "pitch", "kind": "pitch", "opens": date(2026, 11, 2), "closes": date(2026, 11, 5)},
    {"id": "decision", "kind": "decision", "opens": date(2026, 11, 6), "closes": date(2026, 11, 10)},
]
SCORES = (5, 4, 3, 2)
"""What each entry gets on paper, from every judge."""


def a_two_round_panel(entries: int = 4, judges: int = 3) -> Panel:
    """Entries read on paper by every judge; nothing is decided yet."""
    panel = a_panel(judges=judges)
    pin(panel.call, phases=PHASES)  # type: ignore[arg-type]
    for number in range(entries):
        panel.entries.append(an_entry_handed_in(panel, f"Entry {number}", somebody(f"Leader {number}")))
    for number, entry in enumerate(panel.entries):
        for judge in panel.judges:
            a_reading(panel, judge, entry, dict.fromkeys(("use", "novelty", "craft"), SCORES[number % 4]))
    return panel


def shortlisted(panel: Panel, *entries: Entry) -> None:
    """These go on and the others do not: ranked, decided and published."""
    run = ranked(panel)
    for each in panel.entries:
        outcome = "advance" if each in entries else "decline"
        Decision.objects.create(
            entry=each, stage=PAPER.ends, outcome=outcome, ranking=run, made_at=DECIDING,
            made_by=panel.chair.user,
        )  # fmt: skip
    seen = preview_of(panel.chair, GROUP, PAPER.ends).digest
    publish(actor=panel.chair.user, now=DECIDING, chair=panel.chair, group=GROUP, stage=PAPER.ends, seen=seen)


def a_shortlisted_panel() -> Panel:
    """The first two of four went on; nobody is to hear them yet."""
    panel = a_two_round_panel()
    shortlisted(panel, *panel.entries[:2])
    return panel
