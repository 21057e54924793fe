"""What a team builds, on its own page and on the chair's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from superconnector.apps.calls.models import Call, Entry, Prototype
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.base.files.making import a_pdf
from tests.portal.markup import Page

Honour = Callable[..., Entry]
SignedIn = Callable[[User], Client]
CHAIR = "/calls/town-hack/chair/prototypes/"
STATE = {"version": "0.1", "made_on": "2026-11-01", "changed": "The first lamp."}


def own(entry: Entry) -> str:
    return f"/calls/town-hack/entries/{entry.number}/prototypes/"


def test_a_team_records_what_it_builds_and_the_chair_reads_it(
    honour: Honour, signed_in: SignedIn, chair: User
) -> None:
    entry = honour()
    team = signed_in(making.leader_of(entry))
    file = SimpleUploadedFile("plan.pdf", a_pdf())
    assert team.post(own(entry), {**STATE, "file": file}).url == own(entry)
    row = Prototype.objects.get()
    page = team.get(own(entry)).content.decode()
    assert "The first lamp." in page
    assert f"{own(entry)}{row.pk}/file/" in page
    assert b"".join(team.get(f"{own(entry)}{row.pk}/file/").streaming_content) == a_pdf()
    desk = signed_in(chair)
    assert "The first lamp." in desk.get(CHAIR).content.decode()
    sent = desk.get(f"{CHAIR}{row.pk}/file/")
    sent.close()
    assert sent.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": ""}, "This field is required."),
        ({"changed": " "}, "This field is required."),
        ({"made_on": "2126-01-01"}, "The day has not come yet."),
        ({"version": "x" * 41}, "at most 40"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "is not of a type that is taken here"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ")}, "is not what its ending says"),
    ],
)
def test_a_wrong_state_is_refused_in_words(
    honour: Honour, signed_in: SignedIn, change: dict[str, object], said: str
) -> None:
    entry = honour()
    response = signed_in(making.leader_of(entry)).post(own(entry), {**STATE, **change})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Prototype.objects.exists()


def test_a_form_without_a_file_that_is_sent_twice_writes_once(honour: Honour, signed_in: SignedIn) -> None:
    entry = honour()
    team = signed_in(making.leader_of(entry))
    assert [team.post(own(entry), STATE).status_code for _n in range(2)] == [302, 422]
    assert Prototype.objects.get().name == ""
    assert team.get(f"{own(entry)}{Prototype.objects.get().pk}/file/").status_code == 404


@pytest.mark.parametrize("who", ["voter", "chair", "other", "nobody"])
def test_strangers_meet_nothing(
    honour: Honour, signed_in: SignedIn, client: Client, voter: User, chair: User, who: str
) -> None:
    entry, other = honour(), honour("Bench", prize="silver")
    team = signed_in(making.leader_of(entry))
    team.post(own(entry), {**STATE, "file": SimpleUploadedFile("plan.pdf", a_pdf())})
    row = Prototype.objects.get()
    client.logout()
    users = {"voter": voter, "chair": chair, "other": making.leader_of(other)}
    if who in users:
        signed_in(users[who])
    expected = 302 if who == "nobody" else 404
    assert client.get(own(entry)).status_code == expected
    assert client.post(own(entry), {**STATE, "version": "9"}).status_code == expected
    assert client.get(f"{own(entry)}{row.pk}/file/").status_code == expected
    assert client.get(f"{own(other)}{row.pk}/file/").status_code == expected
    if who != "chair":
        assert client.get(CHAIR).status_code == expected
        assert client.get(f"{CHAIR}{row.pk}/file/").status_code == expected
    assert Prototype.objects.count() == 1


def test_before_the_publication_there_is_no_page(honour: Honour, signed_in: SignedIn, call: Call) -> None:
    entry = making.a_submitted_entry(call)
    assert signed_in(making.leader_of(entry)).get(own(entry)).status_code == 404


def test_the_page_of_the_entry_leads_there_once_there_is_a_letter(
    honour: Honour, signed_in: SignedIn, call: Call
) -> None:
    entry = honour()
    team = signed_in(making.leader_of(entry))
    page = Page(team.get(f"/calls/town-hack/entries/{entry.number}/").content.decode())
    links = [each.get("href") for each in page.elements if each.tag == "a"]
    assert own(entry) not in links


def test_a_chair_with_a_conflict_meets_nothing_of_it(
    honour: Honour, signed_in: SignedIn, conflicted: Callable[[Entry], User]
) -> None:
    entry, other = honour("Hidden lamp"), honour("Bench", prize="silver")
    for each in (entry, other):
        team = signed_in(making.leader_of(each))
        team.post(own(each), {**STATE, "file": SimpleUploadedFile("plan.pdf", a_pdf())})
    hidden = Prototype.objects.get(entry=entry)
    walled = signed_in(conflicted(entry))
    page = walled.get(CHAIR).content.decode()
    assert ("Hidden lamp" in page, "Bench" in page) == (False, True)
    codes = [walled.get(f"{CHAIR}{key}/file/").status_code for key in (hidden.pk, "0", "9" * 30)]
    assert codes == [404, 404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chairs_page_asks_the_same_number_of_queries(
    honour: Honour,
    signed_in: SignedIn,
    chair: User,
    count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    entry = honour()
    team = signed_in(making.leader_of(entry))
    for number in range(count):
        team.post(own(entry), {**STATE, "version": str(number)})
    desk = signed_in(chair)
    desk.get(CHAIR)
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        assert desk.get(CHAIR).status_code == 200
