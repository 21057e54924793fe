"""Rule books of one or a few programmes over the small vocabulary."""

from __future__ import annotations

from datetime import date

from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.terms import Cite, Requirement, State, Status, Terms
from superconnector.core.rules.verdict import Verdict
from tests.core.rules.words import VOCABULARY

ON = date(2024, 6, 1)
OPEN = (Status(State.OPEN),)


def clause(text: str, place: int = 0, soft: bool = False) -> Requirement:
    """A clause c0, c1, … with a source of its own."""
    return Requirement(f"c{place}", text, f"clause {place}", soft, cites=(Cite("page", f"#{place}"),))


def terms(
    *clauses: str,
    name: str = "p",
    soft: tuple[int, ...] = (),
    statuses: tuple[Status, ...] = OPEN,
) -> Terms:
    """One programme that is open; the clauses at the places in `soft` are soft ones."""
    asked = tuple(clause(text, i, i in soft) for i, text in enumerate(clauses))
    return Terms(name, statuses, asked)


def book(*programmes: Terms, on: date = ON) -> RuleBook:
    return RuleBook.compile(programmes, VOCABULARY, on)


def verdict(profile: Profile, *clauses: str, soft: tuple[int, ...] = ()) -> Verdict:
    """The verdict of a programme with these clauses."""
    return book(terms(*clauses, soft=soft)).judge_one("p", profile)
