"""PDF files, pictures and texts, each opened by the library that knows it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from superconnector.base.files.apart import run_apart
from superconnector.base.files.pdf_actions import runs_something
from superconnector.base.files.refusals import FileRefusedError

MOST_PIXELS = 60
"""Millions. A page of A3 at 600 dots an inch has 70; screens have 8."""
PICTURES = {"png": "PNG", "jpg": "JPEG"}
PDF_HEAD = 1024
"""A PDF may have this many bytes of something else before its first line."""

PDF_SMALL = 4 * 1024 * 1024
PDF_SECONDS = 15
APART = """
from pathlib import Path
from superconnector.base.files.documents import read_pdf
print(read_pdf(Path(sys.argv[1])))
"""


def check_pdf(path: Path, name: str) -> dict[str, object]:
    """`pages`. Raises FileRefusedError for what is no PDF, is locked or starts a script.

    A large one is read by a process of its own with little time and memory: pypdf mends broken files, which
    may take it minutes.
    """
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(PDF_HEAD):
            raise FileRefusedError("content", name=name, kind="pdf")
    found = read_pdf(path) if path.stat().st_size <= PDF_SMALL else _read_apart(path)
    if isinstance(found, str):
        raise FileRefusedError(found, name=name)
    return {"pages": found}


def read_pdf(path: Path) -> int | str:
    """The number of pages, or why the file is not taken: `broken`, `encrypted`, `active`."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted:
            return "encrypted"
        pages = reader.get_num_pages()
        active = runs_something(reader)
    except Exception:  # pypdf raises a dozen kinds, not all of them its own
        return "broken"
    return "active" if active else pages


def _read_apart(path: Path) -> int | str:
    said = (run_apart(APART, str(path), seconds=PDF_SECONDS) or b"").decode(errors="replace").strip()
    return int(said) if said.isdigit() else said or "broken"


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
