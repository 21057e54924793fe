"""What a round has of its own, set until its first reading is final; and rounds that stay as they began."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from superconnector.apps.calls.actions.rounds import set_round
from superconnector.apps.calls.actions.running import RunningError, add_phase, move_phase
from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.models import Call, Decision, Phase
from superconnector.apps.calls.opening import Times
from superconnector.apps.calls.rounds import round_begun, rounds_of
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import DECIDING
from tests.apps.calls.desk.panel import Panel, a_panel, pin
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN
from tests.apps.calls.rounds.shortlisted import PAPER, PHASES, TALK, TALKING, a_two_round_panel

NO_TIMES = Times(None, None)


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    """Two rounds; one judge has read one entry on paper."""
    return a_two_round_panel(entries=1, judges=1)


def set_in(panel: Panel, stage: str, readings: int | None = 2, **places: int) -> Phase:
    call = Call.objects.get(pk=panel.call.pk)
    return set_round(
        actor=panel.chair.user, now=JUDGING_OPEN, call_id=call.pk, stage=stage,
        seen_version=call.settings_version, readings=readings, places=places,
    )  # fmt: skip


def numbers(panel: Panel, stage: str) -> tuple[int | None, dict[str, int]]:
    rules = rules_of(Call.objects.select_related("pinned").get(pk=panel.call.pk), stage)
    return rules.readings, dict(rules.top)


def test_a_later_round_has_its_own_numbers_before_those_of_the_call(panel: Panel) -> None:
    assert numbers(panel, TALK.stage) == numbers(panel, PAPER.stage) == (3, {"open": 3, "youth": 2})
    set_in(panel, TALK.stage, 5, open=1)
    assert numbers(panel, TALK.stage) == (5, {"open": 1, "youth": 2})
    assert numbers(panel, PAPER.stage) == numbers(panel, "") == (3, {"open": 3, "youth": 2})
    told = JournalEntry.objects.get(verb="call.round-set")
    assert told.detail == {"phase": "pitch", "readings": 5, "places": {"open": 1}}
    set_in(panel, TALK.stage, None)
    assert numbers(panel, TALK.stage) == (3, {"open": 3, "youth": 2})


def test_they_are_set_until_the_first_reading_of_that_round(panel: Panel) -> None:
    with pytest.raises(RunningError) as error:
        set_in(panel, PAPER.stage)
    assert error.value.code == "judging-began"
    (row,) = panel.assign(panel.judges[0], panel.entries[0], stage=TALK.stage)
    assert set_in(panel, TALK.stage, 4).readings == 4
    row.readings.create(final=True, saved_at=TALKING, final_at=TALKING)
    with pytest.raises(RunningError) as error:
        set_in(panel, TALK.stage, 5)
    assert error.value.code == "judging-began"
    assert numbers(panel, TALK.stage)[0] == 4


@pytest.mark.parametrize("stage", ["entry", "decision", "nowhere", ""])
def test_what_is_not_judged_has_no_such_numbers(panel: Panel, stage: str) -> None:
    with pytest.raises(RunningError) as error:
        set_in(panel, stage)
    assert error.value.code == "no-phase"


def test_of_two_chairs_the_second_is_told(panel: Panel) -> None:
    seen = panel.call.settings_version
    set_in(panel, TALK.stage)
    with pytest.raises(RunningError) as error:
        set_round(
            actor=panel.chair.user, now=JUDGING_OPEN, call_id=panel.call.pk, stage=TALK.stage,
            seen_version=seen, readings=9, places={},
        )  # fmt: skip
    assert error.value.code == "changed-meanwhile"
    assert numbers(panel, TALK.stage)[0] == 2


def test_what_the_file_states_of_a_round_comes_first(small_site: Ecosystem) -> None:
    panel = a_panel()
    stated = [PHASES[0], PHASES[1], {**PHASES[2], "readings": 8, "places": 27}, PHASES[3]]
    pin(panel.call, phases=stated)  # type: ignore[arg-type]
    set_in(panel, TALK.stage, 2)
    assert numbers(panel, TALK.stage) == (8, {"open": 3, "youth": 2})
    group = {"id": "open", "names": {"en": "Open"}}
    pin(panel.call, phases=stated, groups=[group])  # type: ignore[arg-type]
    assert numbers(panel, TALK.stage) == (8, {"open": 27})
    assert numbers(panel, PAPER.stage) == (3, {})


# --- rounds that began stay ------------------------------------------------------------------------------


def add(panel: Panel, name: str, kind: Phase.Kind, times: Times = NO_TIMES) -> None:
    add_phase(
        actor=panel.chair.user, now=JUDGING_OPEN, call_id=panel.call.pk, name=name, kind=kind, times=times
    )


def stages(panel: Panel) -> list[tuple[str, str]]:
    return [(each.stage, each.ends) for each in rounds_of(Call.objects.get(pk=panel.call.pk))]


def test_a_round_may_be_added_behind_those_that_began(panel: Panel) -> None:
    add(panel, "grand", Phase.Kind.PITCH, Times(TALKING, None))
    assert stages(panel) == [("judging", "judging"), ("pitch", "pitch"), ("grand", "decision")]
    with pytest.raises(RunningError) as error:
        add(panel, "before", Phase.Kind.JUDGING, Times(ENTRY_OPEN, None))
    assert error.value.code == "rounds-moved"
    assert len(stages(panel)) == 3


def test_a_round_that_was_decided_keeps_what_ends_it(panel: Panel) -> None:
    add(panel, "shortlist", Phase.Kind.DECISION, Times(DECIDING, None))
    assert stages(panel) == [("judging", "shortlist"), ("pitch", "decision")]
    Phase.objects.filter(name="shortlist").delete()
    Decision.objects.create(
        entry=panel.entries[0], stage=PAPER.ends, outcome="advance", reason="Read.", made_at=DECIDING,
        made_by=panel.chair.user,
    )  # fmt: skip
    with pytest.raises(RunningError) as error:
        add(panel, "shortlist", Phase.Kind.DECISION, Times(DECIDING, None))
    assert error.value.code == "rounds-moved"


def test_an_added_round_is_not_moved_past_one_that_began(panel: Panel) -> None:
    add(panel, "grand", Phase.Kind.PITCH, Times(TALKING, None))
    panel.assign(panel.judges[0], panel.entries[0], stage="grand")

    def move(opens_at: datetime) -> None:
        move_phase(
            actor=panel.chair.user, now=JUDGING_OPEN, call_id=panel.call.pk, name="grand", opens_at=opens_at,
            closes_at=None, grace_seconds=0,
        )  # fmt: skip

    with pytest.raises(RunningError) as error:
        move(ENTRY_OPEN)
    assert error.value.code == "rounds-moved"
    assert Phase.objects.get(name="grand").opens_at == TALKING
    move(TALKING + timedelta(days=1))
    assert stages(panel)[-1] == ("grand", "decision")


def test_a_chair_works_on_the_last_round_that_has_begun(panel: Panel) -> None:
    begun = [round_begun(panel.call, at) for at in (ENTRY_OPEN, JUDGING_OPEN, DECIDING, TALKING)]
    assert begun == [PAPER, PAPER, PAPER, TALK]
