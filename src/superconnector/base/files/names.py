"""Names of files as people see them. No name ever becomes a path on this machine."""

from __future__ import annotations

import unicodedata

MOST = 200


def clean_name(name: str) -> str:
    """The last part of a path, without signs that cannot be seen; the ending survives shortening."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C" or c == "\u200d").strip(" .")
    if len(seen) > MOST:
        stem, dot, ending = seen.rpartition(".")
        seen = (stem[: MOST - len(ending) - 1] + dot + ending)[:MOST] if dot else seen[:MOST]
    return seen or "file"


def ending(name: str) -> str:
    """`Deck.PDF` → `pdf`; empty where there is none. `jpeg` is `jpg`."""
    found = name.rpartition(".")[2].lower() if "." in name else ""
    return {"jpeg": "jpg", "markdown": "md", "m4v": "mp4"}.get(found, found)
