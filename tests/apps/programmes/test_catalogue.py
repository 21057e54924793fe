"""The catalogue: filters, search, status on a day, and the number of queries."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.apps.programmes.models import Programme, Tag
from superconnector.apps.programmes.queries import Filters, catalogue, family, kinds, operators, tags

ON = date(2026, 11, 21)


def ids(on: date = ON, **filters: str) -> list[str]:
    return [entry.programme.id for entry in catalogue(Filters(**filters), on)]


def test_everything_by_name(small_site):
    assert ids() == ["growth-grant", "school-lab", "town-fund", "web-voucher"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"operator": "guild"}, ["web-voucher"]),
        ({"kind": "voucher"}, ["web-voucher"]),
        ({"aim": "grow"}, ["growth-grant", "web-voucher"]),
        ({"applicant": "company"}, ["growth-grant", "web-voucher"]),
        ({"applicant": "business"}, ["growth-grant", "web-voucher"]),
        ({"applicant": "sole_trader"}, ["web-voucher"]),
        ({"applicant": "school"}, ["school-lab"]),
        ({"applicant": "nobody"}, []),
        ({"operator": "a\0"}, []),
        ({"aim": "\0"}, []),
        ({"field": "quantum"}, []),
        ({"status": "open"}, ["growth-grant", "school-lab"]),
        ({"status": "closed"}, ["web-voucher"]),
        ({"status": "not-stated"}, ["town-fund"]),
        ({"availability": "applied-for"}, ["growth-grant", "school-lab", "web-voucher"]),
        ({"availability": "not-applied-for"}, ["town-fund"]),
        ({"kind": "voucher", "status": "open"}, []),
        ({"aim": "grow", "status": "open", "operator": "town-hall"}, ["growth-grant"]),
    ],
)
def test_filters(small_site, filters, found):
    assert ids(**filters) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("GRANT", ["growth-grant"]),
        ("grant growth", ["growth-grant"]),
        ("增長", ["growth-grant"]),
        ("增长", ["growth-grant"]),
        ("ｇｇ", ["growth-grant"]),
        ("laboratory", ["school-lab"]),
        ("100%", ["school-lab"]),
        ("_", []),
        ("%", ["school-lab"]),
        ("   ", ["growth-grant", "school-lab", "town-fund", "web-voucher"]),
    ],
)
def test_search(small_site, text, found):
    assert ids(text=text) == found


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "\0",
        "(a+)+$" * 50,
        "\\",
        "%" * 5000,
        "{{ 7*7 }}",
        "𝕏" * 200,
        "'; DROP TABLE base_edition; --",
    ],
)
def test_hostile_search_strings_find_nothing_and_harm_nothing(small_site, text):
    assert ids(text=text + " zzz") == []
    assert len(ids()) == 4


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2018, 1, 1), "planned"), (date(2024, 12, 31), "open"), (date(2025, 1, 1), "closed")],
)
def test_the_status_is_of_the_day(small_site, day, status):
    by_id = {entry.programme.id: entry.status for entry in catalogue(Filters(), day)}
    assert by_id["web-voucher"] == status


@pytest.mark.parametrize("kept", [1, 3])
def test_two_queries_for_one_row_and_for_three(small_site, kept, django_assert_num_queries):
    Programme.objects.exclude(id__in=["growth-grant", "school-lab", "town-fund"][:kept]).delete()
    with django_assert_num_queries(2):
        assert len(catalogue(Filters(text="o", applicant="", availability=""), ON)) == kept


def test_choices_are_what_occurs(small_site):
    assert operators() == ["guild", "town-hall"]
    assert kinds() == ["fund", "matching-grant", "school-programme", "voucher"]
    assert tags(Tag.Group.AIM) == ["grow", "teach"]


def test_a_family_is_all_above_and_below(small):
    assert family(small, "applicant.type", "business") == {"business", "company", "sole_trader"}
    assert family(small, "applicant.type", "company") == {"business", "company"}
    assert family(small, "no.such_fact", "x") == {"x"}


def test_hong_kong_is_whole(site):
    entries = catalogue(Filters(), ON)
    assert len(entries) == len(site.programmes)
    assert {entry.programme.id for entry in entries} == set(site.programmes)
