from __future__ import annotations

import pytest

from superconnector.apps.calls.models import Call
from superconnector.base.accounts.models import User
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.after.published import a_published_call, a_user


@pytest.fixture
def chair(small_site: Ecosystem) -> User:
    return a_user("chair")


@pytest.fixture
def call(chair: User) -> Call:
    return a_published_call(chair)


@pytest.fixture
def voter(small_site: Ecosystem) -> User:
    return a_user("voter")
