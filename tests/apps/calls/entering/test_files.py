"""Files of an entry: kept once, with their rights, put away but never deleted, refused with a reason."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from superconnector.apps.calls.actions.answers import Rights, add_file, remove_file, say_rights
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.models import Call, Entry, EntryFile, Member
from superconnector.base.files.keeping import keep_file
from superconnector.base.files.refusals import FileRefusedError
from tests.apps.calls.making import ENTRY_OPEN, a_file, an_entry

MINE = Rights(rights_holder="Lamp Club", licence="CC-BY-4.0")


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    drawn = canvas.Canvas(out, invariant=True)
    for number in range(pages):
        drawn.drawString(72, 72, f"Page {number}")
        drawn.showPage()
    drawn.save()
    return out.getvalue()


def add(
    leader: Member, body: bytes, name: str = "slides.pdf", question: str = "deck", **rights: str
) -> EntryFile:
    return add_file(
        actor=leader.user,
        now=ENTRY_OPEN,
        entry=leader.entry,
        question_id=question,
        upload=io.BytesIO(body),
        name=name,
        rights=Rights(**rights),
    )


def test_a_file_is_kept_with_its_fingerprint(leader: Member, files_root: Path) -> None:
    row = add(leader, pdf(3))
    assert (row.name, row.stored.kind, row.stored.facts["pages"]) == ("slides.pdf", "pdf", 3)
    assert row.stored_id == hashlib.sha256(pdf(3)).hexdigest()
    kept = files_root / row.stored_id[:2] / row.stored_id[2:]
    assert kept.read_bytes() == pdf(3)


def test_the_same_bytes_twice_are_one_file(leader: Member, files_root: Path) -> None:
    assert add(leader, pdf()).pk == add(leader, pdf(), "again.pdf").pk


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Windows\\slides.pdf", "slides.pdf"),
    ],
)
def test_a_name_with_a_path_is_its_last_part(leader: Member, files_root: Path, name: str, kept: str) -> None:
    assert add(leader, pdf(), name).name == kept


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"0" * 20_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "name", "question", "code"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "slides.pdf", "deck", "content"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "p.svg", "pictures", "kind"),
        (b"<html><script>alert(1)</script></html>", "p.png", "pictures", "content"),
        (b"", "slides.pdf", "deck", "empty"),
        (b"x" * (5 * 1024 * 1024 + 1), "slides.pdf", "deck", "too-big"),
        (b"x", "slides.exe", "deck", "kind"),
        (b"x", "slides", "deck", "kind"),
    ],
)
def test_what_is_refused_leaves_nothing(
    leader: Member, files_root: Path, body: bytes, name: str, question: str, code: str
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        add(leader, body, name, question)
    assert refused.value.code == code
    assert (EntryFile.objects.count(), [p for p in files_root.rglob("*") if p.is_file()]) == (0, [])


def test_too_many_pages(leader: Member, files_root: Path) -> None:
    with pytest.raises(FileRefusedError) as refused:
        add(leader, pdf(11))
    assert (refused.value.code, refused.value.values["most"]) == ("pages", 10)


def test_a_file_too_many_and_a_question_that_takes_none(leader: Member, files_root: Path) -> None:
    add(leader, pdf(1))
    for question, code in (("deck", "too-many-files"), ("idea", "takes-no-files"), ("palace", "no-question")):
        with pytest.raises(EnteringError) as refused:
            add(leader, pdf(2), question=question)
        assert refused.value.code == code


def test_rights_can_be_said_later_but_only_known_licences(entry: Entry, leader: Member) -> None:
    row = a_file(entry, "pictures", kind="png")
    said = {"actor": leader.user, "now": ENTRY_OPEN, "entry": entry, "file_id": row.pk}
    assert say_rights(rights=MINE, **said).licence == "CC-BY-4.0"
    with pytest.raises(EnteringError) as refused:
        say_rights(rights=Rights("Me", "my own"), **said)
    assert refused.value.code == "no-licence"


def test_a_removed_file_stays_on_record_and_gives_its_place_back(
    entry: Entry, leader: Member, files_root: Path
) -> None:
    row = add(leader, pdf())
    remove_file(actor=leader.user, now=ENTRY_OPEN, entry=entry, file_id=row.pk)
    row.refresh_from_db()
    assert row.removed_at == ENTRY_OPEN
    assert add(leader, pdf()).pk != row.pk


def test_files_of_other_entries_are_out_of_reach(call: Call, entry: Entry, leader: Member) -> None:
    theirs = a_file(an_entry(call))
    said = {"actor": leader.user, "now": ENTRY_OPEN, "entry": entry, "file_id": theirs.pk}
    for verb in (lambda: remove_file(**said), lambda: say_rights(rights=MINE, **said)):
        with pytest.raises(EnteringError) as refused:
            verb()
        assert refused.value.code == "no-file"
    theirs.refresh_from_db()
    assert (theirs.removed_at, theirs.licence) == (None, "")


def test_a_bomb_is_refused(call: Call, leader: Member, files_root: Path) -> None:
    kept = {"allowed": ["zip"], "most_bytes": 10**9, "now": ENTRY_OPEN}
    with pytest.raises(FileRefusedError) as refused:
        keep_file(upload=io.BytesIO(bomb()), name="a.zip", **kept)  # type: ignore[arg-type]
    assert refused.value.code == "bomb"
