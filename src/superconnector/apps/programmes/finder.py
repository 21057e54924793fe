"""From who you are to what is open to you: the answers, the next question and the counts for one profile.

No Django here: the web, the API, the command line and the benchmarks call the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from superconnector.apps.programmes.history import Change, TermsView, changes, status_on, terms_as_of
from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.offers import Offer
from superconnector.core.rules.terms import GiveKind, Requirement, State, Status, Terms
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import FactFile, Programme

__all__ = [
    "Answer",
    "Change",
    "Findings",
    "TermsView",
    "answer",
    "changes",
    "counts",
    "find",
    "next_question",
    "settled_by",
    "status_on",
    "terms_as_of",
]

AIMS, FIELDS = "project.aims", "project.fields"
GIVEN = frozenset({Outcome.OPEN, Outcome.MAY_BE_OPEN})
"""The outcomes for which it is worth saying how much."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One programme for one profile. `relevant`: it serves an aim of the profile, or no aim is known."""

    programme: Programme
    verdict: Verdict
    offers: tuple[Offer, ...]
    relevant: bool

    @property
    def best(self) -> Offer | None:
        """The offer to name first: the largest that may apply; None if no amount is known."""
        able = [offer for offer in self.offers if offer.applies is not False]
        worth = [offer for offer in able if offer.amount is not None or offer.at_most is not None]
        return max(worth, key=lambda offer: offer.at_most or offer.amount or 0, default=None)

    @property
    def at_most(self) -> int | None:
        """The largest amount of money that one of the offers can come to, in cents; None if none is known."""
        amounts = [o.at_most for o in self.offers if o.give.kind is GiveKind.MONEY and o.applies is not False]
        return max((amount for amount in amounts if amount is not None), default=None)


@dataclass(frozen=True, slots=True)
class Findings:
    """The answers of one profile on one day: relevant first, then the largest amount, then by name."""

    on: date
    answers: tuple[Answer, ...]

    @property
    def open(self) -> tuple[Answer, ...]:
        return self._with(Outcome.OPEN)

    @property
    def may_be_open(self) -> tuple[Answer, ...]:
        return self._with(Outcome.MAY_BE_OPEN)

    @property
    def not_for_you(self) -> tuple[Answer, ...]:
        return self._with(Outcome.NOT_FOR_YOU)

    @property
    def closed(self) -> tuple[Answer, ...]:
        return self._with(Outcome.CLOSED)

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many answers have each outcome; all four are present."""
        return {outcome: len(self._with(outcome)) for outcome in Outcome}

    def _with(self, outcome: Outcome) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.verdict.outcome is outcome)


def find(ecosystem: Ecosystem, profile: Profile, on: date) -> Findings:
    """Every programme that is applied for, judged for the profile on the day, with reasons and amounts."""
    book = ecosystem.rule_book(on)
    judged = zip(book.judge(profile), book.offers(profile), strict=True)
    answers = [_answer(ecosystem, verdict, offers, profile) for verdict, offers in judged]
    return Findings(on, tuple(sorted(answers, key=_place)))


def answer(ecosystem: Ecosystem, programme_id: str, profile: Profile, on: date) -> Answer:
    """The answer of one programme. Raises KeyError if nobody can apply for it."""
    book = ecosystem.rule_book(on)
    verdict = book.judge_one(programme_id, profile)
    offers = dict(zip(ecosystem.terms, book.offers(profile), strict=True))
    return _answer(ecosystem, verdict, offers[programme_id], profile)


def counts(ecosystem: Ecosystem, profile: Profile, on: date) -> dict[Outcome, int]:
    """How many programmes have each outcome, without the work of reasons and amounts."""
    return ecosystem.rule_book(on).counts(profile)


def next_question(
    ecosystem: Ecosystem, profile: Profile, on: date, skipped: frozenset[str] = frozenset()
) -> FactFile | None:
    """What to ask next: the ecosystem's first questions in order, then the one expected to settle most.

    What serves the profile's aims weighs most. A fact whose `ask_when` is false is not asked. None: nothing
    that can be asked would settle anything more.
    """
    for fact_id in ecosystem.file.ask_first:
        if fact_id not in profile and fact_id not in skipped and _may_ask(ecosystem, fact_id, profile, on):
            return ecosystem.facts[fact_id]
    asks = ecosystem.rule_book(on).questions(profile, skipped=skipped, weights=_weights(ecosystem, profile))
    for ask in asks:
        if _may_ask(ecosystem, ask.fact, profile, on):
            return ecosystem.facts[ask.fact]
    return None


def settled_by(ecosystem: Ecosystem, profile: Profile, on: date, fact_id: str) -> tuple[str, ...]:
    """The programmes that an answer to this question could settle, those that serve the aims first."""
    asks = ecosystem.rule_book(on).questions(profile)
    settled = next((ask.programmes for ask in asks if ask.fact == fact_id), ())
    return tuple(sorted(settled, key=lambda key: not _relevant(ecosystem.programmes[key], profile)))


def _answer(ecosystem: Ecosystem, verdict: Verdict, offers: tuple[Offer, ...], profile: Profile) -> Answer:
    programme = ecosystem.programmes[verdict.programme]
    shown = offers if verdict.outcome in GIVEN else ()
    return Answer(programme, verdict, shown, _relevant(programme, profile))


def _relevant(programme: Programme, profile: Profile) -> bool:
    """By the tags, which are for finding only: an aim in common, and no other field of technology."""
    aims, fields = profile.get(AIMS), profile.get(FIELDS)
    if isinstance(aims, frozenset) and aims and not aims & set(programme.tags.aims):
        return False
    tagged = set(programme.tags.fields)
    return not (isinstance(fields, frozenset) and fields and tagged and not fields & tagged)


def _place(answer: Answer) -> tuple[bool, int, str, str]:
    return (
        not answer.relevant,
        -(answer.at_most or 0),
        answer.programme.names.en.casefold(),
        answer.programme.id,
    )


def _weights(ecosystem: Ecosystem, profile: Profile) -> Mapping[str, float]:
    return {key: 1.0 if _relevant(ecosystem.programmes[key], profile) else 0.1 for key in ecosystem.terms}


def _may_ask(ecosystem: Ecosystem, fact_id: str, profile: Profile, on: date) -> bool:
    if ecosystem.facts[fact_id].ask_when is None:
        return True
    return _asking(ecosystem, on).judge_one(fact_id, profile).outcome is not Outcome.NOT_FOR_YOU


@lru_cache(maxsize=8)
def _asking(ecosystem: Ecosystem, on: date) -> RuleBook:
    """The `ask_when` conditions as a book of their own: a question is "not for you" where it is false."""
    always = (Status(State.OPEN),)
    terms = [
        Terms(fact.id, statuses=always, requirements=(Requirement("ask", fact.ask_when, ""),))
        for fact in ecosystem.facts.values()
        if fact.ask_when is not None
    ]
    return RuleBook.compile(terms, ecosystem.vocabulary, on)
