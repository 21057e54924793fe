"""Who wins if weights or judges were others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.ranking import Pool, raw_ranking
from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.sensitivity import Change, to_judges, to_weights
from tests.core.judging.panels import PERCENT, TOP_3, panel, reading

TWO = (Criterion("idea", 55, 10), Criterion("team", 45, 10))
ONE = (Pool("all", 1),)


def test_a_weight_that_turns_the_first_place() -> None:
    # e leads on the idea by 2, f on the team by 2: 110 to 90 as it is; 45 to 55 turns it.
    given_ = [reading("j", "e", 8, 6), reading("j", "f", 6, 8)]
    up, down = Fraction(10), Fraction(-10)
    assert to_weights(raw_ranking, given_, TWO, ONE) == (
        Change("all", "idea", up, (), ()),
        Change("all", "idea", down, ("f",), ("e",)),
        Change("all", "team", up, ("f",), ("e",)),
        Change("all", "team", down, (), ()),
    )


def test_a_tie_at_the_cut_lets_both_in() -> None:
    given_ = [reading("j", "e", 8, 6), reading("j", "f", 6, 8)]
    assert to_weights(raw_ranking, given_, TWO, ONE, points=5)[1] == Change(
        "all", "idea", Fraction(-5), ("f",), ()
    )


def test_moves_that_no_weight_allows_are_left_out() -> None:
    criteria = (Criterion("idea", 95, 10), Criterion("team", 5, 10))
    given_ = [reading("j", "e", 8, 6), reading("j", "f", 6, 8)]
    assert [(change.cause, change.points) for change in to_weights(raw_ranking, given_, criteria, ONE)] == [
        ("idea", -10), ("team", 10),
    ]  # fmt: skip


def test_a_judge_who_decides() -> None:
    given_ = [reading("j", "e", 60), reading("k", "e", 60), reading("j", "f", 10), reading("k", "f", 99)]
    given_ += [reading("l", "g", 5)]
    assert to_judges(raw_ranking, given_, PERCENT, ONE) == (
        Change("all", "j", None, ("f",), ("e",)),
        Change("all", "k", None, (), ()),
        Change("all", "l", None, (), (), ("g",)),
    )


def test_it_works_on_the_calibrated_view_and_by_pool() -> None:
    given_ = panel(4, 16, 6, 3)
    rank = partial(calibrated_ranking, seed="s", draws=20)
    pools = (Pool("odd", 2, frozenset(r.entry for r in given_ if int(r.entry[1:]) % 2)),)
    changes = to_judges(rank, given_, PERCENT, pools)
    assert [change.cause for change in changes] == [f"j{number:02}" for number in range(6)]
    before = rank(given_, PERCENT, pools).top("odd")
    for change in changes:
        after = rank([r for r in given_ if r.judge != change.cause], PERCENT, pools).top("odd")
        assert (set(change.enter), set(change.leave)) == (after - before, before - after)
    assert any(change.enter for change in changes)


def test_a_judge_who_alone_holds_the_design_together() -> None:
    left, right = panel(1, 8, 4, 3), panel(2, 8, 4, 3)
    given_ = left + [replace(r, judge=f"x{r.judge}", entry=f"x{r.entry}") for r in right]
    bridge = [reading("bridge", entry, 50) for entry in ("e000", "e001", "e002", "xe000", "xe001", "xe002")]
    rank = partial(calibrated_ranking, seed="s", draws=20)
    changes = {change.cause: change for change in to_judges(rank, given_ + bridge, PERCENT, TOP_3)}
    assert changes["bridge"] == Change("all", "bridge", None, (), (), refused=True)
    assert not changes["j00"].refused
