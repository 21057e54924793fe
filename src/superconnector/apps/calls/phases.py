"""When a call takes what. The server's clock decides; the close is excluded, to the microsecond."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from superconnector.apps.calls.models import Call, Phase


class Timing(StrEnum):
    """Where a moment lies in a phase."""

    EARLY = "early"
    OPEN = "open"
    GRACE = "grace"
    LATE = "late"
    NOT_STATED = "not-stated"


NEAREST = (Timing.OPEN, Timing.GRACE, Timing.EARLY, Timing.LATE, Timing.NOT_STATED)
"""From what counts most at a moment to what counts least."""


def timing(phase: Phase | None, now: datetime) -> Timing:
    """Where `now` lies. Without an opening day the phase is not stated; without a close it stays open."""
    if phase is None or phase.opens_at is None:
        return Timing.NOT_STATED
    if now < phase.opens_at:
        return Timing.EARLY
    if phase.closes_at is None or now < phase.closes_at:
        return Timing.OPEN
    grace = phase.closes_at + timedelta(seconds=phase.grace_seconds)
    return Timing.GRACE if now < grace else Timing.LATE


def open_phase(call: Call, kind: str, now: datetime) -> Phase | None:
    """The phase of this kind that is open now, grace not counted."""
    phases = call.phases.filter(kind=kind).order_by("opens_at", "id")
    return next((each for each in phases if timing(each, now) is Timing.OPEN), None)


def entry_timing(call: Call, now: datetime) -> tuple[Phase | None, Timing]:
    """The entry phase that counts now and where now lies in it: an open one, else the nearest."""
    return entry_phase_of(call.phases.filter(kind=Phase.Kind.ENTRY), now)


def entry_phase_of(phases: Iterable[Phase], now: datetime) -> tuple[Phase | None, Timing]:
    """The same among phases that were read already; those of other kinds are passed over."""
    best: tuple[Phase | None, Timing] = (None, Timing.NOT_STATED)
    entry = [each for each in phases if each.kind == Phase.Kind.ENTRY]
    for phase in sorted(entry, key=lambda each: (each.opens_at or now, each.pk)):
        here = timing(phase, now)
        if best[0] is None or NEAREST.index(here) < NEAREST.index(best[1]):
            best = (phase, here)
    return best
