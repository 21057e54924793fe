"""3D models: glTF in one file, and the plain formats of meshes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

from superconnector.base.files.refusals import FileRefusedError

GLB_HEAD, STL_HEAD, STL_TRIANGLE = 20, 84, 50
MOST_DESCRIPTION = 32 * 1024**2
"""Bytes of the JSON part of a glTF file."""

MOST_VALUES = 2_000_000
"""Values of the JSON part: a list of empty lists takes twenty times its bytes of memory."""


def check_shape(path: Path, kind: str, name: str) -> dict[str, object]:
    """What could be counted: `meshes`, `triangles`. Raises FileRefusedError."""
    check = {"glb": _glb, "gltf": _gltf, "stl": _stl, "obj": _obj, "ply": _ply}[kind]
    facts = check(path, name)
    if facts is None:
        raise FileRefusedError("content", name=name, kind=kind)
    return facts


def _glb(path: Path, name: str) -> dict[str, object] | None:
    with path.open("rb") as file:
        head = file.read(GLB_HEAD)
        if len(head) < GLB_HEAD or head[:4] != b"glTF" or head[16:20] != b"JSON":
            return None
        _, version, total, length = struct.unpack("<4sIII", head[:16])
        if version != 2 or length > MOST_DESCRIPTION:
            return None
        if total != path.stat().st_size:
            raise FileRefusedError("broken", name=name)
        return _scene(file.read(length), name)


def _gltf(path: Path, name: str) -> dict[str, object] | None:
    return _scene(path.read_bytes(), name) if path.stat().st_size <= MOST_DESCRIPTION else None


def _scene(text: bytes, name: str) -> dict[str, object] | None:
    if sum(map(text.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise FileRefusedError("broken", name=name)
    try:
        scene = json.loads(text)
        version = scene["asset"]["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if any(not uri.startswith("data:") for uri in _addresses(scene)):
        raise FileRefusedError("outside", name=name)
    meshes = scene.get("meshes", [])
    return {"meshes": len(meshes)} if str(version).startswith("2") and isinstance(meshes, list) else None


def _addresses(scene: dict[str, object]) -> Iterator[str]:
    for part in ("buffers", "images"):
        rows = scene.get(part, [])
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and "uri" in row:
                yield str(row["uri"])


def _stl(path: Path, _name: str) -> dict[str, object] | None:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(STL_HEAD)
        if len(head) == STL_HEAD:
            (triangles,) = struct.unpack("<I", head[80:84])
            if size == STL_HEAD + STL_TRIANGLE * triangles:
                return {"triangles": triangles}
        text = head + file.read(4096)
    return {} if text.lstrip().startswith(b"solid") and b"facet" in text else None


def _obj(path: Path, _name: str) -> dict[str, object] | None:
    corners = faces = 0
    with path.open("rb") as file:
        for line in file:
            if b"\0" in line:
                return None
            corners += line.startswith(b"v ")
            faces += line.startswith(b"f ")
    return {"corners": corners, "faces": faces} if corners >= 3 else None


def _ply(path: Path, _name: str) -> dict[str, object] | None:
    with path.open("rb") as file:
        head = file.read(4096)
    return {} if head[:4] in (b"ply\n", b"ply\r") and b"element vertex" in head else None
