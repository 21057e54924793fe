"""The problems that were collected for a track: on the call's page, in the API, in the report of a trial."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from superconnector.apps.calls.models import Call, Entry, Trial
from tests.portal.markup import Page

NEED = "The square is dark in the evening."


def test_needs_stand_with_their_track(call: Call, visit: Callable[..., Page]) -> None:
    page = visit("/calls/town-hack/")
    assert "2 needs that were collected" in " ".join(page.source.split())
    assert NEED in page.source


def test_the_api_gives_them_with_their_sources(call: Call, client: Client) -> None:
    tracks = client.get("/api/v1/calls/town-hack").json()["tracks"]
    assert [(each["id"], [need["text"] for need in each["needs"]]) for each in tracks] == [
        ("green", [NEED, "Bins are full on Sundays."]), ("care", []),
    ]  # fmt: skip
    assert tracks[0]["needs"][0]["sources"] == ["hack-page"]


def test_the_report_of_a_trial_names_the_needs_of_its_entry(
    honour: Callable[..., Entry], visit: Callable[..., Page]
) -> None:
    entry = honour()
    trial = Trial.objects.create(
        entry=entry, host_name="Home", site="Hall", starts_on="2026-12-01", planned_users=1, measure="x",
        unit="y",
    )  # fmt: skip
    assert NEED in visit(f"/calls/town-hack/trials/{trial.pk}/").source
    Entry.objects.update(track="care")
    assert NEED not in visit(f"/calls/town-hack/trials/{trial.pk}/").source
