"""PDF files, pictures and texts, each opened by the library that knows it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from superconnector.base.files.refusals import FileRefusedError

MOST_PIXELS = 60
"""Millions. A page of A3 at 600 dots an inch has 70; screens have 8."""
PICTURES = {"png": "PNG", "jpg": "JPEG"}
PDF_HEAD = 1024
"""A PDF may have this many bytes of something else before its first line."""


def check_pdf(path: Path, name: str) -> dict[str, object]:
    """`pages`. Raises FileRefusedError for what is no PDF, is locked or starts a script."""
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(PDF_HEAD):
            raise FileRefusedError("content", name=name, kind="pdf")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            raise FileRefusedError("encrypted", name=name)
        pages = reader.get_num_pages()
        root = reader.root_object
        active = "/OpenAction" in root and _runs(root["/OpenAction"])
        active = active or "/AA" in root or "/JavaScript" in (root.get("/Names") or {})
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise FileRefusedError("broken", name=name) from error
    if active:
        raise FileRefusedError("active", name=name)
    return {"pages": pages}


def _runs(action: object) -> bool:
    return isinstance(action, dict) and action.get("/S") in ("/JavaScript", "/Launch")


def check_picture(path: Path, kind: str, name: str) -> dict[str, object]:
    """`width` and `height` in pixels. The size is read before the pixels are."""
    try:
        with Image.open(path, formats=[PICTURES[kind]]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS * 1_000_000:
                raise FileRefusedError("pixels", name=name, most=MOST_PIXELS)
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefusedError("pixels", name=name, most=MOST_PIXELS) from None
    except (OSError, SyntaxError, ValueError) as error:
        raise FileRefusedError("content", name=name, kind=kind) from error
    return {"width": width, "height": height}


def check_text(path: Path, kind: str, name: str) -> dict[str, object]:
    """A text is UTF-8 and has no NUL; it is served as plain text whatever it holds."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("content", name=name, kind=f"{kind} (UTF-8)") from None
    if "\0" in text:
        raise FileRefusedError("content", name=name, kind=kind)
    return {"characters": len(text)}
