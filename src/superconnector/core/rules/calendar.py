"""The calendar read backwards: from which day on a shift or a lapse of months reaches a given value.

Both grow steadily with the day, so that there is one such day, and it lies within four days of the shift back
(months differ in length by three days at most).
"""

from __future__ import annotations

from superconnector.core.rules import dates

SLACK = 4


def first_shifted_to(least: int, months: int, days: int) -> int:
    """The first day that, shifted by months and days, does not lie before `least`.

    The first or last day of the calendar if that day lies outside it.
    """
    guess = _moved(least - days, -months)
    if not dates.FIRST_DAY + SLACK < guess < dates.LAST_DAY - SLACK:
        return guess
    day = guess - SLACK
    while dates.shift(day, months, days) < least:
        day += 1
    return day


def last_since(on: int, least: int, unit: int) -> int:
    """The last day from which at least `least` units of `unit` months have passed on the day `on`.

    The first or last day of the calendar if that day lies outside it.
    """
    guess = _moved(on, -least * unit)
    if not dates.FIRST_DAY + SLACK < guess < dates.LAST_DAY - SLACK:
        return guess
    day = guess + SLACK
    while dates.elapsed(day, on, unit) < least:
        day -= 1
    return day


def _moved(day: int, months: int) -> int:
    try:
        return dates.shift(day, months, 0)
    except (OverflowError, ValueError):
        return dates.FIRST_DAY if months < 0 else dates.LAST_DAY
