"""Which font writes which sign of a PDF: a file of the server, which is embedded, or one that readers have.

A reader without Chinese fonts of its own shows Chinese only where the server embeds them: on Debian the
packages fonts-droid-fallback (both Chinese scripts) and fonts-dejavu-core (Latin, Greek, Cyrillic).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path("/usr/share/fonts/truetype")
FILES = (
    FOLDER / "droid" / "DroidSansFallbackFull.ttf",
    FOLDER / "dejavu" / "DejaVuSans.ttf",
)
LATIN, TRADITIONAL, SIMPLIFIED = "Helvetica", "MSung-Light", "STSong-Light"
BUILT_IN = {TRADITIONAL: ("UniCNS-UTF16-H", "big5hkscs"), SIMPLIFIED: ("UniGB-UTF16-H", "gbk")}
"""The encoding in the PDF, and the codec that knows which signs the font's collection has."""


@dataclass(frozen=True, slots=True)
class Face:
    """A registered font and whether it can write a sign."""

    name: str
    has: Callable[[str], bool]


@cache
def faces(simplified: bool, files: Sequence[Path] = FILES) -> tuple[Face, ...]:
    """All fonts, the first choice first: plain Latin, those of the server, those of the reader."""
    order = (SIMPLIFIED, TRADITIONAL) if simplified else (TRADITIONAL, SIMPLIFIED)
    own = [_embedded(path) for path in files if path.is_file()]
    return (Face(LATIN, lambda sign: _encodes(sign, "cp1252")), *own, *map(_built_in, order))


def runs(text: str, fonts: Sequence[Face]) -> list[tuple[str, str]] | None:
    """The text in pieces of one font each, as (font, piece); None where it cannot be written as it is.

    Signs such as emoji that no font has are left out. What is written from right to left needs shaping that
    is not done here, and half a name is worse than none.
    """
    alone = [font for font in fonts if all(_font_of(each, [font]) for each in text)]
    chosen = [(each, _font_of(each, alone[:1] or fonts)) for each in text]
    kept = [(sign, font) for sign, font in chosen if font or unicodedata.category(sign)[0] not in "SC"]
    if any(font is None or unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign, font in kept):
        return None
    return [
        (font or LATIN, "".join(sign for sign, _font in group))
        for font, group in groupby(kept, key=lambda each: each[1])
    ]


def font_for(text: str, fonts: Sequence[Face]) -> str:
    """One font for all of it, or the one that writes the most of it."""
    return max(fonts, key=lambda font: sum(font.has(sign) for sign in text)).name


def _font_of(sign: str, fonts: Sequence[Face]) -> str | None:
    if unicodedata.category(sign)[0] == "C":  # cannot be seen
        return None
    return next((each.name for each in fonts if each.has(sign)), None)


def _embedded(path: Path) -> Face:
    font = TTFont(path.stem, str(path))
    pdfmetrics.registerFont(font)
    return Face(path.stem, lambda sign: ord(sign) in font.face.charToGlyph)


def _built_in(name: str) -> Face:
    """ReportLab names an encoding of the simplified collection for the traditional font too, which makes
    readers show other signs or none; and UCS-2, which has none beyond the first 65,536."""
    font = UnicodeCIDFont(name)
    font.encodingName, codec = BUILT_IN[name]
    pdfmetrics.registerFont(font)
    return Face(name, lambda sign: _encodes(sign, codec))


def _encodes(sign: str, codec: str) -> bool:
    try:
        return bool(sign.encode(codec))
    except UnicodeEncodeError:
        return False
