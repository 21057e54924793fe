"""Files that are made to hurt: refused with a reason, in seconds, and without the memory they ask for."""

from __future__ import annotations

import io
import json
import struct
import zlib
from pathlib import Path

import pytest

from superconnector.base.files import apart, documents
from superconnector.base.files.apart import run_apart
from superconnector.base.files.archives import MOST_PARTS
from superconnector.base.files.keeping import keep_file
from superconnector.base.files.models import StoredFile
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.shapes import MOST_VALUES
from tests.base.files.making import a_pdf, a_picture
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MB = 1024 * 1024
CHECKED = """
import pathlib
from superconnector.base.files.documents import check_picture
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
from PIL import PngImagePlugin, JpegImagePlugin
before = most()
try:
    check_picture(pathlib.Path(sys.argv[1]), sys.argv[2], "a")
except Exception as error:
    print(error.code, most() - before)
"""
BARE = b"<</Type/Catalog/Pages 2 0 R>>"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: object) -> Path:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def refusal(data: bytes, name: str) -> str:
    kinds = ["pdf", "zip", "gltf", "glb", "png", "txt"]
    with pytest.raises(FileRefusedError) as caught:
        keep_file(upload=io.BytesIO(data), name=name, allowed=kinds, most_bytes=100 * MB, now=NOW)
    assert not StoredFile.objects.exists()
    return caught.value.code


def pdf_of(objects: dict[int, bytes], more: bytes = b"") -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size, at = max(objects) + 1, len(out)
    rows = b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    return out + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (size, more, at)


def packed_objects() -> bytes:
    """Two objects in a stream of 500 MB that is packed into half a megabyte."""
    head = b"1 0 2 40 "
    squeeze = zlib.compressobj(9)
    packed = squeeze.compress(head + BARE.ljust(40) + b"<</Type/Pages/Count 0/Kids[]>>")
    packed += b"".join(squeeze.compress(b" " * MB) for _ in range(500)) + squeeze.flush()
    stream = b"<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
    return pdf_of({5: stream % (len(head), len(packed), packed)})


HURTFUL = {
    "pages in a circle": pdf_of({1: BARE, 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}),
    "pages that double thirty times": pdf_of(
        {1: BARE}
        | {at: b"<</Type/Pages/Kids[%d 0 R %d 0 R]>>" % (at + 1, at + 1) for at in range(2, 32)}
        | {32: b"<</Type/Page>>"}
    ),
    "pages three thousand deep": pdf_of(
        {1: BARE}
        | {at: b"<</Type/Pages/Kids[%d 0 R]>>" % (at + 1) for at in range(2, 3000)}
        | {3000: b"<</Type/Page>>"}
    ),
    "lists in lists": pdf_of({1: BARE[:-2] + b"/X " + b"[" * 200_000 + b"]" * 200_000 + b">>", 2: b"<<>>"}),
    "a lock that nobody knows": pdf_of({1: BARE, 2: b"<<>>"}, b"/Encrypt<</Filter/Own/V 9>>"),
    "no catalogue": pdf_of({1: b"null", 2: b"<<>>"}),
    "a stream that unpacks without end": packed_objects(),
}


@pytest.mark.parametrize("what", HURTFUL)
def test_a_hurtful_pdf_is_refused(what: str) -> None:
    assert refusal(HURTFUL[what], "a.pdf") == "broken"


def test_five_thousand_pages_are_counted_and_refused() -> None:
    kids = b" ".join(b"%d 0 R" % at for at in range(3, 5003))
    pages = dict.fromkeys(range(3, 5003), b"<</Type/Page/Parent 2 0 R>>")
    body = pdf_of({1: BARE, 2: b"<</Type/Pages/Count 1/Kids[%b]>>" % kids} | pages)
    with pytest.raises(FileRefusedError) as caught:
        keep_file(
            upload=io.BytesIO(body), name="a.pdf", allowed=["pdf"], most_bytes=MB, most_pages=20, now=NOW
        )
    assert (caught.value.code, caught.value.values["pages"]) == ("pages", 5000)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (a_pdf(2, script="app.alert(1)"), "active"),
        (a_pdf(2, password="secret"), "encrypted"),
        (b"%PDF-1.7\n" + b"1 0 obj " * 100, "broken"),
    ],
)
def test_a_large_pdf_is_read_apart_with_the_same_answers(
    body: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(body, "a.pdf") == code
    monkeypatch.setattr(documents, "PDF_SMALL", 10)
    assert refusal(body, "a.pdf") == code


def test_a_large_pdf_that_is_right_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PDF_SMALL", 10)
    kept = keep_file(upload=io.BytesIO(a_pdf(7)), name="a.pdf", allowed=["pdf"], most_bytes=MB, now=NOW)
    assert kept.facts == {"pages": 7}


def test_what_takes_too_long_to_mend_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 300)  # however busy the machine is
    assert run_apart("while True: pass", seconds=1) is None


def test_a_machine_that_is_too_busy_says_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PDF_SMALL", 10)
    monkeypatch.setattr(documents, "PDF_SECONDS", 0.001)
    assert refusal(a_pdf(), "a.pdf") == "busy"


def test_an_archive_that_lists_too_much_is_refused_before_it_is_opened() -> None:
    line = b"PK\x01\x02" + b"\0" * 42
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 46 * (MOST_PARTS + 1), 0, 0)
    assert refusal(line * (MOST_PARTS + 1) + end, "a.zip") == "bomb"


def test_an_archive_whose_list_lies_is_broken() -> None:
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 2**32 - 1, 2**32 - 1, 0)
    assert refusal(b"PK\x01\x02" + b"\xff" * 60 + end, "a.zip") == "broken"


def test_a_model_of_empty_lists_is_refused_before_it_is_read() -> None:
    text = json.dumps({"asset": {"version": "2.0"}}).encode()[:-1]
    text += b', "x": [' + b"[]," * MOST_VALUES + b"[]]}"
    assert refusal(text, "a.gltf") == "broken"
    chunk = struct.pack("<I4s", len(text), b"JSON") + text
    assert refusal(struct.pack("<4sII", b"glTF", 2, 12 + len(chunk)) + chunk, "a.glb") == "broken"


def huge_png() -> bytes:
    """600 million pixels by its head; what a decoder would unpack is cut short."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 25_000, 24_000, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 75_001)[:40]
    parts = (
        struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (head, body)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def huge_jpeg() -> bytes:
    """The same for JPEG: the size in the head of the frame is written over."""
    small = a_picture(kind="JPEG")
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", 24_000, 25_000) + small[at + 4 :]


@pytest.mark.parametrize(("data", "kind"), [(huge_png(), "png"), (huge_jpeg(), "jpg")])
def test_a_picture_of_ten_times_the_pixels_is_refused_before_its_pixels_take_memory(
    data: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    said = run_apart(CHECKED, str(path), kind)
    assert said is not None
    code, taken = said.split()
    assert code == b"pixels"
    assert int(taken) < 20 * 1024  # kilobytes; the pixels would take 1,800,000


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40])
def test_half_a_picture_is_refused(head: bytes) -> None:
    assert refusal(head, "a.png") == "content"
