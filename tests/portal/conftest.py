"""A visitor of the portal: every page that is asked for is held to the rules of markup.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from superconnector.base.links import sign_link
from tests.portal.markup import Page, problems

COMPANY = {"applicant.type": "company", "applicant.employees": 12, "applicant.listed": False}
"""Answers for the small ecosystem, as a session and a link hold them."""


@pytest.fixture
def visit(client: Client) -> Callable[..., Page]:
    """Ask for a page; it must come with this status and have nothing wrong with it."""

    def ask(path: str, status: int = 200, /, **data: object) -> Page:
        response = client.get(path, data or None)
        assert response.status_code == status
        page = Page(response.content.decode())
        assert problems(page) == []
        return page

    return ask


@pytest.fixture
def say(client: Client) -> Callable[..., None]:
    """Answer questions as a form does; each must be taken."""

    def answer(**answers: object) -> None:
        for fact, value in answers.items():
            path = f"/find/{fact.replace('__', '.')}/"
            response = client.post(path, {"skip": "1"} if value is None else {"answer": value})
            assert response.status_code == 302, path

    return answer


@pytest.fixture
def company(client: Client, small_site: object, say: Callable[..., None]) -> Client:
    """A visitor of the small ecosystem who has answered three questions."""
    say(applicant__type="company", applicant__employees="12", applicant__listed="no")
    return client


@pytest.fixture
def token() -> str:
    """The answers of COMPANY in a link."""
    return sign_link(COMPANY)
