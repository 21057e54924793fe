"""The front page names the calls that take entries, and no others."""

from __future__ import annotations

import pytest
from django.test import Client

from superconnector.apps.calls.models import Call
from tests.apps.calls.making import a_call, closed_now, open_now
from tests.portal.markup import Page


@pytest.mark.django_db
def test_the_front_page_names_a_call_while_it_takes_entries(client: Client) -> None:
    call = open_now(a_call())
    assert "Calls that take entries now" in Page(client.get("/").content.decode()).text
    closed_now(call)
    assert "Calls that take entries now" not in Page(client.get("/").content.decode()).text


@pytest.mark.django_db
def test_a_rehearsal_is_not_offered_to_the_public(client: Client) -> None:
    open_now(a_call(rehearsal=True))
    assert Call.objects.count() == 1
    assert "Calls that take entries now" not in Page(client.get("/").content.decode()).text
