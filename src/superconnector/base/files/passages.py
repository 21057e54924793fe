"""The words of a kept file, page by page: read once, by a process of its own, kept beside the previews."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from superconnector.base.files.apart import run_apart
from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.previews import made_once

KINDS = frozenset({"pdf", "docx", "pptx", "xlsx", "txt", "md", "csv"})
SECONDS = 10
"""Sixty pages take one or two."""
WORDS = """
from superconnector.base.files.nameless.making import write_texts
write_texts(*sys.argv[1:])
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one page or slide, from 1; of the whole file where `page` is 0."""

    page: int
    text: str


def passages_of(stored: StoredFile) -> tuple[Passage, ...] | None:
    """What can be read in the file; None where it is of a kind without words or cannot be read."""
    if stored.kind not in KINDS:
        return None
    place = made_once(stored, "words.json", _read)
    if place is None:
        return None
    return tuple(Passage(page, text) for page, text in json.loads(place.read_text(encoding="utf-8")))


def _read(stored: StoredFile, goes: Path) -> bool:
    done = run_apart(WORDS, stored.kind, str(path_of(stored)), str(goes), seconds=SECONDS)
    return done is not None and goes.is_file()
