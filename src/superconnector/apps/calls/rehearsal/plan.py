"""What is to be rehearsed, and the clock by which it is played: the last thing that happens is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from superconnector.apps.calls.models import Phase
from superconnector.apps.calls.opening import Times
from superconnector.apps.calls.rounds import JUDGED, Round, rounds_among
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import Group


class Stage(StrEnum):
    """How far a rehearsal goes, in order."""

    ENTRY = "entry"
    JUDGING = "judging"
    DECISION = "decision"
    LETTERS = "letters"
    TRIALS = "trials"

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return list(Stage).index(self)


class RehearsalError(ValueError):
    """This cannot be rehearsed; the text says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A rehearsal of `calls/<definition>.yaml`.

    `entries` are handed in, by `contestants` people in all, and read by `judges`. `until` is the last stage
    that is played; `halfway` stops in the middle of it (of entry and judging), so that people can go on.
    """

    definition: str
    call_id: str
    seed: str
    now: datetime
    entries: int = 40
    contestants: int = 85
    judges: int = 9
    until: Stage = Stage.TRIALS
    halfway: bool = False
    groups: tuple[str, ...] = ()
    """The groups that teams enter in turn; all of the file where none are named. One may come twice."""

    def __post_init__(self) -> None:
        if self.entries < 1 or self.judges < 1:
            raise RehearsalError("A rehearsal needs at least one entry and one judge.")
        if self.contestants < self.entries:
            raise RehearsalError(f"{self.entries} entries need at least {self.entries} contestants.")

    def plays(self, stage: Stage) -> bool:
        """Whether the stage is played."""
        return stage.place <= self.until.place

    def stops_in(self, stage: Stage) -> bool:
        """Whether the rehearsal stops in the middle of the stage."""
        return self.halfway and self.until is stage


DAYS: dict[str, tuple[int, int | None]] = {
    Phase.Kind.ENTRY: (0, 28),
    Phase.Kind.SCREENING: (28, 30),
    Phase.Kind.JUDGING: (30, 44),
    Phase.Kind.PITCH: (44, 46),
    Phase.Kind.DECISION: (46, 50),
    Phase.Kind.SHOWCASE: (50, None),
    Phase.Kind.VOTE: (50, 64),
    Phase.Kind.APPEAL: (50, 60),
    Phase.Kind.TRIAL: (70, 160),
}
"""From the opening: the first day of each kind of phase and the first that is none of it; None: it stays."""
ADDED_JUDGING = "rehearsal-judging"
REACHED = {
    Stage.ENTRY: (14, 29),
    Stage.JUDGING: (37, 45),
    Stage.DECISION: (47, 47),
    Stage.LETTERS: (51, 51),
    Stage.TRIALS: (161, 161),
}
"""The day that is today when a rehearsal stops in the middle of a stage, and when it stops after it."""


SHARED = (30, 46)
"""The days that the rounds share, each as a call of one round plays them: judged, ranked on 45, decided."""


def rounds_in(file: CallFile) -> tuple[Round, ...]:
    """The rounds of the file; where nothing in it is judged, with the judging that the rehearsal adds."""
    phases: list[tuple[str, str]] = [(each.id, each.kind) for each in file.phases]
    if not any(kind in JUDGED for _, kind in phases):
        places = (place for place, (_, kind) in enumerate(phases) if kind == Phase.Kind.DECISION)
        phases.insert(next(places, len(phases)), (ADDED_JUDGING, Phase.Kind.JUDGING))
    return rounds_among(phases)


@dataclass(frozen=True, slots=True)
class Clock:
    """The simulated clock of a call with these rounds."""

    start: datetime
    rounds: tuple[Round, ...] = (Round(ADDED_JUDGING, ADDED_JUDGING),)

    @classmethod
    def of(cls, plan: Plan, rounds: tuple[Round, ...] = (Round(ADDED_JUDGING, ADDED_JUDGING),)) -> Clock:
        """The clock that comes to the plan's `now` when the rehearsal stops: halfway, in the first round."""
        day: float = REACHED[plan.until][0 if plan.halfway else 1]
        if plan.until is Stage.JUDGING:
            day = cls(plan.now, rounds).in_round(0 if plan.halfway else len(rounds) - 1, day)
        return cls(plan.now - timedelta(days=day), rounds)

    def in_round(self, place: int, day: float) -> float:
        """The day on which this round, from 0, is as far as a call of one round is on `day`."""
        first, last = SHARED
        return first + (place * (last - first) + day - first) / len(self.rounds)

    def day(self, number: float) -> datetime:
        """The moment so many days after the call opened."""
        return self.start + timedelta(days=number)

    def within(self, first: float, last: float, index: int, count: int) -> datetime:
        """The moment of the index-th of `count` acts that are spread evenly between two days."""
        return self.day(first + (last - first) * (index + 1) / (count + 1))

    def times(self, kind: str) -> Times:
        """When a phase of this kind is open."""
        first, last = DAYS[kind]
        return Times(self.day(first), None if last is None else self.day(last))

    def times_of(self, file: CallFile) -> dict[str, Times]:
        """The times of all phases of the file, by their id."""
        found = {each.id: self.times(each.kind) for each in file.phases}
        for place, each in enumerate(self.rounds):
            if each.ends in found and place < len(self.rounds) - 1:
                found[each.ends] = self._between(place, 45, 46)
            if each.stage in found:
                found[each.stage] = self._between(place, *DAYS[Phase.Kind.JUDGING])
        return found

    def _between(self, place: int, first: float, last: float | None) -> Times:
        return Times(*(self.day(self.in_round(place, day)) for day in (first, last or first)))


def chance_of(plan: Plan, purpose: str) -> Random:
    """Random numbers that the seed and a purpose name."""
    return Random(f"{plan.seed}|{purpose}")  # noqa: S311 - a play, and one that can be played again


LARGEST = 5
"""People of a team where no source states how many it may have."""


def groups_of(plan: Plan, file: CallFile, teams: int) -> list[Group]:
    """The group of each team. Raises RehearsalError for a group that the file does not have."""
    try:
        turns = [file.group(each) for each in plan.groups] or file.groups
    except KeyError as error:
        raise RehearsalError(f"{plan.definition} has no group {error.args[0]}.") from None
    return [turns[index % len(turns)] for index in range(teams)]


def team_limits(groups: Sequence[Group]) -> list[tuple[int, int]]:
    """The least and the most people of a team of each group."""
    sizes = [group.team for group in groups]
    return [(each.least, each.most or max(LARGEST, each.least)) if each else (1, LARGEST) for each in sizes]
