"""What an entry is called, and withdrawing it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from superconnector.apps.calls.actions.entering import (
    About,
    EnteringError,
    describe_entry,
    take_back_withdrawal,
    withdraw,
)
from superconnector.apps.calls.actions.running import move_phase
from superconnector.apps.calls.models import Call, Entry, Member
from tests.apps.calls.making import ENTRY_OPEN, LAST_SECOND, a_member, a_person, a_submitted_entry

ABOUT = About(title="Two lamps", track="care", language="zh-hant", organisation="Lamp Club")


def describe(
    entry: Entry, leader: Member, about: About = ABOUT, seen: int = 1, now: object = ENTRY_OPEN
) -> Entry:
    return describe_entry(actor=leader.user, now=now, entry=entry, seen_version=seen, about=about)  # type: ignore[arg-type]


def test_title_track_language_and_organisation(entry: Entry, leader: Member) -> None:
    done = describe(entry, leader)
    assert (done.title, done.track, done.language) == ("Two lamps", "care", "zh-hant")
    assert (done.organisation, done.organisation_name, done.version) == ("", "Lamp Club", 2)


def test_an_organisation_of_the_directory_stays_unless_another_is_typed(entry: Entry, leader: Member) -> None:
    Entry.objects.update(organisation="guild")
    done = describe(entry, leader, About("T", "care", "en", ""))
    assert (done.organisation, done.organisation_name) == ("guild", "")
    done = describe(entry, leader, About("T", "care", "en", "Lamp Club"), seen=2)
    assert (done.organisation, done.organisation_name) == ("", "Lamp Club")


@pytest.mark.parametrize(
    ("about", "seen", "code"),
    [
        (ABOUT, 0, "changed-meanwhile"),
        (About("T", "palace", "en", ""), 1, "no-track"),
        (About("T", "care", "xx", ""), 1, "no-language"),
    ],
)
def test_what_is_not_taken(entry: Entry, leader: Member, about: About, seen: int, code: str) -> None:
    with pytest.raises(EnteringError) as refused:
        describe(entry, leader, about, seen)
    assert refused.value.code == code
    entry.refresh_from_db()
    assert (entry.title, entry.version) == ("A lamp for the square", 1)


def test_the_deadline_moves_at_once(call: Call, entry: Entry, leader: Member) -> None:
    late = LAST_SECOND + timedelta(days=1)
    with pytest.raises(EnteringError) as refused:
        describe(entry, leader, now=late)
    assert (refused.value.code, refused.value.values["timing"]) == ("not-open", "late")
    phase = call.phases.get(name="entry")
    move = {
        "actor": call.opened_by,
        "now": late,
        "call_id": call.pk,
        "name": "entry",
        "opens_at": phase.opens_at,
    }
    move_phase(**move, closes_at=late + timedelta(days=1), grace_seconds=0)
    assert describe(entry, leader, now=late).title == "Two lamps"
    move_phase(**move, closes_at=late, grace_seconds=0)
    with pytest.raises(EnteringError):
        describe(entry, leader, seen=2, now=late)


def test_the_leader_withdraws_and_takes_it_back(call: Call) -> None:
    entry = a_submitted_entry(call)
    leader = entry.members.select_related("user").get()
    gone = withdraw(actor=leader, now=ENTRY_OPEN, entry=entry, because="no time")
    assert (gone.state, gone.state_reason, gone.submissions.count()) == ("withdrawn", "no time", 1)
    with pytest.raises(EnteringError) as refused:
        describe(entry, leader, seen=gone.version)
    assert refused.value.code == "withdrawn"
    back = take_back_withdrawal(actor=leader, now=ENTRY_OPEN, entry=entry)
    assert (back.state, back.state_reason) == ("draft", "")


def test_withdrawing_is_for_the_leader_in_time(call: Call) -> None:
    entry = a_submitted_entry(call)
    mate = a_member(entry, a_person())
    leader = entry.members.select_related("user").get(leads=True)
    late = LAST_SECOND + timedelta(minutes=11)
    for actor, now, code in ((mate, ENTRY_OPEN, "leader-only"), (leader, late, "not-open")):
        with pytest.raises(EnteringError) as refused:
            withdraw(actor=actor, now=now, entry=entry, because="")
        assert refused.value.code == code
    for actor, now, code in ((mate, ENTRY_OPEN, "leader-only"), (leader, ENTRY_OPEN, "not-withdrawn")):
        with pytest.raises(EnteringError) as refused:
            take_back_withdrawal(actor=actor, now=now, entry=entry)
        assert refused.value.code == code


def test_what_the_organiser_ruled_out_cannot_be_changed(entry: Entry, leader: Member) -> None:
    Entry.objects.update(state="ineligible")
    with pytest.raises(EnteringError) as refused:
        describe(entry, leader)
    assert refused.value.code == "ineligible"
