"""How long a text is."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.facts.counting import Length, length_of, used
from superconnector.ecosystem.schema import TextLimit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Length(0, 0, 0)),
        ("   \n ", Length(0, 0, 0)),
        ("One two three.", Length(3, 0, 14)),
        ("state-of-the-art isn't 3,000", Length(3, 0, 28)),
        ("dash – alone", Length(2, 0, 12)),
        ("這盞燈。", Length(0, 3, 4)),
        ("用AI點亮廣場", Length(1, 5, 7)),
        ("𠮷野家", Length(0, 3, 3)),
        ("one\r\ntwo", Length(2, 0, 7)),
        ("----" * 5000, Length(0, 0, 20_000)),
        ("a-" * 5000, Length(1, 0, 10_000)),
    ],
)
def test_words_chinese_and_characters(text: str, expected: Length) -> None:
    assert length_of(text) == expected


@pytest.mark.parametrize(
    ("language", "unit", "expected"),
    [
        ("en", "words", 2),
        ("zh", "words", 4),
        ("any", "words", 6),
        ("en", "characters", 9),
        ("zh", "characters", 4),
        ("any", "characters", 13),
    ],
)
def test_a_limit_counts_what_is_written_in_its_language(language: str, unit: str, expected: int) -> None:
    limit = TextLimit.model_validate({"language": language, unit: 50})
    assert used(limit, length_of("one two, 點亮廣場")) == (expected, 50)
