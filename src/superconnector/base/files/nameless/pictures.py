"""JPEG, PNG, GIF and EMF without comments, EXIF, XMP, colour profiles, thumbnails and what follows their end.

The pixels are not decoded, so nothing is lost and nothing grows: the result is never longer than what came.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

PNG = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA sRGB cHRM pHYs sBIT bKGD acTL fcTL fdAT".split())
JFIF = b"JFIF\0"
JFIF_LENGTH = 12  # version, density and the size of a thumbnail, which is set to none
MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""The end of a scan: 0xFF within one is followed by zero or is a mark of restart."""
EOI, SOS, COM, APP0, APP14 = 0xD9, 0xDA, 0xFE, 0xE0, 0xEE
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
EMF_COMMENT, EMF_HEADER = 70, 1
EMF_DRAWN = (b"EMF+", b"GDIC")
"""Comments of an EMF that draw; all others belong to the program that wrote it."""


def picture(data: bytes) -> bytes:
    """The picture. Raises ValueError for what is none of these formats or is not whole."""
    clean = next((make for begins, make in FORMATS.items() if data.startswith(begins)), None)
    if clean is None:
        raise ValueError("not a picture of a known format")
    try:
        return clean(data)
    except (IndexError, struct.error) as error:
        raise ValueError("the picture is cut short") from error


def _jpeg(data: bytes) -> bytes:
    kept = list(_segments(data))
    if not any(each[1] == SOS for each in kept if each):
        raise ValueError("the picture has no pixels")
    return b"\xff\xd8" + b"".join(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no segment where one must be")
        mark = data[at + 1]
        if mark == 0xFF:  # fill bytes
            at += 1
            continue
        if mark == EOI:
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if mark == SOS:
            after = MARKER.search(data, end)
            end = after.end() - 2 if after else len(data)
            yield data[at:end]
        elif mark == APP0:
            yield _jfif(data[at + 4 : end])
        elif mark == APP14 or not (APP0 < mark <= 0xEF or mark == COM):
            yield data[at:end]
        at = end


def _jfif(body: bytes) -> bytes:
    if not body.startswith(JFIF):
        return b""
    return b"\xff\xe0\0\x10" + (body[:JFIF_LENGTH].ljust(JFIF_LENGTH, b"\0")) + b"\0\0"


def _png(data: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if name in PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise ValueError("the picture has no end")


def _gif(data: bytes) -> bytes:
    at = 13 + (3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x21:
            at = _blocks(data, at + 2)
            drawn = data[start + 1] == 0xF9
            if drawn or (data[start + 1] == 0xFF and data[start + 3 : start + 14] in GIF_LOOPS):
                kept.append(data[start:at])
        elif data[at] == 0x2C:
            flags = data[at + 9]
            table = 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
            at = _blocks(data, at + 11 + table)
            kept.append(data[start:at])
        else:
            raise ValueError("no block where one must be")
    return b"".join([*kept, b"\x3b"])


def _blocks(data: bytes, at: int) -> int:
    """The place after a chain of blocks, each of which begins with its length."""
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _emf(data: bytes) -> bytes:
    out, at = bytearray(data), 0
    while at + 8 <= len(data):
        kind, size = struct.unpack("<II", data[at : at + 8])
        if size < 8 or at + size > len(data):
            raise ValueError("a record is cut short")
        if at == 0:
            length, place = struct.unpack("<II", data[60:68])
            out[place : place + 2 * length] = bytes(len(out[place : place + 2 * length]))
        elif kind == EMF_COMMENT and data[at + 12 : at + 16] not in EMF_DRAWN:
            out[at + 12 : at + size] = bytes(size - 12)
        at += size
    return bytes(out[:at])


FORMATS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\xff\xd8\xff": _jpeg,
    PNG: _png,
    b"GIF8": _gif,
    struct.pack("<I", EMF_HEADER): _emf,
}
