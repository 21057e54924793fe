"""Errors in the visitor's words, each with what to do."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from superconnector.apps.programmes.queries import current_ecosystem

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


def chosen_day(text: str | None, today: date) -> tuple[date, str]:
    """The day that was asked for, or today with what is wrong with the text."""
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, _("Enter a day as year-month-day, for example 2023-06-30.")
    if not EARLIEST <= day <= LATEST:
        return today, _("Enter a day between %(first)s and %(last)s.") % {
            "first": EARLIEST.isoformat(),
            "last": LATEST.isoformat(),
        }
    return day, ""


def refused(request: HttpRequest, advice: str, status: int = 400) -> HttpResponse:
    """A page that says what is wrong with the request and what to do."""
    context = {"status": status, "heading": _("That did not work"), "advice": advice}
    return render(request, "pages/error.html", context, status=status)


def missing(request: HttpRequest, sought: str) -> HttpResponse:
    """Not found, with the programmes of nearest name."""
    ecosystem = current_ecosystem()
    known = {**{p: p for p in ecosystem.programmes}, **ecosystem.aliases}
    near = {known[name]: None for name in get_close_matches(sought[:80], list(known), n=3)}
    context = {
        "status": 404,
        "heading": _("There is no such page"),
        "advice": _("Nothing stands at this address. Search the programmes, or start from who you are."),
        "near": [ecosystem.programmes[p] for p in near],
    }
    return render(request, "pages/error.html", context, status=404)
