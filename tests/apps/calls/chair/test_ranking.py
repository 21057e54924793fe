"""Rankings: computed, kept, made again byte for byte, and blind to what a chair must not see."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from superconnector.apps.calls.actions.ranking_extras import assign_extras
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.facts.ranking import compute
from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.models import Comparison, Entry, RankingRun, Reading, Slate
from superconnector.apps.calls.queries.ranking import latest_run, shown, walled_groups
from superconnector.apps.calls.queries.ranking_judges import own_severities
from superconnector.apps.calls.queries.ranking_tries import extras, other_weights
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    DECIDING,
    GROUP,
    a_judged_panel,
    a_published_panel,
    another_chair,
    decided,
    published,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import ROUND, Panel, a_panel, pin
from tests.apps.calls.making import JUDGING_OPEN


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    return a_judged_panel()


def test_the_ranking_takes_severity_out_and_says_how_sure_it_is(panel: Panel) -> None:
    told = read_body(ranked(panel).body)
    assert (told.method, told.calibrated, told.places, len(told.rows)) == ("calibrated", True, 3, 9)
    assert [row.place for row in told.rows] == sorted(row.place for row in told.rows)
    best, worst = told.rows[0], told.rows[-1]
    assert {best.entry, told.rows[1].entry} == {entry.number for entry in panel.entries[:2]}
    assert worst.entry == panel.entries[8].number
    assert best.p_top is not None
    assert worst.p_top is not None
    assert best.p_top > 0.8
    assert worst.p_top < 0.2
    assert all(row.low and row.high and row.low <= row.place <= row.high for row in told.rows)
    strictest = max(told.judges, key=lambda each: each.severity)
    lenient = min(told.judges, key=lambda each: each.severity)
    assert strictest.judge in {panel.judges[1].pk, panel.judges[5].pk}
    assert lenient.judge == panel.judges[3].pk


def test_the_same_ranking_is_kept_once(panel: Panel) -> None:
    first, second = ranked(panel), ranked(panel)
    assert first == second
    assert RankingRun.objects.count() == 1


def test_a_run_is_stale_once_something_else_counts(panel: Panel) -> None:
    run = ranked(panel)
    assert shown(panel.chair, run).stale is False
    Entry.objects.filter(pk=panel.entries[8].pk).update(state=Entry.State.WITHDRAWN)
    assert shown(panel.chair, run).stale is True
    assert len(read_body(ranked(panel).body).rows) == 8
    assert len(read_body(run.body).rows) == 9


def test_nothing_read_nothing_ranked(small_site: Ecosystem) -> None:
    with pytest.raises(DecidingError) as refused:
        ranked(a_panel(judges=1, entries=2))
    assert refused.value.code == "nothing-read"


def test_without_places_there_is_no_ranking(panel: Panel) -> None:
    file = definition_of(panel.call).model_dump(mode="json", by_alias=True, exclude_unset=True)
    pin(
        panel.call,
        groups=[{name: value for name, value in each.items() if name != "places"} for each in file["groups"]],
    )
    panel.chair.refresh_from_db()
    with pytest.raises(DecidingError) as refused:
        ranked(panel)
    assert refused.value.code == "rules-missing"


def test_too_few_readings_give_the_raw_ranking_with_its_reason(small_site: Ecosystem) -> None:
    panel = a_panel(judges=2, entries=3)
    for entry in panel.entries:
        panel.assign(panel.judges[0], entry)
        panel.hand_in(panel.judges[0], entry)
    told = read_body(ranked(panel).body)
    assert told.refused is not None
    assert (told.refused.reason, told.refused.found, told.calibrated) == ("too_few_readings", 1.0, False)
    assert [row.adjusted for row in told.rows] == [None, None, None]
    assert [row.shared for row in told.rows] == [True, True, True]


def test_a_judge_with_a_conflict_does_not_count(panel: Panel) -> None:
    before = read_body(ranked(panel).body)
    wall_off(panel.judges[0], panel.entries[0])
    after = read_body(ranked(panel).body)
    count = {row.entry: row.readings for row in after.rows}
    assert count == {row.entry: row.readings - (row.entry == panel.entries[0].number) for row in before.rows}


# --- made again ------------------------------------------------------------------------------------------


def recompute(*options: str) -> str:
    out = StringIO()
    call_command("recompute_ranking", "town-hack", *options, stdout=out)
    return out.getvalue()


def test_the_published_ranking_is_made_again_byte_for_byte(small_site: Ecosystem) -> None:
    a_published_panel()
    run = RankingRun.objects.get()
    again = compute(run.settings, run.readings, run.seed)
    assert (again.body, again.digest, again.inputs) == (run.body, run.digest, run.settings["inputs"])
    assert recompute().endswith("the same, byte for byte\n")
    assert run.body in recompute("--group", GROUP, "--write")


def test_later_readings_do_not_change_the_published_ranking(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    judge = panel.judge()
    panel.assign(judge, panel.entries[0])
    panel.hand_in(judge, panel.entries[0])
    assert recompute().endswith("the same, byte for byte\n")


def test_a_changed_raw_score_is_noticed(small_site: Ecosystem) -> None:
    a_published_panel()
    reading = Reading.objects.order_by("id").first()
    assert reading is not None
    Reading.objects.filter(pk=reading.pk).update(
        scores={**reading.scores, "craft": 1 + reading.scores["craft"] % 5}
    )
    with pytest.raises(CommandError, match="1 of 1 rankings differ"):
        recompute()


def test_two_scores_exchanged_between_judges_are_noticed(small_site: Ecosystem) -> None:
    a_published_panel()
    of_one = Reading.objects.filter(assignment__entry__title="Entry 2").order_by("id")
    one, other = of_one.first(), of_one.last()
    assert one
    assert other
    assert one.scores != other.scores
    Reading.objects.filter(pk=one.pk).update(scores=other.scores)
    Reading.objects.filter(pk=other.pk).update(scores=one.scores)
    with pytest.raises(CommandError):
        recompute()


def test_a_deleted_row_and_a_changed_ranking_are_noticed(small_site: Ecosystem) -> None:
    a_published_panel()
    run = RankingRun.objects.get()
    RankingRun.objects.update(body=run.body.replace('"place":1', '"place":2'))
    with pytest.raises(CommandError):
        recompute()
    RankingRun.objects.update(body=run.body)
    assert recompute().endswith("the same, byte for byte\n")
    Reading.objects.order_by("id")[0].delete()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("recompute_ranking", "town-hack", stdout=out)
    assert "1 of 27 rows are gone" in out.getvalue()


def test_recompute_says_what_it_does_not_find(small_site: Ecosystem) -> None:
    a_judged_panel()
    with pytest.raises(CommandError, match="No published decision rests on a ranking"):
        recompute()
    with pytest.raises(CommandError, match="There is no call"):
        call_command("recompute_ranking", "nowhere")


# --- walls -----------------------------------------------------------------------------------------------


def test_a_conflicted_chair_ranks_what_is_seen_and_sees_no_whole_ranking(panel: Panel) -> None:
    whole, second = ranked(panel), another_chair(panel)
    wall_off(second, panel.entries[0])
    assert walled_groups(second) == {GROUP}
    assert latest_run(second, GROUP, ROUND) is None
    part = ranked(panel, second)
    assert (whole.partial, part.partial) == (False, True)
    assert panel.entries[0].number not in part.body
    assert latest_run(second, GROUP, ROUND) == part
    assert latest_run(panel.chair, GROUP, ROUND) == whole


def test_a_partial_ranking_is_gone_once_it_holds_what_is_hidden_now(panel: Panel) -> None:
    second = another_chair(panel)
    wall_off(second, panel.entries[0])
    ranked(panel, second)
    wall_off(second, panel.entries[1])
    assert latest_run(second, GROUP, ROUND) is None


def test_a_conflict_that_is_found_later_hides_the_whole_ranking(panel: Panel) -> None:
    ranked(panel)
    wall_off(panel.chair, panel.entries[4])
    assert latest_run(panel.chair, GROUP, ROUND) is None


@pytest.mark.parametrize("fact", ["scores", "withdrawn", "more"])
def test_a_partial_ranking_does_not_depend_on_the_hidden_entry(panel: Panel, fact: str) -> None:
    second, hidden = another_chair(panel), panel.entries[0]
    wall_off(second, hidden)
    before = ranked(panel, second)
    if fact == "scores":
        for reading in Reading.objects.filter(assignment__entry=hidden).order_by("id"):
            Reading.objects.filter(pk=reading.pk).update(scores={"use": 1, "novelty": 1, "craft": 1})
    elif fact == "withdrawn":
        Entry.objects.filter(pk=hidden.pk).update(state=Entry.State.WITHDRAWN)
    else:
        judge = next(j for j in panel.judges if not j.assignments.filter(entry=hidden).exists())
        panel.assign(judge, hidden)
        panel.hand_in(judge, hidden)
    assert shown(second, before).stale is False
    assert ranked(panel, second) == before


# --- the other ways of judging ----------------------------------------------------------------------------


def test_slates_are_ranked_and_a_wall_leaves_nothing_of_the_hidden_entry(small_site: Ecosystem) -> None:
    panel = a_panel(judges=4, entries=5, mode="slate")
    numbers = [entry.number for entry in panel.entries]
    for judge in panel.judges:
        Slate.objects.create(
            stage=ROUND, judge=judge, order=[[each] for each in numbers], final=True, saved_at=JUDGING_OPEN
        )
    told = read_body(ranked(panel).body)
    assert (told.method, [row.entry for row in told.rows]) == ("slates", numbers)
    second = another_chair(panel)
    wall_off(second, panel.entries[0])
    part = ranked(panel, second)
    Slate.objects.filter(judge=panel.judges[0]).update(order=[[each] for each in (*numbers[1:], numbers[0])])
    assert shown(second, part).stale is False
    assert [row.entry for row in read_body(part.body).rows] == numbers[1:]


def test_only_the_last_slate_handed_in_counts(small_site: Ecosystem) -> None:
    panel = a_panel(judges=1, entries=2, mode="slate")
    one, two = (entry.number for entry in panel.entries)
    rows = [([[one], [two]], 1, True), ([[two], [one]], 2, True), ([[one], [two]], 3, False)]
    for order, number, final in rows:
        Slate.objects.create(
            stage=ROUND, judge=panel.judges[0], number=number, order=order, final=final, saved_at=JUDGING_OPEN
        )
    assert [row.entry for row in read_body(ranked(panel).body).rows] == [two, one]


def test_pairs_are_ranked(small_site: Ecosystem) -> None:
    panel = a_panel(judges=2, entries=4, mode="pairs")
    for judge in panel.judges:
        for better in range(4):
            for worse in range(better + 1, 4):
                Comparison.objects.create(
                    stage=ROUND,
                    judge=judge,
                    better=panel.entries[better],
                    worse=panel.entries[worse],
                    made_at=JUDGING_OPEN,
                )
    told = read_body(ranked(panel).body)
    assert (told.method, told.calibrated) == ("pairs", True)
    assert [row.entry for row in told.rows] == [entry.number for entry in panel.entries]
    assert {row.readings for row in told.rows} == {6}


# --- tried otherwise ------------------------------------------------------------------------------------


def test_every_weight_is_moved_up_and_down(panel: Panel) -> None:
    changes = other_weights(ranked(panel))
    moves = [(change.cause, int(change.points or 0)) for change in changes]
    assert moves == [(name, points) for name in ("use", "novelty", "craft") for points in (10, -10)]


def test_the_next_readings_go_to_who_is_not_settled_and_never_to_a_conflict(panel: Panel) -> None:
    run = ranked(panel)
    wall_off(panel.judges[0], panel.entries[2])
    found = extras(panel.chair, run)
    pairs = {(each.judge.pk, each.entry.number) for each in found.rows if each.judge}
    assert pairs
    assert {each.why for each in found.rows} == {"undecided"}
    assert all(each.p_top and 0 < each.p_top < 1 for each in found.rows)
    assert pairs.isdisjoint(panel.pairs())
    before = len(panel.pairs())
    run = ranked(panel)
    found = extras(panel.chair, run)
    assert (panel.judges[0].pk, panel.entries[2].number) not in {
        (each.judge.pk, each.entry.number) for each in found.rows if each.judge
    }
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "run": run}
    given = assign_extras(seen=found.digest, **how)
    assert len(panel.pairs()) == before + given
    with pytest.raises(DecidingError) as refused:
        assign_extras(seen=found.digest, **how)
    assert refused.value.code == "changed-meanwhile"


def test_a_judge_reads_the_own_severity_only_after_publication(small_site: Ecosystem) -> None:
    panel = a_judged_panel()
    ranked(panel)
    judge = panel.judges[1]
    assert own_severities(judge) == ()
    decided(panel)
    published(panel)
    (own,) = own_severities(judge)
    assert own.figure is not None
    assert (own.figure.judge, own.figure.severity > 0) == (judge.pk, True)
    wall_off(judge, panel.entries[8])
    (walled,) = own_severities(judge)
    assert (walled.figure, walled.told, walled.why) == (None, None, "walled")
