"""The list of calls, a call's page, the door, and opening a call."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from superconnector.apps.calls.models import Call, Entry, Official
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import a_call, a_person, an_entry, an_officer, closed_now, open_now
from tests.portal.calls.entering.conftest import browser
from tests.portal.markup import Page, problems


def look(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (status, [])
    return Page(source)


@pytest.fixture
def officer(small_site: Ecosystem) -> Client:
    user = an_officer()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return browser(user)


# --- public ----------------------------------------------------------------------------------------------


def test_without_a_running_call_there_is_the_record(small_site: Ecosystem, client: Client) -> None:
    page = look(client, "/calls/")
    assert ("No call runs now" in page.text, "about 40 entries" in page.text) == (True, True)
    assert "On record" in look(client, "/calls/town-hack/").text


def test_the_file_of_an_edition_leads_to_the_calls_that_run_from_it(
    small_site: Ecosystem, client: Client
) -> None:
    a_call("hack-2027")
    assert "/calls/hack-2027/" in look(client, "/calls/town-hack/").links()


def test_a_rehearsal_is_seen_by_officers_only(client: Client, officer: Client) -> None:
    a_call("try-out", rehearsal=True)
    assert "/calls/try-out/" not in look(client, "/calls/").links()
    assert "/calls/try-out/" in look(officer, "/calls/").links()


@pytest.mark.parametrize("language", ["", "/zh-hant", "/zh-hans"])
def test_in_three_languages(call: Call, client: Client, language: str) -> None:
    look(client, f"{language}/calls/")
    look(client, f"{language}/calls/town-hack/")
    look(client, f"{language}/calls/town-hack/enter/")
    look(client, f"{language}/calls/town-hack/enter/open/")


@pytest.mark.parametrize("path", ["nowhere/", "nowhere/enter/", "town-hack/enter/palace/", "..%2f/", "%00/"])
def test_what_is_not_there(call: Call, client: Client, path: str) -> None:
    assert client.get(f"/calls/{path}").status_code == 404


def test_queries_of_the_list_do_not_grow(
    small_site: Ecosystem, client: Client, django_assert_num_queries: object
) -> None:
    a_call("hack-1")
    look(client, "/calls/")
    with django_assert_num_queries(4) as few:  # type: ignore[operator]
        look(client, "/calls/")
    for number in (2, 3):
        a_call(f"hack-{number}")
    with django_assert_num_queries(len(few)):  # type: ignore[operator]
        look(client, "/calls/")


def test_one_s_own_entries_are_on_the_page(call: Call) -> None:
    ivy = a_person()
    entry = an_entry(call, ivy)
    client = browser(ivy)
    own = f"/calls/town-hack/entries/{entry.number}/"
    assert (own in look(client, "/calls/").links(), own in look(client, "/calls/town-hack/").links()) == (
        True,
        True,
    )
    assert own not in look(browser(a_person()), "/calls/").links()


# --- the door --------------------------------------------------------------------------------------------

DOOR = "/calls/town-hack/enter/"


def say(client: Client, group: str, **fields: str) -> None:
    assert client.post(f"{DOOR}{group}/", {"fact": "person.age", **fields}).status_code == 302


def test_the_other_group_is_offered(call: Call, client: Client) -> None:
    say(client, "youth", answer="30")
    page = look(client, f"{DOOR}youth/")
    assert (page.h1, f"{DOOR}open/" in page.links()) == ("This group is not open to you", True)
    assert [each.get("action") for each in page.all("form")] == []


def test_not_knowing_is_no_no(call: Call) -> None:
    client = browser(a_person())
    say(client, "open", skip="1")
    assert look(client, f"{DOOR}open/").h1 == "You may enter, and the organiser will check"
    assert client.post(f"{DOOR}open/start/").status_code == 302
    assert Entry.objects.get().unsettled == ["sixteen"]


def test_who_may_not_enter_cannot_by_a_form_of_one_s_own(call: Call) -> None:
    client = browser(a_person())
    say(client, "youth", answer="30")
    assert client.post(f"{DOOR}youth/start/")["Location"] == f"{DOOR}youth/"
    assert "not open to you" in look(client, f"{DOOR}youth/").text
    assert Entry.objects.count() == 0


def test_an_answer_that_is_none_is_asked_for_again(call: Call, client: Client) -> None:
    answer = client.post(f"{DOOR}open/", {"fact": "person.age", "answer": "old"})
    assert (answer.status_code, problems(answer.content.decode())) == (422, [])
    for fact in ("applicant.employees", "no.fact", ""):
        assert client.post(f"{DOOR}open/", {"fact": fact, "answer": "5"})["Location"] == f"{DOOR}open/"
    assert "answers" not in client.session


def test_a_said_answer_can_be_changed(call: Call, client: Client) -> None:
    say(client, "open", answer="30")
    assert look(client, f"{DOOR}open/?ask=person.age").one("answer").get("value") == "30"
    assert look(client, f"{DOOR}open/?ask=applicant.type").h1 == "You may enter this group"


def test_choosing_no_group_is_told(call: Call, client: Client) -> None:
    for group in ("", "palace"):
        answer = client.post(DOOR, {"group": group})
        assert (answer.status_code, problems(answer.content.decode())) == (422, [])


def test_after_the_close_no_entry_begins(call: Call) -> None:
    closed_now(call)
    client = browser(a_person())
    say(client, "open", answer="30")
    assert "Entries closed on" in look(client, f"{DOOR}open/").text
    client.post(f"{DOOR}open/start/")
    assert Entry.objects.count() == 0


# --- opening ---------------------------------------------------------------------------------------------

OPEN = "/calls/open/town-hack/"
FORM = {"id": "hack-2027", "entry-opens": "2027-03-01T09:00", "entry-closes": "2027-03-31T23:59:59"}


def test_an_officer_opens_a_call_and_chairs_it(officer: Client) -> None:
    look(officer, "/calls/open/")
    look(officer, OPEN)
    assert officer.post(OPEN, FORM)["Location"] == "/calls/hack-2027/"
    call = Call.objects.get()
    phase = call.phases.get(name="entry")
    zone = ZoneInfo("Asia/Hong_Kong")
    assert phase.opens_at == datetime(2027, 3, 1, 9, tzinfo=zone)
    assert phase.closes_at == datetime(2027, 4, 1, tzinfo=zone)
    assert call.phases.get(name="judging").opens_at is None
    assert (call.rehearsal, len(call.seed), call.officials.get().role) == (False, 32, Official.Role.CHAIR)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "Hack 2027"}, "Use small letters"),
        ({"id": "open"}, "Use small letters"),
        ({"id": "join"}, "Use small letters"),
        ({"id": ""}, "Use small letters"),
        ({"entry-closes": "2027-02-01T00:00"}, "The close must lie after the opening"),
        ({"entry-opens": "tomorrow"}, "Enter a day and a time"),
        ({"entry-opens": "0001-01-01T00:00"}, "Enter a day and a time"),
        ({"entry-opens": "2027-03-01T09:00+00:00"}, "Enter a day and a time"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again(officer: Client, changed: dict[str, str], said: str) -> None:
    answer = officer.post(OPEN, {**FORM, **changed})
    source = answer.content.decode()
    assert (answer.status_code, problems(source), said in source) == (422, [], True)
    assert Call.objects.count() == 0


def test_an_address_is_given_once(officer: Client) -> None:
    open_now(a_call("hack-2027"))
    answer = officer.post(OPEN, FORM)
    assert (answer.status_code, "has this address already" in answer.content.decode()) == (422, True)


def test_only_officers_open_calls(small_site: Ecosystem) -> None:
    client = browser(a_person())
    for path in ("/calls/open/", OPEN):
        assert client.get(path).status_code == 404
        assert browser().get(path)["Location"] == f"/account/login/?next={path}"
    assert client.post(OPEN, FORM).status_code == 404
    assert Call.objects.count() == 0


def test_a_file_that_is_not_there(officer: Client) -> None:
    assert officer.get("/calls/open/nowhere/").status_code == 404
