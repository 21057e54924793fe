"""What every page owes a visitor: no cookie for a reader, strict headers, few queries, links that lead on."""

from __future__ import annotations

from collections import deque
from datetime import date
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.portal import pages
from tests.conftest import NOW
from tests.portal.markup import Page, problems

READ = [
    "/results/",
    "/find/answers/",
    "/find/count/",
    "/programmes/",
    "/programmes/growth-grant/",
    "/programmes/nothing/",
    "/changes/",
    "/changes/feed.atom",
    "/organisations/",
    "/organisations/town-hall/",
    "/sources/",
    "/about/",
    "/patterns/",
    "/nowhere/",
]
WITH_FORM = ["/", "/find/applicant.type/"]


@pytest.mark.parametrize("path", READ)
def test_a_reader_gets_no_cookie(small_site, path):
    stranger = Client()
    stranger.get(path)
    assert stranger.cookies == {}


@pytest.mark.parametrize("path", WITH_FORM)
def test_a_form_brings_its_protection_and_nothing_about_the_visitor(small_site, path):
    stranger = Client()
    stranger.get(path)
    assert set(stranger.cookies) == {"csrftoken"}
    assert stranger.cookies["csrftoken"]["httponly"]
    assert stranger.cookies["csrftoken"]["samesite"] == "Lax"


def test_the_session_is_out_of_reach_of_scripts(company):
    cookie = company.cookies["superconnector"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", [*READ, *WITH_FORM])
def test_headers(client, small_site, path):
    headers = client.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


# --- queries ---------------------------------------------------------------------------------------------

COUNTED = [
    "/",
    "/find/applicant.type/",
    "/find/answers/",
    "/find/count/?fact=applicant.type&answer=school",
    "/results/",
    "/programmes/",
    "/programmes/?q=grant&kind=voucher&applicant=school",
    "/programmes/growth-grant/",
    "/changes/",
    "/organisations/",
    "/organisations/town-hall/",
    "/sources/",
    "/patterns/",
]


@pytest.mark.parametrize("path", COUNTED)
def test_more_programmes_need_no_more_queries(client, db, small_files, path):
    counts = []
    for left_out in (("school-lab", "town-fund", "web-voucher"), ("web-voucher",)):
        gone = {f"programmes/{name}.yaml" for name in left_out}
        files = {
            name: text for name, text in small_files.items() if name not in gone and "calls/" not in name
        }
        load_ecosystem(files=files, actor="tests", now=NOW)
        client.get(path)  # the first request of an edition compiles it
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_a_visitor_costs_one_query_more_than_a_stranger(company):
    counts = []
    for reader in (Client(), company):
        with CaptureQueriesContext(connection) as queries:
            reader.get("/results/")
        counts.append(len(queries))
    assert counts[1] == counts[0] + 1


# --- links -----------------------------------------------------------------------------------------------


def test_every_link_leads_on(client, small_site):
    """From the home page on, in three languages; each page is asked for once and has nothing wrong."""
    seen, found = {"/"}, deque(["/"])
    while found:
        path = found.popleft()
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        if response.headers["Content-Type"].startswith("text/html"):
            source = response.content.decode()
            assert problems(source) == [], path
            addresses = [urldefrag(urljoin(path, link))[0] for link in Page(source).links()]
            new = {a for a in addresses if a.startswith("/") and "?a=" not in a} - seen
            seen |= new
            found.extend(sorted(new))
    assert {f"{prefix}/programmes/{p}/" for prefix in ("", "/zh-hans") for p in small_site.programmes} <= seen
    assert len(seen) > 80


def test_every_address_of_the_portal_was_asked_for():
    """A view that is added later has to be added here; calls and accounts have tests of their own."""
    elsewhere = named("superconnector.portal.calls.urls") | named("superconnector.portal.account_urls")
    assert named("superconnector.portal.urls") - elsewhere == {
        "home", "about", "patterns", "find", "answers", "clear", "count", "question", "results",
        "catalogue", "programme", "changes", "feed", "organisations", "organisation", "sources",
        "plan", "plan-result", "plan-export", "population", "population-report", "population-programme",
        "population-export", "population-remove",
    }  # fmt: skip


def named(urls: str) -> set[str]:
    return {key for key in get_resolver(urls).reverse_dict if isinstance(key, str)}


# --- the day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2099, 12, 31)])
def test_home_on_any_day(monkeypatch, small_site, visit, day):
    monkeypatch.setattr(pages, "today_in", lambda ecosystem: day)
    assert visit("/").h1 == "Say who you are. See what is open to you."
