"""The wall in the second round, byte for byte: whatever becomes of the hidden entry, in either round.

It is the test of one round (tests/portal/calls/desk/test_wall.py) once more, on pages that are of a round.
"""

from __future__ import annotations

import pytest
from django.utils import timezone

from superconnector.apps.calls.actions.assigning import propose
from superconnector.apps.calls.models import Decision, Entry, Publication, Reading
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.desk.panel import SCORES, Panel
from tests.apps.calls.making import JUDGING_OPEN
from tests.apps.calls.rounds.shortlisted import PAPER, TALK
from tests.portal.calls.desk.test_wall import Told, differences, it_exists, it_is_withdrawn, observed
from tests.portal.calls.rounds.heard import a_panel_heard_today

PAGES = {"chair": r"/chair/($|(assignment|ranking|rules|export|remind)/)", "judge": "/judging/"}


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    panel = a_panel_heard_today()
    for stage in (PAPER.stage, TALK.stage):
        propose(actor=panel.chair.user, now=JUDGING_OPEN, chair=panel.chair, stage=stage)
    panel.judge()
    return panel


def it_is_read(panel: Panel, entry: Entry, stage: str) -> None:
    """By two judges without a conflict, in this round."""
    now = timezone.now()
    for judge in panel.judges[1:3]:
        (row,) = panel.assign(judge, entry, stage=stage)
        Reading.objects.create(assignment=row, final=True, scores=SCORES, saved_at=now, final_at=now)


def it_goes_on(panel: Panel, entry: Entry) -> None:
    """Let through by the first round, published."""
    by = panel.call.opened_by
    publication = Publication.objects.create(call=panel.call, at=JUDGING_OPEN, by=by, preview="f" * 64)
    Decision.objects.create(
        entry=entry, stage=PAPER.ends, outcome="advance", reason="Read.", made_at=JUDGING_OPEN, made_by=by,
        publication=publication,
    )  # fmt: skip


def seen(panel: Panel, role: str, stage: str) -> dict[str, Told]:
    """What the chair or the first judge observes of both rounds."""
    official = panel.chair if role == "chair" else panel.judges[0]
    return observed(panel, official.user, only=PAGES[role], query=f"?stage={stage}")


@pytest.mark.parametrize(("role", "stage"), [("chair", "judging"), ("chair", "pitch"), ("judge", "pitch")])
def test_nothing_of_the_hidden_entry_can_be_told_in_either_round(panel: Panel, role: str, stage: str) -> None:
    entry = it_exists(panel, [panel.chair if role == "chair" else panel.judges[0]])
    seen(panel, role, stage)  # compiles templates and fills caches
    without = seen(panel, role, stage)
    assert any(told.status == 200 for request, told in without.items() if f"?stage={stage}" in request)
    it_is_read(panel, entry, PAPER.stage)
    it_goes_on(panel, entry)
    it_is_read(panel, entry, TALK.stage)
    assert differences(without, seen(panel, role, stage)) == []
    it_is_withdrawn(entry)
    assert differences(without, seen(panel, role, stage)) == []


def test_those_without_a_conflict_see_that_it_goes_on(panel: Panel) -> None:
    entry = it_exists(panel, [panel.judges[0]])
    before = observed(panel, panel.chair.user, only="/chair/assignment/$", query="?stage=pitch")
    it_goes_on(panel, entry)
    after = observed(panel, panel.chair.user, only="/chair/assignment/$", query="?stage=pitch")
    assert differences(before, after) != []
