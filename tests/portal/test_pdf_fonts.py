"""Which font writes what: whole names or none, never other signs than those that were typed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
import reportlab
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from superconnector.portal.pdf_fonts import LATIN, SIMPLIFIED, TRADITIONAL, faces, font_for, runs

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
"""A font file that is surely there; it writes Latin."""


@pytest.mark.parametrize(
    ("text", "simplified", "pieces"),
    [
        ("Ada O’Brien – €", False, [(LATIN, "Ada O’Brien – €")]),
        ("陳大文 Chan", False, [(TRADITIONAL, "陳大文 Chan")]),
        ("嘅咁喺冇啲", False, [(TRADITIONAL, "嘅咁喺冇啲")]),
        ("简书", False, [(SIMPLIFIED, "简书")]),
        ("会發", True, [(SIMPLIFIED, "会發")]),
        ("Amy 😀 Wong", False, [(LATIN, "Amy  Wong")]),
        ("A\u202eB\x00", False, [(LATIN, "AB")]),
        ("", False, []),
        ("محمد", False, None),
        ("שלום", False, None),
        ("Ada محمد", False, None),
        ("สมชาย", False, None),
        ("김철수", False, None),
    ],
)
def test_readers_fonts_write_what_they_have(
    text: str, simplified: bool, pieces: list[tuple[str, str]] | None
) -> None:
    assert runs(text, faces(simplified, ())) == pieces


def test_a_font_of_the_server_comes_before_those_of_readers() -> None:
    fonts = faces(False, (VERA, Path("/nowhere/else.ttf")))
    assert [each.name for each in fonts] == [LATIN, "Vera", TRADITIONAL, SIMPLIFIED]
    assert runs("Łuć", faces(False, ())) is None
    assert runs("Łuć", fonts) == [("Vera", "Łuć")]
    assert runs("Łuć 陳", fonts) == [
        ("Vera", "Ł"),
        (LATIN, "u"),
        ("Vera", "ć"),
        (LATIN, " "),
        (TRADITIONAL, "陳"),
    ]


def test_each_script_is_written_in_the_encoding_of_its_own_collection() -> None:
    """ReportLab's own choice for the traditional font is that of the simplified one."""
    out = BytesIO()
    page = Canvas(out, pagesize=(300, 100), pageCompression=0)
    for low, text in ((60, "會發光的燈"), (20, "书简")):
        for font, piece in runs(text, faces(False, ())) or []:
            page.setFont(font, 12)
            page.drawString(10, low, piece)
    page.save()
    (read,) = PdfReader(BytesIO(out.getvalue())).pages
    used = {str(each["/BaseFont"]): str(each["/Encoding"]) for each in map(_object, _fonts(read))}
    assert used == {
        "/MSung-Light": "/UniCNS-UTF16-H",
        "/STSong-Light": "/UniGB-UTF16-H",
        "/Helvetica": "/WinAnsiEncoding",
    }
    assert read.extract_text().split() == ["會發光的燈", "书简"]


def _fonts(page: object) -> list[object]:
    return list(page["/Resources"]["/Font"].values())  # type: ignore[index]


def _object(found: object) -> dict[str, object]:
    return found.get_object()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("text", "simplified", "font"),
    [
        ("A plan, at least 5", False, LATIN),
        ("資助計劃 A", False, TRADITIONAL),
        ("资助计划 A", True, SIMPLIFIED),
        ("资助书简", False, SIMPLIFIED),
        ("", True, LATIN),
    ],
)
def test_a_paragraph_has_the_font_that_writes_most_of_it(text: str, simplified: bool, font: str) -> None:
    assert font_for(text, faces(simplified, ())) == font
