"""The results: of a stranger, of a visitor with answers, and of a shared link."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import signing
from django.test import Client

from superconnector.apps.programmes.examples import examples
from superconnector.base.links import MAX_LENGTH, SALT, read_link, sign_link
from superconnector.core.rules.facts import EPOCH
from superconnector.ecosystem import options_of, today_in
from superconnector.ecosystem.convert import bounds
from superconnector.portal.visitor import from_plain, to_plain
from tests.portal.conftest import COMPANY
from tests.portal.markup import Page


def group(page: Page, heading_id: str) -> list[str]:
    """The programmes shown in full below a heading."""
    return [
        " ".join(e.text.split())
        for e in page.all("h3")
        if any(around.get("aria-labelledby") == heading_id for around in e.around)
    ]


def test_a_stranger_sees_what_may_be_open(small_site, visit):
    page = visit("/results/")
    assert page.h1 == "What the ecosystem can do for you"
    assert group(page, "open-heading") == []
    assert group(page, "maybe-heading") == ["Growth Grant", "School Laboratory"]
    assert "Who would apply?" in page.text
    assert "Closed since 1 January 2025" in page.text


def test_a_visitor_sees_what_is_open_and_why(company, visit):
    page = visit("/results/")
    assert page.h1 == "1 programme is open to you"
    assert group(page, "open-heading") == ["Growth Grant"]
    assert group(page, "maybe-heading") == []
    assert "Met: It has fewer than 100 employees." in page.text
    assert "A school applies." in page.text


def test_the_amount_comes_with_its_working(company, say, visit):
    say(project__cost="80000")
    page = visit("/results/")
    assert [e.text for e in page.elements if e.get("class") == "gives-amount"] == ["HK$60,000"]
    (working,) = [e for e in page.elements if e.get("class") == "working"]
    assert len([e for e in page.all("a") if working in e.around]) == 2


def test_without_a_cost_only_the_ceiling_is_told(company, visit):
    page = visit("/results/")
    assert "up to HK$100,000" in page.text
    assert "Still unknown: Cost of the project" in page.text


def test_an_earlier_day_has_its_own_answers(company, visit):
    page = visit("/results/", on="2024-12-31")
    assert group(page, "open-heading") == ["Growth Grant", "Web Voucher"]
    assert page.one("on").get("value") == "2024-12-31"
    assert "Back to today" in page.text


@pytest.mark.parametrize("on", ["yesterday", "2024-13-01", "2024-02-30", "1989-12-31", "2101-01-01"])
def test_a_day_that_is_none_is_refused(small_site, visit, on):
    page = visit("/results/", 400, on=on)
    assert page.h1 == "That did not work"
    assert "Enter a day" in page.text


# --- links -----------------------------------------------------------------------------------------------


def test_the_link_of_a_visitor_shows_the_same_to_a_stranger(company, visit):
    own = visit("/results/")
    address = own.one("link").get("value")
    assert address.startswith("http://testserver/results/?a=")
    stranger = Client()
    page = Page(stranger.get(address).content.decode())
    assert "This page was opened from a shared link." in page.text
    for heading in ("open-heading", "maybe-heading"):
        assert group(page, heading) == group(own, heading)
    assert stranger.cookies == {}


def test_a_shared_link_leaves_the_visitors_answers_alone(client, small_site, say, visit, token):
    say(applicant__type="school")
    assert visit("/results/", a=token).h1 == "1 programme is open to you"
    assert client.session["answers"] == {"applicant.type": "school"}
    assert group(visit("/results/"), "open-heading") == ["School Laboratory"]


def test_a_shared_link_can_be_seen_as_of_another_day(small_site, visit, token):
    page = visit("/results/", a=token, on="2024-12-31")
    assert group(page, "open-heading") == ["Growth Grant", "Web Voucher"]
    (kept,) = [e for e in page.all("input") if e.get("name") == "a"]
    assert kept.get("value") == token


def test_a_shared_link_reads_in_every_language(small_site, visit, token):
    page = visit("/zh-hant/results/", a=token)
    assert group(page, "open-heading") == ["增長資助"]
    own = [e.get("href") for e in page.all("a") if e.get("hreflang") == "en"]
    assert own == [f"/results/?a={token.replace(':', '%3A')}"]


UNREADABLE = ["x", "a:b:c", "é", "🙂:1:2", "a" * (MAX_LENGTH + 1), "%00", "{{ 7*7 }}"]


@pytest.mark.parametrize("broken", UNREADABLE)
def test_a_link_that_was_never_ours_is_refused(small_site, visit, broken):
    page = visit("/results/", 400, a=broken)
    assert page.h1 == "That did not work"
    assert "Ask for the link again." in page.text


def test_a_changed_link_is_refused(small_site, visit, token):
    page = visit("/results/", 400, a=token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert "This link is incomplete or was changed. Ask for the link again." in page.text


@pytest.mark.parametrize("held", [[1, 2], "text", 7, None])
def test_a_signed_link_without_answers_is_refused(small_site, visit, held):
    assert "holds no answers" in visit("/results/", 400, a=signing.dumps(held, salt=SALT)).text


@pytest.mark.parametrize(
    "answers",
    [
        {"applicant.type": "dragon"},
        {"applicant.type": ["company"]},
        {"applicant.employees": 10**40},
        {"applicant.employees": "12"},
        {"project.aims": [["grow"]]},
        {"applicant.shoe_size": 43},
        {"": {}},
    ],
    ids=repr,
)
def test_answers_of_another_edition_are_left_out(small_site, visit, answers):
    page = visit("/results/", a=sign_link(answers))
    assert group(page, "maybe-heading") == ["Growth Grant", "School Laboratory"]


def test_a_link_holds_what_the_visitor_said_and_no_more(company, visit):
    token = visit("/results/").one("link").get("value").partition("?a=")[2]
    assert read_link(token) == COMPANY


def test_everything_that_can_be_said_fits_into_a_link(hong_kong):
    """The longest answer to every question of Hong Kong."""
    profile = {}
    for fact in hong_kong.facts.values():
        if fact.type in ("choice", "choices"):
            known = sorted(hong_kong.vocabulary.facts[fact.id].answers, key=len)
            profile[fact.id] = frozenset(known) if fact.type == "choices" else known[-1]
        else:
            profile[fact.id] = True if fact.type == "boolean" else bounds(fact)[1]
    assert from_plain(read_link(sign_link(to_plain(profile))), hong_kong) == profile


# --- on real data ----------------------------------------------------------------------------------------


def test_every_example_has_its_results(site, visit):
    for example in examples(site):
        page = visit("/results/", a=sign_link(to_plain(example.profile)), on="2026-11-21")
        assert len(group(page, "open-heading")) >= 1


def test_every_answer_of_every_question_has_its_results(site, visit):
    """Each question alone, with one answer of it: no page breaks on what a visitor may say."""
    for fact in list(site.facts.values())[::6]:
        value = {
            "boolean": True,
            "integer": bounds(fact)[1] if fact.type == "integer" else 0,
            "money": 12345,
            "date": (date(2024, 2, 29) - EPOCH).days,
            "choice": next((o.id for o in options_of(fact)), ""),
            "choices": [o.id for o in options_of(fact)][-2:],
        }[fact.type]
        visit("/results/", a=sign_link({fact.id: value}))


def test_today_is_the_day_of_the_ecosystem(small_site, visit):
    day = date.fromisoformat(visit("/results/").one("on").get("value"))
    assert today_in(small_site) - day <= timedelta(days=1)
