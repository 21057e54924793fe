"""The words of a document, by page or slide, so that one can look whom they name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.parsers import expat
from zipfile import ZipFile

from pypdf import PdfReader

MOST_PAGES = 60
MOST_SIGNS = 400_000
MOST_PART = 30 * 1024**2
PARTS = {
    "docx": re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"),
    "pptx": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|comments\d*|worksheets/sheet\d+)\.xml"),
}
RUNS, PARAGRAPHS = ("t",), ("p", "si", "br", "tab", "row", "comment")


def texts(data: bytes, kind: str) -> list[tuple[int, str]]:
    """Pairs of a page (0: the file has none) and its words. Nothing for kinds without words.

    MOST_PAGES pages and MOST_SIGNS signs at most. Raises ValueError where the file cannot be read.
    """
    try:
        found = _of_kind(data, kind)
        return _bounded(found)
    except Exception as error:  # pypdf and zipfile raise a dozen kinds
        raise ValueError("cannot be read") from error


def _of_kind(data: bytes, kind: str) -> Iterator[tuple[int, str]]:
    if kind == "pdf":
        for number, page in enumerate(PdfReader(io.BytesIO(data)).pages[:MOST_PAGES], start=1):
            yield number, page.extract_text()
    elif kind in PARTS:
        yield from _office(data, kind)
    elif kind in ("txt", "md", "csv"):
        yield 0, data.decode("utf-8-sig")


def _bounded(found: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    kept, left = [], MOST_SIGNS
    for page, words in found:
        kept.append((page, words[:left]))
        left -= len(words)
        if left <= 0:
            break
    return [(page, words) for page, words in kept if words.strip()]


def _office(data: bytes, kind: str) -> Iterator[tuple[int, str]]:
    with ZipFile(io.BytesIO(data)) as archive:
        names = [each.filename for each in archive.infolist() if each.file_size <= MOST_PART]
        parts = [(name, found) for name in names if (found := PARTS[kind].fullmatch(name))]
        for name, found in sorted(parts, key=lambda pair: _page(pair[1], kind)):
            yield _page(found, kind), _words(archive.read(name))


def _page(found: re.Match[str], kind: str) -> int:
    return int(found[2]) if kind == "pptx" else 0


def _words(part: bytes) -> str:
    """The texts of a part; the runs of a paragraph are joined, because a program may cut a name into two."""
    out: list[str] = []
    within = [False]

    def start(name: str, _attributes: object) -> None:
        within[0] = name.rpartition(":")[2] in RUNS

    def end(name: str) -> None:
        within[0] = False
        if name.rpartition(":")[2] in PARAGRAPHS:
            out.append("\n")

    def text(words: str) -> None:
        if within[0]:
            out.append(words)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(part, True)
    return "".join(out)
