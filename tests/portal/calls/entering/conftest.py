"""A call that takes entries now, a team of two in it, and a browser of each who may stand before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client, override_settings

from superconnector.apps.calls.models import Call, Entry
from superconnector.base.accounts.models import User
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import a_call, a_full_entry, a_member, a_person, leader_of, open_now
from tests.portal.markup import Page, problems


@pytest.fixture
def call(small_site: Ecosystem) -> Call:
    return open_now(a_call())


@pytest.fixture
def entry(call: Call) -> Entry:
    """Ready to be handed in; led by Ivy, with Tom."""
    made = a_full_entry(call, a_person("Ivy"))
    a_member(made, a_person("Tom"))
    return made


@pytest.fixture
def ivy(entry: Entry) -> User:
    return leader_of(entry)


@pytest.fixture
def tom(entry: Entry) -> User:
    return entry.members.get(leads=False).user


def browser(user: User | None = None) -> Client:
    """A browser, signed in as somebody."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@dataclass
class Team:
    """The pages of an entry, asked for by one of its team."""

    client: Client
    at: str

    def look(self, path: str = "", status: int = 200) -> Page:
        """A page that must be whole."""
        response = self.client.get(self.at + path)
        source = response.content.decode()
        assert (response.status_code, problems(source)) == (status, [])
        return Page(source)

    def send(self, path: str, /, **fields: object) -> str:
        """A form that must lead somewhere."""
        response = self.client.post(self.at + path, fields)
        assert response.status_code == 302, response.content.decode()[:2000]
        return str(response["Location"])

    def refused(self, path: str, status: int, /, **fields: object) -> Page:
        """A form that must be refused with a page that is whole."""
        response = self.client.post(self.at + path, fields)
        source = response.content.decode()
        assert (response.status_code, problems(source)) == (status, [])
        return Page(source)


@pytest.fixture
def team_of(entry: Entry) -> Callable[[User], Team]:
    at = f"/calls/{entry.call_id}/entries/{entry.number}/"
    return lambda user: Team(browser(user), at)


@pytest.fixture
def leader(team_of: Callable[[User], Team], ivy: User) -> Team:
    return team_of(ivy)


@pytest.fixture
def mate(team_of: Callable[[User], Team], tom: User) -> Team:
    return team_of(tom)


@pytest.fixture
def files_root(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_ROOT=tmp_path / "files"):
        yield tmp_path / "files"
