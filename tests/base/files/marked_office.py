"""Word, PowerPoint and Excel files with a name in every part that has a place for one."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.base.files import marked
from tests.base.files.marked import BYTES, MARK, SEEN

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
CORE = f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{MARK}</dc:creator></cp:coreProperties>'
APP = f'<Properties xmlns="e"><Company>{MARK}</Company><Manager>{MARK}</Manager></Properties>'
CUSTOM = f'<Properties xmlns="u"><property name="{MARK}"><lpwstr>{MARK}</lpwstr></property></Properties>'
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
RELATIONS = (
    '<Relationships xmlns="r"><Relationship Id="rId1" Type="t/officeDocument" Target="{main}"/>'
    '<Relationship Id="rId2" Type="t/core-properties" Target="docProps/core.xml"/>'
    '<Relationship Id="rId3" Type="t/thumbnail" Target="/docProps/thumbnail.jpeg"/></Relationships>'
)
OWN_RELATIONS = (
    '<Relationships xmlns="r">'
    f'<Relationship Id="rId1" Type="{HYPERLINK}" Target="https://smallville.example/" TargetMode="External"/>'
    f'<Relationship Id="rId2" Type="{HYPERLINK}" Target="mailto:{MARK}" TargetMode="External"/>'
    f'<Relationship Id="rId3" Type="t/attachedTemplate" Target="file:///{MARK}.dotm" TargetMode="External"/>'
    '<Relationship Id="rId4" Type="t/customXml" Target="../customXml/item1.xml"/>'
    '<Relationship Id="rId5" Type="t/image" Target="media/image1.jpeg"/></Relationships>'
)
TYPES = (
    '<Types xmlns="ct"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="core"/>'
    '<Override PartName="/{main}" ContentType="main"/></Types>'
)


def office(folder: str, main: str, **parts: str) -> bytes:
    written: dict[str, bytes | str] = {
        "[Content_Types].xml": XML + TYPES.format(main=main),
        "_rels/.rels": XML + RELATIONS.format(main=main),
        f"{folder}/_rels/{main.rpartition('/')[2]}.rels": XML + OWN_RELATIONS,
        "docProps/core.xml": XML + CORE,
        "docProps/app.xml": XML + APP,
        "docProps/custom.xml": XML + CUSTOM,
        "docProps/thumbnail.jpeg": marked.jpeg(),
        "customXml/item1.xml": f"<x>{MARK}</x>",
        f"{folder}/media/image1.jpeg": marked.jpeg(),
        f"{folder}/media/image2.png": marked.png(),
        f"{folder}/media/image3.gif": marked.gif(),
        f"{folder}/media/image4.emf": marked.emf(),
        f"{folder}/media/image5.svg": marked.svg(),
        f"{folder}/media/film.mp4": marked.mp4(),
        f"{folder}/embeddings/oleObject1.bin": BYTES,
        f"{folder}/printerSettings/printerSettings1.bin": BYTES,
    } | {name.replace("__", "/") + ".xml": XML + text for name, text in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = BYTES
        for name, data in written.items():
            entry = zipfile.ZipInfo(name)
            entry.comment, entry.compress_type = BYTES, zipfile.ZIP_DEFLATED
            entry.extra = struct.pack("<HH", 0x7075, len(BYTES)) + BYTES
            archive.writestr(entry, data)
    return out.getvalue()


def docx() -> bytes:
    sheet = xlsx()
    made = office(
        "word",
        "word/document.xml",
        word__document=(
            f'<w:document xmlns:w="w" xmlns:mc="m" xmlns:w14="x" mc:Ignorable="w14"><!-- {MARK} -->'
            f'<?own {MARK}?><w:body><w:p><w:ins w:id="1" w:author="{MARK}" w:date="2026-01-01"><w:r>'
            f"<w:t>Lamps that</w:t></w:r></w:ins><w:del w:author='{MARK}'><w:r><w:delText>old &amp; gone"
            '</w:delText></w:r></w:del><w:r><w:t xml:space="preserve"> wait</w:t></w:r></w:p>'
            f'<wp:docPr xmlns:wp="p" id="1" name="{MARK}.jpg"/></w:body></w:document>'
        ),
        word__comments=(
            f'<w:comments xmlns:w="w"><w:comment w:author="{MARK}" w:initials="{MARK}"/></w:comments>'
        ),
        word__people=f'<w15:people xmlns:w15="v"><w15:person w15:author="{MARK}"/></w15:people>',
        word__settings=f'<w:settings xmlns:w="w"><w:docVar w:name="a" w:val="{MARK}"/></w:settings>',
    )
    return added(made, {"word/embeddings/sheet.xlsx": sheet})


def pptx() -> bytes:
    return office(
        "ppt",
        "ppt/presentation.xml",
        ppt__presentation='<p:presentation xmlns:p="p"/>',
        ppt__slides__slide1=(
            f'<p:sld xmlns:p="p" xmlns:a="a"><p:cNvPr id="1" name="{MARK}"/>'
            f"<a:p><a:r><a:t>{SEEN}</a:t></a:r></a:p></p:sld>"
        ),
        ppt__commentAuthors=f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="{MARK}" initials="{MARK}"/>'
        "</p:cmAuthorLst>",
        ppt__authors=f'<p188:authorLst xmlns:p188="q"><p188:author id="{{1}}" name="{MARK}" userId="{MARK}"/>'
        "</p188:authorLst>",
        ppt__tags__tag1=f'<p:tagLst xmlns:p="p"><p:tag name="A" val="{MARK}"/></p:tagLst>',
        ppt__changesInfos__changesInfo1=f'<pc:chgInfo xmlns:pc="c"><pc:chgData name="{MARK}"/></pc:chgInfo>',
    )


def xlsx() -> bytes:
    return office(
        "xl",
        "xl/workbook.xml",
        xl__workbook=(
            f'<workbook xmlns="s" xmlns:x="y"><fileSharing userName="{MARK}"/><x:absPath url="C:\\{MARK}\\"/>'
            '<sheets><sheet name="One" sheetId="1"/></sheets></workbook>'
        ),
        xl__sharedStrings=f'<sst xmlns="s"><si><t>{SEEN}</t></si></sst>',
        xl__comments1=f'<comments xmlns="s"><authors><author>{MARK}</author></authors></comments>',
        xl__persons__person=(
            f'<personList xmlns="t"><person displayName="{MARK}" userId="{MARK}" id="{{1}}"/></personList>'
        ),
        xl__pivotCache__pivotCacheDefinition1=f'<pivotCacheDefinition xmlns="s" refreshedBy="{MARK}"/>',
    )


def added(archive: bytes, parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO(archive)
    with zipfile.ZipFile(held, "a") as more:
        for name, data in parts.items():
            more.writestr(name, data)
    return held.getvalue()


KINDS = {**marked.PLAIN, "docx": docx, "pptx": pptx, "xlsx": xlsx}
"""Every kind that a copy is made of, with its maker."""
