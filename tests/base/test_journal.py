"""The journal and the editions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from superconnector.base.actions import make_current, record
from superconnector.base.models import Content, EditionFile, JournalEntry
from superconnector.base.queries import current_edition, files_of
from tests.conftest import NOW


def test_an_entry_says_who_did_what_when(db):
    record(actor="Ada", verb="thing.made", subject="thing:1", now=NOW, detail={"size": 3})
    entry = JournalEntry.objects.get(subject="thing:1")
    assert (entry.actor, entry.verb, entry.at, entry.detail) == ("Ada", "thing.made", NOW, {"size": 3})
    assert str(entry) == "2026-11-21 04:00 Ada thing.made thing:1"


@pytest.mark.parametrize("empty", ["actor", "verb", "subject"])
def test_an_entry_that_lacks_something_is_refused(db, empty):
    told = {"actor": "Ada", "verb": "thing.made", "subject": "thing:1", empty: ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        record(**told, now=NOW)


def test_an_edition_keeps_its_files(db):
    files = {"b.yaml": "乙\r\n", "a.yaml": "甲 🙂"}
    edition = make_current(ecosystem="x", digest="1" * 64, files=files, actor="Ada", now=NOW)
    assert files_of(edition) == {"a.yaml": "甲 🙂", "b.yaml": "乙\r\n"}
    assert current_edition() == edition


def test_equal_texts_are_kept_once(db):
    before = Content.objects.count()
    files = {"a.yaml": "the same", "b.yaml": "the same"}
    make_current(ecosystem="x", digest="1" * 64, files=files, actor="Ada", now=NOW)
    make_current(ecosystem="x", digest="2" * 64, files={**files, "c.yaml": "another"}, actor="Ada", now=NOW)
    assert Content.objects.count() == before + 2
    assert EditionFile.objects.filter(edition__ecosystem="x").count() == 5


def test_only_the_last_is_current(db):
    first = make_current(ecosystem="x", digest="1" * 64, files={}, actor="Ada", now=NOW)
    second = make_current(ecosystem="x", digest="2" * 64, files={}, actor="Ada", now=NOW)
    first.refresh_from_db()
    assert (first.current, second.current) == (False, True)


def test_a_path_stands_once_in_an_edition(db):
    edition = make_current(ecosystem="x", digest="1" * 64, files={"a.yaml": "a"}, actor="Ada", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFile.objects.create(edition=edition, path="a.yaml", content=Content.objects.all()[:1].get())
