"""Sending a kept file: as what it is, never as a page, and never so that a browser may guess."""

from __future__ import annotations

import logging
from pathlib import Path

from django.http import FileResponse, Http404

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
