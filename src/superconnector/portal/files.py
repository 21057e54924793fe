"""Sending a kept file: as what it is, never as a page, and never so that a browser may guess."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile

log = logging.getLogger(__name__)
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
SHOWN = frozenset({"png", "jpg", "mp4", "mov", "webm", "mp3", "wav", "glb", "gltf"})
"""What a page may show in place; everything else is only saved."""


def send(stored: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """The bytes under the given name. `inline` holds for pictures, sound, video and glTF only.

    Raises Http404 where they are not on the disk, as after a backup was brought back without them.
    """
    try:
        held = path_of(stored).open("rb")
    except FileNotFoundError:
        log.exception("The bytes of %s are not there.", stored)
        raise Http404(stored.digest) from None
    return _guarded(
        FileResponse(
            held,
            as_attachment=not (inline and stored.kind in SHOWN),
            filename=name,
            content_type=TYPES.get(stored.kind, "application/octet-stream"),
        )
    )


BLOCK = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


def in_part(request: HttpRequest, whole: FileResponse, size: int) -> HttpResponse | StreamingHttpResponse:
    """The part that a player asks for, one range of bytes (RFC 9110, section 14); otherwise the whole.

    Players seek through sound and video by it, and some play nothing without.
    """
    whole["Accept-Ranges"] = "bytes"
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not any(asked.groups()):
        return whole
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    held: IO[bytes] = whole.file_to_stream  # type: ignore[assignment]
    held.seek(first)
    part = StreamingHttpResponse(_blocks(held, last - first + 1), status=206, headers=whole.headers)
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    part["Content-Length"] = str(last - first + 1)
    part._resource_closers.append(held.close)  # as FileResponse does with the file that it streams
    return part


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """`5-9` as it stands, `5-` to the end, `-5` the last five; never past the end."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


def _blocks(held: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (block := held.read(min(BLOCK, left))):
        left -= len(block)
        yield block


def send_copy(path: Path, kind: str, name: str, *, inline: bool = False) -> FileResponse:
    """A copy that was made of a kept file, or the file itself, of this kind and under this name."""
    return _guarded(
        FileResponse(
            path.open("rb"),
            as_attachment=not (inline and kind in SHOWN),
            filename=name,
            content_type=TYPES.get(kind, "application/octet-stream"),
        )
    )


def send_preview(path: Path, content_type: str) -> FileResponse:
    """What was made of a kept file, in place. Its name holds the digest, so it never changes."""
    return _guarded(FileResponse(path.open("rb"), content_type=content_type))


def _guarded(response: FileResponse) -> FileResponse:
    """Never a page, never guessed at, never read by another site."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response
