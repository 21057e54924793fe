"""Home, how answers are made, and the pattern page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from superconnector.apps.programmes import finder
from superconnector.apps.programmes.examples import Example, examples
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.links import sign_link
from superconnector.core.rules.facts import Profile
from superconnector.ecosystem import Ecosystem, today_in
from superconnector.ecosystem.schema import Localised
from superconnector.portal import patterns as pattern_page
from superconnector.portal import questions
from superconnector.portal.calls.public_page import entered_now
from superconnector.portal.errors import missing, refused
from superconnector.portal.visitor import to_plain
from superconnector.portal.words import outcome_counts

LATELY, LATEST = timedelta(days=2 * 365), 6


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is, one clear start, and real answers of example profiles."""
    ecosystem = current_ecosystem()
    front = _front(ecosystem, today_in(ecosystem))
    first = ecosystem.facts[ecosystem.file.ask_first[0]]
    context = {
        "first": first,
        "first_options": questions.top_options(first, ecosystem),
        "front": front,
        "examples": [(each, _address(each)) for each in front.examples],
        "sample": next((each for each in front.examples if each.first_open), None),
        "calls": entered_now(timezone.now())[:3],
        "room": "home",
    }
    return render(request, "pages/home.html", context)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An example with the counts of its answers, and the first programme that is open to it."""

    title: Localised
    profile: Profile
    counts: dict[str, int]
    first_open: finder.Answer | None


@dataclass(frozen=True, slots=True)
class _Front:
    """What the front page says of an ecosystem on a day; the same for every visitor."""

    figures: dict[str, int]
    examples: tuple[_Shown, ...]
    changes: list[finder.Change]


@lru_cache(maxsize=4)
def _front(ecosystem: Ecosystem, now: date) -> _Front:
    programmes = ecosystem.programmes.values()
    figures = {
        "programmes": len(programmes),
        "clauses": sum(len(p.who) for p in programmes),
        "sources": sum(len(p.sources) for p in programmes) + len(ecosystem.sources),
    }
    shown = tuple(_shown(ecosystem, example, now) for example in examples(ecosystem))
    return _Front(figures, shown, finder.changes(ecosystem, now - LATELY, now)[:LATEST])


def _shown(ecosystem: Ecosystem, example: Example, now: date) -> _Shown:
    found = finder.find(ecosystem, example.profile, now)
    counts = outcome_counts(found.counts)
    return _Shown(example.title, example.profile, counts, next(iter(found.open), None))


def _address(shown: _Shown) -> str:
    return f"{reverse('results')}?a={sign_link(to_plain(shown.profile))}"


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """How answers are made."""
    return render(request, "pages/about.html")


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Every part of the design on one page, with real data, for eyes and for axe."""
    return render(request, "pages/patterns.html", pattern_page.context(current_ecosystem()))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address at which nothing stands."""
    return missing(request, request.path.rstrip("/").rpartition("/")[2])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read."""
    return refused(request, _("The request could not be read. Start again from the home page."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that did not come from a page of ours, or came without its cookie."""
    advice = _(
        "The form was open for too long, or cookies are off. Load the page again and send it once more."
    )
    return refused(request, advice, status=403)
