"""A call that takes entries at making.ENTRY_OPEN, and a team in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from superconnector.apps.calls.models import Call, Entry, Member
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import a_call, an_entry


@pytest.fixture
def call(small_site: Ecosystem) -> Call:
    return a_call()


@pytest.fixture
def entry(call: Call) -> Entry:
    return an_entry(call)


@pytest.fixture
def leader(entry: Entry) -> Member:
    return entry.members.select_related("user").get(leads=True)


@pytest.fixture
def files_root(tmp_path: Path) -> Iterator[Path]:
    """Kept files lie in a folder of this test."""
    with override_settings(FILES_ROOT=tmp_path / "files"):
        yield tmp_path / "files"
