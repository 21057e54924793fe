"""A guardian's page: reached by a letter, without an account; only a button answers; no log has the link."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.models import Call, Entry, Member
from superconnector.base.models import JournalEntry
from tests.apps.calls.making import a_chair, a_judge, a_person, closed_now
from tests.portal.calls.entering.conftest import Team, browser
from tests.portal.markup import Page, problems

PAT = {"name": "Pat", "role": "member", "minor": "yes", "guardian": "Pa", "guardian_email": "Pa@home.example"}
YES = {"answer": "yes", "name": "Paula Parent", "agrees": "1"}
WORDS = "I am the parent or guardian and agree that my child enters."


@pytest.fixture
def link(leader: Team) -> str:
    """The path in the letter that goes out when the leader names a pupil."""
    leader.send("team/add/", **PAT)
    (letter,) = mail.outbox
    assert letter.to == ["pa@home.example"]
    return str(re.search(r"http://testserver(/\S*calls/consent/\S{43}/)", letter.body)[1])  # type: ignore[index]


@pytest.fixture
def pat(entry: Entry, link: str) -> Member:
    return entry.members.get(name="Pat")


def page(answer: object, status: int) -> Page:
    source = answer.content.decode()  # type: ignore[attr-defined]
    assert (answer.status_code, problems(source)) == (status, [])  # type: ignore[attr-defined]
    return Page(source)


def state(pat: Member) -> tuple[str, str]:
    pat.refresh_from_db()
    return str(pat.consent), pat.guardian


# --- the page --------------------------------------------------------------------------------------------


def test_it_shows_the_call_the_group_the_minor_and_the_exact_words(link: str) -> None:
    shown = page(Client().get(link), 200)
    for said in ("Town Hackathon 2026", "Open group", "Do you consent for Pat?", "under 18", WORDS):
        assert said in shown.text


def test_opening_it_changes_nothing_whatever_opens_it(pat: Member, link: str) -> None:
    before = Member.objects.filter(pk=pat.pk).values().get()
    journal = JournalEntry.objects.count()
    verbs = {"get": 200, "head": 200, "options": 405, "put": 405, "delete": 405, "patch": 405}
    assert {verb: getattr(Client(), verb)(link, {"answer": "yes"}).status_code for verb in verbs} == verbs
    assert Member.objects.filter(pk=pat.pk).values().get() == before
    assert JournalEntry.objects.count() == journal


def test_a_yes_is_seen_by_the_team_and_ends_the_link(pat: Member, leader: Team, link: str) -> None:
    client = Client()
    sent = client.post(link, YES)
    assert sent["Location"] == "/calls/consent/yes/"
    assert "Your consent is recorded" in page(client.get(sent["Location"]), 200).text
    assert state(pat) == ("given", "Paula Parent")
    assert "guardian consents: Paula Parent" in leader.look("team/").text
    assert "used already" in page(client.get(link), 404).text


def test_a_no_needs_no_name_and_stands_on_the_task_list(pat: Member, leader: Team, link: str) -> None:
    sent = Client().post(link, {"answer": "no"})
    assert "you do not consent" in page(Client().get(sent["Location"]), 200).text
    assert state(pat) == ("refused", "Pa")
    assert "The guardian of Pat does not consent" in leader.look().text
    leader.refused("check/", 422)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answer": "yes", "agrees": "1", "name": " "}, "Enter your name"),
        ({"answer": "yes", "name": "Paula"}, "Tick the box"),
        ({"name": "Paula", "agrees": "1"}, "Say yes or no"),
        ({"answer": "maybe"}, "Say yes or no"),
    ],
)
def test_half_an_answer_is_none(pat: Member, link: str, fields: dict[str, str], said: str) -> None:
    shown = page(Client().post(link, fields), 422)
    assert said in shown.text
    assert shown.one("name").get("value") == fields.get("name", "").strip()
    assert ("checked" in shown.one("agrees").attributes) is ("agrees" in fields)
    assert state(pat) == ("needed", "Pa")


def test_one_page_for_every_link_that_does_not_work(pat: Member, leader: Team, link: str) -> None:
    made_up = link.replace(link.split("/")[-2], "x" * 43)
    leader.send(f"team/{pat.pk}/guardian/")
    replaced = Client().get(link)
    second = re.search(r"/calls/consent/\S+", mail.outbox[1].body)[0]  # type: ignore[index]
    old = timezone.now() - timedelta(days=14)
    Member.objects.filter(pk=pat.pk).update(consent_asked_at=old)
    ended = Client().get(second)
    texts = {
        page(each, 404).text for each in (replaced, ended, Client().get(made_up), Client().post(made_up, YES))
    }
    assert len(texts) == 1
    (text,) = texts
    assert [each for each in ("for Pat", "Town Hackathon", "Open group") if each in text] == []
    assert state(pat) == ("needed", "Pa")


def test_after_the_close_nothing_is_asked(call: Call, pat: Member, link: str) -> None:
    closed_now(call)
    assert "cannot be changed any more" in page(Client().post(link, YES), 409).text
    assert state(pat) == ("needed", "Pa")


def test_the_form_needs_its_token(pat: Member, link: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, YES).status_code == 403
    token = Page(strict.get(link).content.decode()).all("input")[0].get("value")
    assert strict.post(link, YES | {"csrfmiddlewaretoken": token}).status_code == 302
    assert state(pat) == ("given", "Paula Parent")


def test_nothing_tells_of_the_link(
    pat: Member, leader: Team, link: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = link.split("/")[-2]
    with caplog.at_level(logging.DEBUG, "superconnector"):
        answers = [Client().get(link), Client().post(link, {}), Client().get(link.replace(secret, "x" * 43))]
        answers += [Client().post(link, YES), Client().get(link)]
    for each in answers:
        assert each["Referrer-Policy"] == "strict-origin"
        assert "no-store" in each["Cache-Control"]
        assert each["X-Robots-Tag"] == "noindex, nofollow"
    kept = [str(row.detail) for row in JournalEntry.objects.all()]
    kept += [str(each) for each in Member.objects.values()]
    kept += [leader.look("team/").source, leader.look().source, caplog.text]
    assert all(secret not in each for each in kept)


def test_the_handler_of_the_logs_hides_it() -> None:
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_secrets"]


# --- the team --------------------------------------------------------------------------------------------


def test_another_address_ends_the_link_and_writes_to_the_other(pat: Member, leader: Team, link: str) -> None:
    Client().post(link, YES)
    leader.send(f"team/{pat.pk}/", **PAT | {"guardian_email": "ma@home.example"})
    assert (state(pat)[0], [each.to[0] for each in mail.outbox]) == (
        "needed",
        ["pa@home.example", "ma@home.example"],
    )
    assert "the guardian was asked" in leader.look("team/").text


def test_saving_the_same_writes_to_nobody(pat: Member, leader: Team, link: str) -> None:
    leader.send(f"team/{pat.pk}/", **PAT)
    assert (len(mail.outbox), Client().get(link).status_code) == (1, 200)


def test_a_team_mate_is_not_shown_the_address(mate: Team, leader: Team, pat: Member) -> None:
    assert "pa@home.example" in leader.look("team/").source
    assert "pa@home.example" not in mate.look("team/").source
    mate.send(f"team/{pat.pk}/guardian/")
    assert (len(mail.outbox), "your own details only" in mate.look("team/").text) == (1, True)


@override_settings(PACE={**settings.PACE, "guardian-again": "1/d"})
def test_writing_again_has_a_pace_and_says_until_when(pat: Member, leader: Team) -> None:
    leader.send(f"team/{pat.pk}/guardian/")
    shown = leader.refused(f"team/{pat.pk}/guardian/", 429)
    assert ("Try again after" in shown.text, len(mail.outbox)) == (True, 2)


@override_settings(PACE={**settings.PACE, "guardian": "1/d"})
def test_who_cannot_be_written_to_yet_is_in_the_team_all_the_same(
    entry: Entry, pat: Member, leader: Team
) -> None:
    leader.send("team/add/", **PAT | {"name": "Kim", "guardian_email": "ma@home.example"})
    shown = leader.look("team/")
    assert ("Try again after" in shown.text, len(mail.outbox)) == (True, 1)
    assert entry.members.filter(name="Kim", consent="needed").count() == 1


def test_a_minor_who_joins_has_the_guardian_written_to(entry: Entry, leader: Team) -> None:
    leader.send("team/invite/", role="member")
    address = leader.look("team/").one("link").get("value").removeprefix("http://testserver")
    kim = a_person("Kim")
    browser(kim).post(address, PAT | {"name": "Kim"})
    assert (entry.members.get(user=kim).consent, [each.to for each in mail.outbox]) == (
        "needed",
        [["pa@home.example"]],
    )


# --- the chair -------------------------------------------------------------------------------------------


def test_a_chair_has_the_signed_form(call: Call, entry: Entry, pat: Member, link: str) -> None:
    chair = browser(a_chair(call).user)
    at = f"/calls/{call.pk}/chair/entries/{entry.number}/"
    assert "I have the signed form" in page(chair.get(at), 200).text
    assert chair.post(f"{at}consent/{pat.pk}/", {"guardian": ""}).status_code == 302
    assert "Enter a name" in page(chair.get(at), 200).text
    assert chair.post(f"{at}consent/{pat.pk}/", {"guardian": "Paula Parent"}).status_code == 302
    assert (state(pat), Client().get(link).status_code) == (("given", "Paula Parent"), 404)
    assert "guardian consents: Paula Parent" in page(chair.get(at), 200).text


@pytest.mark.parametrize("who", ["leader", "stranger", "judge", "walled chair", "visitor"])
def test_nobody_else_has_it(call: Call, entry: Entry, pat: Member, leader: Team, who: str) -> None:
    match who:
        case "leader":
            client = leader.client
        case "stranger":
            client = browser(a_person())
        case "judge":
            client = browser(a_judge(call).user)
        case "walled chair":
            chair = a_chair(call)
            declare_conflict(
                actor=chair.user, now=timezone.now(), judge=chair, number=entry.number, reason="my niece"
            )
            client = browser(chair.user)
        case _:
            client = Client()
    at = f"/calls/{call.pk}/chair/entries/{entry.number}/consent/{pat.pk}/"
    expected = 302 if who == "visitor" else 404
    sent = client.post(at, {"guardian": "Paula"})
    assert (sent.status_code, "login" in sent.get("Location", "login")) == (expected, True)
    assert state(pat) == ("needed", "Pa")
