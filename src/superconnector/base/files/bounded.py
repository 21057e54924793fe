"""The most that one request may bring. Django bounds forms; files it takes without end."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploadHandler(FileUploadHandler):
    """Stands before the handlers that keep the bytes, counts them, and ends the request beyond the bound."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],  # noqa: N803
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length, before a byte is read."""
        self._refuse_beyond(content_length)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count and pass on."""
        self.taken += len(raw_data)
        self._refuse_beyond(self.taken)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""

    def _refuse_beyond(self, size: int) -> None:
        if size > settings.UPLOAD_BYTES:
            raise RequestDataTooBig(f"A request may bring at most {settings.UPLOAD_BYTES} bytes of files.")
