"""Simulated judges have the habits asked for, and what they give hangs only on who reads what."""

from __future__ import annotations

import numpy as np

from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.simulate import Habits, impression, panel, read

TEN = (Criterion("all", 1, 10, 1),)


def test_the_same_seed_gives_the_same_panel_and_another_does_not() -> None:
    assert panel("s", 30, 5, Habits()) == panel("s", 30, 5, Habits())
    assert panel("s", 30, 5, Habits()).entries != panel("t", 30, 5, Habits()).entries


def test_scores_do_not_hang_on_the_order() -> None:
    made = panel("s", 20, 5, Habits())
    pairs = [(judge, entry) for judge in made.judges for entry in made.entries]
    forwards = {(r.judge, r.entry): r.scores for r in read(made, pairs, TEN)}
    backwards = {(r.judge, r.entry): r.scores for r in read(made, reversed(pairs), TEN)}
    assert forwards == backwards
    assert {score for scores in forwards.values() for score in scores} == set(range(1, 11))


def test_habits_have_the_size_stated() -> None:
    made = panel("s", 3_000, 3_000, Habits(severity=0.5, noise=0.7, scale=0.3, careless=0.2))
    worth = np.array([entry.worth for entry in made.entries])
    assert abs(worth.std() - 1) < 0.05
    assert abs(np.std([judge.shift for judge in made.judges]) - 0.5) < 0.03
    assert abs(np.std([np.log(judge.stretch) for judge in made.judges]) - 0.3) < 0.02
    assert abs(np.mean([judge.careless for judge in made.judges]) - 0.2) < 0.03
    noise = [
        (impression(made, judge, entry) - judge.shift) / judge.stretch - entry.worth
        for judge, entry in zip(made.judges, made.entries, strict=True)
        if not judge.careless
    ]
    assert abs(np.std(noise) - 0.7) < 0.04


def test_careless_judges_do_not_look_at_the_entry() -> None:
    made = panel("s", 2_000, 1, Habits(careless=1.0))
    seen = [impression(made, made.judges[0], entry) for entry in made.entries]
    assert abs(np.corrcoef(seen, [entry.worth for entry in made.entries])[0, 1]) < 0.08


def test_tracks_take_turns_and_differ_in_level() -> None:
    made = panel("s", 4_000, 4, Habits(), tracks=("x", "y"), level=2.0)
    assert [entry.track for entry in made.entries[:4]] == ["x", "y", "x", "y"]
    assert [judge.track for judge in made.judges] == ["x", "y", "x", "y"]
    flat = panel("s", 4_000, 4, Habits(), tracks=("x", "y"))
    moved = np.array([one.worth - other.worth for one, other in zip(made.entries, flat.entries, strict=True)])
    assert np.ptp(moved[0::2]) < 1e-9
    assert abs(moved[0] - moved[1]) > 0.1


def test_the_best_are_the_best() -> None:
    made = panel("s", 50, 2, Habits())
    worst_of_best = min(entry.worth for entry in made.entries if entry.id in made.best(5))
    assert sum(entry.worth >= worst_of_best for entry in made.entries) == 5


def test_criteria_differ_within_a_reading() -> None:
    made = panel("s", 200, 1, Habits())
    several = (Criterion("a", 1, 100), Criterion("b", 1, 100))
    given = read(made, [(made.judges[0], entry) for entry in made.entries], several)
    first, second = np.array([[score or 0 for score in reading.scores] for reading in given]).T
    assert 0.7 < np.corrcoef(first, second)[0, 1] < 0.95
