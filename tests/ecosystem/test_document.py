"""What a YAML file may hold, and what is refused before anything is built of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from superconnector.ecosystem.document import MAX_DEPTH, Document, read_document


def value(text: str) -> object:
    document = read_document("a.yaml", text)
    assert isinstance(document, Document), document
    return document.value


def complaints(text: str) -> list[str]:
    problems = read_document("a.yaml", text)
    assert isinstance(problems, list), problems.value
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("12:30", "12:30"),
        ("1:2:3", "1:2:3"),
        ("3:1", "3:1"),
        ("600000", 600_000),
        ("-5", -5),
        ("0", 0),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000_000", 1_000_000),
        ("1_000.25", Decimal("1000.25")),
        ("1_00", "1_00"),
        ("_1", "_1"),
        ("1,000", "1,000"),
        ("10.50", Decimal("10.50")),
        ("0.1", Decimal("0.1")),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 31, "9" * 31),
        ("2024-02-29", date(2024, 2, 29)),
        ("2024-12", "2024-12"),
        ("2024-12-31T10:00:00Z", "2024-12-31T10:00:00Z"),
        ("'2024-12-31'", "2024-12-31"),
        ('"5"', "5"),
        ("=", "="),
        ("科技券", "科技券"),
    ],
)
def test_scalars_mean_what_they_look_like(text: str, expected: object) -> None:
    found = value(f"key: {text}")
    assert found == {"key": expected}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(expected)


def test_keys_are_always_texts() -> None:
    assert value("on: 1\nno: 2\n2019: 3\n2020-01-01: 4\n'<<': 5\n") == {
        "on": 1,
        "no": 2,
        "2019": 3,
        "2020-01-01": 4,
        "<<": 5,
    }


def test_block_texts_and_nested_lists() -> None:
    assert value("a: >-\n  one\n  two\nb: |\n  x\n  y\nc: [[1], {d: []}]\n") == {
        "a": "one two",
        "b": "x\ny\n",
        "c": [[1], {"d": []}],
    }


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert value("\ufeffa: 1") == {"a": 1}


BILLION_LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BILLION_LAUGHS, "a.yaml:1: anchors and aliases (& and *) are not used here; write the value out"),
        ("a: 1\nb: *a", "a.yaml:2: anchors and aliases (& and *) are not used here; write the value out"),
        ("a: &x {}", "a.yaml:1: anchors and aliases (& and *) are not used here; write the value out"),
        (
            "a: !!python/object/apply:os.system [ls]",
            "a.yaml:1: tags (tag:yaml.org,2002:python/object/apply:os) are not used here",
        ),
        ("a: !secret x", "a.yaml:1: tags (!secret) are not used here"),
        ("a: !!str 5", "a.yaml:1: tags (tag:yaml.org,2002:str) are not used here"),
        ("a: ! 5", "a.yaml:1: tags (!) are not used here"),
        ("a: !!set {x}", "a.yaml:1: tags (tag:yaml.org,2002:set) are not used here"),
        ("%YAML 1.1\n---\na: 1", "a.yaml:1: directives (%) are not used here"),
        ("%TAG ! tag:x,2000:\n---\na: 1", "a.yaml:1: directives (%) are not used here"),
        ("a: 1\n---\nb: 2", "a.yaml:2: a second document starts here (---); one file holds one"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}", "a.yaml:3: merge keys (<<) are not used here; write the values out"),
        ("a: 1\nb: 2\na: 3", "a.yaml:3: the key a is here twice, first on line 1"),
        ("? [a, b]\n: 1", "a.yaml:1: a key must be a plain word"),
        ("", "a.yaml:1: the file is empty"),
        (" \n\n", "a.yaml:1: the file is empty"),
        ("# only a comment\n", "a.yaml:1: the file is empty: it holds only comments"),
        ("a: 1\nb: \x00", "a.yaml:2: the file holds the invisible character U+0000; delete it"),
        ("a: \x1b[31m", "a.yaml:1: the file holds the invisible character U+001B; delete it"),
        ("a: pay\u202eyap", "a.yaml:1: the file holds the invisible character U+202E; delete it"),
        ('a: "\\0"', "a.yaml:1: the file holds the invisible character U+0000; delete it"),
        ('a: "\\u2066"', "a.yaml:1: the file holds the invisible character U+2066; delete it"),
        ('"\\x07": 1', "a.yaml:1: the file holds the invisible character U+0007; delete it"),
        ("a: 2023-02-29", "a.yaml:1: there is no such day: 2023-02-29"),
        ("a: 2024-13-01", "a.yaml:1: there is no such day: 2024-13-01"),
        (
            "a: b: c",
            "a.yaml:1: not valid YAML: a colon followed by a space starts a value; put the text in quotes",
        ),
        ("a:\n\t- 1", "a.yaml:2: not valid YAML: no line may start with a tab, @ or `; use spaces, quotes"),
        ("a: 'x", "a.yaml:1: not valid YAML: a quote or a bracket is opened and never closed"),
        ("a: [1, 2", "a.yaml:1: not valid YAML: a bracket is opened and not closed, or a comma is missing"),
        ("a: 1\nb\n", "a.yaml:2: not valid YAML: a key without its colon"),
    ],
)
def test_what_is_refused(text: str, expected: str) -> None:
    assert complaints(text) == [expected]


def test_all_duplicate_keys_and_impossible_days_are_told() -> None:
    assert complaints("a: 1\na: 2\nb: 2024-02-30\na: 3\n") == [
        "a.yaml:2: the key a is here twice, first on line 1",
        "a.yaml:3: there is no such day: 2024-02-30",
        "a.yaml:4: the key a is here twice, first on line 2",
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
def test_deep_nesting_is_refused(opening: str) -> None:
    indented = "".join("  " * depth + "a:\n" for depth in range(300))
    text = indented if opening == "a:\n" else opening * 10_000
    assert complaints(text)[0].endswith(f": nested more than {MAX_DEPTH} levels deep")


def test_the_deepest_nesting_allowed() -> None:
    found = value("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(found, list)
        (found,) = found
    assert found == []


def test_every_value_knows_its_line() -> None:
    document = read_document("a.yaml", "a: 1\nb:\n- x: 1\n  y:\n    2\n- z\n")
    assert isinstance(document, Document)
    lines = {loc: spot.line for loc, spot in document.spots.items()}
    assert lines == {
        (): 1,
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 0, "x"): 3,
        ("b", 0, "y"): 4,
        ("b", 1): 6,
    }


def test_a_path_that_is_not_there_has_the_place_of_what_is_above_it() -> None:
    document = read_document("a.yaml", "a:\n  b: 1\n")
    assert isinstance(document, Document)
    assert document.spot(("a", "b", 0, "c")).line == 2
    assert document.existing(("a", "b", 0, "c")) == ("a", "b")
    assert document.spot(("x",)).line == 1


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("e: one two", "two", (1, 8)),
        ("e: 'one two'", "two", (1, 9)),
        ("x: 1\ne: >-\n  one\n  two three\n", "three", (4, 7)),
        ("x: 1\ne: >-\n  one\n  two three\n", "one", (3, 3)),
        ("e: |\n    one\n    two\n", "two", (3, 5)),
        ("e: one\n  two three\n", "three", (2, 7)),
    ],
)
def test_characters_of_a_text_are_found_in_the_file(text: str, word: str, expected: tuple[int, int]) -> None:
    document = read_document("a.yaml", text)
    assert isinstance(document, Document)
    assert isinstance(document.value, dict)
    assert document.locate(("e",), document.value["e"].index(word)) == expected


def test_a_place_behind_the_text_falls_back_to_its_start() -> None:
    document = read_document("a.yaml", "e: one")
    assert isinstance(document, Document)
    assert document.locate(("e",), 500) == (1, 4)
