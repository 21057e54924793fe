"""Small pictures and meshes as glTF: made once, bounded, and harmless when a file is made to hurt."""

from __future__ import annotations

import json
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from superconnector.base.files import previews
from superconnector.base.files.keeping import keep_file, path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.previews import clean_picture_of, glb_of, made_once, thumbnail_of
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

TRIANGLE_OBJ = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
TRIANGLE_STL = b"\0" * 80 + struct.pack("<I12fH", 1, *range(12), 0)
TRIANGLE_PLY = (
    b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
    b"element face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"
)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path
    return tmp_path


def keep(data: bytes, name: str) -> StoredFile:
    kind = name.rpartition(".")[2]
    return keep_file(upload=BytesIO(data), name=name, allowed=[kind], most_bytes=10**8, now=NOW)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (1600, 800), **more: Any) -> StoredFile:
    out = BytesIO()
    Image.new(mode, size, 0 if mode in "LP1" else None).save(out, kind, **more)
    return keep(out.getvalue(), "picture.png" if kind == "PNG" else "picture.jpg")


@pytest.mark.parametrize(
    ("data", "name"), [(TRIANGLE_OBJ, "a.obj"), (TRIANGLE_STL, "a.stl"), (TRIANGLE_PLY, "a.ply")]
)
def test_a_mesh_becomes_gltf_with_one_triangle(data: bytes, name: str) -> None:
    made = glb_of(keep(data, name))
    assert made is not None
    raw = made.read_bytes()
    (length,) = struct.unpack("<I", raw[12:16])
    scene = json.loads(raw[20 : 20 + length])
    (mesh,) = scene["meshes"]
    assert scene["accessors"][mesh["primitives"][0]["indices"]]["count"] == 3


def test_it_is_made_once(files: Path) -> None:
    stored = keep(TRIANGLE_OBJ, "a.obj")
    made = glb_of(stored)
    assert made is not None
    made.write_bytes(b"kept")
    assert glb_of(stored) == made
    assert made.read_bytes() == b"kept"


def test_what_could_not_be_made_is_remembered_and_what_there_was_no_time_for_is_not(files: Path) -> None:
    def busy(_stored: StoredFile, _goes: Path) -> bool:
        raise TimeoutError

    def made(_stored: StoredFile, goes: Path) -> bool:
        goes.write_bytes(b"drawn")
        return True

    stored = keep(TRIANGLE_OBJ, "a.obj")
    assert made_once(stored, "one", busy) is None
    one = made_once(stored, "one", made)
    assert (one is not None and one.read_bytes()) == b"drawn"
    assert made_once(stored, "two", lambda _stored, _goes: False) is None
    assert made_once(stored, "two", made) is None


def test_what_is_gltf_is_not_made_again() -> None:
    scene = json.dumps({"asset": {"version": "2.0"}}).encode().ljust(28)
    data = b"glTF" + struct.pack("<III4s", 2, 20 + len(scene), len(scene), b"JSON") + scene
    stored = keep(data, "a.glb")
    assert glb_of(stored) == path_of(stored)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TRIANGLE_PLY.replace(b"vertex 3", b"vertex 999999999999"), "many.ply"),
        (TRIANGLE_PLY.replace(b"3 0 1 2", b"3 7 8 9"), "beyond.ply"),
        (b"v 0 0 0\nv 1 0 0\nv 0 1 0\n", "no-face.obj"),
        (b"solid x\nfacet normal\n", "cut-off.stl"),
    ],
)
def test_what_cannot_be_read_is_remembered(files: Path, data: bytes, name: str) -> None:
    stored = keep(data, name)
    assert glb_of(stored) is None
    (left,) = (files / "previews").iterdir()
    assert left.stat().st_size == 0
    assert glb_of(stored) is None


SQUARE_PLY = (
    b"ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float z\n"
    b"property uchar red\nproperty uchar green\nproperty uchar blue\n"
    b"element face 2\nproperty list uchar int vertex_indices\nend_header\n"
    b"0 0 0 200 0 0\n1 0 0 200 0 0\n1 1 0 200 0 0\n0 1 0 200 0 0\n3 0 1 2\n3 0 2 3\n"
)
"""A red square that stands upright."""


def test_a_model_has_a_picture_of_what_it_looks_like() -> None:
    made = thumbnail_of(keep(SQUARE_PLY, "square.ply"))
    assert made is not None
    with Image.open(made) as small:
        assert (small.format, small.size) == ("JPEG", (640, 480))
        red, green, blue = small.convert("RGB").getpixel((320, 240))
        corner = small.convert("RGB").getpixel((2, 2))
    assert red > 80 > max(green, blue)
    assert min(corner) > 200


def test_a_model_that_cannot_be_read_has_no_picture() -> None:
    assert thumbnail_of(keep(b"v 0 0 0\nv 1 0 0\nv 0 1 0\n", "no-face.obj")) is None


def test_what_is_too_large_is_not_even_tried(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST_BYTES", 10)
    assert glb_of(keep(TRIANGLE_OBJ, "a.obj")) is None
    assert not (files / "previews").exists()


def test_other_kinds_have_no_preview() -> None:
    text = keep(b"words", "a.txt")
    assert (glb_of(text), thumbnail_of(text)) == (None, None)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "CMYK")]
)
def test_a_picture_of_any_mode_becomes_a_small_jpeg(kind: str, mode: str) -> None:
    made = thumbnail_of(picture(kind, mode))
    assert made is not None
    with Image.open(made) as small:
        assert (small.format, small.size, small.mode) == ("JPEG", (640, 320), "RGB")


def test_a_small_picture_is_upright_and_says_nothing_of_the_camera() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    made = thumbnail_of(picture("JPEG", exif=exif))
    assert made is not None
    with Image.open(made) as small:
        assert small.size == (240, 480)
        assert dict(small.getexif()) == {}
    assert b"A camera" not in made.read_bytes()


def test_a_large_picture_is_drawn_apart_and_looks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = thumbnail_of(picture("PNG", "RGBA"))
    monkeypatch.setattr(previews, "SMALL_PICTURE", 10)
    apart = clean_picture_of(picture("PNG", "RGBA"))
    assert here is not None
    assert apart is not None
    with Image.open(apart) as large:
        assert (large.format, large.size) == ("JPEG", (1600, 800))


def test_half_a_large_picture_has_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "SMALL_PICTURE", 10)
    stored = picture("PNG", size=(60, 40))
    path = path_of(stored)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:60])
    assert thumbnail_of(stored) is None
