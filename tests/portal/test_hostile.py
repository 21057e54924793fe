"""An ecosystem whose texts are attacks: every one of them comes out as the text it is."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from superconnector.apps.programmes.actions import load_ecosystem
from superconnector.ecosystem import Ecosystem, load
from tests.conftest import NOW
from tests.portal.markup import Page, problems

TEMPLATE = "{{ 7*7 }}{% now 'Y' %}"
SCRIPT = "</script><script>alert(1)</script>"
QUOTES = "\"'><img src=x onerror=alert(1)>"
ATTACK = f"{TEMPLATE}{SCRIPT}{QUOTES}%(n)s&amp;\\u003c"

PLACES = {
    "ecosystem.yaml": ("Smallville", "小城", "A small ecosystem for tests.", "Nothing here exists."),
    "sources.yaml": ("Handbook of Smallville",),
    "facts/all.yaml": (
        "Kind of applicant",
        "'Who would apply?'",
        "How many people do you employ?",
        "Company",
        "Grow",
    ),
    "organisations/all.yaml": ("Town Hall", "The Mayor", "Guild of Makers"),
    "programmes/growth-grant.yaml": (
        "Growth Grant",
        "Pays part of the cost of growing.",
        "A business applies.",
        "It has fewer than 100 employees.",
        "Part of the cost of the project.",
        "The hundredth grant was paid.",
        "How long the project may take",
    ),
    "programmes/web-voucher.yaml": ("Ended by decision.", "Paid for a first web site."),
}
"""Texts of the small ecosystem that are replaced by the attack."""


@pytest.fixture(scope="module")
def hostile_files(small_files: dict[str, str]) -> dict[str, str]:
    files = dict(small_files)
    for path, texts in PLACES.items():
        for text in texts:
            assert text in files[path], text
            files[path] = files[path].replace(text, json.dumps(ATTACK))
    return files


@pytest.fixture
def hostile(db: None, hostile_files: dict[str, str]) -> Ecosystem:
    load_ecosystem(files=hostile_files, actor="tests", now=NOW)
    return load(hostile_files)


PAGES = [
    "/",
    "/find/applicant.type/",
    "/find/applicant.employees/",
    "/find/answers/",
    "/results/",
    "/results/?on=2024-01-01",
    "/programmes/",
    "/programmes/growth-grant/",
    "/programmes/web-voucher/",
    "/programmes/growth-gran/",
    "/changes/?since=2019-01-01&until=2026-01-01",
    "/organisations/",
    "/organisations/town-hall/",
    "/sources/",
    "/about/",
    "/patterns/",
]


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("path", PAGES)
def test_an_attack_is_only_text(client, hostile, say, prefix, path):
    say(applicant__type="company", applicant__listed="no", project__aims=["grow"])
    response = client.get(prefix + path)
    source = response.content.decode()
    assert problems(source) == []
    page = Page(source)
    assert not page.all("img")
    (script,) = [e.get("src") for e in page.all("script") if not e.get("type")]
    assert script.startswith("/static/django_htmx/")
    assert TEMPLATE in page.text
    assert "alert(1)" in page.text
    assert "<script>alert" not in source


def test_the_data_for_machines_is_safe(client, hostile):
    source = client.get("/programmes/growth-grant/").content.decode()
    (script,) = [e for e in Page(source).all("script") if e.get("type") == "application/ld+json"]
    assert not set("<>&") & set(script.text)
    data = json.loads(script.text)
    assert data["name"][0]["@value"] == data["description"] == ATTACK


def test_the_feed_is_safe(client, hostile):
    feed = ElementTree.fromstring(client.get("/changes/feed.atom").content)
    title = feed.find("{http://www.w3.org/2005/Atom}title").text
    assert title == f"What is new: {ATTACK}"


def test_filters_carry_the_attack_as_text(client, hostile):
    page = Page(client.get("/programmes/").content.decode())
    assert f"{ATTACK} (1)" in [" ".join(option.text.split()) for option in page.all("option")]


ASKED = ["/results/", "/programmes/", "/programmes/growth-grant/", "/changes/", "/find/applicant.type/"]
REFUSED = {
    ("/results/", "a"),
    ("/results/", "on"),
    ("/programmes/growth-grant/", "on"),
    ("/changes/", "since"),
    ("/changes/", "until"),
}
"""Where the parameter must be a link or a day; elsewhere it is a word to look for, or nothing."""
NAMES = ["a", "on", "q", "kind", "since", "until", "below", "change", "fact", "answer"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("path", ASKED)
def test_an_attack_in_the_address_is_only_text(client, small_site, path, name):
    response = client.get(path, {name: ATTACK})
    assert response.status_code == (400 if (path, name) in REFUSED else 200)
    source = response.content.decode()
    assert problems(source) == []
    assert "<script>alert" not in source
    assert "<img" not in source
