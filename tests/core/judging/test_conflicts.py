"""Conflicts found by joins against looking at every pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.conflicts import Conflict, Kind, Party, conflicts

PUBLIC = frozenset({"mail.example", "post.hk"})
DOMAINS = (
    "uni.edu",
    "cs.uni.edu",
    "other.edu",
    "edu",
    "mail.example",
    "eu.mail.example",
    "A.com.hk",
    "b.com.hk",
    "",
)


def some(*keys: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(keys), max_size=3)


def parties(prefix: str) -> st.SearchStrategy[list[Party]]:
    ids = st.sampled_from([f"{prefix}{n}" for n in range(4)])
    party = st.builds(
        Party,
        id=ids,
        people=some("p1", "p2", "p3"),
        organisations=some("o1", "o2", "o3", ""),
        families=some("f1", "f2"),
        memberships=some("m1", "m2"),
        ties=some("p1", "o2", "j1", "e1"),
        domains=some(*DOMAINS),
    )
    return st.lists(party, max_size=4, unique_by=lambda each: each.id)


def by_looking(judge: Party, entry: Party) -> set[Conflict]:
    """All reasons of one pair, by the definitions."""
    found = {
        *((Kind.PERSON, key) for key in judge.people & entry.people),
        *((Kind.ORGANISATION, key) for key in judge.organisations & entry.organisations),
        *((Kind.FAMILY, key) for key in judge.families & entry.families),
        *((Kind.MEMBERSHIP, key) for key in judge.memberships & entry.memberships),
        *((Kind.TIE, key) for key in judge.ties & (entry.people | entry.organisations | {entry.id})),
        *((Kind.TIE, key) for key in entry.ties & (judge.people | judge.organisations | {judge.id})),
    }
    for one in judge.domains:
        for other in entry.domains:
            a, b = sorted((one.lower(), other.lower()), key=len)
            public = any(b == each or b.endswith("." + each) for each in PUBLIC)
            if "." in a and not public and (a == b or b.endswith("." + a)) and not _public(a):
                found.add((Kind.DOMAIN, a))
    return {Conflict(judge.id, entry.id, kind, key) for kind, key in found if key}


def _public(domain: str) -> bool:
    return any(domain == each or domain.endswith("." + each) for each in PUBLIC)


@given(parties("j"), parties("e"))
def test_joins_find_what_looking_at_every_pair_finds(judges: list[Party], entries: list[Party]) -> None:
    expected = {each for judge in judges for entry in entries for each in by_looking(judge, entry)}
    assert conflicts(judges, entries, PUBLIC) == sorted(expected)


@given(parties("j"), parties("e"), st.integers(0, 4), st.integers(0, 4))
def test_parts_find_what_the_whole_finds(
    judges: list[Party], entries: list[Party], one: int, other: int
) -> None:
    parts = [
        each
        for those in (judges[:one], judges[one:])
        for these in (entries[:other], entries[other:])
        for each in conflicts(those, these, PUBLIC)
    ]
    assert sorted(parts) == conflicts(judges, entries, PUBLIC)


def domain_conflict(one: str, other: str) -> list[str]:
    judge, entry = Party("j", domains=frozenset({one})), Party("e", domains=frozenset({other}))
    return [each.key for each in conflicts([judge], [entry], PUBLIC)]


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("uni.edu", "uni.edu", ["uni.edu"]),
        ("cs.uni.edu", "uni.edu", ["uni.edu"]),
        (" UNI.edu. ", "law.uni.edu", ["uni.edu"]),
        ("cs.uni.edu", "law.uni.edu", []),
        ("a.com.hk", "b.com.hk", []),
        ("xuni.edu", "uni.edu", []),
        ("post.hk", "post.hk", []),
        ("eu.mail.example", "eu.mail.example", []),
        ("", "", []),
        ("localhost", "localhost", []),
    ],
)
def test_domains(one: str, other: str, keys: list[str]) -> None:
    assert domain_conflict(one, other) == keys


def test_one_pair_may_have_many_reasons_in_order() -> None:
    judge = Party("j", people=frozenset({"ann"}), organisations=frozenset({"lab"}), ties=frozenset({"e"}))
    entry = Party("e", people=frozenset({"ann", "bob"}), organisations=frozenset({"lab"}))
    assert conflicts([judge], [entry], PUBLIC) == [
        Conflict("j", "e", Kind.ORGANISATION, "lab"),
        Conflict("j", "e", Kind.PERSON, "ann"),
        Conflict("j", "e", Kind.TIE, "e"),
    ]


def test_a_key_that_half_the_world_shares_is_refused() -> None:
    judges = [Party(f"j{n}", domains=frozenset({"big.example"})) for n in range(3)]
    entries = [Party(f"e{n}", domains=frozenset({"big.example"})) for n in range(4)]
    assert len(conflicts(judges, entries, PUBLIC, most=12)) == 12
    with pytest.raises(ValueError, match=r"^domain big\.example: 3 judges and 4 entries share it$"):
        conflicts(judges, entries, PUBLIC, most=11)
    assert conflicts(judges, entries, frozenset({"big.example"}), most=11) == []
