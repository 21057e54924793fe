"""What the API answers with. Money is in cents of `currency`, met is null where it is unknown."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from superconnector.api.reader import Day, Facts

State = Literal["open", "closed", "planned", "not-stated"]
OutcomeId = Literal["open", "may-be-open", "not-for-you", "closed"]


class Named(Schema):
    """Something with an id and a name in the reader's language."""

    id: str
    name: str


class StatusOut(Schema):
    """Whether applications are taken on the day. `confirmed` is false for an *open* said too long ago."""

    state: State
    since: date | None
    until: date | None
    as_of: date | None
    confirmed: bool
    note: str
    sources: list[str]


class SourceOut(Schema):
    """A document that was read. `dated` is as printed, null if the document carries no date."""

    title: str
    url: str | None
    publisher: str | None
    kind: str
    dated: str | None
    read: date


class StatementOut(Schema):
    """A sentence and the sources that it rests on."""

    text: str
    sources: list[str]


class ProgrammeLine(Schema):
    """A programme in a list."""

    id: str
    name: str
    kind: str
    operator: Named | None
    applied_for: bool = Field(description="False for funds, plans and the like, which nobody applies for")
    status: StatusOut
    checked: date


class ProgrammeList(Schema):
    """Programmes by English name; `total` counts those on all pages."""

    on: date
    total: int
    items: list[ProgrammeLine]


class ProgrammeOut(ProgrammeLine):
    """A programme: what it is. /programmes/{id}/terms has what it asks and gives."""

    names: dict[str, str]
    aliases: list[str]
    funder: Named | None
    address: str | None
    part_of: Named | None
    tags: dict[str, list[str]]
    about: list[StatementOut]
    not_stated: list[str]
    days_of_change: list[date]
    sources: dict[str, SourceOut]


class TermsOut(Schema):
    """The terms that hold on a day. `terms` has the form of a programme file (superconnector schema)."""

    programme: Named
    on: date
    status: StatusOut
    previous_change: date | None
    next_change: date | None
    terms: dict[str, Any]
    sources: dict[str, SourceOut]


class OrganisationOut(Schema):
    """An organisation, and the programmes that it operates or funds."""

    id: str
    name: str
    names: dict[str, str]
    kind: str
    part_of: str | None
    address: str | None
    programmes: list[Named]


class OptionOut(Schema):
    """An answer that can be chosen; `parent` is the one above it."""

    id: str
    label: str
    parent: str | None


class FactOut(Schema):
    """Something that may be asked."""

    id: str
    type: Literal["boolean", "integer", "money", "date", "choice", "choices", "text"]
    label: str
    question: str
    help: str | None
    why: str
    unit: str | None
    options: list[OptionOut]


class FindIn(BaseModel):
    """What is known, and the day of the question (today if absent)."""

    model_config = ConfigDict(extra="forbid")

    facts: Facts = {}
    on: Day | None = None


class NextIn(FindIn):
    """`skipped`: ids of facts that the person does not know or does not want to tell."""

    skipped: list[str] = Field([], max_length=500)


class ReasonOut(Schema):
    """A condition that decides the outcome: of which clause, in words, and whether it is met."""

    clause: str
    condition: str
    met: bool | None
    facts: list[str]
    sources: list[str]


class ClauseOut(Schema):
    """A clause of who may apply. A soft one ("normally") that is not met leaves the answer open."""

    id: str
    text: str
    met: bool | None
    soft: bool
    sources: list[str]


class StepOut(Schema):
    """A line of a working."""

    kind: str
    text: str
    cents: int | None


class OfferOut(Schema):
    """Something that the programme gives. `cents` is known only if all that it depends on is."""

    id: str
    kind: str
    text: str
    applies: bool | None
    at_most_cents: int | None
    cents: int | None
    missing_facts: list[str]
    working: list[StepOut]
    sources: list[str]


class AnswerOut(Schema):
    """One programme for this profile."""

    programme: Named
    kind: str
    outcome: OutcomeId
    relevant: bool
    status: StatusOut
    clauses: list[ClauseOut]
    deciding: list[ReasonOut]
    could_change: list[str]
    offers: list[OfferOut]


class FindOut(Schema):
    """All answers: relevant first, then the largest amount, then by name."""

    on: date
    currency: str
    counts: dict[OutcomeId, int]
    answers: list[AnswerOut]


class NextOut(Schema):
    """What to ask next, null if nothing more would settle anything; and what it could settle."""

    on: date
    question: FactOut | None
    could_settle: list[Named]
    counts: dict[OutcomeId, int]


class ChangeOut(Schema):
    """What changed on a day.

    `replaces` is the figure that `value` replaces. `began` is false for a term that holds no longer.
    """

    on: date
    programme: Named
    kind: Literal["opened", "closed", "terms", "event"]
    part: str
    text: str
    value: str
    replaces: str
    began: bool
    note: str
    sources: list[str]
