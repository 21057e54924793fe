"""Texts that stand on one line: names, titles, the subjects of mails."""

from __future__ import annotations

import unicodedata

_JOINS = frozenset("\u200c\u200d")
"""Signs without a shape that some scripts and emoji are written with."""


def one_line(text: str, most: int = 200) -> str:
    """The text without line breaks and without signs that cannot be seen or that turn the others round.

    A name with U+202E in it would print the rest of a list backwards.
    """
    seen = "".join(each for each in text if each.isspace() or each in _JOINS or _is_seen(each))
    return " ".join(seen.split())[:most].strip()


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"
