"""How long a text is, as the limits of calls count: words, and characters of Chinese (字)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from superconnector.ecosystem.schema import TextLimit

_HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]")
_WORD = re.compile(r"[^\W_]+(?:[-'’.,/&@_]+[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Length:
    """What was counted. `words` leaves Chinese out; `chinese` counts its characters without punctuation.

    `characters` counts everything, a line break once and the blanks around the text not at all.
    """

    words: int
    chinese: int
    characters: int


def length_of(text: str) -> Length:
    """Count a text."""
    bare = text.strip().replace("\r\n", "\n")
    return Length(
        words=len(_WORD.findall(_CHINESE.sub(" ", bare))),
        chinese=len(_CHINESE.findall(bare)),
        characters=len(bare),
    )


def used(limit: TextLimit, length: Length) -> tuple[int, int]:
    """How much of a limit a text uses, and the limit.

    A limit of one language counts what is written in it, so that a bilingual text keeps to both. A word of
    Chinese is a character; a limit of any language counts both kinds of words, or all characters.
    """
    if limit.words is not None:
        words = {"en": length.words, "zh": length.chinese, "any": length.words + length.chinese}
        return words[limit.language], limit.words
    most = limit.characters or 0  # the schema has one of the two
    characters = {
        "en": length.characters - length.chinese,
        "zh": length.chinese,
        "any": length.characters,
    }
    return characters[limit.language], most
