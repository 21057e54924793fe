"""What the organiser adds where the file is silent: phases, and scales on which judges then score."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.actions.running import Chosen, RunningError, add_phase, set_rules
from superconnector.apps.calls.models import Phase, Reading
from superconnector.apps.calls.opening import Times
from superconnector.apps.calls.queries.reading import criteria_of
from superconnector.base.models import JournalEntry
from superconnector.ecosystem.schema import Scale
from tests.apps.calls.desk.panel import Panel, a_panel, pin
from tests.apps.calls.making import ENTRY_OPEN, a_call

pytestmark = pytest.mark.django_db
LATER = ENTRY_OPEN + timedelta(days=200)
TIMES = Times(LATER, LATER + timedelta(days=3))


def added(call_id: str, name: str = "final-pitch", times: Times = TIMES) -> Phase:
    call = Phase.objects.filter(call=call_id).select_related("call__opened_by").order_by("id")[0].call
    kind = Phase.Kind.PITCH
    return add_phase(actor=call.opened_by, now=ENTRY_OPEN, call_id=call_id, name=name, kind=kind, times=times)


def test_an_added_phase_is_in_the_journal_and_on_the_page(client: Client) -> None:
    call = a_call()
    phase = added(call.pk)
    assert (phase.opens_at, phase.closes_at, phase.grace_seconds) == (TIMES.opens_at, TIMES.closes_at, 0)
    told = JournalEntry.objects.get(verb="call.phase-added")
    assert (told.subject, told.detail) == ("call:town-hack", {"phase": "final-pitch", "kind": "pitch"})
    page = client.get("/calls/town-hack/").content.decode()
    assert page.count("<h3>Pitches</h3>") == 1


@pytest.mark.parametrize(
    ("name", "times", "code"),
    [
        ("entry", TIMES, "phase-there"),
        ("final-pitch", Times(LATER, LATER), "ends-before-it-starts"),
    ],
)
def test_a_phase_that_cannot_be_added(name: str, times: Times, code: str) -> None:
    call = a_call()
    before = call.phases.count()
    with pytest.raises(RunningError) as error:
        added(call.pk, name, times)
    assert error.value.code == code
    assert call.phases.count() == before


@pytest.fixture
def panel() -> Panel:
    """A judge and an entry of a call whose file has one criterion without a scale; the organiser set one."""
    made = a_panel(judges=1, entries=1)
    pin(made.call, criteria=[{"id": "use", "names": {"en": "Use"}, "weight": 100}], judging={"ties": ["use"]})
    chosen = Chosen(weights={}, scales={"use": (0, 10, 2)}, readings=None, blind=None, top={})
    set_rules(
        actor=made.chair.user,
        now=ENTRY_OPEN,
        call_id=made.call.pk,
        seen_version=made.call.settings_version,
        chosen=chosen,
    )
    judge = made.judges[0]
    judge.call.refresh_from_db()
    made.assign(judge, made.entries[0])
    return made


def test_judges_score_on_the_scale_that_the_organiser_set(panel: Panel) -> None:
    reading = panel.hand_in(panel.judges[0], panel.entries[0], {"use": 8})
    [criterion] = criteria_of(reading.assignment)
    assert criterion.scale == Scale(least=0, most=10, step=2)
    assert Reading.objects.get().scores == {"use": 8}


@pytest.mark.parametrize("score", [-2, 7, 12])
def test_and_on_no_other(panel: Panel, score: int) -> None:
    with pytest.raises(ReadingError) as error:
        panel.hand_in(panel.judges[0], panel.entries[0], {"use": score})
    assert error.value.code == "out-of-scale"
    assert not Reading.objects.exists()
