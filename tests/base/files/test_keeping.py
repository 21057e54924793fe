from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import translation

from superconnector.base.files.keeping import is_whole, keep_file, path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.words import SENTENCES, in_words
from tests.base.files.making import a_deck, a_glb, a_pdf, a_picture, an_archive, an_stl
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: object) -> Path:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def keep(data: bytes, name: str, most: int = MB, pages: int | None = None) -> StoredFile:
    allowed = ["pdf", "png", "jpg", "zip", "docx", "pptx", "ppt", "mp4", "mov", "webm", "mp3", "wav"]
    allowed += ["txt", "csv", "glb", "gltf", "stl", "obj", "ply", "usdz"]
    return keep_file(
        upload=io.BytesIO(data), name=name, allowed=allowed, most_bytes=most, most_pages=pages, now=NOW
    )


def refusal(keeping: Callable[[], StoredFile], files: Path) -> tuple[str, dict[str, object]]:
    """The code and values of a refusal, after which nothing is kept."""
    with pytest.raises(FileRefusedError) as caught:
        keeping()
    assert StoredFile.objects.count() == 0
    assert [path for path in files.rglob("*") if path.is_file()] == []
    return caught.value.code, caught.value.values


MEASURED = {
    "a.pdf": (a_pdf(3), {"pages": 3}),
    "a.png": (a_picture(4, 3), {"width": 4, "height": 3}),
    "a.jpeg": (a_picture(5, 2, "JPEG"), {"width": 5, "height": 2}),
    "a.zip": (an_archive({"x.txt": b"x", "y/z.txt": b"z"}), {"files": 2}),
    "a.docx": (an_archive({"word/document.xml": b"<d/>"}), {"files": 1}),
    "a.pptx": (a_deck(2), {"files": 3, "pages": 2}),
    "a.ppt": (bytes.fromhex("d0cf11e0a1b11ae1") + b"deck", {}),
    "a.mp4": (b"\0\0\0\x18ftypmp42", {}),
    "a.webm": (b"\x1a\x45\xdf\xa3webm", {}),
    "a.mp3": (b"ID3\x04", {}),
    "a.wav": (b"RIFF\0\0\0\0WAVE", {}),
    "a.txt": ("文字".encode(), {"characters": 2}),
    "a.glb": (a_glb(), {"meshes": 1}),
    "a.gltf": (b'{"asset": {"version": "2.0"}}', {"meshes": 0}),
    "a.stl": (an_stl(2), {"triangles": 2}),
    "a.obj": (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", {"corners": 3, "faces": 1}),
    "a.ply": (b"ply\nformat ascii 1.0\nelement vertex 0\nend_header\n", {}),
    "a.usdz": (an_archive({"scene.usdc": b"x"}), {"files": 1}),
}


@pytest.mark.parametrize("name", MEASURED)
def test_a_file_is_kept_by_its_content_and_measured(name: str) -> None:
    data, facts = MEASURED[name]
    stored = keep(data, name)
    assert (stored.digest, stored.size, stored.facts) == (sha256(data).hexdigest(), len(data), facts)
    assert path_of(stored).read_bytes() == data
    assert is_whole(stored)


def test_the_same_bytes_are_kept_once(files: Path) -> None:
    assert keep(a_pdf(), "a.pdf") == keep(a_pdf(), "b.pdf")
    assert StoredFile.objects.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("name", [name for name in MEASURED if name != "a.txt"])
def test_a_renamed_program_is_refused_whatever_its_ending(name: str, files: Path) -> None:
    program = b"MZ\x90\0\x03" + b"\0" * 200
    code, values = refusal(lambda: keep(program, name), files)
    packed = name.endswith((".zip", ".docx", ".pptx", ".usdz"))  # opened before it is told what it is
    assert (code, values["name"]) == ("broken" if packed else "content", name)


@pytest.mark.parametrize("name", [name for name in MEASURED if name not in ("a.mp3", "a.webm", "a.ppt")])
def test_a_file_cut_to_a_few_bytes_is_refused(name: str, files: Path) -> None:
    code, _ = refusal(lambda: keep(MEASURED[name][0][:5], name), files)
    opened = name.endswith((".pdf", ".zip", ".docx", ".pptx", ".usdz"))
    assert code == ("broken" if opened else "content")


def test_a_page_or_picture_with_scripts_is_not_of_a_kind_that_is_taken(files: Path) -> None:
    for name in ("a.svg", "a.html", "a.pdf.exe", "pdf", "a.", ".pdf.svg"):
        assert refusal(lambda name=name: keep(b"<script>alert(1)</script>", name), files)[0] == "kind"


def test_a_page_called_a_picture_is_refused(files: Path) -> None:
    assert refusal(lambda: keep(b"<svg onload=alert(1)>", "a.png"), files)[0] == "content"


def test_a_jpeg_called_png_is_refused(files: Path) -> None:
    assert refusal(lambda: keep(a_picture(kind="JPEG"), "a.png"), files)[0] == "content"


def test_an_empty_file(files: Path) -> None:
    assert refusal(lambda: keep(b"", "a.pdf"), files) == ("empty", {"name": "a.pdf"})


def test_a_file_beyond_the_size_is_refused_at_the_byte(files: Path) -> None:
    data = a_pdf()
    assert refusal(lambda: keep(data, "a.pdf", most=len(data) - 1), files)[0] == "too-big"
    assert keep(data, "a.pdf", most=len(data)).size == len(data)


def test_pages_are_counted_and_the_limit_itself_is_allowed(files: Path) -> None:
    assert refusal(lambda: keep(a_pdf(11), "deck.pdf", pages=10), files) == (
        "pages", {"name": "deck.pdf", "pages": 11, "most": 10},
    )  # fmt: skip
    assert refusal(lambda: keep(a_deck(11), "deck.pptx", pages=10), files)[0] == "pages"
    assert keep(a_pdf(10), "deck.pdf", pages=10).facts == {"pages": 10}


def test_a_pdf_of_five_thousand_pages(files: Path) -> None:
    assert refusal(lambda: keep(a_pdf(5000), "a.pdf", most=10 * MB, pages=20), files)[1]["pages"] == 5000


def test_a_locked_pdf(files: Path) -> None:
    assert refusal(lambda: keep(a_pdf(password="x"), "a.pdf"), files)[0] == "encrypted"


def test_a_pdf_that_runs_a_script(files: Path) -> None:
    assert refusal(lambda: keep(a_pdf(script="app.alert(1)"), "a.pdf"), files)[0] == "active"


def test_a_deck_with_macros(files: Path) -> None:
    assert refusal(lambda: keep(a_deck(1, **{"ppt__vbaProject.bin": b"x"}), "a.pptx"), files)[0] == "active"


def test_an_archive_that_unpacks_to_far_more(files: Path) -> None:
    bomb = an_archive({"zeros": b"\0" * (50 * MB)})
    assert refusal(lambda: keep(bomb, "a.zip"), files)[0] == "bomb"
    assert refusal(lambda: keep(a_deck(1, zeros=b"\0" * (50 * MB)), "a.pptx"), files)[0] == "bomb"


@pytest.mark.parametrize("inside", ["../../etc/passwd", "/etc/passwd", "a/../../b", "C:/windows/x", "..\\x"])
def test_an_archive_whose_names_lead_out(inside: str, files: Path) -> None:
    assert refusal(lambda: keep(an_archive({inside: b"x"}), "a.zip"), files)[0] == "names"


def test_a_picture_of_too_many_pixels(files: Path) -> None:
    assert refusal(lambda: keep(a_picture(9000, 9000), "a.png"), files)[0] == "pixels"


def test_a_model_that_needs_files_from_elsewhere(files: Path) -> None:
    scene = {"asset": {"version": "2.0"}, "buffers": [{"uri": "https://example.org/x.bin"}]}
    assert refusal(lambda: keep(a_glb(scene), "a.glb"), files)[0] == "outside"


def test_a_model_cut_short(files: Path) -> None:
    assert refusal(lambda: keep(a_glb()[:-4], "a.glb"), files)[0] == "broken"


def test_a_file_that_changed_on_the_disk_is_noticed() -> None:
    stored = keep(a_pdf(), "a.pdf")
    path_of(stored).chmod(0o600)
    path_of(stored).write_bytes(b"other")
    assert not is_whole(stored)
    path_of(stored).unlink()
    assert not is_whole(stored)


def test_a_stream_that_breaks_leaves_nothing(files: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the connection was lost")
            return super().read(100)

    with pytest.raises(OSError, match="lost"):
        keep_file(upload=Broken(a_pdf()), name="a.pdf", allowed=["pdf"], most_bytes=MB, now=NOW)
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_refusal_has_a_sentence(language: str) -> None:
    values = {"name": "a.pdf", "most": 1, "allowed": ("pdf", "png"), "kind": "pdf", "pages": 2}
    with translation.override(language):
        told = [in_words(FileRefusedError(code, **values)) for code in SENTENCES]
    assert len(set(told)) == len(SENTENCES)
    assert [sentence for sentence in told if "%(" in sentence] == []
    assert [sentence for sentence in told if "a.pdf" not in sentence] == []
