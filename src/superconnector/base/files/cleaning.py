"""What a blind reader is given of a kept file: a copy that does not say who made it, or nothing.

Made once, in a process of its own, and kept beside the previews. The kept file itself is never changed: its
checksum stands on receipts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from superconnector.base.files.apart import run_apart
from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.nameless.making import DOCUMENTS, MODELS, TAGGED
from superconnector.base.files.previews import MESHES, clean_picture_of, glb_now, made_once

PICTURES = frozenset({"png", "jpg"})
TEXTS = frozenset({"txt", "md", "csv"})
"""Nothing in them but what is read."""
CLEANED = DOCUMENTS | MODELS | MESHES | PICTURES | TEXTS
"""Kinds of which a copy is made without asking anybody."""
COPY = """
from superconnector.base.files.nameless.making import write_copy
write_copy(*sys.argv[1:])
"""


class Showing(StrEnum):
    """Whether blind readers are given a file."""

    COPY = "copy"
    """As a copy without what names its maker."""
    TRUSTED = "trusted"
    """As it came, or only without its tags: somebody said that it names nobody."""
    UNSAID = "unsaid"
    """Not: nobody has said yet that what is heard or packed in it names nobody."""
    BROKEN = "broken"
    """Not: no copy could be made of it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is handed out: where it lies, and its ending, which need not be that of the kept file."""

    path: Path
    kind: str


def copy_of(stored: StoredFile, *, names_nobody: bool) -> Copy | None:
    """What a blind reader may have of the file; None where showing() says why not.

    `names_nobody`: the team or a chair said so. It is asked for kinds that cannot be looked through: films
    and sound, which name by voice, archives, and old or closed formats.
    """
    if stored.kind not in CLEANED and not names_nobody:
        return None
    path, kind = _copy(stored)
    return Copy(path, kind) if path is not None else None


def showing(stored: StoredFile, *, names_nobody: bool) -> Showing:
    """Whether blind readers are given the file, and if not, why. May make the copy."""
    if stored.kind not in CLEANED and not names_nobody:
        return Showing.UNSAID
    if copy_of(stored, names_nobody=names_nobody) is None:
        return Showing.BROKEN
    return Showing.COPY if stored.kind in CLEANED else Showing.TRUSTED


def _copy(stored: StoredFile) -> tuple[Path | None, str]:
    if stored.kind in PICTURES:
        return clean_picture_of(stored), "jpg"
    if stored.kind in MESHES:  # drawn anew as glTF, which leaves headers, comments and names behind
        return made_once(stored, "clean.glb", _model), "glb"
    if stored.kind in DOCUMENTS | MODELS | TAGGED:
        return made_once(stored, f"clean.{stored.kind}", _document), stored.kind
    path = path_of(stored)
    return (path if path.is_file() else None), stored.kind


def _model(stored: StoredFile, goes: Path) -> bool:
    drawn = glb_now(stored)
    return drawn is not None and _written("glb", drawn, goes)


def _document(stored: StoredFile, goes: Path) -> bool:
    return _written(stored.kind, path_of(stored), goes)


def _written(kind: str, came: Path, goes: Path) -> bool:
    return run_apart(COPY, kind, str(came), str(goes)) is not None and goes.is_file()
