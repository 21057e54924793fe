"""Small situations whose answer can be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Entry, Judge, Links, Pair, Problem
from superconnector.core.judging.shortage import Reason

NONE: frozenset[Pair] = frozenset()


def entries(count: int, readings: int = 1, track: str = "") -> tuple[Entry, ...]:
    return tuple(Entry(f"e{n}", track, readings=readings) for n in range(count))


def judges(count: int, at_most: int = 9, at_least: int = 0) -> tuple[Judge, ...]:
    return tuple(Judge(f"j{n}", at_most=at_most, at_least=at_least) for n in range(count))


def given(*rows: list[int]) -> GivenAffinity:
    return GivenAffinity(np.array(rows))


def test_the_total_is_the_highest_there_is() -> None:
    problem = Problem(entries(2), judges(2, at_most=1), bottleneck_first=False)
    made = assign(problem, given([1000, 600], [900, 0]))
    assert made.pairs == {("j1", "e0"), ("j0", "e1")}
    assert (made.total, made.bound, made.lowest, made.proven) == (1500, 1500, 600, True)
    assert (made.added, made.removed, made.kept) == (made.pairs, NONE, NONE)


def test_the_lowest_comes_before_the_total_if_asked_for() -> None:
    affinity = given([1000, 400], [400, 100])
    problem = Problem(entries(2), judges(2, at_most=1), bottleneck_first=False)
    plain = assign(problem, affinity)
    assert (plain.total, plain.lowest) == (1100, 100)
    fair = assign(replace(problem, bottleneck_first=True), affinity)
    assert (fair.total, fair.lowest) == (800, 400)


def test_topics_are_the_affinity_unless_another_is_given() -> None:
    fields = (frozenset({"health"}), frozenset({"ports"}))
    problem = Problem(
        tuple(Entry(f"e{n}", topics=fields[n], readings=1) for n in range(2)),
        tuple(Judge(f"j{n}", topics=fields[1 - n]) for n in range(2)),
    )
    made = assign(problem)
    assert made.pairs == {("j1", "e0"), ("j0", "e1")}
    assert made.total == 2000


def test_floors_come_before_affinity() -> None:
    problem = Problem(entries(4), judges(2, at_least=2))
    made = assign(problem, given(*[[1000, 0]] * 4))
    assert (made.total, made.idle) == (2000, ())
    assert sorted(judge for judge, _ in made.pairs) == ["j0", "j0", "j1", "j1"]


def test_floors_beyond_the_readings_are_told() -> None:
    made = assign(Problem(entries(3), judges(2, at_least=2)), given(*[[1000, 0]] * 3))
    assert made.idle == (("j1", 1),)
    assert made.proven


def test_missing_readings_are_spread() -> None:
    problem = Problem(entries(3, readings=2), judges(2, at_most=2))
    made = assign(problem, given([1000, 1000], [0, 0], [0, 0]))
    assert sorted(Counter(entry for _, entry in made.pairs).values()) == [1, 1, 2]
    (shortage,) = made.shortages
    assert [count for _, count in shortage.entries] == [1, 1]
    assert (shortage.reason, shortage.judges, shortage.at_cap, shortage.missing) == (Reason.CAP, 2, 2, 2)


def test_only_what_must_move_moves_when_a_judge_drops_out() -> None:
    affinity = given([0, 1000, 500, 1], [1000, 0, 500, 1], [500, 0, 1000, 1])
    problem = Problem(entries(3), judges(4, at_most=1))
    first = assign(problem, affinity)
    assert first.pairs == {("j1", "e0"), ("j0", "e1"), ("j2", "e2")}
    without = replace(problem, judges=problem.judges[:2] + problem.judges[3:], before=first.pairs)
    made = assign(without, given([0, 1000, 1], [1000, 0, 1], [500, 0, 1]))
    assert (made.removed, made.added) == ({("j2", "e2")}, {("j3", "e2")})
    assert made.kept == {("j1", "e0"), ("j0", "e1")}


def test_a_pair_moves_where_a_reading_can_only_so_be_had() -> None:
    problem = Problem(
        entries(2),
        judges(2, at_most=1),
        conflicts=frozenset({("j1", "e1")}),
        before=frozenset({("j0", "e0")}),
    )
    made = assign(problem, given([1000, 0], [0, 0]))
    assert made.pairs == {("j1", "e0"), ("j0", "e1")}
    assert made.removed == {("j0", "e0")}


def test_a_conflict_that_came_to_light_takes_the_pair_away() -> None:
    pair = ("j0", "e0")
    problem = Problem(entries(1), judges(2), conflicts=frozenset({pair}), before=frozenset({pair}))
    made = assign(problem)
    assert (made.pairs, made.removed) == ({("j1", "e0")}, {pair})


def test_readings_done_stay_and_count() -> None:
    """j0 has done two and may do no more; j9 has left after a reading; nobody reads e0 twice."""
    fixed = frozenset({("j0", "e0"), ("j0", "e1"), ("j9", "e1")})
    problem = Problem(entries(3, readings=2), judges(3, at_most=2, at_least=1)[:2], fixed=fixed, before=fixed)
    made = assign(problem, given([0, 700], [0, 700], [0, 700]))
    assert made.pairs == fixed | {("j1", "e0"), ("j1", "e2")}
    assert (made.total, made.kept) == (1400, fixed)
    assert [(each.reason, each.entries) for each in made.shortages] == [(Reason.CAP, (("e2", 1),))]


def test_more_readings_done_than_allowed_are_left_alone() -> None:
    fixed = frozenset({("j0", "e0"), ("j0", "e1"), ("j1", "e0")})
    problem = Problem(entries(2), judges(2, at_most=1), fixed=fixed)
    made = assign(problem)
    assert (made.pairs, made.shortages, made.lowest, made.total) == (fixed, (), None, 0)


@pytest.mark.parametrize(
    ("some_entries", "some_judges"),
    [
        ((), ()),
        (entries(2), ()),
        ((), judges(2)),
        (entries(2, readings=0), judges(2)),
        (entries(2), judges(1, at_most=0)),
    ],
)
def test_nothing_to_assign_is_an_answer(
    some_entries: tuple[Entry, ...], some_judges: tuple[Judge, ...]
) -> None:
    made = assign(Problem(some_entries, some_judges))
    assert (made.pairs, made.lowest, made.total, made.bound, made.proven) == (NONE, None, 0, 0, True)


def test_a_language_that_is_not_read_is_never_assigned() -> None:
    problem = Problem(
        (Entry("e", languages=frozenset({"en", "zh"}), readings=2),),
        (Judge("j", languages=frozenset({"en"})), Judge("k", languages=frozenset({"zh", "en", "fr"}))),
    )
    made = assign(problem, given([1000, 0]))
    assert made.pairs == {("k", "e")}
    assert [(each.reason, each.no_language) for each in made.shortages] == [(Reason.LANGUAGE, 1)]


def two_tracks(readings: int, share: Fraction) -> Problem:
    """Two tracks of ten entries, with five judges each of their own."""
    tracks = ("city", "health")
    return Problem(
        tuple(Entry(f"{track}{n}", track, readings=readings) for track in tracks for n in range(10)),
        tuple(Judge(f"{track} {n}", frozenset({track})) for track in tracks for n in range(5)),
        cross_share=share,
    )


@pytest.mark.parametrize(
    ("share", "wanted"),
    [(Fraction(0), 0), (Fraction(1, 20), 2), (Fraction(1, 10), 3), (Fraction(1, 2), 15), (Fraction(1), 30)],
)
def test_as_many_readings_across_tracks_as_the_share_asks_for(share: Fraction, wanted: int) -> None:
    made = assign(two_tracks(3, share), GivenAffinity(np.full((20, 10), 500)))
    crossing = [pair for pair in made.pairs if pair[0].split()[0] != pair[1].rstrip("0123456789")]
    assert len(made.pairs) == 60
    assert len(crossing) == 2 * wanted
    assert made.links == tuple(Links(track, wanted, wanted) for track in ("city", "health") if wanted)


def test_a_guest_who_knows_little_lowers_no_bar_for_the_others() -> None:
    """As in the test of the lowest above, beside an entry that a guest reads who knows nothing of it."""
    problem = Problem(
        (
            *(Entry(f"c{n}", "city", readings=1) for n in range(2)),
            Entry("c2", "city", readings=1),
            Entry("h", "health", readings=0),
        ),
        (
            *(Judge(f"j{n}", frozenset({"city"}), at_most=1) for n in range(2)),
            Judge("k", frozenset({"health"}), at_most=1),
        ),
        cross_share=Fraction(1, 3),
    )
    guest = next(
        entry for entry, need in zip(("c0", "c1", "c2"), Network(problem).needs, strict=False) if need
    )
    rows = {entry: [0, 0, 0] for entry in ("c0", "c1", "c2", "h")}
    one, other = sorted({"c0", "c1", "c2"} - {guest})
    rows[one], rows[other] = [1000, 400, 0], [400, 100, 0]
    made = assign(problem, given(*rows.values()))
    assert made.pairs == {("k", guest), ("j1", one), ("j0", other)}
    assert (made.lowest, made.total) == (0, 800)


def test_a_reading_is_worth_more_than_a_link() -> None:
    """The judges of the other track are all conflicted: the share is missed, the readings are not."""
    problem = two_tracks(3, Fraction(1, 20))
    conflicts = frozenset((f"city {n}", f"health{m}") for n in range(5) for m in range(10))
    made = assign(replace(problem, conflicts=conflicts))
    assert (len(made.pairs), made.shortages) == (60, ())
    assert made.links == (Links("city", 2, 2), Links("health", 2, 0))


def test_one_track_needs_no_links() -> None:
    problem = Problem(entries(4, readings=2, track="city"), judges(3))
    assert assign(problem).links == ()


def test_what_contradicts_itself_is_refused() -> None:
    pair = frozenset({("j0", "e0")})
    with pytest.raises(ValueError, match=r"^Done and a conflict at once: j0 on e0, 1 in all$"):
        Problem(entries(1), judges(1), conflicts=pair, fixed=pair)
    with pytest.raises(ValueError, match=r"^Entry e0 is there twice$"):
        Problem(entries(1) * 2, judges(1))
    with pytest.raises(ValueError, match=r"^Judge j0 is there twice$"):
        Problem(entries(1), judges(1) * 2)
    with pytest.raises(ValueError, match=r"^A reading is done of an entry that is not there: e5$"):
        Problem(entries(1), judges(1), fixed=frozenset({("j0", "e5")}))
    with pytest.raises(ValueError, match=r"^A share of 3/2 across tracks$"):
        Problem(entries(1), judges(1), cross_share=Fraction(3, 2))
    with pytest.raises(ValueError, match=r"^Judge j: at least 3, at most 2$"):
        Judge("j", at_most=2, at_least=3)
    with pytest.raises(ValueError, match=r"^Entry e: -1 readings$"):
        Entry("e", readings=-1)
