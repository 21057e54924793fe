"""MP4 and QuickTime without tags, places, names of tracks, and tracks that are neither seen nor heard.

Boxes are those of ISO/IEC 14496-12 and of QuickTime. Places are counted from the start of the file, so what
goes becomes free space of the same length, filled with zeros.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

KEPT_BOXES = frozenset(
    b"ftyp styp moov mdat moof mfra sidx ssix wide mvhd trak mvex trex mehd tkhd edts elst tref tapt clef"
    b" prof enof mdia mdhd elng minf vmhd smhd hmhd sthd nmhd gmhd gmin dinf dref stbl stsd stts ctts cslg"
    b" stss stps stsc stsz stz2 stco co64 sdtp sbgp sgpd subs saiz saio padb stdp mfhd traf tfhd tfdt trun"
    b" tfra mfro hdlr".split()
)
HOLDERS = frozenset(b"moov trak mvex edts tapt mdia minf gmhd dinf stbl moof mfra traf".split())
DEPTH = 12
SHOWN = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"})
"""Kinds of track that a viewer sees or hears. Cameras add others: where they were, which camera it is."""


class Box(NamedTuple):
    """A box from `at` to `end`; what it holds begins at `body`."""

    name: bytes
    at: int
    body: int
    end: int


def mp4(data: bytes) -> bytes:
    """The film, as long as it came. Raises ValueError where a box is cut short, struct.error likewise."""
    out = bytearray(data)
    _clean(out, 0, len(out), 0)
    return bytes(out)


def _boxes(out: bytearray, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, name = struct.unpack(">I4s", out[at : at + 8])
        head = 8
        if size == 1:
            (size,), head = struct.unpack(">Q", out[at + 8 : at + 16]), 16
        size = size or end - at
        if size < head or at + size > end:
            raise ValueError("a box is cut short")
        yield Box(name, at, at + head, at + size)
        at += size
    out[at:end] = bytes(end - at)


def _clean(out: bytearray, at: int, end: int, depth: int) -> None:
    for box in _boxes(out, at, end):
        if box.name not in KEPT_BOXES or depth > DEPTH:
            _free(out, box)
        elif box.name == b"trak" and not _is_shown(out, box):
            for start, stop in _samples(out, box):
                out[start:stop] = bytes(len(out[start:stop]))
            _free(out, box)
        elif box.name in HOLDERS:
            _clean(out, box.body, box.end, depth + 1)
        elif box.name == b"hdlr":  # its last field is a name
            out[min(box.body + 24, box.end) : box.end] = bytes(max(0, box.end - box.body - 24))
        elif box.name == b"dref":
            _clean_references(out, box)


def _free(out: bytearray, box: Box) -> None:
    out[box.at + 4 : box.at + 8] = b"free"
    out[box.body : box.end] = bytes(box.end - box.body)


def _clean_references(out: bytearray, box: Box) -> None:
    """Where the samples lie: in this file. A path of the maker's machine is not needed."""
    for each in _boxes(out, box.body + 8, box.end):
        out[each.body + 4 : each.end] = bytes(max(0, each.end - each.body - 4))


def _within(out: bytearray, box: Box, *path: bytes) -> Box | None:
    """The first box below `box` that this path of names leads to."""
    for name in path:
        found = next((each for each in _boxes(out, box.body, box.end) if each.name == name), None)
        if found is None:
            return None
        box = found
    return box


def _is_shown(out: bytearray, track: Box) -> bool:
    handler = _within(out, track, b"mdia", b"hdlr")
    return handler is None or bytes(out[handler.body + 8 : handler.body + 12]) in SHOWN


def _samples(out: bytearray, track: Box) -> Iterator[tuple[int, int]]:
    """Where the bytes of a track lie in the file, chunk by chunk."""
    table = _within(out, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    found = {each.name: each for each in _boxes(out, table.body, table.end)}
    chunks = found.get(b"stco") or found.get(b"co64")
    if chunks is None or not {b"stsz", b"stsc"} <= found.keys():
        return
    places = _numbers(out, chunks, 4, "Q" if chunks.name == b"co64" else "I")
    runs = _numbers(out, found[b"stsc"], 4, "III")
    (all_alike,) = struct.unpack_from(">I", out, found[b"stsz"].body + 4)
    sizes = iter([] if all_alike else [size for (size,) in _numbers(out, found[b"stsz"], 8, "I")])
    for number, (place,) in enumerate(places, start=1):
        samples = next((each for first, each, _ in reversed(runs) if first <= number), 0)
        length = (
            all_alike * samples if all_alike else sum(next(sizes, 0) for _ in range(min(samples, len(out))))
        )
        yield place, min(place + length, len(out))


def _numbers(out: bytearray, box: Box, skip: int, form: str) -> list[tuple[int, ...]]:
    """The rows of a table: after `skip` bytes their number, then the rows, as many as there is room for."""
    (count,) = struct.unpack_from(">I", out, box.body + skip)
    size, start = struct.calcsize(">" + form), box.body + skip + 4
    room = max(0, (box.end - start) // size)
    return list(struct.iter_unpack(">" + form, out[start : start + min(count, room) * size]))
