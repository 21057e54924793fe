"""The figures of the desk: the funnel by group, who is late, what is left to do."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.models import Call, Conflict, Entry, Phase
from superconnector.apps.calls.queries.deciding_door import clauses_of, entries_at_door
from superconnector.apps.calls.queries.overview import funnels, late, progress
from superconnector.apps.calls.rounds import Round, ends_of
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    a_judged_panel,
    an_entry_handed_in,
    decided,
    published,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import ROUND, Panel, pin, somebody
from tests.apps.calls.making import JUDGING_OPEN, an_entry


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    panel = a_judged_panel()
    an_entry(panel.call, somebody("Drafting"))
    gone = an_entry_handed_in(panel, "Gone", somebody())
    out = an_entry_handed_in(panel, "Out", somebody())
    an_entry_handed_in(panel, "New", somebody())
    Entry.objects.filter(pk=gone.pk).update(state=Entry.State.WITHDRAWN)
    Entry.objects.filter(pk=out.pk).update(state=Entry.State.INELIGIBLE)
    return panel


def row(panel: Panel) -> tuple[int, ...]:
    each = funnels(panel.chair, Round(ROUND, "decision"))[0]
    return (
        each.drafts, each.submitted, each.ineligible, each.withdrawn, each.read, each.full, each.decided,
        each.published,
    )  # fmt: skip


def test_the_funnel_counts_each_entry_where_it_stands(panel: Panel) -> None:
    assert row(panel) == (1, 10, 1, 1, 9, 9, 0, 0)
    ranked(panel)
    decided(panel)
    assert row(panel) == (1, 10, 1, 1, 9, 9, 9, 0)
    published(panel)
    assert row(panel) == (1, 10, 1, 1, 9, 9, 9, 9)


def test_the_funnel_of_a_chair_with_a_conflict_leaves_out_entry_and_decisions(
    panel: Panel,
) -> None:
    ranked(panel)
    decided(panel)
    wall_off(panel.chair, panel.entries[0])
    assert row(panel) == (1, 9, 1, 1, 8, 8, 0, 0)


def test_a_reading_taken_back_does_not_count(panel: Panel) -> None:
    assignment = panel.entries[0].assignments.order_by("id")[0]
    assignment.removed_at = JUDGING_OPEN
    assignment.save()
    assert row(panel)[4:6] == (9, 8)


def test_who_is_late_stands_with_the_most_first(panel: Panel) -> None:
    assert late(panel.chair, ROUND) == ()
    one, two, gone = (panel.judge(somebody(name)) for name in ("One", "Two", "Gone"))
    panel.assign(one, panel.entries[0])
    panel.assign(two, *panel.entries[:3])
    panel.assign(gone, panel.entries[0])
    gone.left_at = JUDGING_OPEN
    gone.save()
    found = late(panel.chair, ROUND)
    assert [(str(each.judge.user), each.left, each.reminded_at) for each in found] == [
        ("Two", 3, None),
        ("One", 1, None),
    ]
    figures = progress(panel.chair, ROUND)
    assert (figures.assigned, figures.waiting) == (27 + 5, 4)
    wall_off(panel.chair, panel.entries[0])
    assert [(str(each.judge.user), each.left) for each in late(panel.chair, ROUND)] == [("Two", 2)]


def test_what_is_left_to_do_is_counted(panel: Panel) -> None:
    figures = progress(panel.chair, ROUND)
    assert (figures.missing, figures.undated, figures.judges) == ((), (), 6)
    assert (figures.suspected, figures.doubtful, figures.appeals, figures.letters_waiting) == (0, 0, 0, 0)
    Entry.objects.filter(pk=panel.entries[1].pk).update(unsettled=["sixteen"])
    Phase.objects.filter(call=panel.call, name="trial").update(opens_at=None)
    Conflict.objects.filter(pk=wall_off(panel.judges[0], panel.entries[2]).pk).update(state="suspected")
    figures = progress(panel.chair, ROUND)
    assert (figures.undated, figures.suspected, figures.doubtful) == (("trial",), 1, 1)
    ranked(panel)
    decided(panel)
    assert progress(panel.chair, ROUND).letters_waiting == 9


def test_open_questions_come_first_in_their_own_words(panel: Panel) -> None:
    doubtful = panel.entries[7]
    Entry.objects.filter(pk=doubtful.pk).update(unsettled=["sixteen", "gone"])
    first = entries_at_door(panel.chair, "submitted")[0]
    assert first == doubtful
    assert [(each.id, each.text) for each in clauses_of(first)] == [
        ("sixteen", "Sixteen or over."),
        ("gone", ""),
    ]


@pytest.mark.parametrize(
    ("phases", "stages"),
    [
        ([("screening", "decision"), ("end", "decision")], ("screening", "end")),
        ([("read", "judging"), ("talk", "pitch")], ("read", "talk")),
        ([("read", "judging")], ("read",)),
        ([("enter", "entry")], ("decision",)),
    ],
)
def test_the_stages_are_the_phases_that_end_with_a_decision(
    panel: Panel, phases: list[tuple[str, str]], stages: tuple[str, ...]
) -> None:
    pin(panel.call, phases=[{"id": id_, "kind": kind} for id_, kind in phases])  # type: ignore[arg-type]
    assert ends_of(Call.objects.get()) == stages
