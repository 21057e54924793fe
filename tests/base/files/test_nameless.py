"""Copies of files of strangers: what names their makers is gone, what they show is still there."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from xml.etree import ElementTree

import pytest
import trimesh
from PIL import Image, ImageChops
from pypdf import PdfReader

from superconnector.base.files.nameless import pictures
from superconnector.base.files.nameless.making import nameless
from superconnector.base.files.nameless.pictures import picture
from superconnector.base.files.nameless.texts import texts
from tests.base.files import marked, marked_office
from tests.base.files.marked import MARK, SEEN, names_it
from tests.base.files.marked_office import KINDS

DOCUMENTS = ["pdf", "docx", "pptx", "xlsx"]
MAIN_RELATIONS = {
    "docx": "word/_rels/document.xml.rels",
    "pptx": "ppt/_rels/presentation.xml.rels",
    "xlsx": "xl/_rels/workbook.xml.rels",
}
REWRITTEN = [*DOCUMENTS, "glb", "gltf", "mp4", "mov", "webm", "mp3", "wav"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_sees_the_name_in_what_comes(kind: str) -> None:
    assert names_it(KINDS[kind]())


@pytest.mark.parametrize("kind", REWRITTEN)
def test_the_name_is_gone_from_the_copy(kind: str) -> None:
    assert not names_it(nameless(KINDS[kind](), kind))


@pytest.mark.parametrize("kind", REWRITTEN)
def test_a_copy_of_a_copy_is_the_same(kind: str) -> None:
    once = nameless(KINDS[kind](), kind)
    if kind == "pdf":  # object numbers may differ
        return
    assert nameless(once, kind) == once


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_read_in_it_stays(kind: str) -> None:
    came = KINDS[kind]()
    kept = texts(nameless(came, kind), kind)
    assert SEEN in "".join(words for _, words in kept)
    assert [page for page, _ in kept] == [page for page, _ in texts(came, kind)]


@pytest.mark.parametrize("make", [marked.jpeg, marked.png, marked.gif])
def test_a_picture_keeps_its_pixels(make: object) -> None:
    came = make()
    clean = picture(came)
    assert names_it(came)
    assert not names_it(clean)
    with Image.open(io.BytesIO(came)) as before, Image.open(io.BytesIO(clean)) as after:
        assert (before.size, before.mode, getattr(before, "n_frames", 1)) == (
            after.size,
            after.mode,
            getattr(after, "n_frames", 1),
        )
        assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None


def test_a_drawing_keeps_its_records() -> None:
    came = marked.emf()
    clean = picture(came)
    assert (names_it(came), names_it(clean), len(clean)) == (True, False, len(came))
    assert b"EMF+draw" in clean


@pytest.mark.parametrize("data", [b"", b"BM123", b"\xff\xd8\xff", marked.png()[:40], marked.gif()[:20]])
def test_half_a_picture_raises_what_is_caught(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        picture(data)


def test_every_format_of_pictures_is_tried() -> None:
    made = [marked.jpeg(), marked.png(), marked.gif(), marked.emf()]
    assert [next(head for head in pictures.FORMATS if each.startswith(head)) for each in made] == list(
        pictures.FORMATS
    )


# --- PDF -------------------------------------------------------------------------------------------------


def test_a_pdf_keeps_its_picture_its_link_and_its_hidden_layer() -> None:
    reader = PdfReader(io.BytesIO(nameless(marked.pdf(), "pdf")))
    (page,) = reader.pages
    assert page.images[0].image.size == (16, 8)
    assert [each.get_object()["/Subtype"] for each in page["/Annots"]] == ["/FreeText", "/Link"]
    assert page["/Annots"][1].get_object()["/A"] == {"/S": "/URI", "/URI": "https://smallville.example/lamps"}
    hidden = reader.root_object["/OCProperties"]["/D"]["/OFF"][0].get_object()
    assert (hidden["/Name"], "/Usage" in hidden) == ("Layer", False)
    assert reader.metadata is None
    assert set(reader.root_object) == {"/Type", "/Pages", "/OCProperties"}


# --- office ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_an_office_file_stays_whole(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(nameless(KINDS[kind](), kind))) as archive:
        names = set(archive.namelist())
        assert not [each for each in names if each.startswith(("docProps", "customXml"))]
        for name in names:
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        types = archive.read("[Content_Types].xml").decode()
        assert ("docProps" in types, 'ContentType="main"' in types) == (False, True)
        relations = archive.read(MAIN_RELATIONS[kind]).decode()
    assert "https://smallville.example/" in relations
    assert relations.count("about:blank") == 2
    assert 'Target="media/image1.jpeg"' in relations


def test_prefixes_that_attributes_name_survive() -> None:
    with zipfile.ZipFile(io.BytesIO(nameless(marked_office.docx(), "docx"))) as archive:
        part = archive.read("word/document.xml").decode()
    assert 'xmlns:w14="x"' in part
    assert 'mc:Ignorable="w14"' in part
    assert "old &amp; gone" in part
    assert 'w:author="Author"' in part
    assert "<!--" not in part


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("word/document.xml", b"<a>"),
    ],
)
def test_an_office_file_with_tricks_has_no_copy(part: str, text: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, text)
    with pytest.raises(ValueError, match=r"types|well-formed"):
        nameless(out.getvalue(), "docx")


# --- models, films and sound -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["glb", "gltf"])
def test_a_model_keeps_its_triangle_and_its_picture(kind: str) -> None:
    clean = nameless(KINDS[kind](), kind)
    mesh = trimesh.load(io.BytesIO(clean), file_type=kind, force="mesh", process=False)
    assert (len(mesh.vertices), len(mesh.faces)) == (3, 1)
    text = clean[20 : 20 + struct.unpack("<I", clean[12:16])[0]] if kind == "glb" else clean
    scene = json.loads(text)
    assert scene["asset"] == {"version": "2.0"}
    assert scene["materials"] == [{"extensions": {"KHR_materials_unlit": {}}}]
    assert scene["extensionsUsed"] == ["KHR_materials_unlit"]
    assert scene["accessors"][0]["max"] == [1, 1, 0]
    assert scene["images"][0] == {"bufferView": 2, "mimeType": "image/jpeg"}


@pytest.mark.parametrize(
    "scene",
    [
        {"asset": {"version": "2.0"}, "extensionsRequired": ["KHR_draco_mesh_compression"]},
        {"asset": {"version": "2.0"}, "images": [{"uri": "data:image/webp;base64,UklGRg=="}]},
        {"asset": {"version": "2.0"}, "buffers": [{"uri": "http://smallville.example/a.bin"}]},
        ["no scene"],
    ],
)
def test_a_model_that_cannot_be_looked_through_has_no_copy(scene: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        nameless(json.dumps(scene).encode(), "gltf")


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_places_within_a_film_do_not_move(kind: str) -> None:
    came = KINDS[kind]()
    clean = nameless(came, kind)
    assert len(clean) == len(came)
    assert clean.index(b"pictures") == came.index(b"pictures")


def test_a_film_keeps_the_track_that_is_seen_and_loses_the_one_that_is_not() -> None:
    clean = nameless(marked.mp4(), "mp4")
    assert clean.count(b"pictures") == 2
    assert (clean.count(b"trak"), clean.count(b"stco")) == (1, 1)
    (place,) = struct.unpack(">I", clean[clean.index(b"stco") + 12 :][:4])
    assert clean[place : place + 8] == b"pictures"


def test_sound_keeps_its_frames() -> None:
    assert nameless(marked.mp3(), "mp3") == marked.FRAME * 4
    clean = nameless(marked.wav(), "wav")
    assert clean.endswith(b"\1\0" * 5)
    assert len(clean) == 8 + struct.unpack("<I", clean[4:8])[0]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("mp4", struct.pack(">I4s", 999, b"moov")),
        ("mp4", struct.pack(">I4s", 3, b"moov")),
        ("mp4", marked.box(b"moov", marked.box(b"trak", struct.pack(">I4s", 99, b"mdia")))),
        ("webm", b"\x1a\x45\xdf\xa3\x84abc"),
        ("webm", b"\0\0"),
        ("webm", b"\xae\xff"),
        ("mp3", b"ID3" + bytes(40)),
        ("glb", b"glTF"),
        ("pdf", b"%PDF-1.7"),
        ("pptx", b"PK"),
    ],
)
def test_what_is_cut_short_has_no_copy(kind: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        nameless(data, kind)


# --- words -----------------------------------------------------------------------------------------------


def test_words_are_told_by_page() -> None:
    slides = marked_office.added(
        marked_office.pptx(),
        {
            "ppt/slides/slide10.xml": b"<p><r><t>Chan Tai</t></r><r><t> Man</t></r></p>",
            "ppt/notesSlides/notesSlide2.xml": "<p><t>陳大文</t></p>".encode(),
        },
    )
    assert [(page, words.strip()) for page, words in texts(slides, "pptx")] == [
        (1, SEEN),
        (2, "陳大文"),
        (10, "Chan Tai Man"),
    ]
    assert texts("\ufeff你好".encode(), "txt") == [(0, "你好")]
    assert texts(b"", "mp3") == []
    with pytest.raises(ValueError, match="cannot be read"):
        texts(b"PK", "docx")


def test_long_texts_are_cut() -> None:
    (kept,) = texts(b"a" * 500_000, "txt")
    assert len(kept[1]) == 400_000


def test_the_mark_is_no_word_of_the_documents() -> None:
    for kind in DOCUMENTS:
        came = KINDS[kind]()
        assert MARK not in "".join(words for _, words in texts(came, kind))
