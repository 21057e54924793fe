"""Reads of a judge's desk: what is to be read, how far the judge is, and all of one entry on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Assignment, Call, Official, Phase, Reading
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.rounds import JUDGED, round_now
from superconnector.apps.calls.wall import assignments_of
from superconnector.ecosystem.schema import CallCriterion


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether judges may hand in now. `why` is empty, or `closed`, `early`, `not-stated`, `rules-missing`.

    `stage` is the round that counts now: the one that is open, or was or comes next; `phase` is in which it
    is judged, if it is judged at all. `missing` is what the organiser has still to set for it.
    """

    why: str
    stage: str
    phase: Phase | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something can be saved."""
        return not self.why


WHY = {Timing.EARLY: "early", Timing.LATE: "closed", Timing.NOT_STATED: "not-stated"}


def judging_opening(call: Call, now: datetime) -> Opening:
    """Whether the judging of the call is open. What arrives within the grace after the close is taken."""
    stage = round_now(call, now).stage
    phase = call.phases.filter(name=stage, kind__in=JUDGED).first()
    missing = lacking(call, stage)
    if missing:
        return Opening("rules-missing", stage, phase, missing)
    return Opening(WHY.get(timing(phase, now), ""), stage, phase)


def lacking(call: Call, stage: str) -> tuple[str, ...]:
    """What must be set before a round can be judged: what rules_of() misses, but for the places."""
    file = definition_of(call)
    scored = file.judging.mode == "scores"
    places = tuple(each for each in rules_of(call, stage).missing if not each.startswith("top:"))
    none = ("criteria",) if scored and not file.criteria else ()
    return places + none


@dataclass(frozen=True, slots=True)
class Task:
    """One entry of a judge's pile. `state` is `todo`, `begun` or `done`."""

    assignment: Assignment
    number: str
    title: str
    group: str
    track: str
    state: str


@dataclass(frozen=True, slots=True)
class Pile:
    """What a judge has to read, in that judge's own order."""

    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        """How many are handed in."""
        return sum(task.state == "done" for task in self.tasks)

    @property
    def next(self) -> Task | None:
        """The first that is not handed in."""
        return next((task for task in self.tasks if task.state != "done"), None)

    def after(self, number: str) -> Task | None:
        """The next one to read once this one is left, round the end of the pile."""
        names = [task.number for task in self.tasks]
        at = names.index(number) + 1 if number in names else 0
        round_ = (*self.tasks[at:], *self.tasks[:at])
        return next((t for t in round_ if t.state != "done" and t.number != number), None)


def pile_of(judge: Official, stage: str) -> Pile:
    """All of a judge's entries of a round, in one query."""
    readings = Reading.objects.filter(assignment=OuterRef("pk"))
    rows = (
        assignments_of(judge, stage)
        .select_related("entry")
        .annotate(begun=Exists(readings), done=Exists(readings.filter(final=True)))
    )
    return Pile(tuple(sorted((_task(row) for row in rows), key=lambda task: own_order(judge, task.number))))


def own_order(judge: Official, number: str) -> str:
    """The place of an entry in a judge's order: random between judges, the same for one judge every time."""
    return sha256(f"{judge.call.seed}|{judge.pk}|{number}".encode()).hexdigest()


def _task(row: Assignment) -> Task:
    state = "done" if row.done else "begun" if row.begun else "todo"  # type: ignore[attr-defined]
    entry = row.entry
    return Task(row, entry.number, entry.title, entry.group, entry.track, state)


def latest_reading(assignment: Assignment) -> Reading | None:
    """The reading of the highest number: the draft, or the final one if nothing was begun after it."""
    return assignment.readings.order_by("-number").first()


def criteria_of(assignment: Assignment) -> tuple[CallCriterion, ...]:
    """What the entry is scored on; nothing where judges rank or compare.

    A scale that no source states is the one that the organiser set.
    """
    call = assignment.judge.call
    file, rules = definition_of(call), rules_of(call)
    asked = file.criteria_for(assignment.entry.group) if rules.mode == "scores" else ()
    return tuple(each.model_copy(update={"scale": rules.scales.get(each.id)}) for each in asked)
