"""The one error of the chair's desk, from the ranking to the appeals."""

from __future__ import annotations


class DecidingError(ValueError):
    """The chair cannot do this now. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values
