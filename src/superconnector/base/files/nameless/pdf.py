"""PDF anew: its pages as they look, and nothing else of the document (ISO 32000).

Properties, XMP, bookmarks, named places, forms, attachments, threads and earlier versions belong to the
document and are not copied. Of a page what draws is kept; of annotations what is seen of them, and links to
pages of the web; comments that are only read in a list of comments go.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from superconnector.base.files.nameless.pictures import picture

PAGE = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}
    | {"/Rotate", "/Contents", "/Group", "/UserUnit", "/Annots"}
)
SEEN = frozenset(
    {"/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline"}
    | {"/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Widget"}
)
ANNOTATION = frozenset(
    {
        "/Type",
        "/Subtype",
        "/Rect",
        "/AP",
        "/AS",
        "/F",
        "/Border",
        "/BS",
        "/BE",
        "/C",
        "/IC",
        "/CA",
        "/QuadPoints",
    }
    | {"/Vertices", "/InkList", "/L", "/LE", "/RD", "/H", "/OC"}
)
GONE = (
    "/Metadata", "/PieceInfo", "/LastModified", "/Author", "/Creator", "/Producer", "/CreationDate",
    "/ModDate", "/Title", "/Subject", "/Keywords", "/AF", "/EF", "/OPI", "/Ref", "/StructParent",
    "/StructParents", "/Usage", "/CreatorInfo", "/AA", "/ID", "/Thumb",
)  # fmt: skip
UPWARDS = frozenset({"/Parent", "/P"})
MOST_OBJECTS = 500_000
JP2 = b"\0\0\0\x0cjP  \r\n\x87\n"
JP2_KEPT = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})


def pdf(data: bytes) -> bytes:
    """The document's pages as a new document. Raises ValueError."""
    try:
        return _anew(data)
    except Exception as error:  # pypdf raises a dozen kinds, not all of them its own
        raise ValueError("cannot be read") from error


def _anew(data: bytes) -> bytes:
    reader, writer = PdfReader(io.BytesIO(data)), PdfWriter()
    seen: set[int] = set()
    for page in reader.pages:
        _strip_page(page)
        _strip(page, seen)
        writer.add_page(page)
    layers = reader.root_object.get("/OCProperties")
    if layers is not None:  # without it hidden layers would be seen
        _strip(layers, seen)
        writer.root_object[NameObject("/OCProperties")] = layers.get_object().clone(writer)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip_page(page: PageObject) -> None:
    held: Any = page.get("/Annots")
    annotations = [each.get_object() for each in held] if isinstance(held, ArrayObject) else []
    for key in [key for key in page if key not in PAGE]:
        del page[key]
    kept = [clean for each in annotations if (clean := _annotation(each)) is not None]
    if "/Annots" in page:
        page[NameObject("/Annots")] = ArrayObject(kept)


def _annotation(came: Any) -> DictionaryObject | None:
    if not isinstance(came, DictionaryObject):
        return None
    kind, kept = came.get("/Subtype"), DictionaryObject()
    action = (came.get("/A") or DictionaryObject()).get_object()
    address = str(action.get("/URI", "")) if isinstance(action, DictionaryObject) else ""
    if kind == "/Link" and address.startswith(("http:", "https:")):
        said = {"/S": NameObject("/URI"), "/URI": TextStringObject(address)}
        kept[NameObject("/A")] = DictionaryObject({NameObject(key): value for key, value in said.items()})
    elif kind not in SEEN or _is_signature(came):
        return None
    for key in ANNOTATION & came.keys():
        kept[NameObject(key)] = came.raw_get(key)
    return kept


def _is_signature(field: DictionaryObject) -> bool:
    above = (field.get("/Parent") or DictionaryObject()).get_object()
    return "/Sig" in (field.get("/FT"), above.get("/FT") if isinstance(above, DictionaryObject) else None)


def _strip(top: Any, seen: set[int]) -> None:
    """Take what names out of everything that can be reached, each object once."""
    ahead = [top]
    while ahead:
        value = ahead.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            if len(seen) > MOST_OBJECTS:
                raise ValueError("too many objects")
            value = value.get_object()
        if isinstance(value, ArrayObject):
            ahead += list(value)
        elif isinstance(value, DictionaryObject):
            _strip_dictionary(value)
            ahead += [value.raw_get(key) for key in value if key not in UPWARDS]


def _strip_dictionary(value: DictionaryObject) -> None:
    for key in GONE:
        value.pop(NameObject(key), None)
    if value.get("/Type") == "/OCG":
        value[NameObject("/Name")] = TextStringObject("Layer")
    marked = value.get("/Properties")
    if isinstance(marked, DictionaryObject):
        for key in [key for key, each in marked.items() if not _is_layer(each.get_object())]:
            marked[NameObject(key)] = DictionaryObject()
    if isinstance(value, StreamObject):
        for key in ("/F", "/FFilter", "/FDecodeParms"):  # bytes that lie in another file
            value.pop(NameObject(key), None)
        _strip_picture(value)


def _is_layer(value: Any) -> bool:
    return isinstance(value, DictionaryObject) and value.get("/Type") in ("/OCG", "/OCMD")


def _strip_picture(stream: StreamObject) -> None:
    """Pictures are kept as they came, with all that a camera wrote into them."""
    named = stream.get("/Filter")
    filters = list(named) if isinstance(named, ArrayObject) else [named]
    if filters[-1] not in ("/DCTDecode", "/JPXDecode", "/DCT"):
        return
    raw = bytes(stream._data)  # as it is in the file: reading it through pypdf would decode the picture
    if filters[:-1] == ["/FlateDecode"]:
        raw = zlib.decompress(raw)
        stream.pop(NameObject("/DecodeParms"), None)
    elif filters[:-1]:
        raise ValueError("a picture in an unknown coat")
    stream[NameObject("/Filter")] = NameObject(filters[-1])
    stream._data = _jp2(raw) if filters[-1] == "/JPXDecode" else picture(raw)


def _jp2(data: bytes) -> bytes:
    """JPEG 2000: the boxes that draw (ISO/IEC 15444-1, annex I); a bare codestream as it is."""
    if not data.startswith(JP2):
        return data
    kept, at = [], 0
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        size = size or len(data) - at
        if size < 8:
            raise ValueError("a box is cut short")
        if name in JP2_KEPT:
            kept.append(data[at : at + size])
        at += size
    return b"".join(kept)
