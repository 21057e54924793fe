"""Sound and moving pictures: only what they say they are is checked, by the first bytes of each format."""

from __future__ import annotations

from pathlib import Path

from superconnector.base.files.refusals import FileRefusedError

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def check_media(path: Path, kind: str, name: str) -> dict[str, object]:
    """Nothing measured. Raises FileRefusedError where the bytes do not begin as the format does."""
    with path.open("rb") as file:
        head = file.read(64)
    if not _begins(head, kind):
        raise FileRefusedError("content", name=name, kind=kind)
    return {}


def _begins(head: bytes, kind: str) -> bool:
    match kind:
        case "mp4" | "mov":
            return head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free")
        case "webm":
            return head.startswith(b"\x1a\x45\xdf\xa3")
        case "mp3":
            return head.startswith(b"ID3") or (
                head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0
            )
        case "wav":
            return head.startswith(b"RIFF") and head[8:12] == b"WAVE"
        case "ppt":
            return head.startswith(OLE)
    return False
