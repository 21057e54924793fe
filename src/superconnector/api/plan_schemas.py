"""What POST /plan takes and answers. Amounts come in whole units, as in a file, and go out in cents."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from superconnector.api.reader import Day, Facts
from superconnector.api.schemas import Named

MAX_LINES, MAX_MONTHS = 40, 60
Month = Annotated[int, Field(ge=1, le=MAX_MONTHS)]
Amount = Annotated[
    float, Field(ge=0, le=1e12, description="Whole units of the currency, at most two decimals")
]
Goal = Literal["grant", "cash", "applications"]
OptionText = Annotated[str, Field(min_length=1, max_length=80)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PersonIn(Body):
    """Someone whose pay is in the line."""

    level: OptionText = Field(description="An option of person.degree_level")
    months: Month | None = None
    number: int = Field(1, ge=1, le=50)


class LineIn(Body):
    """A cost of `amount`, spread over `months` from `from_month` (1 is the month of the start)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)
    kind: OptionText = Field(description="An option of project.cost_kinds")
    amount: Amount
    from_month: Month = 1
    months: Month = 1
    payer: OptionText = "applicant"
    people: list[PersonIn] = Field([], max_length=20)


class PreferencesIn(Body):
    """What matters, most first; goals that are left out follow."""

    order: list[Goal] = Field(["grant", "cash", "applications"], max_length=3)
    no_equity: bool = False
    max_applications: int | None = Field(None, ge=0, le=100)


class ProjectIn(Body):
    """A project as in a project file of `superconnector plan`."""

    start: Day
    months: Month
    cash: Amount | None = None
    received: dict[OptionText, Amount] = Field({}, max_length=200, description="Programme id → had before")
    preferences: PreferencesIn = Field(default_factory=lambda: PreferencesIn.model_validate({}))
    lines: list[LineIn] = Field(min_length=1, max_length=MAX_LINES)


class PlanIn(Body):
    """What is known of the applicant, the project, and the day of the applications (today if absent)."""

    facts: Facts = {}
    project: ProjectIn
    on: Day | None = None


class ProofOut(Schema):
    """A goal, what the plan reaches, and what no plan can pass: cents, or a number of applications."""

    goal: Goal
    value: int
    bound: int


class PartOut(Schema):
    """Of a line's costs, `claimed_cents` are claimed under a grant, which pays `cents`."""

    programme: Named
    grant: str
    first_month: int
    months: int
    claimed_cents: int
    cents: int
    sources: list[str]


class WhyOut(Schema):
    """A term that binds: why no more of the line is paid."""

    code: str
    programme: Named
    text: str
    sources: list[str]


class LineOut(Schema):
    """Who pays a line: the parts, and what is left to the applicant or another payer."""

    id: str
    amount_cents: int
    parts: list[PartOut]
    own_cents: int
    why_not_more: list[WhyOut]


class MonthOut(Schema):
    """Cents that leave and reach the applicant in a month (from 1), and the balance at its end."""

    month: int
    first_day: date
    out_cents: int
    received_cents: int
    balance_cents: int


class ApplicationOut(Schema):
    """An application to make by `latest`; null if the first cost is already due."""

    programme: Named
    cents: int
    first_cost: date
    latest: date | None
    closes: date | None


class RiskOut(Schema):
    """What the plan rests on and no source settles."""

    programme: Named
    code: str
    text: str
    detail: str
    sources: list[str]


class AlternativeOut(Schema):
    """Another plan: without some programmes of the best one, and with others."""

    without: list[Named]
    instead: list[Named]
    public_cents: int
    deepest_cents: int


class PossibleOut(Schema):
    """A programme that may be open: the public money that it would add, and the facts that would tell. With
    none of these only the operator can tell."""

    programme: Named
    brings_cents: int
    missing_facts: list[str]


class LeftOutcome(Schema):
    """A programme that the plan cannot use, and why."""

    programme: Named
    why: str
    text: str


class PlanOut(Schema):
    """The plan with its proof. `status` is feasible if the search was stopped, infeasible if no plan keeps
    within the cash; then this is the one that needs least."""

    on: date
    currency: str
    status: Literal["optimal", "feasible", "infeasible"]
    cost_cents: int
    public_cents: int
    deepest_cents: int
    deepest_month: int
    proofs: list[ProofOut]
    lines: list[LineOut]
    cash: list[MonthOut]
    applications: list[ApplicationOut]
    risks: list[RiskOut]
    alternatives: list[AlternativeOut]
    possible: list[PossibleOut]
    untried: list[Named] = Field(description="May be open, and not tried because the search was stopped")
    out_of_reach: list[LeftOutcome]
