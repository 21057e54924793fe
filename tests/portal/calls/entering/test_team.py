"""The team's page and invitation links, in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from superconnector.apps.calls.models import Call, Entry, Invitation
from tests.apps.calls.making import a_person, closed_now
from tests.portal.calls.entering.conftest import Team, browser
from tests.portal.markup import Page, problems

GROWN = {"name": "Eve", "minor": "no"}


@pytest.fixture
def link(leader: Team) -> str:
    """A fresh link, as the leader's page shows it."""
    leader.send("team/invite/", role="teacher")
    address = leader.look("team/").one("link").get("value")
    return address.removeprefix("http://testserver")


def opened(link: str, status: int, **fields: str) -> Page:
    client = browser(a_person("Eve"))
    answer = client.post(link, fields) if fields else client.get(link)
    source = answer.content.decode()
    assert (answer.status_code, problems(source)) == (status, [])
    return Page(source)


def test_a_link_is_shown_once(leader: Team, link: str) -> None:
    secret = link.split("/")[-2]
    assert len(secret) == 43
    assert secret not in leader.look("team/").source
    assert Invitation.objects.get().secret != secret


def test_opening_a_link_uses_nothing_and_a_post_does(entry: Entry, link: str) -> None:
    for _ in range(2):
        assert opened(link, 200).h1 == "Ivy invites you to a team"
    eve = a_person("Eve")
    client = browser(eve)
    answer = client.post(link, GROWN)
    assert answer["Location"] == f"/calls/town-hack/entries/{entry.number}/"
    assert entry.members.get(user=eve).role == "teacher"
    assert client.get(link)["Location"] == answer["Location"]


def test_a_used_link_is_told_and_tells_nothing_of_the_team(entry: Entry, link: str) -> None:
    browser(a_person()).post(link, GROWN)
    page = opened(link, 410)
    assert ("was used already" in page.text, "Ivy" in page.text, entry.number in page.text) == (
        True,
        False,
        False,
    )
    assert "was used already" in opened(link, 410, **GROWN).text
    assert entry.members.count() == 3


def test_links_taken_back_ended_or_invented(entry: Entry, leader: Team, link: str) -> None:
    row = Invitation.objects.get()
    assert "is no invitation" in opened("/calls/join/" + "x" * 43 + "/", 404).text
    assert "is no invitation" in opened("/calls/join/" + "x" * 5000 + "/", 404, **GROWN).text
    leader.send(f"team/invitations/{row.pk}/revoke/")
    assert "was taken back" in opened(link, 410).text
    now = timezone.now()
    Invitation.objects.update(
        revoked_at=None, made_at=now - timedelta(days=9), ends_at=now - timedelta(days=2)
    )
    assert "has expired" in opened(link, 410, **GROWN).text


def test_a_link_after_the_close(call: Call, entry: Entry, link: str) -> None:
    closed_now(call)
    assert "Entries closed on" in opened(link, 409, **GROWN).text
    assert entry.members.count() == 2


def test_a_stranger_signs_in_first_and_comes_back(link: str) -> None:
    assert browser().get(link)["Location"] == f"/account/login/?next={link}"


def test_a_name_is_needed_to_join(link: str) -> None:
    assert "Enter your name" in opened(link, 422, minor="no").text
    assert Invitation.objects.get().used_at is None


def test_a_box_that_the_team_ticks_is_no_consent(entry: Entry, leader: Team) -> None:
    leader.send("team/add/", name="Pat", role="member", minor="yes", guardian="Pa", consents="1")
    assert "consent of a guardian needed" in leader.look("team/").text
    assert entry.members.get(name="Pat").consent == "needed"


def test_leaving_and_handing_over(entry: Entry, leader: Team, mate: Team) -> None:
    tom = entry.members.get(leads=False)
    leader.send(f"team/{tom.pk}/lead/")
    ivy = entry.members.get(leads=False)
    assert leader.send(f"team/{ivy.pk}/remove/") == "/calls/town-hack/"
    assert leader.client.get(leader.at).status_code == 404
    mate.look("team/")


@pytest.mark.parametrize("role", ["king", "", "leader", "leader\0", "<script>"])
def test_a_role_that_the_call_does_not_have(entry: Entry, leader: Team, role: str) -> None:
    leader.send("team/invite/", role=role)
    leader.send("team/add/", name="Eve", role=role)
    assert "The call has no such role" in leader.look("team/").text
    assert (entry.invitations.count(), entry.members.count()) == (0, 2)


def test_a_name_of_markup_is_text(entry: Entry, leader: Team) -> None:
    leader.send("team/add/", name="<script>alert(1)</script>" + "x" * 500, role="member", minor="no")
    page = leader.look("team/")
    assert "<script>alert(1)</script>" in page.text
    assert len(entry.members.get(user=None).name) == 200
