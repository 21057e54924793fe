"""programmes/<id>.yaml: one programme, its terms over time and what its sources do not say.

Field descriptions are documentation: editors show them. An absent field is *not stated*.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from superconnector.ecosystem.schema.parts import (
    Cites,
    Day,
    Expression,
    FactId,
    Id,
    Localised,
    Money,
    Name,
    Number,
    OptionId,
    Period,
    Printed,
    ShareText,
    Source,
    Sourced,
    Statement,
    Strict,
    Text,
    Url,
)

ProgrammeKind = Literal[
    "grant", "matching-grant", "voucher", "subsidy", "loan-guarantee", "investment",
    "co-investment-fund", "incubation", "acceleration", "tax-measure", "talent-admission",
    "talent-subsidy", "internship", "scholarship", "employment", "training", "school-programme",
    "competition", "trial", "joint-research-funding", "tenancy", "sandbox", "licensing", "membership",
    "event-programme", "platform", "api-framework", "information-service", "enterprise-attraction",
    "proof-of-concept", "cross-boundary-funding", "cross-boundary-data", "open-data",
    "institutional-funding", "research-cluster", "fund", "policy-plan", "policy-study",
    "budget-provision", "infrastructure-initiative", "digital-government", "digital-currency",
    "policy-advice", "publication", "survey", "talent-development", "training-hub",
]  # fmt: skip
NOT_APPLIED_FOR = frozenset({
    "fund", "policy-plan", "policy-study", "budget-provision", "infrastructure-initiative",
    "digital-government", "digital-currency", "policy-advice", "publication", "survey", "open-data",
    "information-service",
})  # fmt: skip
"""Kinds that nobody applies for: they have a page and stand in the catalogue, but not among the answers."""


class ProgrammeStatus(Period):
    """Whether applications are taken. `as_of`: the day for which the source says so, if it carries a date."""

    state: Literal["open", "closed", "planned", "not-stated"]
    as_of: Day | None = None


class RequirementTerm(Period):
    """One clause of who may apply."""

    id: Id
    text: Text = Field(description="The clause in plain words, our own")
    expression: Expression = Field(
        description="The clause in the expression language; `not_stated` if prose only"
    )
    soft: bool = Field(False, description="True for 'normally', 'in general', 'preferably'")


class ParameterVersion(Period):
    """The expression that a name of this programme stands for on the days given."""

    expression: Expression


class ShareTerm(Period):
    """The public share: '3:1' (public : own), '75%', or 'full'."""

    value: ShareText


class CeilingTerm(Period):
    amount: Money
    per: Literal[
        "application",
        "project",
        "year",
        "month",
        "lifetime",
        "in-force",
        "person",
        "person-month",
        "programme",
    ]


class AmountTerm(Period):
    """A dated amount: a minimum cost, an allowance of a class, a prize."""

    amount: Money
    label: Text | None = None


class CountTerm(Period):
    """A dated number: people at once, months, projects."""

    value: int = Field(ge=0)
    per: Printed | None = None
    normally: bool = False


class OwnContribution(Period):
    """What the applicant puts in."""

    share: ShareText | None = None
    amount: Money | None = None
    form: Text | None = Field(None, description="cash, in kind …")


class RateTerm(Period):
    """A rate that is not a public share of a cost: a tax deduction, an interest rate, a rent relief."""

    value: Printed = Field(description="'300%', as the source gives it")
    up_to: Money | None = None
    label: Text | None = None


class Tier(Strict):
    """Other figures for one class of applicant, stage or cost."""

    id: Id
    when: Expression
    text: Text
    shares: list[ShareTerm] = []
    ceilings: list[CeilingTerm] = []
    amounts: list[AmountTerm] = []
    people_at_once: list[CountTerm] = []
    months: list[CountTerm] = []
    source: Cites | None = None


class GiveTerm(Strict):
    """One thing the programme gives. `tiers`, if any, are tried in order and share the figures beside."""

    id: Id
    kind: Literal[
        "money", "people", "loan", "guarantee", "equity", "tax-deduction", "place", "admission", "prize",
        "service",
    ]  # fmt: skip
    text: Text = Field(description="What it is, in plain words, our own")
    source: Cites
    when: Expression | None = Field(None, description="Given only while this holds (a stream, a class)")
    basis: FactId | None = Field(None, description="The fact that shares are taken of, usually project.cost")
    shares: list[ShareTerm] = []
    ceilings: list[CeilingTerm] = []
    minimum_cost: list[AmountTerm] = []
    own_contribution: list[OwnContribution] = []
    amounts: list[AmountTerm] = []
    rates: list[RateTerm] = []
    people_at_once: list[CountTerm] = []
    months: list[CountTerm] = []
    tiers: list[Tier] = Field([], max_length=40)
    note: Text | None = None


class CostTerm(Period):
    """A cost that is eligible or excluded; `kind` is one of the options of the fact project.cost_kinds."""

    kind: Name
    text: Text
    share: ShareText | None = Field(None, description="At most this share of the project cost")
    months: int | None = None
    amount: Money | None = None
    normally: bool = False


class Costs(Strict):
    """What the programme pays for, and what it does not."""

    eligible: list[CostTerm] = []
    excluded: list[CostTerm] = []


class Payment(Period):
    """How the money comes."""

    mode: Literal["advance", "instalments", "reimbursement", "direct", "in-kind"]
    share: ShareText | None = Field(None, description="The share paid in this way")
    text: Text


class Projects(Strict):
    """How many projects one applicant may have."""

    lifetime: list[CountTerm] = []
    at_once: list[CountTerm] = []


class ProgrammeRelation(Sourced):
    """`to` is a programme id, or any-public-funding."""

    to: Id
    effect: Literal[
        "excludes", "same-cost", "requires", "prevails", "stacks", "succeeds", "part-of", "related",
    ]  # fmt: skip
    text: Text


class Document(Period):
    """A paper to hand in."""

    text: Text


class Window(Period):
    """Days on which applications are taken."""

    text: Text | None = None


class Intake(Strict):
    """When one can apply."""

    mode: Literal["year-round", "rolling", "windows", "by-invitation", "once", "not-stated"]
    text: Text | None = None
    source: Cites | None = None
    windows: list[Window] = []


class Criterion(Period):
    """What assessors weigh; never part of the verdict."""

    text: Text
    weight: Printed | None = None


class Reading(Sourced):
    """What one source says on a disputed topic."""

    text: Text


class Contradiction(Strict):
    """Two or more sources that disagree; all are shown."""

    topic: Text
    readings: list[Reading] = Field(min_length=2)


class Figure(Sourced):
    """A measured or announced figure about the programme."""

    role: OptionId
    value: Number | dict[str, Number] | Printed | None = Field(union_mode="left_to_right")
    unit: Text
    currency: str | None = None
    qualifier: Literal[
        "exact", "about", "over", "up_to", "at_least", "all", "nearly", "under", "at_most",
    ] = "exact"  # fmt: skip
    as_of: Printed | None = None
    period: Printed | None = None


def _calendar(printed: str) -> str:
    """The text, if the calendar has that day, month or year."""
    try:
        date.fromisoformat((printed + "-01-01")[:10])
    except ValueError:
        raise ValueError(f"there is no {printed} in the calendar") from None
    return printed


class Event(Sourced):
    """Something that happened on a day (or in a month or year, as printed)."""

    on: Annotated[Printed, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_calendar)]
    text: Text


class Role(Strict):
    """Who runs or pays: `id` is an organisation or a programme (a fund); `note` names offices within it."""

    id: Id | None = None
    note: Text | None = None
    source: Cites


class Address(Sourced):
    """The page where one applies or reads on."""

    url: Url


class Tags(Strict):
    """For filters only, never for the verdict. Ids are options of applicant.type, project.fields,
    applicant.stage and project.aims."""

    applicants: list[Name] = []
    fields: list[Name] = []
    stages: list[Name] = []
    aims: list[Name] = []


class Programme(Strict):
    """programmes/<id>.yaml: one programme, one file."""

    id: Id
    names: Localised
    names_source: Cites
    aliases: list[Text] = []
    kind: ProgrammeKind
    operator: Role | None = None
    funder: Role | None = None
    address: Address | None = None
    part_of: Id | None = None
    checked: Day = Field(description="The day on which the file was last checked against its sources")
    tags: Tags = Tags()
    about: list[Statement] = Field(min_length=1)
    status: list[ProgrammeStatus] = Field(min_length=1)
    parameters: dict[Name, list[ParameterVersion]] = {}
    who: list[RequirementTerm] = Field([], max_length=200)
    gives: list[GiveTerm] = Field([], max_length=100)
    costs: Costs = Costs()
    duration: list[CountTerm] = Field([], description="Project or support length in months")
    pays: list[Payment] = []
    projects: Projects = Projects()
    relations: list[ProgrammeRelation] = []
    documents: list[Document] = []
    intake: Intake | None = None
    assessment: list[Criterion] = []
    conditions: list[Statement] = Field([], description="Duties after the award, procurement, reports …")
    figures: list[Figure] = []
    events: list[Event] = []
    contradictions: list[Contradiction] = []
    not_stated: list[Text] = []
    sources: dict[Id, Source] = {}
