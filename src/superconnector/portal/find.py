"""Find support: the interview, one question a page, and the results."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.programmes import finder
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.links import LinkError, read_link, sign_link
from superconnector.ecosystem import AnswerError, parse_answer, show_value, today_in
from superconnector.portal import questions
from superconnector.portal.errors import chosen_day, refused
from superconnector.portal.project_form import usable
from superconnector.portal.visitor import forget, from_plain, remember, to_plain, visitor
from superconnector.portal.words import outcome_counts

SHOWN = 8
"""Programmes that may be open are shown in full up to this number; the others as lines."""


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Go to the question that helps most now, or to the results when none is left."""
    ecosystem = current_ecosystem()
    who = visitor(request, ecosystem)
    fact = finder.next_question(ecosystem, who.profile, today_in(ecosystem), who.skipped)
    return redirect("question", fact.id) if fact else redirect("results")


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, fact_id: str) -> HttpResponse:
    """One question; a POST keeps the answer and goes on."""
    ecosystem = current_ecosystem()
    fact = ecosystem.facts.get(fact_id)
    if fact is None:
        raise Http404
    if request.method == "GET":
        return render(request, "find/question.html", questions.page(request, ecosystem, fact))
    raw = questions.raw_answer(request.POST, fact)
    if "coarse" in request.POST and questions.is_divided(fact, raw):
        return redirect(f"{request.path}?below={raw}")
    try:
        value = None if "skip" in request.POST else questions.parsed(fact, raw, ecosystem)
    except AnswerError as error:
        context = questions.page(request, ecosystem, fact, raw, error)
        return render(request, "find/question.html", context, status=422)
    remember(request, ecosystem, fact.id, value)
    return redirect(questions.after(request, ecosystem, fact))


@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """The running count as it would be with the answer that is being chosen."""
    ecosystem = current_ecosystem()
    profile = dict(visitor(request, ecosystem).profile)
    fact = ecosystem.facts.get(request.GET.get("fact", ""))
    if fact is not None:
        profile.pop(fact.id, None)
        with suppress(AnswerError):  # half an answer is no answer yet
            profile[fact.id] = parse_answer(fact, questions.raw_answer(request.GET, fact), ecosystem)
    counts = outcome_counts(finder.counts(ecosystem, profile, today_in(ecosystem)))
    return render(request, "parts/tally.html", {"counts": counts})


@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """All answers, to check and change."""
    ecosystem = current_ecosystem()
    who = visitor(request, ecosystem)
    language = request.LANGUAGE_CODE
    rows = [
        {
            "fact": ecosystem.facts[f],
            "skipped": f in who.skipped,
            "value": f in who.profile and show_value(ecosystem.facts[f], who.profile[f], language),
        }
        for f in who.order
    ]
    counts = outcome_counts(finder.counts(ecosystem, who.profile, today_in(ecosystem)))
    return render(request, "find/answers.html", {"rows": rows, "counts": counts, "room": "find"})


@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Forget everything the visitor said."""
    forget(request)
    return redirect("answers")


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Every programme with its answer; with `a`, those of a shared link instead of the visitor's own."""
    ecosystem = current_ecosystem()
    now = today_in(ecosystem)
    on, problem = chosen_day(request.GET.get("on"), now)
    if problem:
        return refused(request, problem)
    token = request.GET.get("a", "")
    who = visitor(request, ecosystem)
    profile, skipped = who.profile, who.skipped
    if token:
        try:
            profile, skipped = from_plain(read_link(token), ecosystem), frozenset()
        except LinkError as error:
            return refused(request, str(error))
    findings = finder.find(ecosystem, profile, on)
    link = request.build_absolute_uri(reverse("results")) + "?a=" + sign_link(to_plain(profile))
    context = {
        "findings": findings,
        "counts": outcome_counts(findings.counts),
        **_parted(findings.may_be_open),
        "next": None if token else finder.next_question(ecosystem, profile, now, skipped),
        "answered": len(profile),
        "on": on,
        "today": on == now,
        "token": token,
        "shared": bool(token),
        "link": link,
        "plannable": usable(ecosystem),
        "room": "find",
    }
    return render(request, "find/results.html", context)


def _parted(maybe: Sequence[finder.Answer]) -> dict[str, list[finder.Answer]]:
    """What may be open, by what would settle it: an answer of the visitor, or only the operator."""
    askable = [answer for answer in maybe if answer.verdict.could_change]
    first = [answer for answer in askable if answer.relevant][:SHOWN] or askable[:SHOWN]
    return {
        "askable": askable,
        "first_maybe": first,
        "other_maybe": [answer for answer in askable if answer not in first],
        "unstated": [answer for answer in maybe if not answer.verdict.could_change],
    }
