"""Films and sound without tags: MP4 and QuickTime, WebM, MP3, WAV. What is heard and seen stays as it is.

In WebM places are counted from the start of the file, so what goes is overwritten by zeros.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from superconnector.base.files.nameless.mp4 import mp4

DEPTH = 12
BITRATES = {
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by (version of MPEG: 1, or 2 and 2.5; layer), of ISO/IEC 11172-3 and 13818-3."""
RATES = (44100, 48000, 32000)


def media(data: bytes, kind: str) -> bytes:
    """The film or sound without tags. Raises ValueError where its structure cannot be followed."""
    try:
        return KINDS[kind](data)
    except (IndexError, struct.error) as error:
        raise ValueError("cut short") from error


# --- WebM ------------------------------------------------------------------------------------------------

EBML, SEGMENT, CLUSTER, INFO, TRACKS, TRACK = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
VOID = 0xEC
OPENED = frozenset({SEGMENT, CLUSTER, INFO, TRACKS, TRACK})
KEPT_ELEMENTS = frozenset(
    {EBML, 0x114D9B74, 0x1C53BB6B}  # the head, where things are, cues
    | {0x2AD7B1, 0x4489}  # info: the unit of time and the length
    | {0xD7, 0x73C5, 0x83, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x23E383, 0x22B59C, 0x86, 0x63A2}  # of a track
    | {0x56AA, 0x56BB, 0xE0, 0xE1, 0x6D80, 0x55EE}
    | {0xE7, 0xA7, 0xAB, 0xA3, 0xA0}  # of a cluster
)
STRINGS = frozenset({0x4D80, 0x5741})
"""The programs that wrote it: they must be there, and may be empty."""


def _webm(data: bytes) -> bytes:
    out = bytearray(data)
    _elements(out, 0, len(out), 0)
    return bytes(out)


def _elements(out: bytearray, at: int, end: int, depth: int) -> None:
    while at < end:
        start = at
        name, at = _number(out, at, keep_mark=True)
        size, body = _number(out, at, keep_mark=False)
        unknown = size == (1 << 7 * (body - at)) - 1
        if unknown and name not in (SEGMENT, CLUSTER):
            raise ValueError("an element without a size")
        stop = body if unknown else body + size  # what has no size is read on within
        if stop > end:
            raise ValueError("an element is cut short")
        if name in OPENED and depth <= DEPTH:
            _elements(out, body, stop, depth + 1)
        elif name in STRINGS:
            out[body:stop] = bytes(stop - body)
        elif name not in KEPT_ELEMENTS:
            out[start:stop] = _void(stop - start)
        at = stop


def _number(out: bytearray, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of EBML and the place after it; how long it is stands in the zeros of its first byte."""
    length = 9 - out[at].bit_length()
    if length > 8 or at + length > len(out):
        raise ValueError("no number where one must be")
    value = int.from_bytes(out[at : at + length], "big")
    return (value if keep_mark else value & ((1 << 7 * length) - 1)), at + length


def _void(length: int) -> bytes:
    if length < 9:
        return bytes([VOID, 0x80 | (length - 2)]) + bytes(length - 2)
    return bytes([VOID, 0x01]) + (length - 9).to_bytes(7, "big") + bytes(length - 9)


# --- sound -----------------------------------------------------------------------------------------------


def _mp3(data: bytes) -> bytes:
    """Only the frames: tags stand before, between and after them."""
    at = 10 + _synchsafe(data[6:10]) if data.startswith(b"ID3") else 0  # a picture in it may look like frames
    kept: list[bytes] = []
    while (at := data.find(b"\xff", at)) >= 0:
        follows = at + _frame(data, at)
        if at < follows <= len(data) and (kept or _frame(data, follows)):
            kept.append(data[at:follows])
            at = follows
        else:
            at += 1
    if not kept:
        raise ValueError("no frame of sound")
    return b"".join(kept)


def _synchsafe(four: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _frame(data: bytes, at: int) -> int:
    """The length of the frame that begins here, 0 if none does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = (data[at + 1] >> 3) & 3, 4 - ((data[at + 1] >> 1) & 3)
    rate, bits = (data[at + 2] >> 2) & 3, data[at + 2] >> 4
    if version == 1 or layer == 4 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    hertz = RATES[rate] // (1 if first else 2 if version == 2 else 4)
    kbits, padding = BITRATES[1 if first else 2, layer][bits], (data[at + 2] >> 1) & 1
    if layer == 1:
        return (12_000 * kbits // hertz + padding) * 4
    return (144_000 if first or layer == 2 else 72_000) * kbits // hertz + padding


def _wav(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name, size = struct.unpack("<4sI", data[at : at + 8])
        end = min(at + 8 + size, len(data))
        if name in (b"fmt ", b"data", b"fact"):
            kept.append(
                data[at : at + 4] + struct.pack("<I", end - at - 8) + data[at + 8 : end] + b"\0" * (size % 2)
            )
        at = end + size % 2
    body = b"WAVE" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


KINDS: dict[str, Callable[[bytes], bytes]] = {
    "mp4": mp4,
    "mov": mp4,
    "webm": _webm,
    "mp3": _mp3,
    "wav": _wav,
}
