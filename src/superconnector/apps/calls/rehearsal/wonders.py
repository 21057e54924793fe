"""Simple 3D models of the wonders of the world, of boxes, columns and domes, with a line of light on each.

Units are metres at no scale in particular; the y axis points up, as glTF has it. The same number gives the
same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import trimesh
from trimesh import Trimesh
from trimesh.creation import box, cone, cylinder, icosphere

STONE, MARBLE, SAND = (196, 178, 148), (226, 222, 214), (214, 186, 132)
BRICK, BRONZE, LEAF, GRASS = (176, 104, 78), (122, 150, 128), (82, 138, 86), (150, 168, 120)
WATER, GOLD, LIGHT = (96, 150, 178), (222, 184, 84), (72, 220, 232)
HOURS = ((1, 1, 1), (1, 0.82, 0.68), (0.5, 0.58, 0.8))
Colour = tuple[int, int, int]
Parts = Iterator[Trimesh]
UP = trimesh.transformations.rotation_matrix(-math.pi / 2, [1, 0, 0])


def model_of(number: int, kind: str) -> bytes:
    """The wonder of this number as a file: glb, stl, obj or ply; by day, at dusk or by night."""
    return _written(number % len(BUILT), number // len(BUILT) % len(HOURS), kind)


@cache
def _written(number: int, hour: int, kind: str) -> bytes:
    built = _joined([*BUILT[number]()])
    mesh = _joined([_ground(built), built])
    mesh.apply_transform(UP)
    painted = np.asarray(mesh.visual.vertex_colors)[:, :3]  # type: ignore[union-attr]
    shares = painted / 255 * np.where((painted == LIGHT).all(axis=1)[:, None], 1, HOURS[hour])
    if kind == "glb":  # glTF asks for linear colours; a screen's are raised to the power 1 / 2.2
        shares **= 2.2
    mesh.visual = trimesh.visual.ColorVisuals(mesh, vertex_colors=np.round(255 * shares).astype(np.uint8))
    said = (
        mesh.export(file_type=kind, include_normals=False) if kind == "glb" else mesh.export(file_type=kind)
    )
    return said if isinstance(said, bytes) else str(said).encode()


def _joined(parts: list[Trimesh]) -> Trimesh:
    mesh = trimesh.util.concatenate(parts)
    if not isinstance(mesh, Trimesh):
        raise TypeError("Parts that are meshes make a mesh.")
    return mesh


# --- parts; here z points up ----------------------------------------------------------------------------


def _at(mesh: Trimesh, colour: Colour, x: float = 0, y: float = 0, z: float = 0) -> Trimesh:
    """Painted, and standing with its foot at this place."""
    mesh.apply_translation([x, y, z - mesh.bounds[0][2]])
    mesh.visual = trimesh.visual.ColorVisuals(
        mesh, vertex_colors=np.tile([*colour, 255], (len(mesh.vertices), 1))
    )
    return mesh


def _block(
    size: tuple[float, float, float], colour: Colour, x: float = 0, y: float = 0, z: float = 0
) -> Trimesh:
    return _at(box(extents=size), colour, x, y, z)


def _column(
    radius: float, height: float, colour: Colour, x: float = 0, y: float = 0, z: float = 0, sides: int = 12
) -> Trimesh:
    return _at(cylinder(radius=radius, height=height, sections=sides), colour, x, y, z)


def _roof(
    radius: float, height: float, colour: Colour, x: float = 0, y: float = 0, z: float = 0, sides: int = 4
) -> Trimesh:
    """A cone of few sides: with four, a pyramid whose sides look along the axes."""
    made = cone(radius=radius, height=height, sections=sides)
    made.apply_transform(trimesh.transformations.rotation_matrix(math.pi / sides, [0, 0, 1]))
    return _at(made, colour, x, y, z)


def _dome(radius: float, colour: Colour, x: float = 0, y: float = 0, z: float = 0) -> Trimesh:
    """The upper half of a ball; its lower half is flat."""
    made = icosphere(subdivisions=3, radius=radius)
    made.vertices[:, 2] = np.maximum(made.vertices[:, 2], 0)
    return _at(made, colour, x, y, z)


def _ring(count: int, radius: float, stretch: float = 1) -> Iterator[tuple[float, float, float]]:
    """Places on an ellipse, with the angle of each."""
    for index in range(count):
        angle = 2 * math.pi * index / count
        yield radius * math.cos(angle), radius * stretch * math.sin(angle), angle


def _ground(built: Trimesh) -> Trimesh:
    """A round lawn under it, somewhat wider than it is."""
    radius = 1.15 * float(np.linalg.norm(built.vertices[:, :2], axis=1).max())
    return _at(cylinder(radius=radius, height=0.4, sections=48), GRASS, z=-0.4)


def _colonnade(wide: int, deep: int, step: float, height: float, z: float) -> Parts:
    """Columns around a rectangle."""
    for i in range(wide):
        for j in range(deep):
            if i in (0, wide - 1) or j in (0, deep - 1):
                place = ((i - (wide - 1) / 2) * step, (j - (deep - 1) / 2) * step)
                yield _column(0.32, height, MARBLE, *place, z)


# --- the wonders -------------------------------------------------------------------------------------------


def _pyramid() -> Parts:
    for step in range(12):
        wide = 18 - 1.5 * step
        yield _block((wide, wide, 0.95), SAND, z=0.95 * step)
    yield _roof(1.2, 1.2, LIGHT, z=11.4)
    for x, y in ((-12, 8), (12, -9)):
        yield _roof(3.4, 3, SAND, x, y)


def _gardens() -> Parts:
    for step in range(5):
        wide = 16 - 3 * step
        yield _block((wide, wide * 0.8, 1.8), BRICK, z=1.8 * step)
        for x, y, _ in _ring(14 - 2 * step, wide * 0.46, 0.8):
            yield _roof(0.7, 1.9, LEAF, x, y, 1.8 * (step + 1), sides=7)
    yield _block((2.6, 2.2, 0.2), WATER, z=9)
    yield _column(0.5, 1.6, LIGHT, z=9.1)


def _temple() -> Parts:
    for step in range(3):
        yield _block((13 - step, 21 - step, 0.5), STONE, z=0.5 * step)
    yield from _colonnade(6, 10, 2, 6, 1.5)
    yield _block((6, 14, 5.8), MARBLE, z=1.5)
    yield _block((11.6, 19.4, 0.9), STONE, z=7.5)
    gable = _roof(8.4, 3, BRICK)
    gable.vertices[:, 1] *= 1.64
    yield _at(gable, BRICK, z=8.4)
    for x in (-5.8, 5.8):
        yield _block((0.2, 19.6, 0.3), LIGHT, x, z=8.2)


def _zeus() -> Parts:
    yield _block((9, 9, 1.2), STONE)
    yield _block((5, 4.4, 3.4), GOLD, z=1.2)
    yield _block((5, 0.8, 7), GOLD, y=2, z=1.2)
    for side in (-1.1, 1.1):
        yield _block((1.4, 4, 1.3), MARBLE, side, -1.4, 4.6)
        yield _block((1.3, 1.3, 3.6), MARBLE, side, -3, 1.2)
    yield _column(1.9, 4.2, MARBLE, y=0.4, z=4.6)
    yield _at(icosphere(subdivisions=3, radius=1.25), MARBLE, y=0.3, z=8.9)
    yield _column(0.18, 9, BRONZE, 3.2, -1, 1.2)
    yield _at(icosphere(subdivisions=2, radius=0.5), LIGHT, 3.2, -1, 10.2)


def _mausoleum() -> Parts:
    yield _block((14, 12, 5), STONE)
    yield _block((11, 9, 1), MARBLE, z=5)
    yield from _colonnade(6, 5, 1.8, 4.4, 6)
    yield _block((7, 5, 4.3), STONE, z=6)
    for step in range(8):
        yield _block((11 - 1.2 * step, 9 - step, 0.55), MARBLE, z=10.4 + 0.55 * step)
    yield _block((1.6, 1, 1), GOLD, z=14.8)
    yield _block((14.2, 12.2, 0.2), LIGHT, z=4.9)


def _colossus() -> Parts:
    yield _block((6, 6, 3), MARBLE)
    for side in (-0.9, 0.9):
        yield _column(0.75, 5, BRONZE, side, 0, 3)
    yield _column(1.7, 4.6, BRONZE, z=7.8)
    yield _at(icosphere(subdivisions=3, radius=1.1), BRONZE, z=12.3)
    for x, _, angle in _ring(9, 1.5):
        yield _roof(0.2, 1.1, GOLD, x, 0, 13.2 + 0.8 * abs(math.sin(angle)), sides=5)
    yield _column(0.5, 4.2, BRONZE, 2, 0, 11)
    yield _column(0.5, 3.6, BRONZE, -2.1, 0, 8)
    yield _at(icosphere(subdivisions=2, radius=0.8), LIGHT, 2, 0, 15)


def _lighthouse() -> Parts:
    yield _block((9, 9, 1.4), STONE)
    for z, wide, height in ((1.4, 6, 6), (7.4, 5.6, 0.5)):
        yield _block((wide, wide, height), MARBLE, z=z)
    yield _column(2.2, 4.4, MARBLE, z=7.9, sides=8)
    yield _column(1.3, 2.6, MARBLE, z=12.3)
    for x, y, _ in _ring(6, 1):
        yield _column(0.14, 1.4, STONE, x, y, 14.9)
    yield _at(icosphere(subdivisions=3, radius=0.7), LIGHT, z=15)
    yield _dome(1.3, GOLD, z=16.3)


def _colosseum() -> Parts:
    for level in range(3):
        for x, y, _ in _ring(44, 10, 0.82):
            yield _column(0.42, 2.6, STONE, x, y, 3.2 * level, sides=8)
        yield from _rim(10, 0.82, 0.6, 3.2 * level + 2.6, SAND)
    for row in range(5):
        yield from _rim(8.6 - 0.9 * row, 0.82, 5 - row, 0, STONE)
    yield from _rim(10.1, 0.82, 0.2, 9.7, LIGHT)
    yield _at(cylinder(radius=4, height=0.3, sections=40), SAND)


def _rim(radius: float, stretch: float, height: float, z: float, colour: Colour) -> Parts:
    """A wall around an ellipse, of short straight pieces."""
    length = 2 * math.pi * radius / 44
    for x, y, angle in _ring(44, radius, stretch):
        piece = box(extents=(0.9, length * 1.05, height))
        piece.apply_transform(trimesh.transformations.rotation_matrix(angle, [0, 0, 1]))
        yield _at(piece, colour, x, y, z)


def _wall() -> Parts:
    for index in range(24):
        x, y = -13.5 + 1.18 * index, 4 * math.sin(index / 3.4)
        z = 2 + 1.8 * math.sin(index / 2.6)
        yield _at(icosphere(subdivisions=2, radius=3.1), LEAF, x, y, z - 6)
        yield _block((1.4, 2.2, 2.4), STONE, x, y, z - 0.4)
        for side in (-0.9, 0.9):
            yield _block((0.6, 0.3, 0.7), STONE, x, y + side, z + 2)
        if index % 8 == 4:
            yield _block((3, 3, 4.4), BRICK, x, y, z)
            yield _block((3.4, 3.4, 0.5), STONE, x, y, z + 4.4)
            yield _roof(0.7, 1.3, LIGHT, x, y, z + 4.9, sides=6)


def _sophia() -> Parts:
    yield _block((15, 15, 5), BRICK)
    yield _block((10, 10, 3), SAND, z=5)
    for side in (-5, 5):
        yield _dome(4, STONE, side, 0, 5)
    yield _column(4.8, 1.4, SAND, z=8, sides=40)
    for x, y, _ in _ring(40, 4.85):
        yield _block((0.22, 0.22, 0.8), LIGHT, x, y, 8.3)
    yield _dome(4.8, STONE, z=9.4)
    yield _column(0.12, 1.6, GOLD, z=14.1)
    for x, y in ((-8.6, -8.6), (8.6, -8.6), (-8.6, 8.6), (8.6, 8.6)):
        yield _column(0.75, 13, MARBLE, x, y)
        yield _roof(0.9, 3, STONE, x, y, 13, sides=12)


def _stonehenge() -> Parts:
    for index, (x, y, angle) in enumerate(_ring(20, 9)):
        if index % 7 != 5:
            yield _turned((1.1, 1.9, 4.4), angle, x, y, 0)
        if index % 7 < 3:
            yield _turned((1.1, 3, 0.9), angle + math.pi / 20, x, y, 4.4)
    for x, y, angle in list(_ring(10, 5))[2:9:2]:
        for side in (-1.1, 1.1):
            yield _turned((1.2, 1.4, 5.6), angle, x - side * math.sin(angle), y + side * math.cos(angle), 0)
        yield _turned((1.3, 4.2, 1), angle, x, y, 5.6)
    yield _at(cylinder(radius=1.2, height=0.3, sections=24), LIGHT)
    yield _turned((0.8, 1.2, 3.4), 0, 14, 0, 0)


def _turned(size: tuple[float, float, float], angle: float, x: float, y: float, z: float) -> Trimesh:
    made = box(extents=size)
    made.apply_transform(trimesh.transformations.rotation_matrix(angle, [0, 0, 1]))
    return _at(made, STONE, x, y, z)


def _taj() -> Parts:
    yield _block((20, 20, 1.6), SAND)
    yield _block((10, 10, 6.4), MARBLE, z=1.6)
    for x, y, angle in _ring(4, 5):
        yield _turned((0.3, 3, 4.6), angle, x, y, 1.6)
    yield _column(3, 1.6, MARBLE, z=8, sides=32)
    yield _dome(3.5, MARBLE, z=9.6)
    yield _roof(0.9, 2, GOLD, z=12.7, sides=12)
    for x, y in ((-3.4, -3.4), (3.4, -3.4), (-3.4, 3.4), (3.4, 3.4)):
        yield _dome(1.2, MARBLE, x, y, 8)
    for x, y in ((-9, -9), (9, -9), (-9, 9), (9, 9)):
        yield _column(0.6, 9, MARBLE, x, y, 1.6)
        yield _dome(0.8, MARBLE, x, y, 10.6)
        yield _column(0.7, 0.2, LIGHT, x, y, 10.4)
    yield _block((2, 4, 0.1), WATER, y=-12.5)


BUILT: tuple[Callable[[], Parts], ...] = (
    _pyramid, _gardens, _temple, _zeus, _mausoleum, _colossus, _lighthouse, _colosseum, _wall, _sophia,
    _stonehenge, _taj,
)  # fmt: skip
"""In the order of the wonders in ideas.py."""
