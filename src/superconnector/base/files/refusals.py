"""Why a file is not taken, as a code and values; `words.py` says it to a person."""

from __future__ import annotations


class FileRefusedError(Exception):
    """The file was not kept. `code` is one of the keys of words.SENTENCES; `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values
