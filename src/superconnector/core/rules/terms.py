"""What the core needs of a programme: its status over time, who may apply, and what it gives.

The ecosystem layer builds these from the programme files; nothing here knows of YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from superconnector.core.rules.facts import Dated


@dataclass(frozen=True, slots=True)
class Cite:
    """A source id and the place in it (`it-factsheet-2023`, `digital-economy`)."""

    source: str
    place: str = ""


class State(StrEnum):
    """Whether a programme takes applications."""

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class Status:
    """A state with its days; `as_of` is the day on which the source stood, None if the source is undated."""

    state: State
    from_day: date | None = None
    to_day: date | None = None
    as_of: date | None = None
    cites: tuple[Cite, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One clause of *who may*. A soft one ("normally") that is not met leaves the verdict unknown."""

    id: str
    expression: str
    text: str
    soft: bool = False
    from_day: date | None = None
    to_day: date | None = None
    cites: tuple[Cite, ...] = ()


class Per(StrEnum):
    """What a ceiling limits."""

    APPLICATION = "application"
    PROJECT = "project"
    YEAR = "year"
    MONTH = "month"
    LIFETIME = "lifetime"
    IN_FORCE = "in-force"
    PERSON = "person"
    PERSON_MONTH = "person-month"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most `amount` cents per `per`, on the days given."""

    amount: int
    per: Per
    from_day: date | None = None
    to_day: date | None = None
    cites: tuple[Cite, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The public part of the eligible cost: 3:1 is 3/4, "75%" is 3/4, "full" is 1."""

    public: Fraction
    from_day: date | None = None
    to_day: date | None = None
    cites: tuple[Cite, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A dated amount in cents (a minimum cost, a monthly allowance of a class, a prize)."""

    amount: int
    label: str = ""
    from_day: date | None = None
    to_day: date | None = None
    cites: tuple[Cite, ...] = ()
    note: str = ""


class GiveKind(StrEnum):
    """The kinds of what a programme gives."""

    MONEY = "money"
    PEOPLE = "people"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    EQUITY = "equity"
    TAX_DEDUCTION = "tax-deduction"
    PLACE = "place"
    ADMISSION = "admission"
    PRIZE = "prize"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Give:
    """One thing a programme gives; `when` (an expression) narrows it to a class of applicant, stage or cost.

    `basis` is the fact that the share is taken of (`project.cost`), empty where none applies.
    """

    id: str
    kind: GiveKind
    when: str = "True"
    text: str = ""
    basis: str = ""
    shares: tuple[Share, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    minimum_costs: tuple[Amount, ...] = ()
    amounts: tuple[Amount, ...] = ()
    people_at_once: int | None = None
    months: int | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one programme, all dates together; `received` is the fact of money already granted."""

    programme: str
    statuses: tuple[Status, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    gives: tuple[Give, ...] = ()
    parameters: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    windows: tuple[tuple[date, date], ...] = ()
    received: str = ""
