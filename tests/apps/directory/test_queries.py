"""Organisations: order, search, kinds, and one query."""

import pytest

from superconnector.apps.directory.models import Organisation
from superconnector.apps.directory.queries import kinds, organisations


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["guild", "town-hall"]),
        ({"text": "mayor"}, ["town-hall"]),
        ({"text": "市政"}, ["town-hall"]),
        ({"text": "市政厅"}, ["town-hall"]),
        ({"kind": "association"}, ["guild"]),
        ({"kind": "association", "text": "town"}, []),
        ({"kind": "\0"}, []),
        ({"text": "\0"}, ["guild", "town-hall"]),
    ],
)
def test_filters(small_site, filters, found):
    assert [row.id for row in organisations(**filters)] == found


def test_kinds(small_site):
    assert kinds() == ["association", "government"]


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_for_one_row_and_for_three(small_site, rows, django_assert_num_queries):
    Organisation.objects.all().delete()
    for number in range(rows):
        Organisation.objects.create(id=f"o{number}", name_en=f"O {number}", kind="x", search="o")
    with django_assert_num_queries(1):
        assert len(organisations(text="o")) == rows
