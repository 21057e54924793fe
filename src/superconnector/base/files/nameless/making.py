"""What the child process runs: one file in, its nameless copy or its words out."""

from __future__ import annotations

import json
from pathlib import Path

from superconnector.base.files.nameless.media import media
from superconnector.base.files.nameless.office import office
from superconnector.base.files.nameless.pdf import pdf
from superconnector.base.files.nameless.scene import glb, gltf
from superconnector.base.files.nameless.texts import texts

OFFICE = frozenset({"docx", "pptx", "xlsx"})
MODELS = frozenset({"glb", "gltf"})
TAGGED = frozenset({"mp4", "mov", "webm", "mp3", "wav"})
DOCUMENTS = OFFICE | {"pdf"}


def nameless(data: bytes, kind: str) -> bytes:
    """The file without what names. Raises ValueError where that cannot be done, KeyError for other kinds."""
    if kind == "pdf":
        return pdf(data)
    if kind in OFFICE:
        return office(data)
    if kind in MODELS:
        return glb(data) if kind == "glb" else gltf(data)
    return media(data, kind)


def write_copy(kind: str, came: str, goes: str) -> None:
    """The nameless copy of the file at `came`, written to `goes`. Raises as nameless()."""
    Path(goes).write_bytes(nameless(Path(came).read_bytes(), kind))


def write_texts(kind: str, came: str, goes: str) -> None:
    """Its words, as JSON: a list of page and text. Raises ValueError."""
    found = texts(Path(came).read_bytes(), kind)
    Path(goes).write_text(json.dumps(found), encoding="utf-8")
