"""The phases that a call starts with: the file's days as moments, or the organiser's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from superconnector.apps.calls.models import Call, Phase
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import CallPhase


@dataclass(frozen=True, slots=True)
class Times:
    """The organiser's times of a phase."""

    opens_at: datetime | None
    closes_at: datetime | None


def phases_of(call: Call, file: CallFile, times: Mapping[str, Times]) -> list[Phase]:
    """The phases, unsaved; a day opens at its first moment and closes after its last."""
    return [_phase(call, each, times.get(each.id) or _stated(each)) for each in file.phases]


def _phase(call: Call, file: CallPhase, times: Times) -> Phase:
    return Phase(
        call=call,
        name=file.id,
        kind=file.kind,
        opens_at=times.opens_at,
        closes_at=times.closes_at,
        grace_seconds=file.grace_minutes * 60,
    )


def _stated(file: CallPhase) -> Times:
    """The file names the last second that counts; a row holds the first that does not."""
    zone = ZoneInfo(settings.TIME_ZONE)
    closes = file.closes_at(zone)
    return Times(file.opens_at(zone), closes + timedelta(seconds=1) if closes else None)
