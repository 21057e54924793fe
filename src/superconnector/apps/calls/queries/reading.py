"""Reads of a judge's desk: what is to be read, how far the judge is, and all of one entry on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Exists, OuterRef

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Assignment, Call, Official, Phase, Reading
from superconnector.apps.calls.phases import NEAREST, Timing, timing
from superconnector.apps.calls.wall import assignments_of
from superconnector.ecosystem.schema import CallCriterion


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether judges may hand in now. `why` is empty, or `closed`, `early`, `not-stated`, `rules-missing`.

    `missing` is what the organiser has still to set. `phase` is the one that is open, or was or comes next.
    """

    why: str
    phase: Phase | None = None
    missing: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something can be saved."""
        return not self.why


WHY = {Timing.EARLY: "early", Timing.LATE: "closed", Timing.NOT_STATED: "not-stated"}


def judging_opening(call: Call, now: datetime) -> Opening:
    """Whether the judging of the call is open. What arrives within the grace after the close is taken."""
    phases = call.phases.filter(kind=Phase.Kind.JUDGING).order_by("opens_at", "id")
    found = sorted(((timing(each, now), each) for each in phases), key=lambda pair: NEAREST.index(pair[0]))
    here, phase = found[0] if found else (Timing.NOT_STATED, None)
    missing = lacking(call)
    if missing:
        return Opening("rules-missing", phase, missing)
    return Opening(WHY.get(here, ""), phase)


def lacking(call: Call) -> tuple[str, ...]:
    """What must be set before judging can open: what rules_of() misses, and scales that no source states."""
    file = definition_of(call)
    scored = file.judging.mode == "scores"
    places = tuple(each for each in rules_of(call).missing if not each.startswith("top:"))
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


def pile_of(judge: Official) -> Pile:
    """All of a judge's entries, in one query."""
    readings = Reading.objects.filter(assignment=OuterRef("pk"))
    rows = (
        assignments_of(judge)
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
