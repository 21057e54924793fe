"""Affinity by topics, in whole numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.affinity import FULL, GivenAffinity, TopicAffinity, weights
from superconnector.core.judging.assignment_problem import Entry, Judge

TOPICS = ("ageing", "bridges", "carbon", "drones", "energy")
SOME = st.frozensets(st.sampled_from(TOPICS))


def both(affinity: TopicAffinity, entries: int, judges: int) -> list[list[float]]:
    found: list[list[float]] = affinity.block(np.arange(entries), np.arange(judges)).tolist()
    return found


def test_it_is_the_share_of_the_topics_that_the_judge_knows() -> None:
    entries = (Entry("e", topics=frozenset({"ageing", "carbon"})),)
    known = ({"ageing", "carbon", "drones"}, {"carbon"}, {"bridges"}, set[str]())
    judges = tuple(Judge(f"j{n}", topics=frozenset(topics)) for n, topics in enumerate(known))
    assert both(TopicAffinity(entries, judges), 1, 4) == [[1000, 500, 0, 0]]


def test_a_rare_topic_weighs_more() -> None:
    entries = tuple(
        Entry(f"e{n}", topics=frozenset({"carbon"} | ({"drones"} if not n else set()))) for n in range(8)
    )
    judges = (Judge("j", topics=frozenset({"carbon"})), Judge("k", topics=frozenset({"drones"})))
    rare, common = 1 + math.log(8), 1.0
    share = math.floor(1000 * common / (rare + common))
    assert both(TopicAffinity(entries, judges), 8, 2) == [[share, 1000 - share], *[[1000, 0]] * 7]


def test_an_entry_without_topics_fits_everybody() -> None:
    assert both(
        TopicAffinity((Entry("e"),), (Judge("j"), Judge("k", topics=frozenset({"carbon"})))), 1, 2
    ) == [[1000, 1000]]


@given(st.lists(SOME, min_size=1, max_size=5), st.lists(SOME, min_size=1, max_size=5))
def test_blocks_are_what_plain_sums_of_weights_give(
    of_entries: list[frozenset[str]], of_judges: list[frozenset[str]]
) -> None:
    entries = [Entry(f"e{n}", topics=topics) for n, topics in enumerate(of_entries)]
    judges = [Judge(f"j{n}", topics=topics) for n, topics in enumerate(of_judges)]
    counts = {topic: sum(topic in topics for topics in of_entries) for topic in TOPICS}
    rarity = {topic: 1 + math.log(len(entries) / count) for topic, count in counts.items() if count}
    rows, columns = np.arange(len(entries))[::-1], np.arange(len(judges))[::2]
    expected = [
        [
            sum(
                weight
                for topic, weight in weights(of_entries[row], rarity).items()
                if topic in of_judges[column]
            )
            if of_entries[row]
            else FULL
            for column in columns
        ]
        for row in rows
    ]
    assert TopicAffinity(entries, judges).block(rows, columns).tolist() == expected


@given(st.dictionaries(st.sampled_from(TOPICS), st.floats(1, 12), min_size=1))
def test_weights_sum_to_a_thousand_and_round_by_less_than_one(rarity: dict[str, float]) -> None:
    found = weights(frozenset(rarity), rarity)
    whole = sum(rarity.values())
    assert sum(found.values()) == FULL
    assert all(abs(found[topic] - FULL * rarity[topic] / whole) < 1.000001 for topic in rarity)


def test_thirds_are_rounded_by_name() -> None:
    assert weights(frozenset("cab"), dict.fromkeys("abc", 1.0)) == {"a": 334, "b": 333, "c": 333}


def test_a_given_matrix_is_cut_into_blocks() -> None:
    affinity = GivenAffinity(np.arange(12).reshape(3, 4))
    block = affinity.block(np.array([2, 0]), np.array([1, 3]))
    assert (block.dtype, block.tolist()) == (np.float32, [[9, 11], [1, 3]])


@pytest.mark.parametrize(("numbers", "said"), [([[-1, 5]], "-1 to 5"), ([[0, 1001]], "0 to 1001")])
def test_a_given_matrix_is_within_bounds(numbers: list[list[int]], said: str) -> None:
    with pytest.raises(ValueError, match=f"^An affinity from {said}, not within 0 to 1000$"):
        GivenAffinity(np.array(numbers))
