"""glTF and GLB without copyright, generator, names, extras and unknown strings; pictures within them too.

What draws is kept: numbers, and the strings that glTF 2.0 gives a meaning. Bytes of the buffers that nothing
points at are zeros afterwards.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from typing import Any

from superconnector.base.files.nameless.pictures import picture

DROPPED = frozenset({"extras", "name", "copyright", "generator", "KHR_xmp_json_ld", "KHR_xmp"})
STRINGS = frozenset(
    {"version", "minVersion", "type", "alphaMode", "mimeType", "interpolation", "path", "uri"}
)
"""Keys whose values are strings with a meaning."""
EXTENSION = re.compile(r"KHR_(materials|texture_transform|lights|mesh_quantization|animation|node)\w*")
"""Extensions that say how something looks, and hold no bytes of their own."""
WORD = re.compile(r"[A-Za-z0-9_./+-]{1,60}")
LISTS = frozenset({"extensionsUsed", "extensionsRequired"})


def glb(data: bytes) -> bytes:
    """A GLB of the same scene: its JSON and its first buffer, and no other chunk. Raises ValueError."""
    try:
        length, text = struct.unpack("<I", data[12:16])[0], data[20:]
        scene = json.loads(text[:length])
        rest = text[length:]
        size = struct.unpack("<I", rest[:4])[0] if len(rest) >= 8 and rest[4:8] == b"BIN\0" else 0
    except (struct.error, RecursionError) as error:
        raise ValueError("the model is cut short") from error
    held = bytearray(rest[8 : 8 + size])
    clean = _clean(scene, [held])
    body = json.dumps(clean, separators=(",", ":")).encode()
    chunks = _chunk(b"JSON", body, b" ") + (_chunk(b"BIN\0", bytes(held), b"\0") if held else b"")
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def gltf(data: bytes) -> bytes:
    """The same of glTF as text, whose buffers are within it. Raises ValueError."""
    try:
        scene = json.loads(data)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return json.dumps(_clean(scene, []), separators=(",", ":")).encode()


def _chunk(name: bytes, body: bytes, fill: bytes) -> bytes:
    body += fill * (-len(body) % 4)
    return struct.pack("<I4s", len(body), name) + body


def _clean(scene: Any, held: list[bytearray]) -> Any:
    """The scene without what names; the bytes of its buffers are changed in place."""
    if not isinstance(scene, dict):
        raise ValueError("not a scene")
    if not all(EXTENSION.fullmatch(str(each)) for each in scene.get("extensionsRequired", ())):
        raise ValueError("the model needs an extension that cannot be looked through here")
    buffers = [_buffer(each, held) for each in scene.get("buffers", ())]
    for image in scene.get("images", ()):
        _image(scene, image, buffers)
    _blank(scene, buffers)
    for row, buffer in zip(scene.get("buffers", ()), buffers, strict=True):
        if "uri" in row:
            row["uri"] = "data:application/octet-stream;base64," + base64.b64encode(buffer).decode()
    return _kept(scene)


def _buffer(row: dict[str, Any], held: list[bytearray]) -> bytearray:
    if "uri" not in row:
        return held[0] if held else bytearray()
    return bytearray(_of_address(row["uri"]))


def _of_address(uri: str) -> bytes:
    head, _, body = uri.partition(",")
    if not head.startswith("data:") or not head.endswith(";base64"):
        raise ValueError("not within the file")
    return base64.b64decode(body, validate=True)


def _image(scene: dict[str, Any], image: dict[str, Any], buffers: list[bytearray]) -> None:
    if "uri" in image:
        clean = picture(_of_address(image["uri"]))
        kind = "image/png" if clean[:1] == b"\x89" else "image/jpeg"
        image["uri"] = f"data:{kind};base64," + base64.b64encode(clean).decode()
        return
    view = scene["bufferViews"][image["bufferView"]]
    buffer, start = buffers[view["buffer"]], view.get("byteOffset", 0)
    clean = picture(bytes(buffer[start : start + view["byteLength"]]))
    buffer[start : start + len(clean)] = clean  # never longer; what is left over is blanked as unused
    view["byteLength"] = len(clean)


def _blank(scene: dict[str, Any], buffers: list[bytearray]) -> None:
    """Zeros wherever no view looks."""
    used: list[list[tuple[int, int]]] = [[] for _ in buffers]
    for view in scene.get("bufferViews", ()):
        start = view.get("byteOffset", 0)
        used[view["buffer"]].append((start, start + view["byteLength"]))
    for buffer, parts in zip(buffers, used, strict=True):
        at = 0
        for start, end in [*sorted(parts), (len(buffer), len(buffer))]:
            if start > at:
                buffer[at:start] = bytes(len(buffer[at:start]))
            at = max(at, end)


def _kept(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        pairs = ((name, _kept(each, name)) for name, each in value.items() if _is_kept(name, key))
        return {name: each for name, each in pairs if each is not None}
    if isinstance(value, list):
        return [each for each in (_kept(each, key) for each in value) if each is not None]
    if isinstance(value, str):
        return value if _is_meant(value, key) else None
    return value


def _is_kept(name: str, holder: str) -> bool:
    if holder == "extensions":
        return EXTENSION.fullmatch(name) is not None
    return name not in DROPPED and WORD.fullmatch(name) is not None


def _is_meant(value: str, key: str) -> bool:
    if key in LISTS:
        return EXTENSION.fullmatch(value) is not None
    if key == "uri":
        return value.startswith("data:")
    return key in STRINGS and WORD.fullmatch(value) is not None
