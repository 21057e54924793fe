"""The format of a kept file as archives name it: by PRONOM, the registry of The National Archives (UK).

Only what the first bytes tell is said; a version that they do not tell has no identifier here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile

HEAD = 2048
MOST_CHUNKS = 10_000


@dataclass(frozen=True, slots=True)
class Format:
    """Its name, its version, and its identifier in PRONOM (PUID); empty: not known."""

    name: str
    version: str = ""
    puid: str = ""


UNVERSIONED = {
    "mp3": Format("MPEG 1/2 Audio Layer 3", "", "fmt/134"),
    "mp4": Format("MPEG-4 Media File", "", "fmt/199"),
    "mov": Format("Quicktime", "", "x-fmt/384"),
    "webm": Format("WebM", "", "fmt/573"),
    "gltf": Format("GL Transmission Format (Text)", "2.0", "fmt/1315"),
    "glb": Format("GL Transmission Format (Binary)", "", "fmt/1316"),
    "ply": Format("Polygon File Format", "", "fmt/831"),
    "obj": Format("Wavefront OBJ File", "", "fmt/1210"),
    "txt": Format("Plain Text File", "", "x-fmt/111"),
    "csv": Format("Comma Separated Values", "", "x-fmt/18"),
    "md": Format("Markdown", "", "fmt/1149"),
    "zip": Format("ZIP Format", "", "x-fmt/263"),
    "docx": Format("Microsoft Word for Windows", "2007 onwards", "fmt/412"),
    "xlsx": Format("Microsoft Excel for Windows", "2007 onwards", "fmt/214"),
    "pptx": Format("Microsoft Powerpoint for Windows", "2007 onwards", "fmt/215"),
}
"""Kinds that need no look: the check at the door let only this through."""

PDFS = {
    "1.0": "fmt/14", "1.1": "fmt/15", "1.2": "fmt/16", "1.3": "fmt/17", "1.4": "fmt/18", "1.5": "fmt/19",
    "1.6": "fmt/20", "1.7": "fmt/276", "2.0": "fmt/1129",
}  # fmt: skip
JPEGS = {b"\x01\x00": ("1.00", "fmt/42"), b"\x01\x01": ("1.01", "fmt/43"), b"\x01\x02": ("1.02", "fmt/44")}
PNG_1_1 = frozenset({b"iCCP", b"sRGB", b"sPLT"})


def format_of(stored: StoredFile) -> Format:
    """The format; without the bytes, or for a kind that has no name here, the ending alone."""
    if stored.kind in UNVERSIONED:
        return UNVERSIONED[stored.kind]
    if stored.kind == "stl":
        binary = "triangles" in stored.facts
        name = f"STL (Standard Tessellation Language) {'Binary' if binary else 'ASCII'}"
        return Format(name, "", "fmt/865" if binary else "x-fmt/108")
    path = path_of(stored)
    return _looked_at(path, stored.kind) if path.is_file() else Format(stored.kind.upper())


def _looked_at(path: Path, kind: str) -> Format:
    with path.open("rb") as file:
        if kind == "png":
            return _png(file)
        head = file.read(HEAD)
    match kind:
        case "pdf":
            _, _, after = head.partition(b"%PDF-")
            version = after[:3].decode("ascii", "replace")
            known = version in PDFS
            return Format("Portable Document Format", version if known else "", PDFS.get(version, ""))
        case "jpg":
            return _jpeg(head)
        case "wav":
            plain = head[12:20] == b"fmt \x10\x00\x00\x00" and head[20:22] == b"\x01\x00"
            return Format("Waveform Audio", "", "fmt/141" if plain else "fmt/6")
    return Format(kind.upper())


def _jpeg(head: bytes) -> Format:
    if head[6:11] == b"JFIF\0":
        return Format("JPEG File Interchange Format", *JPEGS.get(head[11:13], ("", "")))
    exif = head[6:11] == b"Exif\0"
    return Format("Exchangeable Image File Format (Compressed)" if exif else "JPEG")


def _png(file: IO[bytes]) -> Format:
    """By the chunks that came with each version (PNG specification 1.2, 1999)."""
    names = _chunks(file)
    if b"acTL" in names:
        return Format("Animated Portable Network Graphics", "", "fmt/935")
    version, puid = ("1.0", "fmt/11")
    if b"iTXt" in names:
        version, puid = ("1.2", "fmt/13")
    elif names & PNG_1_1:
        version, puid = ("1.1", "fmt/12")
    return Format("Portable Network Graphics", version, puid)


def _chunks(file: IO[bytes]) -> set[bytes]:
    names: set[bytes] = set()
    file.seek(8)
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            break
        names.add(head[4:])
        file.seek(struct.unpack(">I", head[:4])[0] + 4, 1)
    return names
