"""What the public pages of calls show: lines, phases with their moments, the record of past editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Call, Decision, Phase
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.phases import Timing, entry_phase_of, timing
from superconnector.apps.calls.queries.public import running_calls
from superconnector.apps.calls.queries.showcase import shown_entries
from superconnector.apps.calls.queries.shown import Shown, shown_all
from superconnector.apps.calls.rounds import phases_in_order
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import CallCriterion, CallPhase, Figure, Scale
from superconnector.portal.calls.phase_names import names_in, names_of


@dataclass(frozen=True, slots=True)
class Line:
    """A running call as a line of a list. `state` is a Timing; the grace period is not announced."""

    call: Call
    file: CallFile
    phase: Phase | None
    state: str
    now: tuple[str, ...]
    """The names of what is open now besides entry."""

    @classmethod
    def of(cls, call: Call, now: datetime) -> Line:
        """As it stands now."""
        phase, where = entry_phase_of(call.phases.all(), now)
        shown = Timing.LATE if where is Timing.GRACE else where
        names = names_of(call)
        others = [each for each in phases_in_order(call) if each.kind != Phase.Kind.ENTRY]
        open_now = tuple(names[each.name] for each in others if timing(each, now) is Timing.OPEN)
        return cls(call, definition_of(call), phase, str(shown), open_now)

    @property
    def closes(self) -> datetime | None:
        """The last second in which an entry is taken."""
        return last_second(self.phase.closes_at) if self.phase and self.phase.closes_at else None

    @property
    def opens(self) -> datetime | None:
        """The first moment in which an entry is taken."""
        return self.phase.opens_at if self.phase else None


def entered_now(now: datetime) -> list[Line]:
    """Calls that take entries, those that close first first; rehearsals in the demo only."""
    lines = [Line.of(call, now) for call in running_calls() if settings.DEMO or not call.rehearsal]
    open_ones = [line for line in lines if line.state == Timing.OPEN]
    return sorted(open_ones, key=lambda line: (line.closes is None, line.closes or now, line.call.pk))


MOST_WINNERS = 4
"""Of those in the gallery, on the page of the call."""


def winners_of(call: Call, now: datetime) -> list[Shown]:
    """Some of the gallery, those that won first; none before it opens."""
    found = shown_all(call, list(shown_entries(call, now)[:60]))
    return sorted(found, key=lambda each: each.outcome != Decision.Outcome.AWARD)[:MOST_WINNERS]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase on the page. The moments are absent where no source states them."""

    file: CallPhase
    name: str
    opens: datetime | None
    closes: datetime | None
    state: str


def phase_rows(file: CallFile, call: Call | None, now: datetime) -> list[PhaseRow]:
    """The phases in order; those of a running call as its chair has set them, and added."""
    if call is None:
        names = names_in(file)
        return [_stated(each, names[each.id]) for each in file.phases]
    rows, stated = phases_in_order(call), {each.id: each for each in file.phases}
    names = names_in(file, rows)
    return [_running(stated.get(row.name) or _added(row), names[row.name], row, now) for row in rows]


def _added(row: Phase) -> CallPhase:
    """A phase that the file does not name, as if it did; no source states it."""
    return CallPhase.model_construct(id=row.name, kind=row.kind)


def _stated(file: CallPhase, name: str) -> PhaseRow:
    zone = ZoneInfo(settings.TIME_ZONE)
    opens, closes = file.opens_at(zone), file.closes_at(zone)
    return PhaseRow(file, name, opens, closes, "" if opens or closes else str(Timing.NOT_STATED))


def _running(file: CallPhase, name: str, row: Phase, now: datetime) -> PhaseRow:
    where = timing(row, now)
    shown = Timing.LATE if where is Timing.GRACE else where
    closes = last_second(row.closes_at) if row.closes_at else None
    return PhaseRow(file, name, row.opens_at, closes, str(shown))


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion on the page; `weight` and `scale` are the organiser's, where the file states none."""

    file: CallCriterion
    weight: int | None
    scale: Scale | None


def criterion_rows(file: CallFile, call: Call | None) -> list[CriterionRow]:
    """The criteria in the order of the file."""
    rules = rules_of(call) if call else None
    weights, scales = (rules.weights, rules.scales) if rules else ({}, {})
    return [
        CriterionRow(
            each,
            weights.get(each.id) if each.weight is None else None,
            scales.get(each.id) if each.scale is None else None,
        )
        for each in file.criteria
    ]


@dataclass(frozen=True, slots=True)
class Edition:
    """A past edition, with its first figures."""

    file: CallFile
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Editions of one programme, the latest first."""

    programme: str
    editions: tuple[Edition, ...]

    @property
    def alike(self) -> bool:
        """Whether one description, with its sources, says it for all."""
        return len(self.editions) > 1 and len({each.file.about[0].text for each in self.editions}) == 1


def record(ecosystem: Ecosystem) -> list[Series]:
    """The files of calls by programme, the latest edition first. A file without one stands for itself."""
    found: dict[str, list[Edition]] = {}
    for file in sorted(ecosystem.calls.values(), key=_latest, reverse=True):
        figures = tuple(each for each in file.figures if each.value is not None)[:3]
        found.setdefault(file.programme or f"call {file.id}", []).append(Edition(file, figures))
    return [Series(each[0].file.programme or "", tuple(each)) for each in found.values()]


def _latest(file: CallFile) -> tuple[str, str]:
    days = [str(day)[:10] for phase in file.phases for day in (phase.opens, phase.closes) if day]
    return (max(days) if days else file.edition or "", file.id)
