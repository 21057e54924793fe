"""What the planner needs to know of a programme on the day of application: its grants and what binds them.

Built from the terms of the folder; see apps/programmes/schemes.py. What no source states is absent here and
stands among the risks, so that it is neither refused nor silently passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from superconnector.core.rules.terms import Cite, Per
from superconnector.core.rules.verdict import Outcome


class RiskCode(StrEnum):
    """What a plan rests on that no source settles."""

    UNDATED = "undated"  # open by a source without a date
    SHARE = "share-not-stated"
    CEILING = "ceiling-not-stated"
    KINDS = "kinds-not-stated"
    PARTLY_EXCLUDED = "partly-excluded"  # some costs of the kind are left out
    NORMAL_LIMIT = "normal-limit"  # a limit that holds "in general"
    NORMAL_MONTHS = "normal-months"
    PAYMENT = "payment-not-stated"
    LEAD_TIME = "lead-time-not-stated"
    RECEIVED = "received-not-known"
    TRACKS = "tracks"  # several gives; whether they add up is not stated
    DISPUTED = "disputed"  # sources disagree
    YEAR = "year-from-start"  # a yearly ceiling is counted from the start of the project
    PROJECTS = "projects-held"  # a limit on projects, and the programme is held already
    OPEN_ANSWER = "open-answer"  # a possible programme: an answer is missing


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing to clear up with the operator; `detail` is the text of the term, if it has one."""

    code: RiskCode
    programme: str
    detail: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` cents of grant: what is left of a ceiling of `stated` cents."""

    amount: int
    per: Per
    stated: int
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """The applicant pays at least this share of what is claimed, and at least this amount (cents)."""

    share: Fraction = Fraction(0)
    amount: int = 0
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowance:
    """At most `monthly` cents a month for a person of this level."""

    level: str
    monthly: int
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant of a programme.

    `share` of the cost claimed (None: not stated, so the cost itself is the bound). `limits` on its total,
    `yearly` in each year of the project. `minimum`: the least that the whole project must cost. `months`:
    costs of so many months in a row count; with allowances: so many months of each person. A person has at
    most one grant with allowances, and those `on_top` of it. `sure`: it is certain that the applicant is in
    its class; `unknown` are the facts that would tell.
    """

    id: str
    share: Fraction | None = None
    share_cites: tuple[Cite, ...] = ()
    limits: tuple[Limit, ...] = ()
    yearly: Limit | None = None
    minimum: int = 0
    minimum_cites: tuple[Cite, ...] = ()
    own: Own = Own()
    allowances: tuple[Allowance, ...] = ()
    people_at_once: int | None = None
    people_cites: tuple[Cite, ...] = ()
    months: int | None = None
    months_cites: tuple[Cite, ...] = ()
    on_top: bool = False
    sure: bool = True
    unknown: tuple[str, ...] = ()
    cites: tuple[Cite, ...] = ()

    @property
    def public(self) -> Fraction:
        """The most that the public pays of a cost claimed."""
        return min(Fraction(1) if self.share is None else self.share, 1 - self.own.share)

    def monthly(self, level: str) -> int:
        """The cents a month for a person of the level; 0 where no class is theirs."""
        return max((a.monthly for a in self.allowances if a.level == level), default=0)


@dataclass(frozen=True, slots=True)
class KindTerm:
    """A kind of cost that counts, up to an amount, to a share of all that is claimed, or for some months."""

    kind: str
    text: str = ""
    amount: int | None = None
    share: Fraction | None = None
    months: int | None = None
    cites: tuple[Cite, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether it limits anything at all."""
        return not (self.amount is None and self.share is None and self.months is None)


@dataclass(frozen=True, slots=True)
class Costs:
    """The kinds that count (empty: not stated) and those that do not. A kind in both counts in part."""

    eligible: tuple[KindTerm, ...] = ()
    excluded: tuple[KindTerm, ...] = ()

    def limit(self, kind: str) -> KindTerm | None:
        """The limits on a kind. Of several terms the widest counts, and none where one of them has none."""
        terms = [term for term in self.eligible if term.kind == kind]
        limit = KindTerm(
            kind=kind,
            amount=_widest([term.amount for term in terms]),
            share=_widest([term.share for term in terms]),
            months=_widest([term.months for term in terms]),
            cites=tuple(dict.fromkeys(cite for term in terms for cite in term.cites)),
        )
        return limit if limit.limited else None


Number = TypeVar("Number", int, Fraction)


def _widest(limits: list[Number | None]) -> Number | None:
    firm = [limit for limit in limits if limit is not None]
    return max(firm) if firm and len(firm) == len(limits) else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the money comes: a share before the first cost, or to the supplier as costs fall due; else after
    the last month of what is claimed."""

    advance: Fraction = Fraction(0)
    direct: bool = False
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation to another programme; an empty `to` means any other public funding."""

    to: str
    text: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A programme that is open, or may be (`outcome`; `unknown` are the facts that would tell).

    One application takes at most one of its grants without allowances. `excludes` holds both ways.
    `closes`: the last day for applications, None if none is known. `equity`: it takes shares.
    """

    programme: str
    outcome: Outcome
    grants: tuple[Grant, ...]
    costs: Costs = Costs()
    schedule: Schedule = Schedule()
    excludes: tuple[Tie, ...] = ()
    requires: tuple[Tie, ...] = ()
    held: bool = False
    equity: bool = False
    closes: date | None = None
    risks: tuple[Risk, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is certain that one may apply."""
        return self.outcome is Outcome.OPEN
