"""Single tricks of an attacker, each with what comes of it."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from superconnector.apps.calls.actions import answers
from superconnector.apps.calls.actions.answers import Rights, add_file
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.teams import TeamError, remove_person
from superconnector.apps.calls.models import Call, Certificate, Entry, EntryFile
from superconnector.base.accounts.exports import everything
from superconnector.base.accounts.models import User
from superconnector.base.files.models import StoredFile
from tests.apps.calls.making import a_file, a_member, a_person, an_entry, leader_of
from tests.base.files.making import a_pdf, a_picture
from tests.conftest import NOW
from tests.portal.calls.entering.conftest import Team

pytestmark = pytest.mark.django_db


# --- the disk --------------------------------------------------------------------------------------------


def bring(entry: Entry, body: bytes, question: str = "pictures") -> EntryFile:
    return add_file(
        actor=leader_of(entry),
        now=opening(entry),
        entry=entry,
        question_id=question,
        upload=io.BytesIO(body),
        name="a.png" if question == "pictures" else "a.pdf",
        rights=Rights(),
    )


def opening(entry: Entry) -> datetime:
    return entry.call.phases.get(kind="entry").opens_at


def bytes_on_disk(root: Path) -> int:
    return len([path for path in root.rglob("*") if path.is_file()])


def test_a_question_that_is_full_takes_no_bytes(entry: Entry, files_root: Path) -> None:
    with pytest.raises(EnteringError, match="too-many-files"):
        bring(entry, a_pdf(1), "deck")  # the entry has its one deck already
    assert (bytes_on_disk(files_root), StoredFile.objects.count()) == (0, 1)


def test_the_same_file_sent_again_is_no_error_when_full(call: Call, files_root: Path) -> None:
    made = an_entry(call)
    assert bring(made, a_pdf(1), "deck").pk == bring(made, a_pdf(1), "deck").pk


@pytest.mark.parametrize("bound", ["MOST_OF_ENTRY", "MOST_OF_PERSON"])
def test_an_entry_and_an_account_fill_no_disk(
    call: Call, files_root: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    made = an_entry(call)
    first = bring(made, a_picture(4, 3))
    first.removed_at = first.added_at
    first.save()  # what is put away still lies there
    monkeypatch.setattr(answers, bound, first.stored.size)
    with pytest.raises(EnteringError, match="too-much-kept"):
        bring(made, a_picture(5, 3))
    assert bytes_on_disk(files_root) == 1


def test_bytes_that_are_gone_are_not_found(leader: Team, entry: Entry, files_root: Path) -> None:
    row = a_file(entry, "pictures", kind="png")
    assert leader.client.get(f"{leader.at}files/{row.pk}/").status_code == 404


# --- texts -----------------------------------------------------------------------------------------------


def test_a_name_turns_no_list_round(leader: Team, entry: Entry, ivy: User) -> None:
    own = entry.members.get(leads=True)
    leader.send(f"team/{own.pk}/", name="Ivy\u202e\0 gpj.exe", role="leader", minor="no")
    own.refresh_from_db()
    assert own.name == "Ivy gpj.exe"


def test_a_title_turns_no_mail_round(leader: Team, entry: Entry) -> None:
    leader.send("questions/title/", answer="Lamp\u202e\r\nBcc: all@example.org", version="1")
    leader.send("check/")
    entry.refresh_from_db()
    assert entry.title == "Lamp Bcc: all@example.org"
    assert {letter.subject for letter in mail.outbox} == {
        f"Received: {entry.title}, receipt {entry.number}-1"
    }
    assert {address for letter in mail.outbox for address in letter.recipients()} == {
        member.email for member in entry.members.all()
    }


def test_nul_is_taken_out_of_forms_and_refused_in_addresses(leader: Team, entry: Entry) -> None:
    leader.send("withdraw/", because="a\0b")
    entry.refresh_from_db()
    assert (entry.state, entry.state_reason) == ("withdrawn", "ab")
    client = Client()
    assert client.get("/certificates/%00/").status_code == 404
    assert client.get("/certificates/?code=%00").status_code == 200
    assert client.get("/programmes/?q=%00").status_code == 200


@pytest.mark.parametrize("version", ["9" * 5000, "９", "-1", "", "1.0"])
def test_a_version_that_is_none_is_a_conflict(leader: Team, entry: Entry, version: str) -> None:
    leader.refused("about/", 409, title="x", track="green", language="en", version=version)


def test_a_megabyte_of_text_and_ten_thousand_fields_are_refused(leader: Team) -> None:
    at = f"{leader.at}questions/idea/"
    assert leader.client.post(at, {"answer": "x" * 1_000_000, "version": "0"}).status_code == 400
    many = {f"f{number}": "1" for number in range(10_000)}
    assert leader.client.post(at, many).status_code == 400


# --- who asks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example"])
def test_another_host_writes_no_links_into_mails(leader: Team, host: str) -> None:
    assert leader.client.post(f"{leader.at}check/", HTTP_HOST=host).status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize(
    "goes", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_led_elsewhere_after_signing_in(call: Call, goes: str) -> None:
    user, words = a_person(), "a long pass phrase"
    user.set_password(words)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sent = Client().post("/account/login/", {"login": user.email, "password": words, "next": goes})
    assert sent["Location"] == "/account/"


def test_pages_of_somebody_signed_in_are_kept_nowhere(leader: Team) -> None:
    for path in ("", "team/", "check/"):
        assert "no-store" in leader.client.get(leader.at + path)["Cache-Control"]
    assert "no-store" in leader.client.get("/calls/")["Cache-Control"]
    assert "Cache-Control" not in Client().get("/calls/")


def test_who_left_the_team_sees_nothing_more(entry: Entry, mate: Team, tom: User) -> None:
    assert mate.client.get(mate.at).status_code == 200
    place = entry.members.get(user=tom)
    mate.client.post(f"{mate.at}team/{place.pk}/remove/")
    pages = ("", "team/", "check/", "questions/idea/", "letter/")
    assert {mate.client.get(mate.at + page).status_code for page in pages} == {404}


@pytest.mark.parametrize("path", ["team/{}/", "team/{}/remove/", "team/{}/lead/"])
def test_a_member_of_another_team_is_nobody_here(leader: Team, entry: Entry, call: Call, path: str) -> None:
    other = a_member(an_entry(call), a_person("Mallory"))
    before = (other.name, other.role, other.leads, other.entry_id)
    leader.send(path.format(other.pk), name="Gone", role="member", minor="no")
    other.refresh_from_db()
    assert (other.name, other.role, other.leads, other.entry_id) == before
    assert leader_of(entry).name == "Ivy"


@pytest.mark.parametrize("path", ["files/{}/rights/", "files/{}/remove/"])
def test_a_file_of_another_entry_is_not_there(leader: Team, call: Call, path: str) -> None:
    other = a_file(an_entry(call), "pictures", kind="png")
    assert leader.client.post(leader.at + path.format(other.pk), {"licence": "CC0-1.0"}).status_code == 404
    other.refresh_from_db()
    assert (other.removed_at, other.licence) == (None, "")


def test_who_has_a_certificate_stays_in_the_team(entry: Entry, tom: User) -> None:
    place, lead = entry.members.get(user=tom), entry.members.get(leads=True)
    Certificate.objects.create(member=place, code="A", issued_at=NOW, body={})
    with pytest.raises(TeamError, match="certified"):
        remove_person(actor=lead, now=opening(entry), entry=entry, member_id=place.pk)
    assert entry.members.filter(pk=place.pk).exists()


# --- one's own data --------------------------------------------------------------------------------------


def test_the_export_holds_what_calls_keep_of_the_person(entry: Entry, leader: Team, ivy: User) -> None:
    leader.send("check/")
    told = everything(ivy)["calls"]
    (own,) = told["entries"]
    assert (own["number"], own["me"]["leads"], own["receipts"][0]["number"]) == (entry.number, True, 1)
    assert {each["question"] for each in own["answers"]} == set(
        entry.answers.values_list("question", flat=True)
    )
    assert json.loads(json.dumps(told)) == told


def test_the_export_of_a_stranger_holds_nothing_of_others(entry: Entry, leader: Team) -> None:
    leader.send("check/")
    told = everything(a_person())["calls"]
    parts = {"entries", "letters", "appeals", "certificates", "ballots", "offices", "nominations"}
    assert set(told) == parts
    assert [each for each in told.values() if each] == []
