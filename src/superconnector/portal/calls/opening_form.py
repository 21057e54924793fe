"""The form by which a call is opened: what was typed, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.opening import Times
from superconnector.base.codes import Words
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import CallPhase

RESERVED = ("open", "join")
"""Words that stand in addresses of our own below /calls/."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
SECOND = timedelta(seconds=1)

OPENING_ERRORS: Words = {
    "taken": lazy("A call has this address already. Choose another."),
    "no-definition": lazy("The current edition of the ecosystem has no such file."),
}


@dataclass(frozen=True, slots=True)
class PhaseField:
    """A phase with its two moments as they were typed: `2026-09-01T09:00` or empty."""

    file: CallPhase
    opens: str
    closes: str


@dataclass(slots=True)
class Opening:
    """The whole form. `times` holds the moments that could be read; `errors` are (id, what to do)."""

    file: CallFile
    id: str
    rehearsal: bool
    phases: list[PhaseField]
    times: dict[str, Times] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)


def start(file: CallFile) -> Opening:
    """The form as the file fills it: its days in the ecosystem's time."""
    zone = ZoneInfo(settings.TIME_ZONE)
    phases = [
        PhaseField(each, _typed(each.opens_at(zone)), _typed(each.closes_at(zone))) for each in file.phases
    ]
    return Opening(file, file.id, rehearsal=False, phases=phases)


def _typed(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}" if moment else ""


def read(data: QueryDict, file: CallFile) -> Opening:
    """What was sent, with everything that is wrong."""
    phases = [
        PhaseField(each, _cell(data, f"{each.id}-opens"), _cell(data, f"{each.id}-closes"))
        for each in file.phases
    ]
    form = Opening(file, data.get("id", "").strip()[:80], "rehearsal" in data, phases)
    if not _ID.fullmatch(form.id) or form.id in RESERVED:
        form.errors.append(("id", _("Use small letters, figures and hyphens, for example challenge-2027.")))
    for each in phases:
        _read_times(form, each)
    return form


def _cell(data: Mapping[str, str], name: str) -> str:
    return data.get(name, "").strip()[:40]


def _read_times(form: Opening, phase: PhaseField) -> None:
    """The close that is typed is the last second that counts; the row's close is excluded."""
    opens = _moment(form, f"{phase.file.id}-opens", phase.opens)
    closes = _moment(form, f"{phase.file.id}-closes", phase.closes)
    if opens and closes and closes < opens:
        form.errors.append((f"{phase.file.id}-closes", _("The close must lie after the opening.")))
    form.times[phase.file.id] = Times(opens, closes + SECOND if closes else None)


def _moment(form: Opening, name: str, typed: str) -> datetime | None:
    if not typed:
        return None
    try:
        read_ = datetime.fromisoformat(typed)
        if not 2000 <= read_.year <= 2199 or read_.tzinfo:
            raise ValueError(typed)
    except ValueError:
        form.errors.append((name, _("Enter a day and a time, for example 2027-03-31 23:59.")))
        return None
    return read_.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
