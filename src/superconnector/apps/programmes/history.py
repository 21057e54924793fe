"""Terms over time: what holds on a day, and what changed between two days.

Everything is read off the dated parts of the programme files; nothing here keeps a history of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel

from superconnector.core.rules.standing import Standing, standing
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.convert import core_terms
from superconnector.ecosystem.schema import Event, Intake, Period, Programme, ProgrammeStatus, Window

DAY = timedelta(days=1)
M = TypeVar("M")


class Kind(StrEnum):
    """What happened to a programme."""

    OPENED = "opened"
    CLOSED = "closed"
    TERMS = "terms"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for a programme on a day.

    `part` says which of the terms (`who`, `gives.ceilings` …; empty otherwise); `began` is False for a term
    that held for the last time on the day before and was not replaced. `text` and `note` are the file's own,
    `value` the figure. `term` is the dated term itself and `before` the one it replaces.
    """

    on: date
    programme: Programme
    kind: Kind
    text: str
    cites: tuple[str, ...]
    part: str = ""
    value: str = ""
    began: bool = True
    note: str = ""
    term: Period | None = None
    before: Period | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """All changes of one day."""

    on: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class TermsView:
    """A programme as it stood on a day.

    `programme` holds only the dated parts that hold on the day (intake windows and events stay whole),
    `standing` says whether applications are taken, `timeline` every change ever, oldest first.
    """

    on: date
    programme: Programme
    standing: Standing
    timeline: tuple[Moment, ...]

    @property
    def previous(self) -> date | None:
        """The last day of change before this day."""
        return max((moment.on for moment in self.timeline if moment.on < self.on), default=None)

    @property
    def following(self) -> date | None:
        """The first day of change after this day."""
        return min((moment.on for moment in self.timeline if moment.on > self.on), default=None)


def status_on(ecosystem: Ecosystem, programme: Programme, on: date) -> Standing:
    """Whether the programme takes applications on the day; also for kinds that nobody applies for."""
    terms = ecosystem.terms.get(programme.id) or core_terms(programme)
    return standing(terms.statuses, terms.windows, on, ecosystem.file.stale_after_days)


def terms_as_of(ecosystem: Ecosystem, programme: Programme, on: date) -> TermsView:
    """The terms of the day `on`, with the time line."""
    return TermsView(on, holding(programme, on), status_on(ecosystem, programme, on), timeline(programme))


def changes(ecosystem: Ecosystem, since: date, until: date) -> list[Change]:
    """What opened, closed, changed or happened from `since` to `until`, both included; newest first."""
    found = [
        change
        for programme in ecosystem.programmes.values()
        for change in _changes_of(programme)
        if since <= change.on and _last_day(change) <= until
    ]
    return sorted(
        found, key=lambda c: (-c.on.toordinal(), c.programme.names.en.casefold(), c.kind, not c.began)
    )


def timeline(programme: Programme) -> tuple[Moment, ...]:
    """Every change of a programme by day, oldest first."""
    by_day: dict[date, list[Change]] = {}
    for change in _changes_of(programme):
        by_day.setdefault(change.on, []).append(change)
    return tuple(Moment(day, tuple(by_day[day])) for day in sorted(by_day))


def holding(value: M, on: date) -> M:
    """A copy of a model without the dated parts that do not hold on the day; intake windows stay."""
    if not isinstance(value, BaseModel) or isinstance(value, Intake):
        return value
    update = {name: _held(getattr(value, name), on) for name in type(value).model_fields}
    return value.model_copy(update=update)


def _held(value: object, on: date) -> object:
    if isinstance(value, list):
        return [holding(each, on) for each in value if not isinstance(each, Period) or _holds(each, on)]
    if isinstance(value, dict):
        return {key: _held(each, on) for key, each in value.items()}
    return holding(value, on)


def _holds(term: Period, on: date) -> bool:
    return (term.from_ is None or term.from_ <= on) and (term.to is None or on <= term.to)


# --- changes of one programme ----------------------------------------------------------------------------


def _changes_of(programme: Programme) -> Iterator[Change]:
    yield from _status_changes(programme)
    for window in programme.intake.windows if programme.intake else ():
        yield from _window_changes(programme, window)
    slots: dict[tuple[str, ...], list[_Held]] = {}
    for part, text, term in _terms_of(programme):
        slots.setdefault(_slot(part, term), []).append((part, text, term))
    for held in slots.values():
        yield from _slot_changes(programme, held)
    for event in programme.events:
        day, _ = _span(event)
        yield Change(
            day, programme, Kind.EVENT, event.text, tuple(event.source), value=event.on, note=event.note or ""
        )


def _status_changes(programme: Programme) -> Iterator[Change]:
    for status in programme.status:
        kind = {"open": Kind.OPENED, "closed": Kind.CLOSED}.get(status.state)
        if kind is not None and status.from_ is not None:
            yield Change(status.from_, programme, kind, "", tuple(status.source), note=status.note or "")
        if (
            status.state == "open"
            and status.to is not None
            and not _followed(programme.status, status.to + DAY)
        ):
            yield Change(
                status.to + DAY, programme, Kind.CLOSED, "", tuple(status.source), note=status.note or ""
            )


def _followed(statuses: Sequence[ProgrammeStatus], day: date) -> bool:
    return any(_holds(status, day) for status in statuses)


def _window_changes(programme: Programme, window: Window) -> Iterator[Change]:
    text, cites = window.text or "", tuple(window.source)
    if window.from_ is not None:
        yield Change(window.from_, programme, Kind.OPENED, text, cites, part="intake", note=window.note or "")
    if window.to is not None:
        yield Change(
            window.to + DAY, programme, Kind.CLOSED, text, cites, part="intake", note=window.note or ""
        )


_Held = tuple[str, str, Period]
"""The part of a term, the words it is known by, and the term."""


def _slot(part: str, term: Period) -> tuple[str, ...]:
    """What a term has in common with the one that replaces it: the place, and its id, label or limit."""
    names = ("id", "per", "label", "kind", "mode")
    return (part, *(str(getattr(term, name, "")) for name in names))


def _slot_changes(programme: Programme, held: Sequence[_Held]) -> Iterator[Change]:
    """The changes of one slot; a term that ends where another begins is one change."""
    replaced = {
        id(old): new for _, _, new in held for _, _, old in held if old.to and new.from_ == old.to + DAY
    }
    olds = {id(new): old for _, _, old in held for new in [replaced.get(id(old))] if new}
    for part, text, term in held:
        cites, value, note = tuple(term.source), figure(term), term.note or ""
        if term.from_ is not None:
            before = olds.get(id(term))
            yield Change(
                term.from_,
                programme,
                Kind.TERMS,
                text,
                cites,
                part,
                value,
                note=note,
                term=term,
                before=before,
            )
        if term.to is not None and id(term) not in replaced:
            yield Change(
                term.to + DAY,
                programme,
                Kind.TERMS,
                text,
                cites,
                part,
                value,
                began=False,
                note=note,
                term=term,
            )


def _terms_of(programme: Programme) -> Iterator[_Held]:
    """Every dated term with the name of its part and the words it is known by."""
    for name in (
        "parameters",
        "who",
        "gives",
        "costs",
        "duration",
        "pays",
        "projects",
        "documents",
        "assessment",
    ):
        yield from _periods(getattr(programme, name), name, "")


def _periods(value: object, part: str, text: str) -> Iterator[_Held]:
    if isinstance(value, Period):
        yield part, str(getattr(value, "text", None) or text), value
    elif isinstance(value, list):
        for each in value:
            yield from _periods(each, part, text)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _periods(each, part, key)
    elif isinstance(value, BaseModel):
        words = str(getattr(value, "text", None) or text)
        within = f"{part}.{value.id}" if hasattr(value, "id") else part
        for name in type(value).model_fields:
            yield from _periods(getattr(value, name), f"{within}.{name}", words)


def figure(term: Period) -> str:
    """The figure of a term as the file gives it, without a currency: `600000`, `3:1`, `lifetime 600000`."""
    figures = (getattr(term, name, None) for name in ("per", "label", "value", "amount", "share"))
    return " ".join(str(figure) for figure in figures if figure is not None)


def _span(event: Event) -> tuple[date, date]:
    """The first and last day of the day, month or year that an event is printed with."""
    year, month, day = ([int(part) for part in event.on.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    first = date(year, month or 1, 1)
    following = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return first, following - DAY


def _last_day(change: Change) -> date:
    """An event known to the month or year lies within two days only if all of the month or year does."""
    if change.kind is not Kind.EVENT:
        return change.on
    return _span(Event(on=change.value, text=change.text, source=list(change.cites)))[1]
