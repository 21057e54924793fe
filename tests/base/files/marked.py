"""Files of every kind with a name in every place that formats have for one, and a search that sees it all."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import wave
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

MARK = "Zqx Tai Man"
"""Who made every file here."""
BYTES = MARK.encode()
SEEN = "Lamps that wait"
"""What every document shows."""


# --- pictures --------------------------------------------------------------------------------------------


def jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = MARK, MARK, MARK
    out = io.BytesIO()
    picture = Image.new("RGB", (16, 8), (200, 30, 30))
    picture.save(
        out, "JPEG", exif=exif, comment=BYTES, icc_profile=b"\0" * 128 + BYTES, xmp=BYTES, progressive=True
    )
    return out.getvalue() + BYTES


def png() -> bytes:
    notes = PngInfo()
    notes.add_text("Author", MARK)
    notes.add_text("Comment", MARK, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", MARK, zip=True)
    exif = Image.Exif()
    exif[0x013B] = MARK
    out = io.BytesIO()
    Image.new("RGBA", (16, 8), (30, 200, 30, 90)).save(out, "PNG", pnginfo=notes, exif=exif)
    return out.getvalue() + BYTES


def gif() -> bytes:
    frames = [Image.new("P", (8, 8), colour) for colour in (1, 2)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=BYTES, loop=0)
    return out.getvalue() + BYTES


def emf() -> bytes:
    name = f"Draw\0{MARK}\0\0".encode("utf-16-le")
    name += b"\0" * (-len(name) % 4)
    head = (
        struct.pack("<II", 1, 88 + len(name)) + bytes(52) + struct.pack("<II", len(name) // 2, 88) + bytes(20)
    )
    note = BYTES + b"\0" * (-len(BYTES) % 4)
    comment = struct.pack("<III", 70, 12 + len(note), len(note)) + note
    drawn = struct.pack("<III", 70, 20, 8) + b"EMF+draw"
    return head + name + comment + drawn + struct.pack("<IIIII", 14, 20, 0, 16, 20)


def svg() -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="i" xmlns:dc="d" '
        f'inkscape:export-filename="/home/{MARK}/a.png"><!-- {MARK} --><title>{MARK}</title>'
        f'<metadata><dc:creator about="{MARK}">{MARK}</dc:creator></metadata><path d="M0 0L1 1"/></svg>'
    ).encode()


# --- PDF -------------------------------------------------------------------------------------------------


def pdf() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    resources = DictionaryObject({NameObject("/Font"): named({"/F1": named(font)})})
    resources[NameObject("/XObject")] = named({"/Im1": writer._add_object(pdf_picture())})
    resources[NameObject("/Properties")] = named(
        {"/MC0": named({"/Author": MARK, "/Own": MARK}), "/L1": layer(writer)}
    )
    page[NameObject("/Resources")] = resources
    drawing = DecodedStreamObject()
    drawing.set_data(f"BT /F1 12 Tf 20 100 Td ({SEEN}) Tj ET q 50 0 0 50 20 20 cm /Im1 Do Q".encode())
    page[NameObject("/Contents")] = writer._add_object(drawing.flate_encode())
    page[NameObject("/Metadata")] = writer._add_object(xmp())
    page[NameObject("/PieceInfo")] = named({"/Draw": named({"/Private": MARK})})
    page[NameObject("/Own")] = TextStringObject(MARK)
    pdf_annotations(writer)
    pdf_document(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"%" + BYTES + b"\n"


def named(values: dict[str, object]) -> DictionaryObject:
    made = DictionaryObject()
    for key, value in values.items():
        written = NameObject if str(value).startswith("/") else TextStringObject
        made[NameObject(key)] = written(value) if isinstance(value, str) else value
    return made


def xmp() -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(f"<x:xmpmeta><dc:creator>{MARK}</dc:creator></x:xmpmeta>".encode())
    stream.update(named({"/Type": "/Metadata", "/Subtype": "/XML"}))
    return stream


def pdf_picture() -> EncodedStreamObject:
    stream = EncodedStreamObject()
    stream._data = jpeg()
    stream.update(named({"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB"}))
    stream.update(named({"/Filter": "/DCTDecode", "/Width": NumberObject(16), "/Height": NumberObject(8)}))
    stream.update(named({"/BitsPerComponent": NumberObject(8), "/Metadata": xmp(), "/LastModified": MARK}))
    return stream


def layer(writer: PdfWriter) -> object:
    group = named(
        {"/Type": "/OCG", "/Name": MARK, "/Usage": named({"/CreatorInfo": named({"/Creator": MARK})})}
    )
    ref = writer._add_object(group)
    state = named({"/OFF": ArrayObject([ref]), "/Creator": MARK})
    writer.root_object[NameObject("/OCProperties")] = named({"/OCGs": ArrayObject([ref]), "/D": state})
    return ref


def pdf_annotations(writer: PdfWriter) -> None:
    note = Text(text=MARK, rect=(10, 10, 30, 30), title_bar=MARK)
    seen = FreeText(text=MARK, rect=(40, 10, 90, 30))
    seen.update(
        named({"/T": MARK, "/NM": MARK, "/RC": MARK, "/DS": MARK, "/AP": named({"/N": appearance()})})
    )
    field = named(
        {"/Type": "/Annot", "/Subtype": "/Widget", "/FT": "/Sig", "/T": MARK, "/V": named({"/Name": MARK})}
    )
    field[NameObject("/Rect")] = ArrayObject(map(NumberObject, (1, 1, 2, 2)))
    mail = named(
        {"/Type": "/Annot", "/Subtype": "/Link", "/A": named({"/S": "/URI", "/URI": f"mailto:{MARK}"})}
    )
    page = named({"/Type": "/Annot", "/Subtype": "/Link", "/Contents": MARK, "/Border": ArrayObject()})
    page[NameObject("/A")] = named({"/S": "/URI", "/URI": "https://smallville.example/lamps", "/Own": MARK})
    for each in (note, seen, field, mail, page):
        writer.add_annotation(0, each)


def appearance() -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 10 10 re f")
    stream.update(
        named({"/Type": "/XObject", "/Subtype": "/Form", "/LastModified": MARK, "/Metadata": xmp()})
    )
    return stream


def pdf_document(writer: PdfWriter) -> None:
    writer.add_metadata({"/Author": MARK, "/Title": MARK, "/Company": MARK, "/Producer": MARK})
    writer.add_attachment(f"{MARK}.txt", BYTES)
    writer.add_outline_item(title=MARK, page_number=0)
    writer.add_named_destination(title=MARK, page_number=0)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp())
    writer.root_object[NameObject("/AcroForm")] = named({"/Fields": ArrayObject(), "/DA": MARK})
    writer.root_object[NameObject("/StructTreeRoot")] = named({"/Type": "/StructTreeRoot", "/T": MARK})


# --- models ----------------------------------------------------------------------------------------------

TRIANGLE = struct.pack("<9f3I", 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 2)


def scene(*, inside: bool) -> tuple[dict[str, object], bytes]:
    """A triangle with a picture on it; the picture lies in the buffer, before bytes that nothing uses."""
    image = jpeg()
    held = TRIANGLE + image + BYTES
    held += b"\0" * (-len(held) % 4)
    made: dict[str, object] = {
        "asset": {"version": "2.0", "copyright": MARK, "generator": MARK, "extras": {"author": MARK}},
        "author": MARK,
        "extensionsUsed": ["KHR_xmp_json_ld", "KHR_materials_unlit", MARK],
        "extensions": {"KHR_xmp_json_ld": {"packets": [{"dc:creator": MARK}]}},
        "extras": {"made by": [MARK]},
        "scene": 0,
        "scenes": [{"name": MARK, "nodes": [0]}],
        "nodes": [{"name": MARK, "mesh": 0, "extras": {MARK: 1}}],
        "materials": [{"name": MARK, "extensions": {"KHR_materials_unlit": {}, "OWN": {"by": MARK}}}],
        "meshes": [
            {"name": MARK, "primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "material": 0}]}
        ],
        "accessors": [
            {
                "bufferView": 0,
                "componentType": 5126,
                "count": 3,
                "type": "VEC3",
                "min": [0, 0, 0],
                "max": [1, 1, 0],
            },
            {"bufferView": 1, "componentType": 5125, "count": 3, "type": "SCALAR", "name": MARK},
        ],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 12},
            {"buffer": 0, "byteOffset": 48, "byteLength": len(image)},
        ],
        "images": [{"bufferView": 2, "mimeType": "image/jpeg", "name": MARK}],
        "textures": [{"source": 0}],
        "buffers": [{"byteLength": len(held), "name": MARK}],
    }
    if not inside:
        made["buffers"] = [{"byteLength": len(held), "uri": address(held)}]
        made["images"] = [{"bufferView": 2, "mimeType": "image/jpeg"}, {"uri": address(png(), "image/png")}]
    return made, held


def address(data: bytes, kind: str = "application/octet-stream") -> str:
    return f"data:{kind};base64," + base64.b64encode(data).decode()


def glb() -> bytes:
    made, held = scene(inside=True)
    text = json.dumps(made).encode()
    text += b" " * (-len(text) % 4)
    own = BYTES + b" " * (-len(BYTES) % 4)
    chunks = b"".join(
        struct.pack("<I4s", len(body), name) + body
        for name, body in ((b"JSON", text), (b"BIN\0", held), (b"OWN ", own))
    )
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def gltf() -> bytes:
    return json.dumps(scene(inside=False)[0]).encode()


def stl() -> bytes:
    return BYTES.ljust(80) + struct.pack("<I12fH", 1, *range(12), 0)


def obj() -> bytes:
    named = f"# {MARK}\no {MARK}\ng {MARK}\nmtllib {MARK}.mtl\n"
    return f"{named}v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n# {MARK}\n".encode()


def ply() -> bytes:
    return (
        f"ply\nformat ascii 1.0\ncomment {MARK}\nobj_info {MARK}\nelement vertex 3\nproperty float x\n"
        "property float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices\n"
        "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n"
    ).encode()


# --- films and sound -------------------------------------------------------------------------------------


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4() -> bytes:
    """A track that is seen, and one that tells where the camera was: `pictures` and the name lie in turns."""
    tags = box(b"udta", box(b"meta", bytes(4), box(b"ilst", box(b"\xa9ART", box(b"data", BYTES)))))
    head = box(b"ftyp", b"isom", bytes(4))
    size = len(head) + 16 + 2 * (8 + len(BYTES))
    places = (size - 8 - len(BYTES), size - len(BYTES))
    data = struct.pack(">I4sQ", 1, b"mdat", size - len(head)) + (b"pictures" + BYTES) * 2
    seen = track(b"vide", (places[0] - 8 - len(BYTES), places[0]), 8)
    where = track(b"meta", (places[0] - len(BYTES), places[1]), len(BYTES))
    moov = box(b"moov", box(b"mvhd", bytes(100)), seen, where, tags, box(b"uuid", bytes(16), BYTES))
    return head + data + moov + box(b"uuid", bytes(16), BYTES) + box(b"free", BYTES)


def track(kind: bytes, places: tuple[int, int], size: int) -> bytes:
    handler = box(b"hdlr", bytes(8), kind, bytes(12), BYTES + b"\0")
    reference = box(b"dref", struct.pack(">II", 0, 1), box(b"url ", b"\0\0\0\1", BYTES))
    table = box(
        b"stbl",
        box(b"stsd", bytes(8)),
        box(b"stsc", struct.pack(">5I", 0, 1, 1, 1, 1)),
        box(b"stsz", struct.pack(">5I", 0, 0, 2, size, size)),
        box(b"stco", struct.pack(">4I", 0, 2, *places)),
    )
    inner = box(b"minf", box(b"dinf", reference), table)
    named = box(b"udta", box(b"name", BYTES))
    return box(b"trak", box(b"tkhd", bytes(84)), named, box(b"mdia", handler, inner))


def element(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return name + b"\x01" + len(body).to_bytes(7, "big") + body


def webm() -> bytes:
    info = element(
        b"\x15\x49\xa9\x66", element(b"\x7b\xa9", BYTES), element(b"\x57\x41", BYTES), b"\x4d\x80\x80"
    )
    track = element(b"\xae", b"\xd7\x81\x01", element(b"\x53\x6e", BYTES), element(b"\x86", b"V_VP9"))
    tags = element(b"\x12\x54\xc3\x67", element(b"\x73\x73", BYTES))
    short = b"\xec\x84" + b"Zqx "
    attached = element(b"\x19\x41\xa4\x69", element(b"\x61\xa7", BYTES))
    cluster = b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xe7\x81\x00" + element(b"\xa3", b"pictures")
    body = info + element(b"\x16\x54\xae\x6b", track) + tags + short + attached + cluster
    return element(b"\x1a\x45\xdf\xa3", b"\x42\x82\x84webm") + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + body


FRAME = b"\xff\xfb\x90\x00" + b"\x11" * 413


def mp3() -> bytes:
    tag = b"TIT2" + BYTES + FRAME * 2
    size = bytes((len(tag) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    ape = b"APETAGEX" + BYTES + bytes(12)
    return b"ID3\x04\0\0" + size + tag + FRAME * 3 + BYTES + FRAME + ape + b"TAG" + BYTES.ljust(125, b"\0")


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\1\0" * 5)
    made = out.getvalue() + b"LIST" + struct.pack("<I", 4 + len(BYTES)) + b"INFO" + BYTES
    return made[:4] + struct.pack("<I", len(made) - 8) + made[8:]


PLAIN = {
    "png": png, "jpg": jpeg, "pdf": pdf, "glb": glb, "gltf": gltf, "stl": stl, "obj": obj, "ply": ply,
    "mp4": mp4, "mov": mp4, "webm": webm, "mp3": mp3, "wav": wav,
}  # fmt: skip


# --- seeing all ------------------------------------------------------------------------------------------


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes, and all that they hold: members of archives, streams and strings of PDFs, base64 of glTF."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for entry in archive.infolist():
                yield entry.filename.encode() + entry.comment + entry.extra
                yield from layers(archive.read(entry))
    if b"%PDF-" in data[:1024]:
        yield from objects_of(data)
    for packed in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data):
        yield from layers(base64.b64decode(packed))
    for place in re.finditer(rb"[zi](?:TXt|CCP)[^\0]*\0", data):
        yield from inflated(data[place.start() :])


def inflated(data: bytes) -> Iterator[bytes]:
    start = data.find(b"\x78")
    try:
        yield zlib.decompressobj().decompress(data[start:])
    except zlib.error:
        return


def objects_of(data: bytes) -> Iterator[bytes]:
    reader = PdfReader(io.BytesIO(data))
    for number in reader.xref[0]:
        found = reader.get_object(number)
        if isinstance(found, EncodedStreamObject) and found.get("/Filter") == "/FlateDecode":
            yield found.get_data()
        yield repr(found).encode()
    yield repr(dict(reader.metadata or {})).encode() + repr(reader.trailer).encode()


def names_it(data: bytes) -> bool:
    """Whether the name stands anywhere in the file, in either of the codes that formats use."""
    wanted = [BYTES, MARK.encode("utf-16-le"), MARK.encode("utf-16-be"), b"Zqx"]
    return any(each in layer for layer in layers(data) for each in wanted)
