"""Formats by the names of PRONOM, from the first bytes, and none where they do not tell."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from superconnector.base.files.formats import Format, format_of
from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile
from tests.base.files.making import a_pdf, a_picture


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


def kept(data: bytes, kind: str, **facts: object) -> StoredFile:
    """A row, not in the database, with its bytes on the disk."""
    stored = StoredFile(digest="a" * 64, size=len(data), kind=kind, facts=facts)
    path_of(stored).parent.mkdir(parents=True, exist_ok=True)
    path_of(stored).write_bytes(data)
    return stored


def jfif(version: bytes) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + version + b"\x01"


def png_with(**chunks: bool) -> bytes:
    info, out = PngImagePlugin.PngInfo(), BytesIO()
    for name in chunks:
        info.add(name.encode(), b"\0" * 8)
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def wav(code: int) -> bytes:
    return b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + struct.pack("<H", code) + b"\0" * 20


@pytest.mark.parametrize(
    ("data", "kind", "found"),
    [
        (a_picture(), "png", ("1.0", "fmt/11")),
        (png_with(sRGB=True), "png", ("1.1", "fmt/12")),
        (png_with(sRGB=True, iTXt=True), "png", ("1.2", "fmt/13")),
        (png_with(acTL=True), "png", ("", "fmt/935")),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffaaaa", "png", ("1.0", "fmt/11")),
        (jfif(b"\x01\x01"), "jpg", ("1.01", "fmt/43")),
        (jfif(b"\x01\x09"), "jpg", ("", "")),
        (b"\xff\xd8\xff\xe1\0\0Exif\0\0", "jpg", ("", "")),
        (b"\xff\xd8", "jpg", ("", "")),
        (b"%PDF-1.7\n", "pdf", ("1.7", "fmt/276")),
        (b"x" * 20 + b"%PDF-2.0", "pdf", ("2.0", "fmt/1129")),
        (b"%PDF-9.9", "pdf", ("", "")),
        (b"%PDF-\xff\xff", "pdf", ("", "")),
        (wav(1), "wav", ("", "fmt/141")),
        (wav(80), "wav", ("", "fmt/6")),
        (b"# Words", "md", ("", "fmt/1149")),
        (b"words", "txt", ("", "x-fmt/111")),
        (b"x", "usdz", ("", "")),
    ],
)
def test_formats_are_told_from_the_first_bytes(data: bytes, kind: str, found: tuple[str, str]) -> None:
    told = format_of(kept(data, kind))
    assert (told.version, told.puid) == found
    assert told.name


def test_a_pdf_as_a_library_writes_it() -> None:
    assert format_of(kept(a_pdf(), "pdf")) == Format("Portable Document Format", "1.3", "fmt/17")


@pytest.mark.parametrize(("facts", "puid"), [({"triangles": 2}, "fmt/865"), ({}, "x-fmt/108")])
def test_a_binary_stl_is_the_one_whose_triangles_were_counted(facts: dict[str, int], puid: str) -> None:
    assert format_of(kept(b"x", "stl", **facts)).puid == puid


def test_without_its_bytes_a_file_has_its_ending() -> None:
    assert format_of(StoredFile(digest="b" * 64, size=1, kind="png", facts={})) == Format("PNG")
