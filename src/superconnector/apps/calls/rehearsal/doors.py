"""Who is let in by a group: a profile that its clauses accept, found by trying answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from superconnector.apps.calls.facts.door import door_of
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.core.rules.facts import Fact, Profile, Type, Value
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Call as CallFile

AGES = (30, 20, 15, 10, 45, 70, 1)
"""Whole numbers that are tried: most of those asked for are ages."""
MOST_TRIES = 400


def profile_for(file: CallFile, group_id: str, now: datetime) -> dict[str, Value]:
    """The facts of somebody whom the group surely takes; none where no answers can settle that."""
    ecosystem = current_ecosystem()
    on = now.astimezone(ZoneInfo(ecosystem.file.time_zone)).date()
    tries = iter(range(MOST_TRIES))

    def search(profile: dict[str, Value]) -> dict[str, Value] | None:
        if next(tries, None) is None:
            return None
        opened = door_of(ecosystem, file, profile, on)
        if not opened.readable:
            return None
        answer = opened.of(group_id)
        if answer.may_enter is not None:
            return profile if answer.may_enter else None
        further = (profile | step for step in _steps(ecosystem, profile, answer.verdict.could_change[:1]))
        return next((found for each in further if (found := search(each)) is not None), None)

    return search({}) or {}


def _steps(ecosystem: Ecosystem, profile: Profile, asked: tuple[str, ...]) -> Iterator[dict[str, Value]]:
    for name in asked:
        if name not in profile:
            yield from ({name: value} for value in _values(ecosystem.vocabulary.facts[name]))


def _values(fact: Fact) -> tuple[Value, ...]:
    """Answers worth trying; none for money and dates, which the doors of calls do not ask for."""
    if fact.type is Type.BOOLEAN:
        return (True, False)
    if fact.type is Type.INTEGER:
        return AGES
    options = tuple(option.id for option in fact.options)
    if fact.type is Type.CHOICE:
        return options
    return tuple(frozenset({option}) for option in options) if fact.type is Type.CHOICES else ()
