"""What a page shows of a kept file: small pictures, and meshes as glTF. Made once, kept beside the files.

Files come from strangers. Pictures are opened by Pillow after their size was read; large ones and meshes are
read by a process of its own with little memory and little time, so that a file that is made to hurt, hurts
nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from superconnector.base.files.apart import run_apart
from superconnector.base.files.keeping import MEGABYTE, path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.redrawing import draw_anew

log = logging.getLogger(__name__)
MESHES = frozenset({"stl", "obj", "ply"})
SHAPES = MESHES | {"glb"}
"""What the viewer draws. glTF in several parts is not among them: it is not kept."""
MOST_BYTES = 30 * MEGABYTE
"""Larger models are not drawn, only saved."""
SECONDS = 20
PIXELS = (640, 480)
LARGE = (2400, 2400)
SMALL_PICTURE = 8_000_000
"""Pixels that this process draws itself."""
DRAWN = """
from pathlib import Path
from superconnector.base.files.redrawing import draw_anew
came, goes, *most = sys.argv[1:]
print(draw_anew(Path(came), Path(goes), tuple(map(int, most))), end="")
"""
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
if mesh.visual.kind == "vertex":  # as a screen shows them; glTF asks for linear ones
    mesh.visual.vertex_colors[:, :3] = (255 * (mesh.visual.vertex_colors[:, :3] / 255.0) ** 2.2).round()
mesh.export(goes, file_type="glb", include_normals=False)
"""


TO_PICTURE = """
import numpy, trimesh
from PIL import Image, ImageDraw
came, goes, wide, high = sys.argv[1], sys.argv[2], 2 * int(sys.argv[3]), 2 * int(sys.argv[4])
with open(came, "rb") as file:
    mesh = trimesh.load(file, file_type="glb", force="mesh", process=False)
if not 0 < len(mesh.faces) <= 300_000 or not numpy.isfinite(mesh.vertices).all():
    sys.exit(1)
colours = numpy.full((len(mesh.vertices), 3), 150.0)
if mesh.visual.defined:
    made = mesh.visual.to_color() if mesh.visual.kind == "texture" else mesh.visual
    colours = numpy.asarray(made.vertex_colors, float)[:, :3]
    if mesh.visual.kind == "vertex":  # in glTF they are linear
        colours = 255 * (colours / 255) ** (1 / 2.2)
turn = trimesh.transformations.euler_matrix(0.42, -0.62, 0, "rxyz")[:3, :3]
points = (mesh.vertices - mesh.bounds.mean(axis=0)) @ turn.T
low, most = points.min(axis=0), numpy.ptp(points, axis=0)
size = 0.86 * min(wide / max(most[0], 1e-9), high / max(most[1], 1e-9))
corners = points[mesh.faces]
faces = numpy.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
faces /= numpy.maximum(numpy.linalg.norm(faces, axis=1, keepdims=True), 1e-12)
faces *= numpy.where(faces[:, 2:] < 0, -1, 1)
shade = 0.5 + 0.5 * numpy.clip(faces @ (numpy.array([-0.4, 0.75, 0.55]) / 1.01), 0, 1)
paint = numpy.clip(colours[mesh.faces].mean(axis=1) * shade[:, None], 0, 255).astype(int)
above, below = (Image.new("RGB", (wide, high), each) for each in ((240, 243, 245), (206, 216, 222)))
page = Image.composite(below, above, Image.linear_gradient("L").resize((wide, high)))
index = numpy.arange(len(mesh.faces))
if len(mesh.faces) <= 30_000:  # large faces are cut, so that what is behind is behind everywhere
    points, faces, index = trimesh.remesh.subdivide_to_size(
        points, mesh.faces, max_edge=float(most.max()) / 36, return_index=True
    )
    corners = points[faces]
flat = (corners[:, :, :2] - low[:2] - most[:2] / 2) * [size, -size] + [wide / 2, high / 2]
draw = ImageDraw.Draw(page)
for face in numpy.argsort(corners[:, :, 2].mean(axis=1), kind="stable"):
    draw.polygon(flat[face].ravel().tolist(), tuple(paint[index[face]]))
page.resize((wide // 2, high // 2), Image.Resampling.LANCZOS).save(goes, "JPEG", quality=86)
"""
"""Seen from the front, the right and above, the farthest face first, lit from the left; y points up."""


def glb_of(stored: StoredFile) -> Path | None:
    """The model as binary glTF; None where it is none, is too large or cannot be read."""
    try:
        return glb_now(stored)
    except TimeoutError:
        return None


def glb_now(stored: StoredFile) -> Path | None:
    """The same. Raises TimeoutError where the machine is too busy to tell."""
    if stored.kind not in SHAPES or stored.size > MOST_BYTES:
        return None
    return path_of(stored) if stored.kind == "glb" else made(stored, "glb", _mesh_as_glb)


def thumbnail_of(stored: StoredFile) -> Path | None:
    """A small JPEG of a picture, without what a camera wrote into it, or of a 3D model as it looks.

    None where it cannot be made.
    """
    if stored.kind in SHAPES:
        return made_once(stored, "jpg", _mesh_as_picture)
    return made_once(stored, "jpg", _small) if stored.kind in ("png", "jpg") else None


def clean_picture_of(stored: StoredFile) -> Path | None:
    """A large JPEG of a picture, without the place and the maker that a camera wrote into it."""
    return made_once(stored, "large.jpg", _large) if stored.kind in ("png", "jpg") else None


def made_once(stored: StoredFile, ending: str, make: Callable[[StoredFile, Path], bool]) -> Path | None:
    """The preview, or None where it cannot be made, for good or while the machine is too busy."""
    try:
        return made(stored, ending, make)
    except TimeoutError:
        log.warning("A preview of a file of kind %s took too long; it is tried again.", stored.kind)
        return None


def made(stored: StoredFile, ending: str, make: Callable[[StoredFile, Path], bool]) -> Path | None:
    """The preview, made on first demand. An empty file remembers that it could not be made.

    Where the bytes are not there, as after a backup without them, nothing is made and nothing remembered,
    and neither where it raises TimeoutError.
    """
    if not path_of(stored).is_file():
        return None
    place = Path(settings.FILES_ROOT) / "previews" / f"{stored.digest}.{ending}"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent) as folder:
            new = Path(folder) / "made"
            if not make(stored, new):
                new.write_bytes(b"")
            new.replace(place)
    return place if place.stat().st_size else None


def _mesh_as_glb(stored: StoredFile, goes: Path) -> bool:
    done = run_apart(TO_GLB, stored.kind, str(path_of(stored)), str(goes), seconds=SECONDS)
    return done is not None and goes.is_file()


def _mesh_as_picture(stored: StoredFile, goes: Path) -> bool:
    glb = glb_now(stored)
    if glb is None:
        return False
    done = run_apart(TO_PICTURE, str(glb), str(goes), *map(str, PIXELS), seconds=SECONDS)
    return done is not None and goes.is_file()


def _small(stored: StoredFile, goes: Path) -> bool:
    return _drawn(stored, goes, PIXELS)


def _large(stored: StoredFile, goes: Path) -> bool:
    return _drawn(stored, goes, LARGE)


def _drawn(stored: StoredFile, goes: Path, most: tuple[int, int]) -> bool:
    """A large one in a process of its own: with all its pixels it takes 600 MB of memory."""
    if stored.facts.get("width", 0) * stored.facts.get("height", 0) <= SMALL_PICTURE:
        return draw_anew(path_of(stored), goes, most)
    said = run_apart(DRAWN, str(path_of(stored)), str(goes), *map(str, most), seconds=SECONDS)
    return said == b"True" and goes.is_file()
