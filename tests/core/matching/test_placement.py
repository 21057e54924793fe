"""Stable placement against all placements of small problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.matching.placement import Placement, blocking_pairs, place

RESIDENTS, PLACES = ("r1", "r2", "r3", "r4"), ("a", "b", "c")


@dataclass(frozen=True)
class Market:
    residents: dict[str, list[str]]
    places: dict[str, list[str]]
    seats: dict[str, int]


@st.composite
def markets(draw: st.DrawFn) -> Market:
    def wishes(of: tuple[str, ...]) -> list[str]:
        return draw(st.lists(st.sampled_from((*of, "nobody")), unique=True))

    return Market(
        {resident: wishes(PLACES) for resident in RESIDENTS},
        {name: wishes(RESIDENTS) for name in PLACES},
        draw(st.dictionaries(st.sampled_from(PLACES), st.integers(0, 3))),
    )


def lawful(market: Market) -> list[Placement]:
    """Every placement in which both want each other and seats suffice."""
    able = {
        resident: [None, *(wish for wish in wishes if resident in market.places.get(wish, []))]
        for resident, wishes in market.residents.items()
    }
    found = []
    for chosen in product(*able.values()):
        placed = {r: p for r, p in zip(able, chosen, strict=True) if p is not None}
        if all(count <= market.seats.get(name, 1) for name, count in Counter(placed.values()).items()):
            found.append(Placement(placed))
    return found


def stable(market: Market, placement: Placement) -> bool:
    """Nobody has reason to go, by the definition: written apart from blocking_pairs."""
    for resident, wishes in market.residents.items():
        now = placement.place_of.get(resident)
        better = wishes if now is None else wishes[: wishes.index(now)]
        for wish in better:
            order = market.places.get(wish, [])
            inside = [r for r, p in placement.place_of.items() if p == wish]
            if resident not in order:
                continue
            if len(inside) < market.seats.get(wish, 1):
                return False
            if any(order.index(other) > order.index(resident) for other in inside):
                return False
    return True


@given(markets())
def test_it_is_stable_and_no_stable_one_is_better_for_anybody(market: Market) -> None:
    made = place(market.residents, market.places, market.seats)
    every = lawful(market)
    assert made in every
    assert stable(market, made)
    for other in every:
        if stable(market, other):
            for resident, wishes in market.residents.items():
                assert _rank(wishes, made.place_of.get(resident)) <= _rank(
                    wishes, other.place_of.get(resident)
                )


def _rank(wishes: list[str], got: str | None) -> int:
    return len(wishes) if got is None else wishes.index(got)


@given(markets())
def test_blocking_pairs_are_there_if_and_only_if_it_is_not_stable(market: Market) -> None:
    for placement in lawful(market):
        found = blocking_pairs(placement, market.residents, market.places, market.seats)
        assert (found == []) == stable(market, placement)
        for resident, wish in found:
            wishes = market.residents[resident]
            assert wishes.index(wish) < _rank(wishes, placement.place_of.get(resident))


@given(markets(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_is_no_matter(market: Market, random: Random) -> None:
    residents, places = list(market.residents.items()), list(market.places.items())
    random.shuffle(residents)
    random.shuffle(places)
    again = place(dict(residents), dict(places), market.seats)
    assert again == place(market.residents, market.places, market.seats)


def test_the_worst_is_sent_away_for_a_better_one() -> None:
    residents = {"ann": ["lab"], "bob": ["lab", "fab"], "cat": ["lab"], "dan": ["fab"]}
    places = {"lab": ["cat", "ann", "bob"], "fab": ["bob", "dan"]}
    made = place(residents, places, {"lab": 2})
    assert made.residents_of() == {"lab": ["ann", "cat"], "fab": ["bob"]}


def test_who_would_rather_have_each_other_is_named() -> None:
    residents = {"ann": ["lab", "fab"], "bob": ["lab", "fab"]}
    places = {"lab": ["ann", "bob"], "fab": ["ann", "bob"]}
    wrong = Placement({"ann": "fab", "bob": "lab"})
    assert blocking_pairs(wrong, residents, places, {}) == [("ann", "lab")]
    assert blocking_pairs(Placement({}), residents, places, {"fab": 0}) == [("ann", "lab"), ("bob", "lab")]


def test_nobody_and_nowhere() -> None:
    assert place({}, {}, {}) == Placement({})
    assert place({"ann": []}, {"lab": ["ann"]}, {}) == Placement({})
    assert place({"ann": ["lab"]}, {"lab": []}, {}) == Placement({})
    assert place({"ann": ["lab"]}, {}, {}) == Placement({})


def test_a_list_with_doubles_and_seats_below_none_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^ann lists somebody twice$"):
        place({"ann": ["lab", "lab"]}, {"lab": ["ann"]}, {})
    with pytest.raises(ValueError, match=r"^lab lists somebody twice$"):
        place({"ann": ["lab"]}, {"lab": ["ann", "ann"]}, {})
    with pytest.raises(ValueError, match=r"^lab has -1 seats$"):
        place({"ann": []}, {"lab": ["ann"]}, {"lab": -1})


def test_many_residents_with_a_few_wishes_each() -> None:
    random = Random(4)
    names = [f"r{n}" for n in range(3000)]
    wishes = {name: random.sample([f"p{n}" for n in range(60)], 6) for name in names}
    order = {f"p{n}": random.sample(names, len(names)) for n in range(60)}
    made = place(wishes, order, dict.fromkeys(order, 45))
    assert blocking_pairs(made, wishes, order, dict.fromkeys(order, 45)) == []
    assert max(Counter(made.place_of.values()).values()) == 45
