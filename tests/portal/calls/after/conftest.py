"""A call that is decided, seen by a visitor, a voter, a winner and the chair."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from superconnector.apps.calls.models import Call, Decision, Entry, Official, Phase, Publication
from superconnector.base.accounts.models import User
from superconnector.base.files.keeping import keep_file
from superconnector.base.files.models import StoredFile
from superconnector.ecosystem import Ecosystem
from tests.apps.calls import making
from tests.apps.calls.after.published import a_user

SQUARE = b"""ply
format ascii 1.0
element vertex 4
property float x
property float y
property float z
element face 2
property list uchar int vertex_indices
end_header
0 0 0
1 0 0
1 1 0
0 1 0
3 0 1 2
3 0 2 3
"""


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def chair(small_site: Ecosystem) -> User:
    return a_user("chair")


@pytest.fixture
def call(chair: User) -> Call:
    """Decided, with its showcase and its vote open now."""
    call = making.a_call()
    making.a_chair(call, chair)
    making.open_now(call, Phase.Kind.SHOWCASE)
    return making.open_now(call, Phase.Kind.VOTE)


@pytest.fixture
def voter(small_site: Ecosystem) -> User:
    return a_user("voter")


@pytest.fixture
def publication(call: Call, chair: User) -> Publication:
    return Publication.objects.create(call=call, at=timezone.now(), by=chair, preview="0" * 64)


@pytest.fixture
def honour(call: Call, publication: Publication) -> Callable[..., Entry]:
    """An entry that was handed in, with a published decision."""

    def make(title: str = "Lamp", outcome: str = "award", prize: str = "gold", **files: StoredFile) -> Entry:
        entry = making.a_full_entry(call, a_user(f"leader-{title.lower().replace(' ', '-')}"), title=title)
        entry.answers.filter(question="title").update(value=title)
        for question, stored in files.items():
            row = making.a_file(entry, question, digest=stored.digest, kind=stored.kind)
            row.rights_holder, row.licence, row.creator = "The Lamp Guild", "CC-BY-4.0", "Lin Lamp"
            row.save()
        making.submit(actor=making.leader_of(entry), now=making.ENTRY_OPEN, entry=entry)
        decide(entry, publication, outcome, prize)
        return entry

    return make


def decide(entry: Entry, publication: Publication | None, outcome: str, prize: str = "") -> None:
    """A decision; without a publication it is pending."""
    Decision.objects.create(
        entry=entry, stage="decision", outcome=outcome, prize=prize, reason="For a test.",
        made_at=timezone.now(), made_by=entry.call.opened_by, publication=publication,
    )  # fmt: skip


@pytest.fixture
def picture() -> StoredFile:
    return kept(png(), "lamp.png", ["png"])


@pytest.fixture
def square() -> StoredFile:
    return kept(SQUARE, "square.ply", ["ply"])


def png(size: tuple[int, int] = (900, 600)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, "PNG")
    return out.getvalue()


def kept(data: bytes, name: str, allowed: list[str]) -> StoredFile:
    return keep_file(
        upload=BytesIO(data), name=name, allowed=allowed, most_bytes=10_000_000, now=making.ENTRY_OPEN
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def enter(user: User) -> Client:
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def conflicted(call: Call) -> Callable[[Entry], User]:
    """A second chair who is in the team of the entry."""

    def make(entry: Entry) -> User:
        user = a_user("conflicted")
        making.a_chair(call, user)
        making.a_member(entry, user)
        assert Official.objects.filter(user=user).exists()
        return user

    return make
