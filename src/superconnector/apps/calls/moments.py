"""A moment in words: to the second, in the ecosystem's time and in the reader's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from superconnector.ecosystem import show_date

SECOND = timedelta(seconds=1)


def last_second(closes_at: datetime) -> datetime:
    """The last second that counts, of a close that is itself excluded."""
    return closes_at - SECOND


def in_zone(moment: datetime, zone: str, *, place: str = "") -> str:
    """`1 October 2026, 23:59:59 (Hong Kong time, UTC+8)`; the place is the zone's own unless given."""
    local = moment.astimezone(ZoneInfo(zone))
    said = {
        "day": show_date(local.date(), get_language() or "en"),
        "time": f"{local:%H:%M:%S}",
        "place": place or zone.rpartition("/")[2].replace("_", " "),
        "offset": _offset(local),
    }
    return _("%(day)s, %(time)s (%(place)s time, %(offset)s)") % said


def own_zone(moment: datetime, zone: str, main: str) -> str:
    """The same in the reader's zone; empty where that is unknown or shows the same clock."""
    if not zone:
        return ""
    there, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(main))
    return in_zone(moment, zone) if there.utcoffset() != here.utcoffset() else ""


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    sign, (hours, rest) = "+" if minutes >= 0 else "-", divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
