"""What no log may hold: the secrets of links that stand for a person."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"((?:/calls/(?:consent|join)|/feedback)/)[^/\s?]+")


class NoSecretsFilter(logging.Filter):
    """Writes `…` for the secret of a link wherever a message names the address of a page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        said = record.getMessage()
        hidden = _SECRET.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
