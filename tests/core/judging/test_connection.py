"""Which designs can be compared, and what is said of those that cannot."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.connection import Demands, parts, refusals
from superconnector.core.judging.ranking import Part, Reason, Refusal
from superconnector.core.judging.scores import Reading
from tests.core.judging.panels import panel, reading


def design(*pairs: str, track: str = "") -> list[Reading]:
    """Readings from words such as "j:abc": judge j read a, b and c."""
    return [reading(pair[0], entry, 50, track=track) for pair in pairs for entry in pair[2:]]


def test_two_panels_that_share_nothing_are_two_parts() -> None:
    found = parts(design("j:abc", "k:bc", "l:de"))
    assert found == (Part(("a", "b", "c"), ("j", "k"), ("",)), Part(("d", "e"), ("l",), ("",)))


def test_one_shared_entry_joins_them() -> None:
    assert parts(design("j:abc", "k:cde")) == (Part(("a", "b", "c", "d", "e"), ("j", "k"), ("",)),)


def test_a_good_design_is_not_refused() -> None:
    assert refusals(design("j:abcd", "k:abcd"), {"all": "abcd"}) == ()


def test_unconnected_judges_are_named() -> None:
    given_ = design("j:abc", "k:abc", "l:def", "m:def")
    assert refusals(given_, {"all": "abcdef"}) == (Refusal("all", Reason.NOT_CONNECTED, parts=parts(given_)),)
    assert [part.judges for part in parts(given_)] == [("j", "k"), ("l", "m")]


def test_a_pool_within_one_part_is_fine() -> None:
    given_ = design("j:abc", "k:abc", "l:def", "m:def")
    assert refusals(given_, {"one": "abc", "two": "def"}) == ()


def test_a_gap_between_tracks_is_told_as_such() -> None:
    given_ = design("j:abc", "k:abc", track="x") + design("l:def", "m:def", track="y")
    found = refusals(given_, {"all": "abcdef"})
    assert [(refusal.reason, [part.tracks for part in refusal.parts]) for refusal in found] == [
        (Reason.TRACKS_APART, [("x",), ("y",)])
    ]


def test_a_gap_within_a_track_is_not_a_gap_between_tracks() -> None:
    given_ = design("j:abc", "k:abc", track="x") + design("l:def", "m:def", track="y")
    given_ += design("n:ghi", "o:ghi", track="y")
    assert [refusal.reason for refusal in refusals(given_, {"all": "abcdefghi"})] == [Reason.NOT_CONNECTED]


def test_too_few_readings_with_the_mean() -> None:
    assert refusals(design("j:abcd", "k:abc"), {"all": "abcd"}) == (
        Refusal("all", Reason.TOO_FEW_READINGS, found=Fraction(7, 4), needed=Fraction(2)),
    )


def test_judges_who_share_too_little_are_named() -> None:
    given_ = design("j:abcdef", "k:abcdef", "l:ab")
    assert refusals(given_, {"all": "abcdef"}) == (
        Refusal("all", Reason.TOO_FEW_SHARED, judges=("l",), found=Fraction(1, 7), needed=Fraction(1, 10)),
    )


def test_few_loose_readings_are_borne() -> None:
    given_ = design("j:abcdefghi", "k:abcdefghi", "l:ab")
    assert refusals(given_, {"all": "abcdefghi"}) == ()
    assert refusals(given_, {"all": "abcdefghi"}, Demands(loose=Fraction(1, 20)))[0].found == Fraction(1, 10)


def test_an_empty_pool_is_not_refused() -> None:
    assert refusals(design("j:a"), {"all": ""}) == ()


@given(st.integers(0, 10**6), st.integers(1, 3))
def test_parts_divide_entries_and_judges(seed: int, each: int) -> None:
    given_ = panel(seed, entries=8, judges=9, each=each)
    found = parts(given_)
    assert sorted(entry for part in found for entry in part.entries) == sorted({r.entry for r in given_})
    assert sorted(judge for part in found for judge in part.judges) == sorted({r.judge for r in given_})
    for part in found:
        assert {r.judge for r in given_ if r.entry in part.entries} == set(part.judges)
        reached, wave = set(), {part.entries[0]}
        while wave:
            reached |= wave
            judges = {r.judge for r in given_ if r.entry in wave}
            wave = {r.entry for r in given_ if r.judge in judges} - reached
        assert reached == set(part.entries)
