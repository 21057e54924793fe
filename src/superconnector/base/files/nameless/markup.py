"""One XML part of an office file, copied event by event, with the attributes and texts that name replaced.

A tree would lose the prefixes that Word names in attributes, and with them the file. Comments, processing
instructions and declarations of types are not copied; a part with a declaration of types is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

SOMEBODY = "Author"
NAMING = frozenset(
    {"author", "initials", "userId", "userName", "providerId", "displayName", "creator", "createdBy"}
    | {"lastModifiedBy", "modifiedBy", "refreshedBy", "refreshedUserName", "company", "manager"}
    | {"sourceFile", "odcFile", "connection", "recipientName", "signerName"}
    | {"suggestedSigner", "suggestedSigner2", "suggestedSignerEmail"}
)
"""Attributes, without their prefix, that say who made or changed something, or where it lay."""
OF_ELEMENT = {
    "cmAuthor": "name",
    "author": "name",
    "chgData": "name",
    "userInfo": "name",
    "cNvPr": "name",
    "docPr": "name",
    "docVar": "val",
    "tag": "val",
    "absPath": "url",
}
"""An attribute that names in these elements only."""
TEXTS = frozenset({"author", "lastModifiedBy", "creator", "Company", "Manager"})
"""Elements whose text names, with all that is in them."""
GONE = frozenset({"custData", "printerSettings"})
"""Elements that refer to parts that are left out."""

SVG_GONE = frozenset({"metadata", "title", "desc", "namedview", "script"})
SVG_PROGRAMS = ("inkscape:", "sodipodi:")

Elements = Callable[[str, Mapping[str, str]], Mapping[str, str] | None]
"""Takes the name of an element and its attributes; gives the attributes to write, None to leave it out."""


def rewritten(part: bytes, elements: Elements) -> bytes:
    """The part in UTF-8. Raises ValueError where it is not well-formed or declares types."""
    copy = _Copy(elements)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = copy.start
    parser.EndElementHandler = copy.end
    parser.CharacterDataHandler = copy.text
    parser.StartDoctypeDeclHandler = copy.refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError("not well-formed") from error
    return "".join(copy.out).encode()


def local(name: str) -> str:
    """`w:author` → `author`."""
    return name.rpartition(":")[2]


def without_names(name: str, attributes: Mapping[str, str]) -> Mapping[str, str] | None:
    """The attributes of an element with those that name replaced."""
    element = local(name)
    if element in GONE:
        return None
    own = OF_ELEMENT.get(element)
    return {
        key: SOMEBODY if local(key) in NAMING or local(key) == own else value
        for key, value in attributes.items()
        if not (element == "pageSetup" and local(key) == "id")  # of the printer's settings
    }


def without_metadata(name: str, attributes: Mapping[str, str]) -> Mapping[str, str] | None:
    """The same for SVG: no metadata, no title, nothing of the program that drew it."""
    if local(name) in SVG_GONE:
        return None
    return {key: value for key, value in attributes.items() if not key.startswith(SVG_PROGRAMS)}


class _Copy:
    """What was read so far, as it is written. `left_out` counts the open elements within one that is not."""

    def __init__(self, elements: Elements) -> None:
        self.elements = elements
        self.out = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self.left_out = 0
        self.nameless = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        told = None if self.left_out else self.elements(name, attributes)
        if told is None:
            self.left_out += 1
            return
        self.nameless += bool(self.nameless) or local(name) in TEXTS
        written = "".join(f" {key}={quoteattr(value)}" for key, value in told.items())
        self.out.append(f"<{name}{written}>")

    def end(self, name: str) -> None:
        if self.left_out:
            self.left_out -= 1
            return
        self.nameless -= bool(self.nameless)
        self.out.append(f"</{name}>")

    def text(self, text: str) -> None:
        if not self.left_out:
            self.out.append(SOMEBODY * bool(text.strip()) if self.nameless else escape(text))

    def refuse(self, *_declaration: object) -> None:
        raise ValueError("a declaration of types")
