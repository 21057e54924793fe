"""What a page shows of a kept file: small pictures, and meshes as glTF. Made once, kept beside the files.

Files come from strangers. Pictures are opened by Pillow after their size was read; meshes are read by a
process of its own with little memory and little time, so that a file that is made to hurt, hurts nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from PIL import Image, ImageOps

from superconnector.base.files.apart import run_apart
from superconnector.base.files.keeping import MEGABYTE, path_of
from superconnector.base.files.models import StoredFile

MESHES = frozenset({"stl", "obj", "ply"})
SHAPES = MESHES | {"glb"}
"""What the viewer draws. glTF in several parts is not among them: it is not kept."""
MOST_BYTES = 30 * MEGABYTE
"""Larger models are not drawn, only saved."""
SECONDS = 20
PIXELS = (640, 480)
LARGE = (2400, 2400)
TO_GLB = """
import trimesh
kind, came, goes = sys.argv[1:]
with open(came, "rb") as file:
    mesh = trimesh.load(file, file_type=kind, force="mesh", process=False, skip_materials=True)
if not len(mesh.faces) or mesh.faces.min() < 0 or mesh.faces.max() >= len(mesh.vertices):
    sys.exit(1)
if mesh.visual.kind not in ("vertex", "texture"):  # colours of faces would need scipy
    mesh.visual = trimesh.visual.ColorVisuals(mesh)
    mesh.visual.vertex_colors = [138, 150, 155, 255]
mesh.export(goes, file_type="glb", include_normals=False)
"""


def glb_of(stored: StoredFile) -> Path | None:
    """The model as binary glTF; None where it is none, is too large or cannot be read."""
    if stored.kind not in SHAPES or stored.size > MOST_BYTES:
        return None
    return path_of(stored) if stored.kind == "glb" else made_once(stored, "glb", _mesh_as_glb)


def thumbnail_of(stored: StoredFile) -> Path | None:
    """A small JPEG of a picture, without what a camera wrote into it; None where it cannot be made."""
    return made_once(stored, "jpg", _small) if stored.kind in ("png", "jpg") else None


def clean_picture_of(stored: StoredFile) -> Path | None:
    """A large JPEG of a picture, without the place and the maker that a camera wrote into it."""
    return made_once(stored, "large.jpg", _large) if stored.kind in ("png", "jpg") else None


def made_once(stored: StoredFile, ending: str, make: Callable[[StoredFile, Path], bool]) -> Path | None:
    """The preview, made on first demand. An empty file remembers that it could not be made.

    Where the bytes are not there, as after a backup without them, nothing is made and nothing remembered.
    """
    if not path_of(stored).is_file():
        return None
    place = Path(settings.FILES_ROOT) / "previews" / f"{stored.digest}.{ending}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent) as folder:
            made = Path(folder) / "made"
            if not make(stored, made):
                made.write_bytes(b"")
            made.replace(place)
    return place if place.stat().st_size else None


def _mesh_as_glb(stored: StoredFile, goes: Path) -> bool:
    done = run_apart(TO_GLB, stored.kind, str(path_of(stored)), str(goes), seconds=SECONDS)
    return done is not None and goes.is_file()


def _small(stored: StoredFile, goes: Path) -> bool:
    return _drawn_anew(stored, goes, PIXELS)


def _large(stored: StoredFile, goes: Path) -> bool:
    return _drawn_anew(stored, goes, LARGE)


def _drawn_anew(stored: StoredFile, goes: Path, most: tuple[int, int]) -> bool:
    try:
        with Image.open(path_of(stored), formats=["PNG", "JPEG"]) as picture:
            picture.draft("RGB", most)
            picture.thumbnail((max(most), max(most)))  # before it is turned: turning copies every pixel
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(most)
            ground = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA")
            ground.paste(seen, mask=seen)
            ground.save(goes, "JPEG", quality=82, optimize=True)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True
