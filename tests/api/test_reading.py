"""Reading: programmes, terms, organisations, facts, changes."""

from __future__ import annotations

import pytest


def ids(response) -> list[str]:
    return [item["id"] for item in response.json()["items"]]


def test_programmes(small_site, get):
    response = get("/programmes", on="2026-11-21")
    assert response.status_code == 200
    assert response.json()["total"] == 4
    assert response.json()["items"][3] == {
        "id": "web-voucher",
        "name": "Web Voucher",
        "kind": "voucher",
        "operator": {"id": "guild", "name": "Guild of Makers"},
        "applied_for": True,
        "status": {
            "state": "closed",
            "since": "2025-01-01",
            "until": None,
            "as_of": None,
            "confirmed": True,
            "note": "Ended by decision.",
            "sources": ["handbook"],
        },
        "checked": "2026-11-21",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "grant"}, ["growth-grant"]),
        ({"kind": "fund"}, ["town-fund"]),
        ({"applicant": "school"}, ["school-lab"]),
        ({"status": "closed"}, ["web-voucher"]),
        ({"limit": 2}, ["growth-grant", "school-lab"]),
        ({"limit": 2, "offset": 2}, ["town-fund", "web-voucher"]),
        ({"offset": 10}, []),
    ],
)
def test_programmes_narrowed(small_site, get, query, found):
    assert ids(get("/programmes", on="2026-11-21", **query)) == found


def test_the_total_is_of_all_pages(small_site, get):
    assert get("/programmes", limit=1).json()["total"] == 4


@pytest.mark.parametrize("limit", [1, 3])
def test_two_more_queries_than_none_whatever_the_size(small_site, get, limit, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(ids(get("/programmes", limit=limit))) == limit


def test_a_programme(small_site, get):
    body = get("/programmes/growth-grant", on="2026-11-21").json()
    assert body["name"] == "Growth Grant"
    assert body["names"] == {"en": "Growth Grant", "zh-hant": "增長資助", "zh-hans": "增长资助"}
    assert body["about"] == [{"text": "Pays part of the cost of growing.", "sources": ["handbook"]}]
    assert body["days_of_change"] == ["2020-01-01", "2022-01-01", "2023-05-01", "2023-06-15", "2024-01-01"]
    assert body["sources"]["handbook"]["dated"] == "2024-01-01"
    assert body["not_stated"] == ["How long the project may take"]


def test_an_alias_finds_the_programme(small_site, get):
    assert get("/programmes/gg").json()["id"] == "growth-grant"


def test_the_terms_of_a_day(small_site, get):
    then = get("/programmes/growth-grant/terms", on="2021-05-01").json()
    now = get("/programmes/growth-grant/terms", on="2026-11-21").json()
    assert [share["value"] for share in then["terms"]["gives"][0]["shares"]] == ["1:1"]
    assert [share["value"] for share in now["terms"]["gives"][0]["shares"]] == ["3:1"]
    assert now["terms"]["gives"][0]["ceilings"][0]["amount"] == "100000"
    assert (then["previous_change"], then["next_change"]) == ("2020-01-01", "2022-01-01")


def test_organisations(small_site, get):
    guild, hall = get("/organisations").json()
    assert (guild["id"], guild["part_of"]) == ("guild", "town-hall")
    assert hall["programmes"] == [{"id": "growth-grant", "name": "Growth Grant"}]
    assert [each["id"] for each in get("/organisations", text="mayor").json()] == ["town-hall"]


def test_facts(small_site, get):
    facts = {fact["id"]: fact for fact in get("/facts").json()}
    assert facts["applicant.type"]["options"][1] == {
        "id": "company",
        "label": "Company",
        "parent": "business",
    }
    assert set(facts) == set(small_site.facts)


def test_changes(small_site, get):
    closing, replaced = get("/changes", since="2024-01-01", until="2025-12-31").json()
    assert (closing["on"], closing["kind"], closing["note"]) == ("2025-01-01", "closed", "Ended by decision.")
    assert (replaced["part"], replaced["replaces"], replaced["value"]) == ("gives.grant.shares", "1:1", "3:1")


# --- languages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "accept", "name"),
    [
        ({}, "", "Growth Grant"),
        ({"lang": "zh-hant"}, "", "增長資助"),
        ({"lang": "zh-hans"}, "", "增长资助"),
        ({}, "zh-HK,zh;q=0.9", "增長資助"),
        ({}, "zh-CN", "增长资助"),
        ({}, "fr", "Growth Grant"),
        ({}, "x" * 5000, "Growth Grant"),
        ({"lang": "en"}, "zh-HK", "Growth Grant"),
    ],
)
def test_the_language(small_site, client, query, accept, name):
    headers = {"Accept-Language": accept} if accept else {}
    assert client.get("/api/v1/programmes/growth-grant", query, headers=headers).json()["name"] == name


def test_caches_keep_the_languages_apart(small_site, get):
    assert "Accept-Language" in get("/programmes").headers["Vary"]


def test_a_name_without_chinese_stays_english(small_site, get):
    assert get("/programmes/school-lab", lang="zh-hant").json()["name"] == "School Laboratory"


# --- Hong Kong -------------------------------------------------------------------------------------------


def test_every_programme_of_hong_kong_has_its_pages(site, get, settings):
    settings.API_RATE = "10000/m"
    for programme in site.programmes:
        assert get(f"/programmes/{programme}").status_code == 200
        assert get(f"/programmes/{programme}/terms", lang="zh-hant").status_code == 200
