"""Small files of every kind, made here byte by byte or by the library that writes them."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping

from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript


def a_pdf(pages: int = 1, *, password: str = "", script: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if script:
        writer.add_open_action(JavaScript(script))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_picture(width: int = 4, height: int = 3, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("1" if width > 1000 else "RGB", (width, height)).save(out, kind)
    return out.getvalue()


def an_archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_deck(slides: int = 2, **more: bytes) -> bytes:
    parts = {"ppt/presentation.xml": b"<p/>"}
    parts |= {f"ppt/slides/slide{number}.xml": b"<s/>" for number in range(1, slides + 1)}
    return an_archive(parts | {name.replace("__", "/"): data for name, data in more.items()})


def a_glb(scene: Mapping[str, object] | None = None) -> bytes:
    text = json.dumps(scene or {"asset": {"version": "2.0"}, "meshes": [{}]}).encode()
    text += b" " * (-len(text) % 4)
    chunk = struct.pack("<I4s", len(text), b"JSON") + text
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunk)) + chunk


def an_stl(triangles: int = 2) -> bytes:
    return b"\0" * 80 + struct.pack("<I", triangles) + b"\0" * (50 * triangles)
