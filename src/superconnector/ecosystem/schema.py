"""The folder format, as pydantic models: one file, one model. JSON Schema is exported from here.

Field descriptions are documentation: editors show them and the how-to is checked against them.
Nothing is guessed: an absent field is *not stated*. Money is in whole units of the ecosystem's currency with at
most two decimals in the files; it becomes integer cents in the core.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
FactId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=80)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Url = Annotated[str, Field(pattern=r"^https?://\S+$", max_length=600)]
CiteText = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*(#\S.*)?$", max_length=200)]


def _listed(value: object) -> object:
    return value if isinstance(value, list) or value is None else [value]


Cites = Annotated[list[CiteText], BeforeValidator(_listed), Field(min_length=1)]
"""`source-id` or `source-id#place`, one or a list. The id is of this file's `sources` or of sources.yaml."""


def _share(text: str) -> str:
    from superconnector.ecosystem.convert import parse_share  # noqa: PLC0415 - convert imports this module

    parse_share(text)
    return text


ShareText = Annotated[str, AfterValidator(_share)]
Expression = Annotated[str, Field(min_length=1, max_length=2000)]
Money = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2)]


class Strict(BaseModel):
    """No unknown keys, no change after loading, no silent conversion of text to numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Localised(Strict):
    """A text in the ecosystem's languages. Simplified Chinese is derived from Traditional where it is absent."""

    en: Text
    zh_hant: Text | None = Field(None, alias="zh-hant")
    zh_hans: Text | None = Field(None, alias="zh-hans")


class Sourced(Strict):
    """Anything that a source states."""

    source: Cites
    note: Text | None = None


class Period(Sourced):
    """A sourced thing that holds from a day to a day, both included; absent means without end or not stated."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None


class Source(Strict):
    """A document or page that was read."""

    title: Text
    url: Url | None = None
    publisher: Text | None = None
    kind: Literal["official", "press", "third-party", "founding-document", "compiled"]
    dated: Text | None = Field(None, description="The date the page carries, as printed; absent if undated")
    read: date = Field(description="The day on which it was read")
    language: str | None = None
    sections: dict[str, Text | None] | None = None
    note: Text | None = None


# --- facts ---------------------------------------------------------------------------------------------------


class FactOption(Strict):
    """One answer of a choice. `parent` puts it below another in a hierarchy of codes."""

    id: Name
    label: Localised
    parent: Name | None = None


class FactFile(Strict):
    """One thing that may be asked."""

    id: FactId
    type: Literal["boolean", "integer", "money", "date", "choice", "choices", "text"]
    label: Localised = Field(description="A short noun phrase for summaries: 'Employees in Hong Kong'")
    question: Localised = Field(description="The question as one asks a person")
    help: Localised | None = Field(None, description="One or two sentences: what counts, where to look it up")
    why: Localised = Field(description="Why we ask: what depends on it")
    options: list[FactOption] | Literal["programmes"] | None = Field(
        None, description="For choice and choices. `programmes`: every programme of the folder is an option"
    )
    minimum: int | date | None = None
    maximum: int | date | None = None
    unit: Localised | None = None
    ask_when: Expression | None = Field(None, description="Ask only while this is not false")
    future: bool = Field(True, description="For dates: whether a day after the application day makes sense")


class FactsFile(Strict):
    """facts/*.yaml."""

    facts: list[FactFile]


class DefinitionVersion(Period):
    expression: Expression


class Definition(Strict):
    """A named term (small or medium enterprise) that any expression may use by its id."""

    id: Name
    names: Localised
    text: Localised
    versions: list[DefinitionVersion] = Field(min_length=1)


class DefinitionsFile(Strict):
    """definitions/*.yaml."""

    definitions: list[Definition]


# --- organisations -------------------------------------------------------------------------------------------


class Statement(Sourced):
    text: Text


class Relation(Sourced):
    type: Id
    target: Id


class Person(Sourced):
    name: Text
    role: Text


class Organisation(Strict):
    """organisations/*.yaml: one organisation, one file, or `organisations: [...]` for a family of them."""

    id: Id
    names: Localised
    names_source: Cites | None = None
    aliases: list[Text] = []
    kind: Id
    address: Url | None = None
    part_of: Id | None = None
    statements: list[Statement] = []
    relations: list[Relation] = []
    people: list[Person] = []
    not_stated: list[Text] = []
    note: Text | None = None


class OrganisationsFile(Strict):
    organisations: list[Organisation]


# --- programmes ----------------------------------------------------------------------------------------------

ProgrammeKind = Literal[
    "grant", "matching-grant", "voucher", "subsidy", "loan-guarantee", "investment", "co-investment-fund",
    "incubation", "acceleration", "tax-measure", "talent-admission", "talent-subsidy", "internship", "scholarship",
    "employment", "training", "school-programme", "competition", "trial", "joint-research-funding", "tenancy",
    "sandbox", "licensing", "membership", "event-programme", "platform", "api-framework", "information-service",
    "enterprise-attraction", "proof-of-concept", "cross-boundary-funding", "cross-boundary-data", "open-data",
    "institutional-funding", "research-cluster", "fund", "policy-plan", "policy-study", "budget-provision",
    "infrastructure-initiative", "digital-government", "digital-currency", "policy-advice", "publication", "survey",
    "talent-development", "training-hub",
]  # fmt: skip
NOT_APPLIED_FOR = frozenset(
    {"fund", "policy-plan", "policy-study", "budget-provision", "infrastructure-initiative", "digital-government",
     "digital-currency", "policy-advice", "publication", "survey", "open-data", "information-service"}
)  # fmt: skip
"""Kinds that nobody applies for: they have a page and stand in the catalogue, but not among the answers."""


class ProgrammeStatus(Period):
    """Whether applications are taken. `as_of`: the day for which the source says so, if it carries a date."""

    state: Literal["open", "closed", "planned", "not-stated"]
    as_of: date | None = None


class RequirementTerm(Period):
    """One clause of who may apply."""

    id: Id
    text: Text = Field(description="The clause in plain words, our own")
    expression: Expression = Field(description="The clause in the expression language; `not_stated` if prose only")
    soft: bool = Field(False, description="True for 'normally', 'in general', 'preferably'")


class ParameterVersion(Period):
    expression: Expression


class ShareTerm(Period):
    """The public share: '3:1' (public : own), '75%', or 'full'."""

    value: ShareText


class CeilingTerm(Period):
    amount: Money
    per: Literal[
        "application", "project", "year", "month", "lifetime", "in-force", "person", "person-month", "programme"
    ]


class AmountTerm(Period):
    """A dated amount: a minimum cost, an allowance of a class, a prize."""

    amount: Money
    label: Text | None = None


class CountTerm(Period):
    value: int = Field(ge=0)
    per: Text | None = None
    normally: bool = False


class OwnContribution(Period):
    share: ShareText | None = None
    amount: Money | None = None
    form: Text | None = Field(None, description="cash, in kind …")


class RateTerm(Period):
    """A rate that is not a public share of a cost: a tax deduction, an interest rate, a rent relief."""

    value: Text = Field(description="'300%', as the source gives it")
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
    """One thing the programme gives. `tiers`, where present, are tried in order; the figures beside them are shared."""

    id: Id
    kind: Literal[
        "money", "people", "loan", "guarantee", "equity", "tax-deduction", "place", "admission", "prize", "service"
    ]
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
    tiers: list[Tier] = []
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
    eligible: list[CostTerm] = []
    excluded: list[CostTerm] = []


class Payment(Period):
    mode: Literal["advance", "instalments", "reimbursement", "direct", "in-kind"]
    share: ShareText | None = Field(None, description="The share paid in this way")
    text: Text


class Projects(Strict):
    lifetime: list[CountTerm] = []
    at_once: list[CountTerm] = []


class ProgrammeRelation(Sourced):
    """`to` is a programme id, or any-public-funding."""

    to: Id
    effect: Literal["excludes", "same-cost", "requires", "prevails", "stacks", "succeeds", "part-of", "related"]
    text: Text


class Document(Period):
    text: Text


class Window(Period):
    text: Text | None = None


class Intake(Strict):
    mode: Literal["year-round", "rolling", "windows", "by-invitation", "once", "not-stated"]
    text: Text | None = None
    source: Cites | None = None
    windows: list[Window] = []


class Criterion(Period):
    text: Text
    weight: Text | None = None


class Reading(Sourced):
    text: Text


class Contradiction(Strict):
    """Two or more sources that disagree; all are shown."""

    topic: Text
    readings: list[Reading] = Field(min_length=2)


class Figure(Sourced):
    """A measured or announced figure about the programme."""

    role: Id
    value: Decimal | dict[str, Decimal] | Text | None
    unit: Text
    currency: str | None = None
    qualifier: Literal["exact", "about", "over", "up_to", "at_least", "all", "nearly", "under", "at_most"] = "exact"
    as_of: Text | None = None
    period: Text | None = None


class Event(Sourced):
    """Something that happened on a day (or in a month or year, as printed)."""

    on: Text = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    text: Text


class Role(Strict):
    """Who runs or pays: `id` is an organisation or a programme (a fund); `note` names offices within it."""

    id: Id | None = None
    note: Text | None = None
    source: Cites


class Address(Sourced):
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
    checked: date = Field(description="The day on which the file was last checked against its sources")
    tags: Tags = Tags()
    about: list[Statement] = Field(min_length=1)
    status: list[ProgrammeStatus] = Field(min_length=1)
    parameters: dict[Name, list[ParameterVersion]] = {}
    who: list[RequirementTerm] = []
    gives: list[GiveTerm] = []
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


class SourcesFile(Strict):
    """sources.yaml: what several files cite."""

    sources: dict[Id, Source]


class EcosystemFile(Strict):
    """ecosystem.yaml."""

    id: Id
    names: Localised
    tagline: Localised
    languages: list[Literal["en", "zh-hant", "zh-hans"]] = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    currency_sign: str
    time_zone: str
    about: Localised
    disclaimer: Localised
    stale_after_days: int = Field(730, description="An open status confirmed longer ago than this is unconfirmed")
    ask_first: list[FactId] = Field([], description="Questions that open the interview, in order")
    received: Localised = Field(description="Question for money already granted; {programme} stands for the name")
