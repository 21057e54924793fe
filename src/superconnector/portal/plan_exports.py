"""A plan as files: the project to plan again, a table, and a calendar."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from hashlib import sha256
from io import StringIO

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from superconnector.ecosystem import Ecosystem, today_in
from superconnector.portal.localised import words
from superconnector.portal.plan_made import Made
from superconnector.portal.plan_page import heading, money, proof, steps
from superconnector.portal.visitor import midnight

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_yaml(made: Made, ecosystem: Ecosystem) -> bytes:
    """The project file, with the plan in comments: `superconnector plan` makes the same plan of it."""
    lines = [heading(made, ecosystem), proof(ecosystem, made.planned), f"superconnector {ecosystem.digest}"]
    lines += [f"{key}: {' '.join(name.split())}" for key, name in made.names.items()]
    return ("".join(f"# {line}\n" for line in lines) + made.text).encode()


def as_csv(made: Made, ecosystem: Ecosystem) -> bytes:
    """A row for each part of a line and one for what is left of it; amounts are plain decimals."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(["line", "name", "kind", "first_month", "months", "payer", "claimed", "pays"])
    plan = made.planned.plan
    for line in made.planned.project.lines:
        first = [line.id, _safe(made.names.get(line.id, "")), line.kind, line.first_month + 1, line.months]
        for part in plan.of_line(line):
            table.writerow([*first, part.programme, _amount(part.claimed), _amount(part.cents)])
        table.writerow([*first, line.payer, "", _amount(plan.own[line.id])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _amount(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def as_calendar(made: Made, ecosystem: Ecosystem) -> bytes:
    """Last days for applications, and the first day of the project, as whole-day events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Superconnector//plan//EN")
    calendar.add("version", "2.0")
    stamp = midnight(today_in(ecosystem), ecosystem)
    start = made.planned.project.start
    calendar.add_component(_event("start", start, _("The project starts"), heading(made, ecosystem), stamp))
    for each in steps(ecosystem, made.planned):
        day = each["step"].latest or made.planned.on
        title = _("Last day to apply: %(programme)s") % {"programme": words(each["programme"].names)}
        calendar.add_component(
            _event(each["programme"].id, day, title, money(ecosystem, each["cents"]), stamp)
        )
    return bytes(calendar.to_ical())


def _event(key: str, day: object, title: str, text: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{sha256(f'{key} {day} {text}'.encode()).hexdigest()[:24]}@superconnector")
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))  # type: ignore[operator]
    event.add("summary", title)
    event.add("description", text)
    return event
