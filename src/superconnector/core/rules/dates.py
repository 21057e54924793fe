"""Calendar arithmetic on days since 1970-01-01, for one day and for many.

The calendar is the proleptic Gregorian civil calendar (ISO 8601), years 1 to 9999. A period of months ends on
the corresponding day, or on the last day of a month that has no such day (corresponding date rule, House of
Lords, Dodds v Walker [1981] 1 WLR 1027): one month after 31 January, 28 or 29 February, a month is complete.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.facts import EPOCH

Days = NDArray[np.int64]
"""Days since 1970-01-01. Shape (rows,)."""

FIRST_DAY = (date.min - EPOCH).days
LAST_DAY = (date.max - EPOCH).days


def to_days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def from_days(days: int) -> date:
    """The civil date. Raises OverflowError outside the years 1 to 9999."""
    return EPOCH + timedelta(days=days)


def shift(day: int, months: int, days: int) -> int:
    """`day` moved by calendar months, clipped to the month's end, then by days; either sign.

    Raises ValueError or OverflowError outside the years 1 to 9999.
    """
    moment = from_days(day)
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"the year {year} lies outside the calendar")
    last = monthrange(year, month + 1)[1]
    return to_days(date(year, month + 1, min(moment.day, last)) + timedelta(days=days))


def elapsed(since: int, on: int, unit: int = 1) -> int:
    """Complete units of `unit` months: the greatest n with shift(since, n * unit, 0) <= on."""
    start, end = from_days(since), from_days(on)
    months = (end.year - start.year) * 12 + end.month - start.month
    corresponding = min(start.day, monthrange(end.year, end.month)[1])
    return (months - (corresponding > end.day)) // unit


def _months(days: Days) -> tuple[Days, Days]:
    """Months since January 1970 and days since the first of the month. Shapes (rows,)."""
    moments = days.astype("datetime64[D]")
    months = moments.astype("datetime64[M]")
    within = (moments - months.astype("datetime64[D]")).astype(np.int64)
    return months.astype(np.int64), within


def _first(months: Days) -> Days:
    """The first day of each month. Shape (rows,)."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def shift_array(day: Days, months: int, days: int) -> Days:
    """`shift` for many days at once. Shape (rows,) in and out."""
    if months == 0:
        return day + days
    index, within = _months(day)
    target = index + months
    first = _first(target)
    length = _first(target + 1) - first
    moved: Days = first + np.minimum(within, length - 1) + days
    return moved


def elapsed_array(since: Days, on: int, unit: int = 1) -> Days:
    """`elapsed` for many days at once. Shape (rows,) in and out."""
    index, within = _months(since)
    end = from_days(on)
    months = (end.year - EPOCH.year) * 12 + end.month - 1 - index
    last = monthrange(end.year, end.month)[1] - 1
    complete: Days = (months - (np.minimum(within, last) > end.day - 1)) // unit
    return complete
