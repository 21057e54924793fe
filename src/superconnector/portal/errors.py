"""Errors in the visitor's words, each with what to do."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.codes import Words
from superconnector.ecosystem import AnswerError

ANSWER_WORDS: Words = {
    "empty": lazy("Give an answer, or choose “I don't know”."),
    "not-yes-or-no": lazy("Choose yes or no."),
    "not-a-number": lazy("Enter a number in figures, for example 120000."),
    "not-whole": lazy("Enter a whole number."),
    "negative": lazy("Enter zero or more."),
    "too-precise": lazy("Enter an amount with at most two decimals."),
    "too-small": lazy("Enter %(minimum)s or more."),
    "too-large": lazy("Enter %(maximum)s or less."),
    "not-a-date": lazy("Enter a day as year-month-day, for example 2024-12-31."),
    "no-such-day": lazy("There is no such day: %(given)s. Check the month and the day."),
    "future": lazy("Enter a day that is not after %(today)s."),
    "not-an-option": lazy("Choose one of the answers."),
    "not-an-option-near": lazy("Choose one of the answers."),
    "heading": lazy("Choose one of the answers below this heading."),
    "one-only": lazy("Choose one answer only."),
    "too-long": lazy("Shorten this to %(maximum)s characters."),
    "wrong-type": lazy("This is not an answer to the question. Choose or enter one."),
}
"""What a visitor reads for each code of an AnswerError. A test holds the two tables together."""

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


def answer_words(error: AnswerError) -> str:
    """What is wrong with an answer and what to do."""
    return str(ANSWER_WORDS[error.code]) % error.params


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
