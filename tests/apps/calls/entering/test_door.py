"""The door: verdict by group, what is asked and kept, the other group, and who is let in with a note."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from superconnector.apps.calls.actions.entering import MOST_ENTRIES, EnteringError, start_entry
from superconnector.apps.calls.facts.door import door_of, needed, plain, profile_of
from superconnector.apps.calls.models import Call, Entry
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import ENTRY_OPEN, LAST_SECOND, a_person, an_entry

DAY = date(2026, 9, 15)


def refusal(call: Call, group: str = "open", **changes: object) -> str:
    arguments = {
        "actor": a_person(),
        "now": ENTRY_OPEN,
        "call": call,
        "group_id": group,
        "profile": {"person.age": 30},
        **changes,
    }
    with pytest.raises(EnteringError) as refused:
        start_entry(**arguments)  # type: ignore[arg-type]
    return refused.value.code


def test_each_group_has_its_answer_and_the_other_is_offered(small: Ecosystem) -> None:
    file = small.calls["town-hack"]
    adult = door_of(small, file, {"person.age": 30}, DAY)
    assert [each.may_enter for each in adult.answers] == [True, False]
    assert [each.group.id for each in adult.others("youth")] == ["open"]
    pupil = door_of(small, file, {"person.age": 17}, DAY)
    assert [each.may_enter for each in pupil.answers] == [True, True]
    child = door_of(small, file, {"person.age": 9}, DAY)
    assert ([each.may_enter for each in child.answers], [e.group.id for e in child.others("open")]) == (
        [False, True],
        ["youth"],
    )


def test_what_is_unknown_is_no_no(small: Ecosystem) -> None:
    opened = door_of(small, small.calls["town-hack"], {}, DAY)
    assert [each.may_enter for each in opened.answers] == [None, None]
    assert opened.of("open").verdict.could_change == ("person.age",)


def test_a_pinned_call_that_asks_for_a_fact_of_yesterday_lets_everybody_in(small: Ecosystem) -> None:
    without = dataclasses.replace(small, programmes={})
    opened = door_of(without, small.calls["town-hack"], {"person.age": 3}, DAY)
    assert (opened.readable, opened.answers) == (False, ())


def test_only_what_the_group_needs_is_kept(small: Ecosystem) -> None:
    profile = {"person.age": 30, "applicant.employees": 12, "project.aims": frozenset({"grow"})}
    verdict = door_of(small, small.calls["town-hack"], profile, DAY).of("open").verdict
    assert needed(profile, verdict) == {"person.age": 30}


def test_a_profile_survives_its_storage(small: Ecosystem) -> None:
    profile = {"person.age": 30, "project.aims": frozenset({"grow", "teach"})}
    assert plain(profile) == {"person.age": 30, "project.aims": ["grow", "teach"]}
    assert profile_of({**plain(profile), "gone.fact": 1, "person.height": 3}, small) == profile


def test_an_entry_begins_with_its_leader_and_what_the_door_heard(call: Call) -> None:
    ivy = a_person("Ivy", organisation_name="Lamp Club", language="zh-hant")
    entry = start_entry(
        actor=ivy,
        now=ENTRY_OPEN,
        call=call,
        group_id="open",
        profile={"person.age": 30, "applicant.employees": 1},
    )
    assert (entry.facts, entry.unsettled, entry.state) == ({"person.age": 30}, [], "draft")
    assert (entry.language, entry.organisation_name, len(entry.number)) == ("zh-hant", "Lamp Club", 8)
    member = entry.members.get()
    assert (member.user, member.leads, member.role, member.minor) == (ivy, True, "leader", None)
    assert JournalEntry.objects.get(verb="entry.started").subject == f"entry:town-hack/{entry.number}"


def test_who_does_not_know_may_enter_and_the_clause_is_noted(call: Call) -> None:
    entry = start_entry(actor=a_person(), now=ENTRY_OPEN, call=call, group_id="open", profile={})
    assert (entry.facts, entry.unsettled) == ({}, ["sixteen"])


def test_refusals_say_why_and_leave_nothing(call: Call) -> None:
    assert refusal(call, "youth") == "not-for-you"
    assert refusal(call, "palace") == "no-group"
    assert refusal(call, now=ENTRY_OPEN - timedelta(days=60)) == "not-open"
    assert refusal(call, now=LAST_SECOND + timedelta(minutes=11)) == "not-open"
    assert Entry.objects.count() == 0


def test_one_account_cannot_fill_a_call(call: Call) -> None:
    greedy = a_person()
    for _ in range(MOST_ENTRIES):
        an_entry(call, greedy)
    assert refusal(call, actor=greedy) == "too-many-entries"
