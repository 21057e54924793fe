"""A blind judge walks every page of the desk and takes every file: nowhere is the name of who made them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.utils import timezone

from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.models import Call, Entry, EntryFile, Official
from superconnector.base.files.cleaning import CLEANED
from superconnector.base.files.keeping import keep_file, path_of
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, pin, somebody
from tests.apps.calls.making import ANSWERS, ENTRY_OPEN, a_file, an_answer, an_entry, leader_of
from tests.base.files.making import an_archive
from tests.base.files.marked import BYTES, MARK, names_it
from tests.base.files.marked_office import KINDS
from tests.portal.calls.desk.urlconf import addresses, routes
from tests.portal.markup import problems

pytestmark = pytest.mark.django_db
FILES = {
    **{kind: make() for kind, make in KINDS.items()},
    "zip": an_archive({f"{MARK}.txt": BYTES}),
    "ppt": bytes.fromhex("d0cf11e0a1b11ae1") + BYTES,
    "usdz": an_archive({"a.usda": BYTES}),
    "txt": b"It waits.",
}
KEPT_BACK = FILES.keys() - CLEANED


@dataclass(frozen=True)
class Desk:
    """A panel whose first judge is to read an entry with a file of every kind."""

    panel: Panel
    entry: Entry
    judge: Official
    rows: dict[str, EntryFile]

    def client(self) -> Client:
        client = Client()
        client.force_login(self.judge.user)
        return client

    def address(self, kind: str) -> str:
        at = f"/calls/{self.panel.call.pk}/judging/{self.entry.number}/"
        return f"{at}files/{self.rows[kind].stored_id}/"


@pytest.fixture(scope="module")
def desk(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Made once; what a test changes is rolled back."""
    root, block = tmp_path_factory.mktemp("files"), transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what loads an ecosystem may nest in it
    with django_db_blocker.unblock(), override_settings(FILES_ROOT=root), block:  # type: ignore[attr-defined]
        yield _desk()
        transaction.set_rollback(True)


def _desk() -> Desk:
    panel = a_panel(judges=1)
    open_now(panel.call, timezone.now())
    entry = an_entry(panel.call, somebody(MARK, organisation_name=f"{MARK} Ltd"))
    for question, value in ANSWERS.items():
        an_answer(entry, question, value)
    an_answer(entry, "makers", f"We are {MARK}.")
    rows = {kind: _put(entry, kind, data) for kind, data in FILES.items()}
    submit(actor=leader_of(entry), now=ENTRY_OPEN, entry=entry)
    panel.assign(panel.judges[0], entry)
    return Desk(panel, entry, panel.judges[0], rows)


def _put(entry: Entry, kind: str, data: bytes) -> EntryFile:
    name = f"{MARK}.{kind}"
    if kind == "mov":
        data += b"\0\0\0\x08free"  # another file than the MP4
    stored = keep_file(upload=io.BytesIO(data), name=name, allowed=[kind], most_bytes=10**7, now=ENTRY_OPEN)
    row = a_file(entry, digest=stored.pk)
    row.name, row.description, row.creator = name, f"By {MARK}", MARK
    row.save()
    return row


def bytes_of(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_no_page_and_no_file_of_the_desk_names_the_maker(desk: Desk) -> None:
    values = {
        "call_id": [desk.panel.call.pk],
        "number": [desk.entry.number],
        "digest": [row.stored_id for row in desk.rows.values()],
    }
    client, given = desk.client(), set()
    walked = [each for route in routes() if "/judging/" in route for each in addresses(route, values)]
    for address in (each + more for each in walked for more in ("", "?show")):
        response = client.get(address)
        told = repr(sorted(response.headers.items())).encode()
        assert not names_it(bytes_of(response) + told), address
        if response.status_code == 200 and "/files/" in address:
            given.add(address.rpartition("/files/")[2].partition("/")[0])
    assert given == {row.stored_id for kind, row in desk.rows.items() if kind in CLEANED}


def test_the_files_are_still_the_ones_that_were_handed_in(desk: Desk) -> None:
    assert all(path_of(row.stored).read_bytes()[:100] == FILES[kind][:100] for kind, row in desk.rows.items())
    assert names_it(path_of(desk.rows["pdf"].stored).read_bytes())


@pytest.mark.parametrize(
    ("kind", "ending"), [("pdf", "pdf"), ("png", "jpg"), ("stl", "glb"), ("docx", "docx"), ("txt", "txt")]
)
def test_a_file_is_called_after_what_was_asked(desk: Desk, kind: str, ending: str) -> None:
    response = desk.client().get(desk.address(kind))
    place = list(FILES).index(kind) + 1
    assert response["Content-Disposition"] == (
        f'attachment; filename="{desk.entry.number} Slides {place}.{ending}"'
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert bytes_of(response)


@pytest.mark.parametrize("kind", sorted(KEPT_BACK))
def test_what_cannot_be_cleaned_is_kept_back_in_words(desk: Desk, kind: str) -> None:
    response = desk.client().get(desk.address(kind))
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (403, [])
    assert "Judges are not given this file: what is said, filmed or packed in it" in source
    assert response["Content-Type"].startswith("text/html")


def test_the_sheet_links_what_is_given_and_says_what_is_not(desk: Desk) -> None:
    source = desk.client().get(f"/calls/{desk.panel.call.pk}/judging/{desk.entry.number}/").content.decode()
    assert problems(source) == []
    for kind in FILES:
        assert (f'href="{desk.address(kind)}"' in source) == (kind in CLEANED), kind
    assert source.count("Judges are not given this file") == len(KEPT_BACK)


@pytest.mark.parametrize("kind", ["mp4", "mp3", "zip"])
def test_on_the_teams_word_it_is_given(desk: Desk, kind: str) -> None:
    EntryFile.objects.filter(pk=desk.rows[kind].pk).update(names_nobody=True)
    response = desk.client().get(desk.address(kind))
    body = bytes_of(response)
    sheet = desk.client().get(f"/calls/{desk.panel.call.pk}/judging/{desk.entry.number}/").content.decode()
    assert response.status_code == 200
    assert names_it(body) == (kind == "zip")  # what a program can take out it takes out all the same
    assert MARK not in repr(response.headers)
    assert "because somebody said that it names nobody" in sheet


def test_what_has_no_copy_says_so(desk: Desk) -> None:
    copy = Path(settings.FILES_ROOT) / "previews" / f"{desk.rows['pdf'].stored_id}.clean.pdf"
    assert bytes_of(desk.client().get(desk.address("pdf"))).startswith(b"%PDF")
    held = copy.read_bytes()
    copy.write_bytes(b"")  # how a failure is remembered
    response = desk.client().get(desk.address("pdf"))
    copy.write_bytes(held)
    assert response.status_code == 403
    assert "no copy without the data on who made it could be made" in response.content.decode()


def test_where_judging_is_not_blind_the_file_is_given_as_it_came(desk: Desk) -> None:
    pin(Call.objects.get(), judging={"blind": False})
    response = desk.client().get(desk.address("mp4"))
    assert bytes_of(response) == FILES["mp4"]
    assert MARK in response["Content-Disposition"]
