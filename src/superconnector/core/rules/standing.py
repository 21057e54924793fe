"""Whether a programme takes applications on a day, from the dated statements about it.

Nothing is read into silence: a day that no statement covers is *not stated*, unless an earlier statement
ended (then it is closed since) or the first one lies ahead (then it is not yet open).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from superconnector.core.rules.terms import State, Status

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """The status on a day, and whether one may apply (None: nobody says so, or only an old source)."""

    status: Status
    truth: bool | None


def standing(
    statuses: Sequence[Status], windows: Sequence[tuple[date, date]], on: date, stale_after_days: int
) -> Standing:
    """The standing on the day `on`.

    An *open* whose source stood more than `stale_after_days` days before is unconfirmed (None). Windows
    narrow an open status: outside them it is closed, until the day before the next one if one is known.
    """
    status = _narrowed(_stated(statuses, on), windows, on)
    if status.state in (State.CLOSED, State.PLANNED):
        return Standing(status, False)
    stale = status.as_of is not None and (on - status.as_of).days > stale_after_days
    return Standing(status, None if stale or status.state is State.NOT_STATED else True)


def _stated(statuses: Sequence[Status], on: date) -> Status:
    covering = [s for s in statuses if _begin(s) <= on <= _end(s)]
    if covering:
        return max(enumerate(covering), key=lambda pair: (_begin(pair[1]), pair[0]))[1]
    past = max((s for s in statuses if _end(s) < on), key=_end, default=None)
    if past is not None and past.to_day is not None and past.state is State.OPEN:
        return replace(past, state=State.CLOSED, from_day=past.to_day + DAY, to_day=None)
    if past is None:
        ahead = min((s for s in statuses if _begin(s) > on), key=_begin, default=None)
        if ahead is not None and ahead.from_day is not None and ahead.state in (State.OPEN, State.PLANNED):
            return replace(ahead, state=State.PLANNED, from_day=None, to_day=ahead.from_day - DAY)
    return Status(State.NOT_STATED)


def _narrowed(status: Status, windows: Sequence[tuple[date, date]], on: date) -> Status:
    if status.state is not State.OPEN or not windows:
        return status
    for begin, end in windows:
        if begin <= on <= end:
            return replace(status, from_day=begin, to_day=end)
    last = max((end for _, end in windows if end < on), default=None)
    following = min((begin for begin, _ in windows if begin > on), default=None)
    return replace(
        status,
        state=State.CLOSED,
        from_day=last + DAY if last else None,
        to_day=following - DAY if following else None,
    )


def _begin(status: Status) -> date:
    return status.from_day or date.min


def _end(status: Status) -> date:
    return status.to_day or date.max
