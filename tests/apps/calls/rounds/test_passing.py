"""From round to round: who is judged in the second, on what, by empty desks, and what it is ranked from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from superconnector.apps.calls.actions.conflicts import decide_conflicts
from superconnector.apps.calls.actions.reading import Given, ReadingError, Seen, finish_reading, save_reading
from superconnector.apps.calls.actions.reminders import remind_all
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.invariants import broken
from superconnector.apps.calls.models import Assignment, Decision, Entry, Publication, Reading
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.queries.deciding import candidates, ranking_for
from superconnector.apps.calls.queries.overview import funnels, late
from superconnector.apps.calls.queries.overview_export import TABLES
from superconnector.apps.calls.queries.ranking import latest_run
from superconnector.apps.calls.queries.reading import judging_opening, latest_reading, pile_of
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import DECIDING, GROUP, ranked, wall_off
from tests.apps.calls.desk.panel import SCORES, Panel, somebody
from tests.apps.calls.making import JUDGING_OPEN
from tests.apps.calls.rounds.shortlisted import (
    PAPER,
    TALK,
    TALKING,
    a_shortlisted_panel,
    a_two_round_panel,
    shortlisted,
)


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    return a_shortlisted_panel()


def titles(entries: object) -> list[str]:
    return sorted(each.title for each in entries)  # type: ignore[attr-defined]


def heard(panel: Panel, scores: dict[str, int] = SCORES) -> None:
    """Whatever is assigned in the second round is read by the judges there, all alike."""
    panel.assign_all(TALKING, TALK.stage)
    for row in Assignment.objects.filter(stage=TALK.stage).select_related(
        "judge__call", "entry", "judge__user"
    ):
        finish_reading(
            actor=row.judge.user, now=TALKING, judge=row.judge, number=row.entry.number, seen=Seen(1, 0),
            given=Given(scores),
        )  # fmt: skip


# --- who is in -------------------------------------------------------------------------------------------


def test_the_second_round_is_empty_until_the_first_is_published(small_site: Ecosystem) -> None:
    panel = a_two_round_panel()
    assert titles(entries_in_round(panel.chair, PAPER.stage)) == [f"Entry {n}" for n in range(4)]
    assert titles(entries_in_round(panel.chair, TALK.stage)) == []
    for each in panel.entries:
        Decision.objects.create(
            entry=each, stage=PAPER.ends, outcome="advance", reason="Read.", made_at=DECIDING,
            made_by=panel.chair.user,
        )  # fmt: skip
    assert titles(entries_in_round(panel.chair, TALK.stage)) == []


def test_those_whom_the_first_round_let_through_are_judged_and_decided_on_in_the_second(panel: Panel) -> None:
    assert titles(entries_in_round(panel.chair, TALK.stage)) == ["Entry 0", "Entry 1"]
    assert titles(candidates(panel.chair, GROUP, TALK.ends)) == ["Entry 0", "Entry 1"]
    assert titles(candidates(panel.chair, GROUP, PAPER.ends)) == [f"Entry {n}" for n in range(4)]
    Entry.objects.filter(pk=panel.entries[0].pk).update(state=Entry.State.WITHDRAWN)
    assert titles(entries_in_round(panel.chair, TALK.stage)) == ["Entry 1"]


def test_a_decision_counts_until_the_one_that_revises_it_is_published(panel: Panel) -> None:
    old = Decision.objects.get(entry=panel.entries[0])
    new = Decision.objects.create(
        entry=old.entry, stage=old.stage, outcome="decline", reason="Anew.", revises=old, made_at=TALKING,
        made_by=panel.chair.user,
    )  # fmt: skip
    assert titles(entries_in_round(panel.chair, TALK.stage)) == ["Entry 0", "Entry 1"]
    new.publication = Publication.objects.create(
        call=panel.call, at=TALKING, by=panel.chair.user, preview="1" * 64
    )
    new.save()
    assert titles(entries_in_round(panel.chair, TALK.stage)) == ["Entry 1"]


# --- desks -----------------------------------------------------------------------------------------------


def test_judges_begin_the_second_round_with_empty_sheets(panel: Panel) -> None:
    before = panel.pairs()
    panel.assign_all(TALKING, TALK.stage)
    assert panel.pairs() == before
    assert Assignment.objects.filter(stage=TALK.stage).count() == 6
    for judge in panel.judges:
        assert [task.state for task in pile_of(judge, PAPER.stage).tasks] == ["done"] * 4
        tasks = pile_of(judge, TALK.stage).tasks
        assert sorted(task.title for task in tasks) == ["Entry 0", "Entry 1"]
        assert [(task.state, latest_reading(task.assignment)) for task in tasks] == [("todo", None)] * 2


def test_what_is_written_in_the_second_round_changes_nothing_of_the_first(panel: Panel) -> None:
    panel.assign_all(TALKING, TALK.stage)
    judge, first = panel.judges[0], panel.entries[0]
    before = list(Reading.objects.order_by("id").values())
    how = {"actor": judge.user, "now": TALKING, "judge": judge, "seen": Seen(1, 0), "given": Given(SCORES)}
    made = finish_reading(number=first.number, **how)  # type: ignore[arg-type]
    assert (made.assignment.stage, made.number) == (TALK.stage, 1)
    assert list(Reading.objects.order_by("id").exclude(pk=made.pk).values()) == before
    for number in (panel.entries[2].number, panel.entries[3].number):
        with pytest.raises(ReadingError) as error:
            save_reading(number=number, **how)  # type: ignore[arg-type]
        assert error.value.code == "not-yours"


def test_the_round_that_is_open_is_the_one_that_takes_readings(panel: Panel) -> None:
    day = timedelta(days=1)
    opened = [
        judging_opening(panel.call, at)
        for at in (JUDGING_OPEN, TALKING - 3 * day, TALKING, TALKING + 9 * day)
    ]
    assert [(each.stage, each.why) for each in opened] == [
        ("judging", ""), ("pitch", "early"), ("pitch", ""), ("pitch", "closed"),
    ]  # fmt: skip


def test_only_what_is_left_in_the_round_of_now_is_reminded_of(
    panel: Panel, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[object]]]
) -> None:
    left_over = panel.entry(somebody("Late"), title="Never read")
    panel.assign(panel.judges[0], left_over)
    panel.assign_all(TALKING, TALK.stage)
    assert [each.left for each in late(panel.chair, TALK.stage)] == [2, 2, 2]
    assert [each.left for each in late(panel.chair, PAPER.stage)] == [1]
    with django_capture_on_commit_callbacks(execute=True):
        how = {"actor": panel.chair.user, "now": TALKING, "chair": panel.chair}
        assert remind_all(address="https://a.example", **how) == 3
    assert {each.subject.split()[0] for each in mail.outbox} == {"2"}
    assert len(mail.outbox) == 3
    assert all("Judging closes on 5 November 2026, 23:59:59" in each.body for each in mail.outbox)


def test_a_dismissed_conflict_gives_back_what_it_took_in_each_round(panel: Panel) -> None:
    panel.assign_all(TALKING, TALK.stage)
    judge, entry = panel.judges[0], panel.entries[0]
    row = wall_off(judge, entry)
    rows = Assignment.objects.filter(judge=judge, entry=entry)
    rows.update(removed_at=TALKING, removed_because="conflict")
    decide_conflicts(actor=panel.chair.user, now=TALKING, chair=panel.chair, ids=[row.pk], state="dismissed")  # type: ignore[arg-type]
    assert sorted(rows.filter(removed_at__isnull=True).values_list("stage", flat=True)) == [
        "judging",
        "pitch",
    ]


# --- ranking and decisions -------------------------------------------------------------------------------


def test_each_round_is_ranked_from_its_own_readings(panel: Panel) -> None:
    first = latest_run(panel.chair, GROUP, PAPER.stage)
    with pytest.raises(DecidingError) as error:
        ranked(panel, stage=TALK.stage)
    assert error.value.code == "nothing-read"
    heard(panel)
    second = ranked(panel, stage=TALK.stage)
    assert first is not None
    assert set(first.readings).isdisjoint(second.readings)
    assert (len(first.readings), len(second.readings)) == (12, 6)
    assert sorted(second.settings["entries"]) == sorted(each.number for each in panel.entries[:2])
    assert latest_run(panel.chair, GROUP, PAPER.stage) == first
    assert ranking_for(panel.chair, GROUP, PAPER.ends) == first
    assert ranking_for(panel.chair, GROUP, TALK.ends) == second
    assert (first.seed, second.seed) == ("seed of the tests|open", "seed of the tests|open|pitch")
    assert "rankings-of-their-round" not in {name for name, _ in broken(panel.call)}


def test_the_ranking_of_the_first_round_is_made_again_byte_for_byte_after_the_second(panel: Panel) -> None:
    heard(panel)
    ranked(panel, stage=TALK.stage)
    out = StringIO()
    call_command("recompute_ranking", panel.call.pk, stdout=out)
    assert out.getvalue().count("the same, byte for byte") == 1


def test_no_round_of_the_call_is_no_stage_of_a_ranking(panel: Panel) -> None:
    for stage in ("decision", "entry", "nowhere", ""):
        with pytest.raises(DecidingError) as error:
            ranked(panel, stage=stage)
        assert error.value.code == "no-stage"


def test_the_funnel_counts_each_round_for_itself(panel: Panel) -> None:
    heard(panel)
    paper, talk = (funnels(panel.chair, each)[0] for each in (PAPER, TALK))
    assert (paper.submitted, paper.read, paper.full, paper.decided, paper.published) == (4, 4, 4, 4, 4)
    assert (talk.submitted, talk.read, talk.full, talk.decided, talk.published) == (2, 2, 2, 0, 0)


def test_the_table_of_rankings_names_the_round_of_each_row(panel: Panel) -> None:
    heard(panel)
    ranked(panel, stage=TALK.stage)
    rows = list(TABLES["ranking"](panel.chair))
    assert [row[1] for row in rows] == ["stage"] + ["judging"] * 4 + ["pitch"] * 2


def test_a_reading_of_who_was_not_let_through_breaks_an_invariant(panel: Panel) -> None:
    heard(panel)
    assert "later-rounds-read-who-went-on" not in {name for name, _ in broken(panel.call)}
    (row,) = panel.assign(panel.judges[0], panel.entries[3], at=TALKING, stage=TALK.stage)
    made = Reading.objects.create(
        assignment=row, final=True, scores=SCORES, saved_at=TALKING, final_at=TALKING
    )
    found = [row for name, row in broken(panel.call) if name == "later-rounds-read-who-went-on"]
    assert found == [f"reading {made.pk} of entry {panel.entries[3].number} in pitch"]


def test_a_shortlist_of_nobody_leaves_the_second_round_empty(small_site: Ecosystem) -> None:
    panel = a_two_round_panel()
    shortlisted(panel)
    assert titles(entries_in_round(panel.chair, TALK.stage)) == []
    assert funnels(panel.chair, TALK)[0].submitted == 0
