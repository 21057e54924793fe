"""What is kept of an answer, what is wrong with it, what is handed in; one case a line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from superconnector.apps.calls.facts.answers import (
    MOST_KEPT,
    UnkeepableError,
    handed_in,
    is_empty,
    kept,
    number_of,
    problems,
)
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Question


@pytest.fixture(scope="module")
def questions(small: Ecosystem) -> dict[str, Question]:
    return {each.id: each for each in small.calls["town-hack"].questions}


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        ("title", ["  A lamp "], "  A lamp "),
        ("title", [], ""),
        ("title", ["a\0b\x1bc"], "abc"),
        ("idea", ["one\r\ntwo\rthree"], "one\ntwo\nthree"),
        ("idea", ["<script>alert(1)</script>"], "<script>alert(1)</script>"),
        ("stage", ["product"], ["product"]),
        ("stage", [""], []),
        ("needs", ["space", "money", "space"], ["money", "space"]),
        ("users", [" many "], "many"),
        ("rules", ["1"], True),
        ("rules", [], False),
    ],
)
def test_a_draft_keeps_what_was_typed(
    questions: dict[str, Question], question: str, raw: list[str], value: object
) -> None:
    assert kept(questions[question], raw) == value


@pytest.mark.parametrize(
    ("question", "raw", "code"),
    [
        ("stage", ["palace"], "no-such-option"),
        ("needs", ["money", "../../etc"], "no-such-option"),
        ("idea", ["x" * (MOST_KEPT + 1)], "too-long"),
        ("site", ["x" * 601], "too-long"),
        ("deck", ["slides.pdf"], "takes-files"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    questions: dict[str, Question], question: str, raw: list[str], code: str
) -> None:
    with pytest.raises(UnkeepableError) as refused:
        kept(questions[question], raw)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("title", "A lamp", []),
        ("title", "   ", [("required", {})]),
        ("title", None, [("required", {})]),
        ("makers", None, []),
        ("title", "x" * 81, [("over-characters", {"language": "any", "used": 81, "most": 80})]),
        ("idea", "word " * 101, [("over-words", {"language": "en", "used": 101, "most": 100})]),
        ("idea", "字" * 201, [("over-characters", {"language": "zh", "used": 201, "most": 200})]),
        ("idea", "word " * 100 + "字" * 200, []),
        ("stage", ["idea", "product"], [("too-many", {"most": 1})]),
        ("users", "many", [("not-a-number", {})]),
        ("users", "1e9", [("not-a-number", {})]),
        ("users", "1.5", [("not-whole", {})]),
        ("users", "0", [("too-small", {"least": "1"})]),
        ("users", "-3", [("too-small", {"least": "1"})]),
        ("users", "100001", [("too-large", {"most": "100,000"})]),
        ("users", "100,000", []),
        ("users", "１２", []),
        ("site", "https://example.org/page?x=1", []),
        ("site", "https://例子.hk/", []),
        ("site", "javascript:alert(1)", [("not-an-address", {})]),
        ("site", "https://user:pass@example.org/", [("not-an-address", {})]),
        ("site", "https://localhost/", [("not-an-address", {})]),
        ("site", "https://exa mple.org/", [("not-an-address", {})]),
        ("site", 'https://example.org/"><script>', [("not-an-address", {})]),
        ("site", "example.org", [("not-an-address", {})]),
        ("film", "https://www.youtube.com/watch?v=1", []),
        ("film", "https://player.vimeo.com/1", []),
        ("film", "https://youtube.com.evil.example/1", [("other-host", {"hosts": "youtube.com, vimeo.com"})]),
        ("film", "https://notyoutube.com/1", [("other-host", {"hosts": "youtube.com, vimeo.com"})]),
        ("rules", False, [("required", {})]),
        ("rules", True, []),
    ],
)
def test_what_is_wrong(
    questions: dict[str, Question],
    question: str,
    value: object,
    expected: list[tuple[str, dict[str, object]]],
) -> None:
    found = problems(questions[question], value)
    assert [(each.code, each.values) for each in found] == expected
    assert all(each.where == question for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200", "1200"),
        ("１，２００", "1200"),
        ("+5", "5"),
        (" 3.50", "3.50"),
        ("1,20", None),
        ("NaN", None),
        ("", None),
    ],
)
def test_a_number_as_it_is_typed(text: str, expected: str | None) -> None:
    assert number_of(text) == (None if expected is None else Decimal(expected))


def test_what_is_handed_in_is_exact_and_the_unsaid_is_none(questions: dict[str, Question]) -> None:
    assert handed_in(questions["users"], "1,200") == "1200"
    assert handed_in(questions["title"], "  ") is None
    assert handed_in(questions["rules"], False) is None
    assert handed_in(questions["needs"], ["money"]) == ["money"]


@pytest.mark.parametrize("value", [None, "", " \n", [], False])
def test_nothing_was_said(value: object) -> None:
    assert is_empty(value)
