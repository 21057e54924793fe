"""The days of a call as a calendar, and the order in which the page shows them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from superconnector.apps.calls.actions.running import add_phase
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Phase
from superconnector.apps.calls.opening import Times
from superconnector.ecosystem import Ecosystem
from superconnector.portal.calls.public_page import phase_rows
from tests.apps.calls import making

pytestmark = pytest.mark.django_db
ADDRESS = "/calls/town-hack/days.ics"


def events(client: Client, address: str = ADDRESS) -> dict[str, tuple[datetime, str]]:
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return {str(each["UID"]): (each.decoded("DTSTART"), str(each["SUMMARY"])) for each in found}


def test_each_phase_opens_and_closes_at_a_moment(small_site: Ecosystem, client: Client) -> None:
    found = events(client)
    assert found["town-hack.judging.opens@superconnector"] == (
        datetime(2026, 10, 5, 16, 0, tzinfo=UTC),
        "Judging opens: Town Hackathon 2026",
    )
    assert found["town-hack.entry.closes@superconnector"][0] == datetime(2026, 10, 1, 15, 59, 59, tzinfo=UTC)


def test_of_a_running_call_they_are_the_chairs_days_and_grace_is_not_told(client: Client) -> None:
    call = making.a_call("hack")
    closes = datetime(2026, 9, 30, 4, 0, tzinfo=UTC)
    call.phases.filter(name="entry").update(closes_at=closes, grace_seconds=600)
    call.phases.exclude(name="entry").update(opens_at=None, closes_at=None)
    found = events(client, "/calls/hack/days.ics")
    assert sorted(found) == ["hack.entry.closes@superconnector", "hack.entry.opens@superconnector"]
    assert found["hack.entry.closes@superconnector"][0] == datetime(2026, 9, 30, 3, 59, 59, tzinfo=UTC)


def test_a_rehearsal_says_so_in_a_calendar_too(client: Client) -> None:
    making.a_call("try", rehearsal=True)
    said = [title for _, title in events(client, "/calls/try/days.ics").values()]
    assert [each for each in said if "Rehearsal: nothing here is real" not in each] == []
    assert len(said) > 0


def test_without_days_there_is_no_calendar_and_no_link_to_it(client: Client) -> None:
    call = making.a_call("hack")
    assert 'href="/calls/hack/days.ics"' in client.get("/calls/hack/").content.decode()
    call.phases.update(opens_at=None, closes_at=None)
    assert 'href="/calls/hack/days.ics"' not in client.get("/calls/hack/").content.decode()
    assert client.get("/calls/hack/days.ics").status_code == 404
    assert client.get("/calls/nothing/days.ics").status_code == 404


def test_a_phase_that_the_chair_added_stands_where_its_days_put_it() -> None:
    call: Call = making.a_call()
    opens = datetime(2026, 10, 22, tzinfo=making.HERE)
    times = Times(opens, opens.replace(day=23))
    who = {"actor": call.opened_by, "now": timezone.now(), "call_id": call.pk}
    add_phase(**who, name="talk", kind=Phase.Kind.PITCH, times=times)
    names = " ".join(row.file.id for row in phase_rows(definition_of(call), call, opens))
    assert names == "entry screening judging decision talk appeal showcase vote trial"
