"""The page of a programme, the catalogue, what is new, and the feed."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from superconnector.base.links import sign_link
from tests.portal.markup import Page

ATOM = "{http://www.w3.org/2005/Atom}"


def names(page: Page) -> list[str]:
    """The programmes of a list."""
    return [
        e.text.strip()
        for e in page.all("a")
        if e.get("class") == "strong" and "/programmes/" in e.get("href")
    ]


def clauses(page: Page) -> list[str]:
    """The ids of the clauses in force."""
    ids = [e.get("id") for e in page.elements if e.get("id").startswith("clause-")]
    return [name.removeprefix("clause-") for name in ids]


# --- one programme ---------------------------------------------------------------------------------------


def test_a_stranger_reads_the_terms_of_today(small_site, visit):
    page = visit("/programmes/growth-grant/")
    assert page.h1 == "Growth Grant"
    assert "增長資助" in page.text
    assert clauses(page) == ["business", "small", "unlisted"]
    assert "It has fewer than 100 employees." in page.text
    assert "Employees: fewer than 100" in page.text
    assert "Public share 3:1 from 2024-01-01" in page.text
    assert "Public share 1:1" not in page.text
    assert "How long the project may take" in page.text
    assert "For you" not in page.text


def test_the_terms_of_another_day(small_site, visit):
    page = visit("/programmes/growth-grant/", on="2021-06-01")
    assert "Public share 1:1 2020-01-01 to 2023-12-31" in page.text
    (other,) = [e for e in page.all("details") if "Clauses of other days" in e.text]
    assert "It is not listed. from 2022-01-01" in " ".join(other.text.split())
    assert clauses(page) == ["business", "small"]


def test_a_visitor_reads_the_own_answer(company, visit):
    page = visit("/programmes/growth-grant/")
    (own,) = [e for e in page.elements if e.get("aria-labelledby") == "yours"]
    assert " ".join(own.text.split()).startswith("For you Open to you")
    assert "For you Closed" in visit("/programmes/web-voucher/").text
    assert "For you" not in visit("/programmes/town-fund/").text, "nobody can apply for it"


def test_every_citation_leads_to_its_source(small_site, visit):
    page = visit("/programmes/growth-grant/")
    cited = {e.get("href") for e in page.all("a") if e.get("class") == "cite"}
    listed = [e.get("id") for e in page.all("li") if e.get("id").startswith("source-")]
    assert cited == {f"#{name}" for name in listed}
    assert listed == [f"source-{number + 1}" for number in range(len(listed))]


@pytest.mark.parametrize("on", ["soon", "2024-02-30", "1492-01-01", "<b>"])
def test_a_bad_day_is_refused_on_the_page(small_site, visit, on):
    page = visit("/programmes/growth-grant/", 400, on=on)
    assert "There is a problem Enter a day" in page.text
    assert page.h1 == "Growth Grant"


def test_the_strip_of_years_marks_the_day(small_site, visit):
    page = visit("/programmes/web-voucher/", on="2022-05-05")
    (strip,) = [e for e in page.all("svg") if e.get("class") == "strip"]
    assert "2022-05-05" in strip.text


def test_an_alias_leads_to_the_programme_for_good(client, small_site):
    response = client.get("/programmes/gg/")
    assert (response.status_code, response.headers["Location"]) == (301, "/programmes/growth-grant/")
    response = client.get("/zh-hant/programmes/gg/")
    assert response.headers["Location"] == "/zh-hant/programmes/growth-grant/"


def test_the_nearest_programme_is_suggested(small_site, visit):
    page = visit("/programmes/grwth-grant/", 404)
    assert "Did you mean: Growth Grant" in page.text
    assert "/programmes/growth-grant/" in page.links()


@pytest.mark.parametrize("sought", ["x" * 5000, "{{ 7*7 }}", "%3Cscript%3E", "a'b", "..%2f..", "💥"])
def test_what_is_no_programme_is_not_found(small_site, visit, sought):
    page = visit(f"/programmes/{sought}/", 404)
    assert "Did you mean" not in page.text
    assert "49" not in page.text


def json_ld(page: Page) -> dict[str, object]:
    (script,) = [e for e in page.all("script") if e.get("type") == "application/ld+json"]
    return json.loads(script.text)


def test_machines_read_the_programme(small_site, visit):
    page = visit("/programmes/growth-grant/")
    data = json_ld(page)
    assert data == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": "http://testserver/programmes/growth-grant/",
        "name": [
            {"@language": "en", "@value": "Growth Grant"},
            {"@language": "zh-Hant", "@value": "增長資助"},
        ],
        "alternateName": ["gg"],
        "description": "Pays part of the cost of growing.",
        "serviceType": "matching-grant",
        "areaServed": "Smallville",
        "isBasedOn": [],
        "provider": {"@type": "Organization", "name": "Town Hall"},
    }
    (canonical,) = [e.get("href") for e in page.all("link") if e.get("rel") == "canonical"]
    assert canonical == data["@id"]


def test_the_canonical_address_has_no_day(small_site, visit):
    page = visit("/programmes/growth-grant/", on="2021-06-01")
    assert json_ld(page)["@id"] == "http://testserver/programmes/growth-grant/"


# --- the catalogue ---------------------------------------------------------------------------------------

EVERY = ["Growth Grant", "School Laboratory", "Web Voucher", "Town Fund"]
"""What one can apply for comes first."""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, EVERY),
        ({"q": "grant"}, ["Growth Grant"]),
        ({"q": "GRANT growth"}, ["Growth Grant"]),
        ({"q": "增長"}, ["Growth Grant"]),
        ({"q": "增长"}, ["Growth Grant"]),
        ({"q": "ｇｒａｎｔ"}, ["Growth Grant"]),
        ({"q": "100%"}, ["School Laboratory"]),
        ({"kind": "voucher"}, ["Web Voucher"]),
        ({"kind": "dragon"}, []),
        ({"operator": "town-hall"}, ["Growth Grant"]),
        ({"applicant": "school"}, ["School Laboratory"]),
        ({"applicant": "company"}, ["Growth Grant", "Web Voucher"]),
        ({"aim": "teach"}, ["School Laboratory"]),
        ({"status": "closed"}, ["Web Voucher"]),
        ({"status": "not-stated"}, ["Town Fund"]),
        ({"status": "open", "aim": "grow"}, ["Growth Grant"]),
        ({"kind": "voucher", "aim": "teach"}, []),
        ({"nonsense": "1"}, EVERY),
    ],
    ids=repr,
)
def test_filters(small_site, visit, query, found):
    page = visit("/programmes/", **query)
    assert names(page) == found
    assert f"{len(found)} programme{'' if len(found) == 1 else 's'}" in page.text
    assert ("No programme fits" in page.text) is (not found)


SEARCHES = {
    "%": ["School Laboratory"],
    "_": [],
    "%%%": [],
    "'; DROP TABLE programmes--": [],
    "\\": [],
    "(a+)+$" * 20: [],
    "{{ 7*7 }}": [],
    "<script>alert(1)</script>": [],
    '" onfocus=alert(1) autofocus="': [],
    "a" * 100_000: [],
    "\0": EVERY,
    "\u202e": EVERY,
    "\u200b": EVERY,
}
"""What a search is for, and what it finds: no letter has a meaning of its own, what cannot be seen counts as
a blank."""


@pytest.mark.parametrize(("text", "found"), SEARCHES.items(), ids=range(len(SEARCHES)))
def test_a_hostile_search_finds_what_holds_its_letters(small_site, visit, text, found):
    assert names(visit("/programmes/", q=text)) == found


@pytest.mark.parametrize("name", ["operator", "kind", "applicant", "field", "stage", "aim", "status"])
def test_a_hostile_filter_finds_nothing(small_site, visit, name):
    for text in ("'", "<script>", "\0x", "x" * 10_000, "%"):
        assert names(visit("/programmes/", **{name: text})) == []


def test_a_search_stays_in_its_field(small_site, visit):
    page = visit("/programmes/", q="<b>grant</b>", kind="voucher")
    assert page.one("q").get("value") == "<b>grant</b>"
    assert [e.get("value") for e in page.all("option") if "selected" in e.attributes] == ["voucher"]


def test_choices_say_how_many_programmes_they_have(small_site, visit):
    options = {e.get("value"): e.text for e in visit("/programmes/").all("option") if e.get("value")}
    assert options["voucher"] == "Voucher (1)"
    assert options["grow"] == "Grow (2)"
    assert options["town-hall"] == "Town Hall (1)"


# --- what is new -----------------------------------------------------------------------------------------


def test_what_changed_between_two_days(small_site, visit):
    page = visit("/changes/", since="2023-05-01", until="2025-01-01")
    days = [e.get("datetime") for e in page.all("time")]
    assert days == sorted(days, reverse=True)
    assert set(days) == {"2023-06-15", "2024-01-01", "2025-01-01"} | set(days[-1:])
    assert "Closed" in page.text


def test_nothing_changed(small_site, visit):
    assert (
        "Nothing changed between these days"
        in visit("/changes/", since="1999-01-01", until="1999-02-01").text
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"since": "x"}, "Enter a day as year-month-day"),
        ({"until": "2025-02-29"}, "Enter a day as year-month-day"),
        ({"since": "1066-10-14"}, "Enter a day between 1990-01-01 and 2100-12-31."),
        ({"since": "2025-01-02", "until": "2025-01-01"}, "The first day is after the last. Swap them."),
    ],
    ids=repr,
)
def test_days_that_make_no_period_are_refused(small_site, visit, query, words):
    assert f"There is a problem {words}" in visit("/changes/", 400, **query).text


def test_the_feed_is_an_atom_feed(client, site):
    response = client.get("/changes/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    assert {feed.find(f"{ATOM}{name}").text for name in ("title", "id")} == {
        "What is new: Hong Kong",
        "http://testserver/changes/",
    }
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(set(ids)) == len(ids) > 0
    for entry in entries:
        assert entry.find(f"{ATOM}title").text
        assert entry.find(f"{ATOM}summary").text
        assert entry.find(f"{ATOM}updated").text.endswith("+08:00")
        assert entry.find(f"{ATOM}link").get("href").startswith("http://testserver/programmes/")


def test_entries_of_the_feed_lead_to_pages(client, site, visit):
    feed = ElementTree.fromstring(client.get("/zh-hant/changes/feed.atom").content)
    for entry in feed.findall(f"{ATOM}entry")[:5]:
        path = entry.find(f"{ATOM}link").get("href").removeprefix("http://testserver")
        assert path.startswith("/zh-hant/programmes/")
        visit(path)


# --- organisations and sources ---------------------------------------------------------------------------


def test_organisations_by_kind(small_site, visit):
    page = visit("/organisations/")
    assert [e.text.strip() for e in page.all("h2")] == ["Associations", "Government"]
    assert "/organisations/town-hall/" in page.links()


def test_an_organisation_with_what_it_runs(small_site, visit):
    page = visit("/organisations/town-hall/")
    assert page.h1 == "Town Hall"
    assert names(page) == ["Growth Grant"]


def test_an_organisation_that_nobody_knows(small_site, visit):
    assert visit("/organisations/dragons/", 404).h1 == "There is no such page"


def test_sources_with_their_days(small_site, visit):
    page = visit("/sources/")
    cells = [" ".join(e.text.split()) for e in page.all("td")]
    assert cells == ["Handbook of Smallville", "official", "2024-01-01", "2026-11-21", "several files"]


def test_a_profile_in_a_link_leaves_no_trace_on_a_programme(client, small_site, visit):
    visit("/results/", a=sign_link({"applicant.type": "company"}))
    assert "For you" not in visit("/programmes/growth-grant/").text
