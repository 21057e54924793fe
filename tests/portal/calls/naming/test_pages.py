"""What team, judge and chair read and do where judging is blind; and what strangers cannot."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.models import Call, Entry, EntryFile
from superconnector.apps.calls.queries.flags import flags_of
from superconnector.base.accounts.models import User
from superconnector.base.files.keeping import keep_file
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, pin, somebody
from tests.apps.calls.making import (
    ENTRY_OPEN,
    a_call,
    a_file,
    a_full_entry,
    a_person,
    an_answer,
    closed_now,
    leader_of,
)
from tests.apps.calls.making import open_now as entries_open
from tests.portal.markup import problems

pytestmark = pytest.mark.django_db
FILM = b"\0\0\0\x08ftyp"
TOLD = "The names of your team stand here."


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def entry(small_site: Ecosystem) -> Entry:
    """A draft that says who made it, in a call that takes entries."""
    made = a_full_entry(entries_open(a_call()), a_person("Ivy Chan"), title="Ivy Chan's lamp")
    an_answer(made, "film", "https://youtube.com/@ivychan")
    return made


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (200, [])
    return source


def put(entry: Entry, name: str, data: bytes) -> EntryFile:
    kind = name.rpartition(".")[2]
    stored = keep_file(upload=io.BytesIO(data), name=name, allowed=[kind], most_bytes=10**6, now=ENTRY_OPEN)
    row = a_file(entry, digest=stored.pk)
    row.name = name
    row.save()
    return row


def at(entry: Entry, more: str = "") -> str:
    return f"/calls/{entry.call_id}/entries/{entry.number}/{more}"


# --- the team --------------------------------------------------------------------------------------------


def test_the_team_is_told_where_it_names_itself_and_hands_in_all_the_same(entry: Entry) -> None:
    client = as_(leader_of(entry))
    source = page(client, at(entry, "check/"))
    assert TOLD in source
    assert "The title: <b>“Ivy Chan”</b>" in source
    assert "A film of it at work: <b>“ivychan”</b>" in source
    assert client.post(at(entry, "check/")).url.startswith(at(entry, "receipts/"))


@pytest.mark.parametrize(("blind", "told"), [(True, True), (None, True), (False, False)])
def test_it_is_told_unless_judging_is_said_not_to_be_blind(
    entry: Entry, blind: bool | None, told: bool
) -> None:
    pin(entry.call, judging={"blind": blind})
    source = page(as_(leader_of(entry)), at(entry, "check/"))
    assert (TOLD in source) is told


def test_who_names_nobody_is_told_nothing(small_site: Ecosystem) -> None:
    entry = a_full_entry(entries_open(a_call()), a_person("Ivy Chan"))
    entry.files.all().delete()
    put(entry, "deck.txt", b"It waits.")
    assert "Judges read without names" not in page(as_(leader_of(entry)), at(entry, "check/"))


def test_below_a_file_stands_what_names_the_team(entry: Entry) -> None:
    put(entry, "notes.txt", b"Draft by Ivy\nChan")
    source = page(as_(leader_of(entry)), at(entry, "questions/deck/"))
    assert "this file names your team" in source
    assert "Slides, in notes.txt: <b>“Ivy Chan”</b>" in source


def test_the_team_says_that_its_film_names_nobody(entry: Entry) -> None:
    film, client = put(entry, "film.mp4", FILM), as_(leader_of(entry))
    here, say = at(entry, "questions/deck/"), at(entry, f"files/{film.pk}/nameless/")
    assert "It names nobody: show it to judges" in page(client, here)
    assert "If it names nobody, say so there." in page(client, at(entry, "check/"))
    assert client.post(say, {"yes": ""}).url == here
    assert EntryFile.objects.get(pk=film.pk).names_nobody
    assert "Take back that it names nobody" in page(client, here)
    client.post(say, {"no": ""})
    assert not EntryFile.objects.get(pk=film.pk).names_nobody


def test_nobody_else_says_it(entry: Entry) -> None:
    film = put(entry, "film.mp4", FILM)
    say = at(entry, f"files/{film.pk}/nameless/")
    assert as_(a_person()).post(say, {"yes": ""}).status_code == 404
    assert Client().post(say, {"yes": ""}).status_code == 302
    client = as_(leader_of(entry))
    assert client.get(say).status_code == 405
    assert client.post(at(entry, "files/999999/nameless/"), {"yes": ""}).status_code == 404
    closed_now(entry.call)
    assert client.post(say, {"yes": ""}).url == at(entry)
    assert not EntryFile.objects.filter(names_nobody=True).exists()


# --- judges and chairs -----------------------------------------------------------------------------------


@pytest.fixture
def panel() -> Panel:
    panel = a_panel(judges=2)
    open_now(panel.call, timezone.now())
    panel.entry(somebody("Ivy Chan"), title="Ivy Chan's lamp")
    panel.assign(panel.judges[0], panel.entries[0])
    return panel


def desk(panel: Panel, more: str = "") -> str:
    return f"/calls/{panel.call.pk}/judging/{panel.entries[0].number}/{more}"


def chair(panel: Panel, more: str = "") -> str:
    return f"/calls/{panel.call.pk}/chair/entries/{panel.entries[0].number}/{more}"


def test_a_judge_tells_the_chairs_and_keeps_the_entry(panel: Panel) -> None:
    client = as_(panel.judges[0].user)
    assert "This names the team" in page(client, desk(panel))
    for _twice in range(2):
        assert client.post(desk(panel, "names-team/"), {"note": "<b>slide 3"}).url == desk(panel)
    source = page(client, desk(panel))
    assert "You told the chairs that this entry names its team." in source
    (flag,) = flags_of(panel.entries[0])
    assert (flag.judge, flag.note) == (panel.judges[0], "<b>slide 3")
    read = page(as_(panel.chair.user), chair(panel))
    assert "says that the entry names its team." in read
    assert "“&lt;b&gt;slide 3”" in read
    assert "a judge: names the team" in page(as_(panel.chair.user), f"/calls/{panel.call.pk}/chair/entries/")
    assert panel.pairs() == {(panel.judges[0].pk, panel.entries[0].number)}


def test_only_who_reads_the_entry_flags_it(panel: Panel) -> None:
    for user in (panel.judges[1].user, panel.chair.user, panel.entries[0].members.get().user, somebody()):
        assert as_(user).post(desk(panel, "names-team/")).status_code == 404
    assert flags_of(panel.entries[0]) == ()


def test_where_judging_is_not_blind_there_is_nothing_to_flag(panel: Panel) -> None:
    pin(panel.call, judging={"blind": False})
    assert "This names the team" not in page(as_(panel.judges[0].user), desk(panel))
    assert "Names, where judges read without them" not in page(as_(panel.chair.user), chair(panel))


def test_a_chair_reads_what_stayed_and_lets_a_film_be_shown(panel: Panel) -> None:
    entry, client = panel.entries[0], as_(panel.chair.user)
    row = entry.files.get()
    row.stored.kind = "mp4"
    row.stored.save()
    source = page(client, chair(panel))
    assert "The title: <b>“Ivy Chan”</b>" in source
    assert "Not looked into: deck.pdf" in source
    assert "It names nobody: show it to judges" in source
    assert client.post(chair(panel, "nameless/"), {"file": row.pk, "yes": ""}).url == chair(panel)
    assert entry.files.get().names_nobody
    client.post(chair(panel, "nameless/"), {"file": row.pk, "no": ""})
    assert not entry.files.get().names_nobody


@pytest.mark.parametrize("file", ["", "x", "-1", "٣", "9" * 30, "999999"])
def test_a_file_that_is_none_is_not_there(panel: Panel, file: str) -> None:
    assert as_(panel.chair.user).post(chair(panel, "nameless/"), {"file": file}).status_code == 404


def test_behind_the_wall_nothing_is_read_or_said(panel: Panel) -> None:
    entry = panel.entries[0]
    declare_conflict(
        actor=panel.chair.user, now=timezone.now(), judge=panel.chair, number=entry.number, reason=""
    )
    client = as_(panel.chair.user)
    assert client.get(chair(panel)).status_code == 404
    answer = client.post(chair(panel, "nameless/"), {"file": entry.files.get().pk, "yes": ""})
    assert answer.status_code == 404
    assert as_(panel.judges[0].user).post(chair(panel, "nameless/"), {"file": "1"}).status_code == 404
    assert not EntryFile.objects.filter(names_nobody=True).exists()
    assert Call.objects.get().pk == panel.call.pk
