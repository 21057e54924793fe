"""The door of a call: which group takes somebody, why, what else to ask, and which other group is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from superconnector.core.rules.errors import RuleError
from superconnector.core.rules.facts import Profile, Value
from superconnector.core.rules.verdict import Verdict
from superconnector.ecosystem import Ecosystem, fits
from superconnector.ecosystem.calls import GroupAnswer, judge_groups
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import Group


@dataclass(frozen=True, slots=True)
class Door:
    """The answers of all groups for one profile.

    `readable` is false where the ecosystem no longer has what the pinned call asks for: then nothing can be
    settled, everybody may enter, and the organiser decides.
    """

    answers: tuple[GroupAnswer, ...]
    readable: bool = True

    def of(self, group_id: str) -> GroupAnswer:
        """The answer of a group. Raises KeyError."""
        return next(each for each in self.answers if each.group.id == group_id)

    def others(self, group_id: str) -> tuple[GroupAnswer, ...]:
        """Other groups that are not closed to this person, those that are surely open first."""
        may = [each for each in self.answers if each.group.id != group_id and each.may_enter is not False]
        return tuple(sorted(may, key=lambda each: each.may_enter is not True))


def door_of(ecosystem: Ecosystem, file: CallFile, profile: Profile, on: date) -> Door:
    """Judge a profile at the door of a call on a day."""
    try:
        return Door(judge_groups(ecosystem, file, profile, on))
    except (RuleError, KeyError):
        return Door((), readable=False)


def facts_of(verdict: Verdict) -> frozenset[str]:
    """The facts that the clauses of a group were judged by or would be."""
    judged = {fact for clause in verdict.clauses for reason in clause.reasons for fact in reason.facts}
    return frozenset(judged | set(verdict.could_change))


def unsettled(verdict: Verdict) -> list[str]:
    """The clauses that are not known to be met: for the organiser to settle."""
    return [clause.requirement.id for clause in verdict.clauses if clause.truth is not True]


def needed(profile: Profile, verdict: Verdict) -> dict[str, Value]:
    """The part of a profile that the group needs; the rest is nobody's business."""
    return {fact: value for fact, value in profile.items() if fact in facts_of(verdict)}


def plain(profile: Profile) -> dict[str, object]:
    """As JSON can hold it: sets become sorted lists."""
    return {key: sorted(each) if isinstance(each, frozenset) else each for key, each in profile.items()}


def profile_of(stored: Mapping[str, object], ecosystem: Ecosystem) -> dict[str, Value]:
    """The inverse of `plain`; what the vocabulary no longer has is left out."""
    values = {key: frozenset(each) if isinstance(each, list) else each for key, each in stored.items()}
    return {key: each for key, each in values.items() if fits(each, key, ecosystem)}  # type: ignore[misc]


def group_or_none(file: CallFile, group_id: str) -> Group | None:
    """The group of this id."""
    return next((each for each in file.groups if each.id == group_id), None)
