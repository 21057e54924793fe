"""A call whose entries are read: nine in the open group, six judges, three readings each, and their chair."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from superconnector.apps.calls.actions.deciding import apply_proposal
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.actions.ranking import compute_ranking
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Conflict, Entry, Official, Publication, RankingRun, Reading
from superconnector.apps.calls.queries.deciding import Plan, propose
from superconnector.apps.calls.queries.letters import preview_of
from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN, a_chair, an_entry

HERE = ZoneInfo("Asia/Hong_Kong")
DECIDING = datetime(2026, 10, 22, 12, 0, tzinfo=HERE)
APPEALING = datetime(2026, 11, 1, 12, 0, tzinfo=HERE)
GROUP, STAGE = "open", "decision"
WORTH = (5, 5, 4, 4, 3, 3, 2, 2, 1)
"""What each entry is worth, the first the most."""
STRICT = (0, -1, 0, 1, 0, -1)
"""What each judge adds to every score."""


def a_judged_panel(entries: int = 9, judges: int = 6) -> Panel:
    """Every entry is read by three judges; judges 1 and 5 are strict, judge 3 is lenient."""
    panel = a_panel(judges=judges)
    for number in range(entries):
        panel.entries.append(an_entry_handed_in(panel, f"Entry {number}", somebody(f"Leader {number}")))
    for number, entry in enumerate(panel.entries):
        for turn in (0, 1, 3):
            place = (number + turn) % judges
            use = min(5, max(1, WORTH[number % 9] + STRICT[place % 6]))
            scores = {"use": use, "novelty": max(1, use - number % 2), "craft": use}
            a_reading(panel, panel.judges[place], entry, scores)
    return panel


def an_entry_handed_in(panel: Panel, title: str, leader: User, **fields: object) -> Entry:
    """An entry with its leader, as if it had been handed in."""
    entry = an_entry(panel.call, leader, title=title, **fields)  # type: ignore[arg-type]
    entry.state, entry.submitted_at = Entry.State.SUBMITTED, ENTRY_OPEN
    entry.save()
    return entry


def a_reading(
    panel: Panel, judge: Official, entry: Entry, scores: dict[str, int], comment: str = ""
) -> Reading:
    """A reading that was handed in."""
    (assignment,) = panel.assign(judge, entry)
    return Reading.objects.create(
        assignment=assignment,
        final=True,
        scores=scores,
        comment=comment,
        saved_at=JUDGING_OPEN,
        final_at=JUDGING_OPEN,
    )


def ranked(panel: Panel, chair: Official | None = None, group: str = GROUP, stage: str = ROUND) -> RankingRun:
    """The ranking as this chair computes it now."""
    by = chair or panel.chair
    return compute_ranking(actor=by.user, now=DECIDING, chair=by, group=group, stage=stage)


def decided(panel: Panel, top: int = 3, reserve: int = 0, outcome: str = "award") -> None:
    """Decisions as the ranking proposes them, pending."""
    plan = Plan(outcome, top, reserve)
    proposal = propose(panel.chair, GROUP, STAGE, plan)
    assert proposal is not None
    apply_proposal(
        actor=panel.chair.user, now=DECIDING, chair=panel.chair, group=GROUP, stage=STAGE, plan=plan,
        seen=proposal.digest,
    )  # fmt: skip


def published(panel: Panel) -> Publication:
    """Whatever is pending, published as previewed."""
    seen = preview_of(panel.chair, GROUP, STAGE).digest
    return publish(
        actor=panel.chair.user, now=DECIDING, chair=panel.chair, group=GROUP, stage=STAGE, seen=seen
    )


def a_published_panel() -> Panel:
    """Ranked, decided with three awards, published."""
    panel = a_judged_panel()
    ranked(panel)
    decided(panel)
    published(panel)
    return panel


def wall_off(official: Official, entry: Entry) -> Conflict:
    """A confirmed conflict between the two."""
    return Conflict.objects.create(
        official=official,
        entry=entry,
        kind=Conflict.Kind.DECLARED,
        key="self",
        source="test",
        state=Conflict.State.CONFIRMED,
        found_at=JUDGING_OPEN,
    )


def another_chair(panel: Panel) -> Official:
    """A second chair of the call."""
    return a_chair(panel.call, somebody("Second chair"))


def a_decided_panel() -> Panel:
    """Ranked and decided, nothing published."""
    panel = a_judged_panel()
    ranked(panel)
    decided(panel)
    return panel


def code_of(act: object, **how: object) -> str:
    """The code of the refusal that the act must meet."""
    with pytest.raises(DecidingError) as refused:
        act(**how)  # type: ignore[operator]
    return refused.value.code
