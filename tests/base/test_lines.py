from __future__ import annotations

import pytest

from superconnector.base.lines import one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  A  lamp\r\n for\tthe square ", "A lamp for the square"),
        ("Lamp\u202egpj.exe", "Lampgpj.exe"),
        ("a\u2066b\u2069c\u200ed\ufeffe", "abcde"),
        ("a\0b\x1b[31mc\x85d\u2028e", "ab[31mc d e"),
        ("a\ud800b", "ab"),
        ("👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"),
        ("小城的燈　廣場", "小城的燈 廣場"),
        ("\u202e\u200f", ""),
    ],
)
def test_a_line_has_only_what_can_be_seen(typed: str, line: str) -> None:
    assert one_line(typed) == line


def test_a_line_is_cut() -> None:
    assert one_line("x" * 300) == "x" * 200
    assert one_line("ab cd", 3) == "ab"
