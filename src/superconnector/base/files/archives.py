"""Archives and the office files that are archives. Nothing is unpacked but lists and one XML part."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from superconnector.base.files.refusals import FileRefusedError

MOST_PARTS = 10_000
MOST_UNPACKED = 4 * 1024**3
MOST_RATIO = 200
"""An archive that unpacks to more than this many times its size is meant to hurt."""

ENTRY = b"PK\x01\x02"
BLOCK = 1024 * 1024
OFFICE = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
SLIDE = re.compile(r"ppt/slides/slide[0-9]+\.xml")


def check_archive(path: Path, kind: str, name: str) -> dict[str, object]:
    """`files` (and `pages` of a slide deck). Raises FileRefusedError."""
    if _directory(path) > MOST_PARTS:
        raise FileRefusedError("bomb", name=name)
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileRefusedError("broken", name=name) from error
    _refuse_traps(parts, path.stat().st_size, name)
    names = {part.filename for part in parts}
    if kind in OFFICE:
        _check_office(names, kind, name)
    elif kind == "usdz" and not any(each.endswith((".usd", ".usda", ".usdc")) for each in names):
        raise FileRefusedError("content", name=name, kind=kind)
    facts: dict[str, object] = {"files": len(parts)}
    if kind == "pptx":
        facts["pages"] = sum(1 for each in names if SLIDE.fullmatch(each))
    return facts


def _directory(path: Path) -> int:
    """Entries of directories within the file, counted before the library makes an object of each.

    An archive that was packed into this one without compression counts too.
    """
    found, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found += (rest + block).count(ENTRY)
            rest = block[-len(ENTRY) + 1 :]
    return found


def _refuse_traps(parts: list[ZipInfo], size: int, name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(size, 1024):
        raise FileRefusedError("bomb", name=name)
    for part in parts:
        if part.flag_bits & 0x1:
            raise FileRefusedError("encrypted", name=name)
        steps = part.filename.replace("\\", "/").split("/")
        if part.filename.startswith(("/", "\\")) or ".." in steps or ":" in steps[0]:
            raise FileRefusedError("names", name=name)


def _check_office(names: set[str], kind: str, name: str) -> None:
    if OFFICE[kind] not in names:
        raise FileRefusedError("content", name=name, kind=kind)
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        raise FileRefusedError("active", name=name)
