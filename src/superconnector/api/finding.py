"""From a profile to its answers and the next question. Nothing that is sent here is kept."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from superconnector.api import schemas as out
from superconnector.api.problems import Flaw, Problem, ProblemError
from superconnector.api.programmes import InLanguage
from superconnector.api.reader import day_or_today, profile_of, speaking
from superconnector.api.shapes import Shaper
from superconnector.apps.programmes import finder
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.problems import unknown

router = Router()
ERRORS = dict.fromkeys((400, 413, 422, 429), Problem)


@router.post("/find", response={200: out.FindOut, **ERRORS})
def find(request: HttpRequest, body: out.FindIn, wanted: Query[InLanguage]) -> out.FindOut:
    """Every programme that is applied for, judged for these facts on a day, with reasons and amounts."""
    ecosystem = current_ecosystem()
    on = day_or_today(body.on, ecosystem)
    findings = finder.find(ecosystem, profile_of(body.facts, ecosystem), on)
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        answers = [shaper.answer(answer, on) for answer in findings.answers]
    return out.FindOut(
        on=on, currency=ecosystem.file.currency, counts=by_name(findings.counts), answers=answers
    )


@router.post("/next-question", response={200: out.NextOut, **ERRORS})
def next_question(request: HttpRequest, body: out.NextIn, wanted: Query[InLanguage]) -> out.NextOut:
    """The question that is expected to settle most, and the programmes that its answer could settle."""
    ecosystem = current_ecosystem()
    on = day_or_today(body.on, ecosystem)
    profile, skipped = profile_of(body.facts, ecosystem), known_facts(body.skipped, ecosystem)
    fact = finder.next_question(ecosystem, profile, on, skipped)
    settled = finder.settled_by(ecosystem, profile, on, fact.id) if fact else ()
    with speaking(request, wanted.lang) as language:
        shaper = Shaper(ecosystem, language)
        return out.NextOut(
            on=on,
            question=shaper.fact(fact) if fact else None,
            could_settle=[shaper.named(ecosystem.programmes[key]) for key in settled],
            counts=by_name(finder.counts(ecosystem, profile, on)),
        )


def by_name(counts: dict[Outcome, int]) -> dict[out.OutcomeId, int]:
    """The counts with all four outcomes as plain texts."""
    return {outcome.value: counts[outcome] for outcome in Outcome}


def known_facts(ids: list[str], ecosystem: Ecosystem) -> frozenset[str]:
    """The ids as a set. Raises ProblemError (422) for those that are no facts."""
    flaws = [
        Flaw(
            place=f"body.skipped.{i}", code="unknown-fact", message=unknown("fact", key[:80], ecosystem.facts)
        )
        for i, key in enumerate(ids)
        if key not in ecosystem.facts
    ]
    if flaws:
        raise ProblemError(422, "Some skipped facts are not known; errors says which.", flaws)
    return frozenset(ids)
