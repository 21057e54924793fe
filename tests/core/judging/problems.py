"""Random small problems of assignment, with everything that may go wrong in them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from superconnector.core.judging.assignment_problem import Entry, Judge, Problem

TRACKS, LANGUAGES = ("", "health", "city"), ("en", "zh")


def subsets(of: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of))


@st.composite
def problems(draw: st.DrawFn, entries: int = 4, judges: int = 4) -> tuple[Problem, np.ndarray]:
    """A problem and a matrix of affinity, with few different numbers so that there are ties."""
    some_entries = tuple(draw(_entry(f"e{n}")) for n in range(draw(st.integers(1, entries))))
    some_judges = tuple(draw(_judge(f"j{n}")) for n in range(draw(st.integers(1, judges))))
    every = [(judge.id, entry.id) for judge in some_judges for entry in some_entries]
    gone = [("j9", entry.id) for entry in some_entries] + [("j0", "e9")]
    conflicts = draw(st.frozensets(st.sampled_from(every), max_size=4))
    done = [pair for pair in every + gone[:-1] if pair not in conflicts]
    problem = Problem(
        some_entries,
        some_judges,
        conflicts,
        before=draw(st.frozensets(st.sampled_from(every + gone), max_size=8)),
        fixed=draw(st.frozensets(st.sampled_from(done), max_size=2)) if done else frozenset(),
        cross_share=draw(st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 2), Fraction(1)])),
        bottleneck_first=draw(st.booleans()),
        seed=draw(st.sampled_from(["", "another"])),
    )
    number = st.integers(0, 4).map(lambda n: n * 250)
    flat = draw(st.lists(number, min_size=len(every), max_size=len(every)))
    return problem, np.array(flat).reshape(len(some_entries), len(some_judges))


@st.composite
def _entry(draw: st.DrawFn, name: str) -> Entry:
    languages = draw(st.sampled_from([frozenset[str](), frozenset({"en"}), frozenset(LANGUAGES)]))
    return Entry(name, draw(st.sampled_from(TRACKS)), frozenset(), languages, draw(st.integers(0, 3)))


@st.composite
def _judge(draw: st.DrawFn, name: str) -> Judge:
    languages = draw(st.sampled_from([frozenset({"en"}), frozenset(LANGUAGES)]))
    at_most = draw(st.integers(0, 4))
    at_least = draw(st.integers(0, at_most))
    return Judge(name, draw(subsets(TRACKS[1:])), frozenset(), languages, at_most, at_least)
