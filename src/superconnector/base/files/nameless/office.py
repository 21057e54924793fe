"""Word, PowerPoint and Excel files as new archives: no properties, no authors, no parts nobody reads.

The parts of ECMA-376 (Office Open XML) that hold properties, thumbnails, printers, revisions and data of
other programs are left out, with all that refers to them. Parts that are XML are copied without what names;
pictures, films and files within the file are cleaned as such; parts of an unknown kind stay, but empty.
"""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from collections.abc import Callable, Mapping
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from superconnector.base.files.nameless.markup import local, rewritten, without_metadata, without_names
from superconnector.base.files.nameless.media import media
from superconnector.base.files.nameless.pictures import picture
from superconnector.base.files.nameless.scene import glb

LEFT_OUT = re.compile(
    r"(docProps|customXml|docMetadata|_xmlsignatures|(word|xl|ppt)/printerSettings|xl/revisions"
    r"|ppt/changesInfos|package/services)/.*|(.*/)?(thumbnail\.\w+|revisionInfo\.xml|people\.xml"
    r"|vbaData\.xml|attachedToolbars\.bin|printerSettings\d*\.bin|_rels/item\d*\.xml\.rels)",
    re.IGNORECASE,
)
MARKUP = (".xml", ".rels", ".vml", ".svg")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf")
PLAIN = (".bmp", ".wmf", ".fntdata", ".odttf")
"""Pictures and letter forms without a place for a name."""
OFFICE = (".docx", ".pptx", ".xlsx")
DEPTH = 3
MOST_UNPACKED = 400 * 1024**2
AWAY = "about:blank"


def office(data: bytes, depth: int = 0) -> bytes:
    """The file anew. Raises ValueError for what is no archive, is too large or too deep."""
    out = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(data)) as came, ZipFile(out, "w", ZIP_DEFLATED) as goes:
            parts = [each for each in came.infolist() if not each.is_dir()]
            if sum(each.file_size for each in parts) > MOST_UNPACKED or depth > DEPTH:
                raise ValueError("too much within it")
            for part in dict.fromkeys(each.filename for each in parts):
                if not LEFT_OUT.fullmatch(part):
                    goes.writestr(_entry(part), _part(part, came.read(part), depth))
    except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise ValueError("cannot be unpacked") from error
    return out.getvalue()


def _entry(name: str) -> ZipInfo:
    """A line of the list with nothing but the name: no time, no system, no comment."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _part(name: str, data: bytes, depth: int) -> bytes:
    ending = "." + name.lower().rpartition(".")[2]
    if ending in MARKUP:
        return rewritten(data, _rule(name))
    try:
        return data if ending in PLAIN else _within(data, ending, depth)
    except (KeyError, ValueError):
        return b""


def _within(data: bytes, ending: str, depth: int) -> bytes:
    """A picture, a film, a model or another office file."""
    if ending in PICTURES:
        return picture(data)
    if ending in OFFICE:
        return office(data, depth + 1)
    return glb(data) if ending == ".glb" else media(data, ending[1:])


def _rule(part: str) -> Callable[[str, Mapping[str, str]], Mapping[str, str] | None]:
    if part == "[Content_Types].xml":
        return _type
    if part.endswith(".rels"):
        owner = posixpath.dirname(posixpath.dirname(part))
        return lambda name, attributes: _relation(owner, name, attributes)
    return without_metadata if part.lower().endswith(".svg") else without_names


def _type(name: str, attributes: Mapping[str, str]) -> Mapping[str, str] | None:
    gone = local(name) == "Override" and LEFT_OUT.fullmatch(attributes.get("PartName", "").lstrip("/"))
    return None if gone else attributes


def _relation(owner: str, name: str, attributes: Mapping[str, str]) -> Mapping[str, str] | None:
    """What refers to a part that is left out goes; an address that is no page of the web is blanked."""
    if local(name) != "Relationship":
        return attributes
    target = attributes.get("Target", "")
    if attributes.get("TargetMode") == "External":
        page = attributes.get("Type", "").endswith("/hyperlink") and target.startswith(("http:", "https:"))
        return attributes if page else {**attributes, "Target": AWAY}
    at = posixpath.normpath(posixpath.join(owner, target)) if not target.startswith("/") else target[1:]
    return None if LEFT_OUT.fullmatch(at) else attributes
