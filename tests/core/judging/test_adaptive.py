"""The plan of further readings: fairness first, then where the decision is open."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.adaptive import Next, Reader, Steps, Why, next_readings
from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.ranking import Pool, raw_ranking
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.simulate import Habits, panel, read
from tests.core.judging.panels import PERCENT, TOP_3, reading

TEN = (Criterion("all", 1, 10, 1),)
FOUR = dict.fromkeys("abcd", "")


def readers(*judges: str, left: int = 9) -> list[Reader]:
    return [Reader(judge, left) for judge in judges]


def test_everyone_gets_the_first_readings_and_loads_are_even() -> None:
    found = next_readings([], PERCENT, FOUR, readers("j", "k"), TOP_3, seed="s", steps=Steps(first=2))
    assert Counter(each.entry for each in found) == dict.fromkeys("abcd", 2)
    assert Counter(each.judge for each in found) == {"j": 4, "k": 4}
    assert {each.why for each in found} == {Why.FIRST}
    assert len({(each.judge, each.entry) for each in found}) == 8


def test_only_what_is_missing_is_asked_for() -> None:
    given_ = [reading("j", "a", 50), reading("k", "a", 50), reading("j", "b", 50)]
    found = next_readings(given_, PERCENT, FOUR, readers("j", "k"), TOP_3, seed="s", steps=Steps(first=2))
    assert Counter(each.entry for each in found) == {"b": 1, "c": 2, "d": 2}
    assert Next("b", "k", Why.FIRST) in found


def test_limits_bars_and_tracks_are_kept() -> None:
    tracks = {"a": "x", "b": "x", "c": "y", "d": "y"}
    hands = [Reader("j", 9, frozenset("x")), Reader("k", 1), Reader("l", 0)]
    found = next_readings([], PERCENT, tracks, hands, TOP_3, seed="s", barred={("j", "a")})
    assert found == (
        Next("a", "k", Why.FIRST), Next("b", "j", Why.FIRST),
        Next("c", None, Why.FIRST), Next("d", None, Why.FIRST),
    )  # fmt: skip


def test_then_the_least_settled_come_first() -> None:
    # Two judges agree on a far above and f far below; c and d lie at the cut of three.
    scores = {"a": 99, "b": 80, "c": 56, "d": 54, "e": 30, "f": 2}
    given_ = [
        reading(judge, entry, score + step)
        for judge, step in (("j", 0), ("k", 1))
        for entry, score in scores.items()
    ]
    given_[2] = reading("j", "c", 47)
    tracks = dict.fromkeys(scores, "")
    found = next_readings(given_, PERCENT, tracks, readers("l"), TOP_3, seed="s", steps=Steps(batch=2))
    assert sorted(each.entry for each in found) == ["c", "d"]
    assert {(each.judge, each.why) for each in found} == {("l", Why.UNDECIDED)}
    doubts = [(each.p_top or 0) * (1 - (each.p_top or 0)) for each in found]
    assert doubts == sorted(doubts, reverse=True)
    assert doubts[-1] > 0


def test_an_entry_that_nobody_may_read_is_named_and_does_not_use_up_the_batch() -> None:
    made = panel("s", 12, 4, Habits())
    pairs = [(judge, entry) for judge in made.judges[:3] for entry in made.entries]
    tracks = {entry.id: "" for entry in made.entries}
    given_ = read(made, pairs, TEN)
    free = next_readings(given_, TEN, tracks, readers("new"), TOP_3, seed="s", steps=Steps(batch=2))
    barred = {("new", free[0].entry)}
    found = next_readings(
        given_, TEN, tracks, readers("new"), TOP_3, seed="s", steps=Steps(batch=2), barred=barred
    )
    assert found[0] == Next(free[0].entry, None, Why.UNDECIDED, free[0].p_top)
    assert [each.judge for each in found[1:]] == ["new", "new"]


def test_nobody_judges_an_entry_twice() -> None:
    given_ = [reading("j", entry, 10 * at) for at, entry in enumerate("abcd")]
    found = next_readings(given_, PERCENT, FOUR, readers("j"), (Pool("all", 2),), seed="s")
    assert {each.judge for each in found} == {None}


def test_pools_have_their_own_cut() -> None:
    scores = {"a": 90, "b": 88, "c": 10, "d": 12}
    given_ = [
        reading(judge, entry, score + 3 * (judge == "k") * (entry in "ac"))
        for judge in "jk"
        for entry, score in scores.items()
    ]
    pools = (Pool("high", 1, frozenset("ab")), Pool("low", 1, frozenset("cd")))
    found = next_readings(given_, PERCENT, FOUR, readers("l"), pools, seed="s")
    assert sorted(each.entry for each in found) == ["a", "b", "c", "d"]


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_the_same_input_gives_the_same_plan_in_any_order(seed: int) -> None:
    made = panel(str(seed), 12, 4, Habits())
    pairs = [(judge, entry) for judge in made.judges[:2] for entry in made.entries]
    tracks = {entry.id: "" for entry in made.entries}
    hands = readers(*(judge.id for judge in made.judges))
    given_ = read(made, pairs, TEN)
    one = next_readings(given_, TEN, tracks, hands, TOP_3, seed="s")
    other = next_readings(given_[::-1], TEN, dict(reversed(tracks.items())), hands[::-1], TOP_3, seed="s")
    assert one == other


def played(seed: str, first: int) -> tuple[list[Reading], frozenset[str]]:
    """360 readings of 120 entries by 12 judges, as the plan asks for them; and the ten truly best."""
    made = panel(seed, 120, 12, Habits(severity=0.8))
    judge_of = {judge.id: judge for judge in made.judges}
    entry_of = {entry.id: entry for entry in made.entries}
    tracks = dict.fromkeys(entry_of, "")
    done: list[Reading] = []
    for _ in range(40):
        load = Counter(each.judge for each in done)
        hands = [Reader(judge, 33 - load[judge]) for judge in judge_of]
        steps = Steps(first, min(12, 360 - len(done)))
        plan = next_readings(done, TEN, tracks, hands, (Pool("all", 10),), seed=seed, steps=steps)
        done += read(made, [(judge_of[each.judge], entry_of[each.entry]) for each in plan if each.judge], TEN)
        if len(done) == 360:
            break
    return done, made.best(10)


def test_it_finds_more_of_the_best_than_three_readings_each() -> None:
    pool = (Pool("all", 10),)
    adaptive = fixed = 0
    for seed in ("a", "b", "c", "d", "e", "f"):
        done, best = played(seed, 1)
        assert len(done) == 360
        assert max(Counter(each.judge for each in done).values()) <= 33
        adaptive += len({row.entry for row in calibrated_ranking(done, TEN, pool, seed="s").rows[:10]} & best)
        plain, _ = played(seed, 3)
        assert set(Counter(each.entry for each in plain).values()) == {3}
        fixed += len({row.entry for row in raw_ranking(plain, TEN, pool).rows[:10]} & best)
    assert adaptive >= fixed + 8, (adaptive, fixed)


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^reading of a by j: read twice$"):
        next_readings([reading("j", "a", 1), reading("j", "a", 1)], PERCENT, FOUR, [], TOP_3, seed="s")
