"""States of what a team builds: by the team alone, once each, never changed, with a file that was checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.prototypes import (
    MOST,
    Built,
    PrototypeError,
    Upload,
    record_prototype,
)
from superconnector.apps.calls.invariants.after import prototypes_are_whole
from superconnector.apps.calls.models import Call, Entry, Official, Prototype
from superconnector.apps.calls.queries.prototypes import prototypes_of, prototypes_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.models import JournalEntry
from tests.apps.calls.after.published import VOTED, a_user
from tests.base.files.making import a_pdf

BUILT = Built(version="0.1", made_on=date(2026, 11, 10), changed="The first lamp.")


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture
def build(call: Call) -> Callable[..., Prototype]:
    """A state of A1, by its leader unless said."""

    def write(
        by: str = "leader-a1", number: str = "A1", upload: Upload | None = None, **change: object
    ) -> Prototype:
        return record_prototype(
            actor=User.objects.get(email=f"{by}@example.org"),
            now=VOTED,
            entry=Entry.objects.get(number=number),
            built=replace(BUILT, **change),
            upload=upload,
        )

    return write


def refused(code: str, do: Callable[[], object]) -> None:
    with pytest.raises(PrototypeError) as caught:
        do()
    assert caught.value.code == code


def test_states_are_kept_with_their_files(call: Call, build: Callable[..., Prototype]) -> None:
    first = build()
    second = build(version=" 0.2 ", changed="Brighter.", upload=Upload(BytesIO(a_pdf()), "../plan.pdf"))
    assert list(prototypes_of(Entry.objects.get(number="A1"))) == [second, first]
    assert (second.version, second.name, second.stored.kind if second.stored else "") == (
        "0.2", "plan.pdf", "pdf",
    )  # fmt: skip
    assert list(prototypes_are_whole(call)) == []
    noted = JournalEntry.objects.filter(verb="prototype.recorded").order_by("pk")
    assert [each.detail["version"] for each in noted] == ["0.1", "0.2"]


@pytest.mark.parametrize("by", ["leader-b2", "chair"])
def test_only_the_team_records(build: Callable[..., Prototype], by: str) -> None:
    refused("not-in-team", lambda: build(by=by))


@pytest.mark.parametrize("number", ["D4", "E5"])
def test_what_was_declined_or_is_pending_builds_nothing(build: Callable[..., Prototype], number: str) -> None:
    refused("not-honoured", lambda: build(by=f"leader-{number.lower()}", number=number))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("empty", {"version": " "}),
        ("empty", {"changed": "\n"}),
        ("in-the-future", {"made_on": date(2026, 11, 11)}),
    ],
)
def test_what_is_not_whole_is_refused(
    build: Callable[..., Prototype], code: str, change: dict[str, object]
) -> None:
    refused(code, lambda: build(**change))


def test_a_version_is_recorded_once(build: Callable[..., Prototype], call: Call) -> None:
    kept = build(version="v1")
    refused("twice", lambda: build(version=" V1 "))
    with pytest.raises(IntegrityError), transaction.atomic():
        Prototype.objects.create(
            entry=kept.entry, version="v1", made_on=kept.made_on, changed="x", recorded_at=VOTED,
            recorded_by=kept.recorded_by,
        )  # fmt: skip
    assert build(by="leader-b2", number="B2", version="v1").version == "v1"


def test_somebody_who_fills_the_disk_is_stopped(build: Callable[..., Prototype], call: Call) -> None:
    first = build()
    Prototype.objects.bulk_create(
        Prototype(
            entry=first.entry, version=f"x{number}", made_on=first.made_on, changed="x", recorded_at=VOTED,
            recorded_by=first.recorded_by,
        )
        for number in range(MOST - 1)
    )  # fmt: skip
    refused("too-many", lambda: build(version="0.2"))


def test_a_file_that_is_not_what_it_says_leaves_nothing(build: Callable[..., Prototype]) -> None:
    with pytest.raises(FileRefusedError):
        build(upload=Upload(BytesIO(b"MZ\x90\x00"), "plan.pdf"))
    with pytest.raises(FileRefusedError):
        build(upload=Upload(BytesIO(b"<svg/>"), "plan.svg"))
    refused("not-in-team", lambda: build(by="chair", upload=Upload(BytesIO(a_pdf()), "plan.pdf")))
    assert (Prototype.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_chair_of_the_team_sees_nothing_of_it(build: Callable[..., Prototype], call: Call) -> None:
    build()
    other = build(by="leader-b2", number="B2")
    walled = User.objects.get(email="leader-a1@example.org")
    since = {"call": call, "role": "chair", "since": VOTED}
    assert list(prototypes_seen_by(Official.objects.create(user=walled, **since))) == [other]
    assert len(prototypes_seen_by(Official.objects.create(user=a_user("open"), **since))) == 2


def test_a_file_that_is_gone_or_a_day_to_come_is_found(build: Callable[..., Prototype], call: Call) -> None:
    kept = build(upload=Upload(BytesIO(a_pdf()), "plan.pdf"))
    build(version="0.2")
    assert kept.stored
    path_of(kept.stored).unlink()
    assert list(prototypes_are_whole(call)) == [f"prototype {kept.version} of entry A1"]
    Prototype.objects.filter(version="0.2").update(made_on=date(2026, 11, 11))
    assert list(prototypes_are_whole(call)) == [
        "prototype 0.1 of entry A1", "prototype 0.2 of entry A1",
    ]  # fmt: skip
