"""Home, how answers are made, and the pattern page."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from superconnector.apps.programmes import finder
from superconnector.apps.programmes.examples import Example, examples
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.links import sign_link
from superconnector.ecosystem import Ecosystem, today_in
from superconnector.portal import patterns as pattern_page
from superconnector.portal import questions
from superconnector.portal.errors import missing, refused
from superconnector.portal.templatetags.parts import words
from superconnector.portal.visitor import to_plain
from superconnector.portal.words import outcome_counts

LATELY = timedelta(days=2 * 365)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is, one clear start, and real answers of example profiles."""
    ecosystem = current_ecosystem()
    now = today_in(ecosystem)
    first = ecosystem.facts[ecosystem.file.ask_first[0]]
    programmes = ecosystem.programmes.values()
    sources = {id(s) for p in programmes for s in p.sources.values()} | set(ecosystem.sources)
    shown = examples(ecosystem)
    context = {
        "sample": _sample(ecosystem, shown[1], now) if len(shown) > 1 else None,
        "first": first,
        "first_options": questions.top_options(first, ecosystem),
        "figures": {
            "programmes": len(programmes),
            "clauses": sum(len(p.who) for p in programmes),
            "sources": len(sources),
        },
        "examples": [_example(ecosystem, example, now) for example in shown],
        "changes": finder.changes(ecosystem, now - LATELY, now)[:6],
        "room": "home",
    }
    return render(request, "pages/home.html", context)


def _sample(ecosystem: Ecosystem, example: Example, now: date) -> dict[str, object] | None:
    """A real answer for the top of the page: the first that is open to an example."""
    first = next(iter(finder.find(ecosystem, example.profile, now).open), None)
    return {"title": words(example.title), "answer": first} if first else None


def _example(ecosystem: Ecosystem, example: Example, now: date) -> dict[str, object]:
    return {
        "title": words(example.title),
        "address": f"{reverse('results')}?a={sign_link(to_plain(example.profile))}",
        "counts": outcome_counts(finder.counts(ecosystem, example.profile, now)),
    }


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
