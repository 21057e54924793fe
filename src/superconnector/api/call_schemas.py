"""What the API says of calls. Moments carry their offset; what no source states is null."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from superconnector.api.schemas import Named, SourceOut, StatementOut
from superconnector.apps.calls.queries.trials import Totals

TimingId = Literal["early", "open", "late", "not-stated"]


class CallLine(Schema):
    """A call: one that runs, or the file of a past or coming edition."""

    id: str
    name: str
    edition: str | None
    running: bool = Field(description="Whether it was opened here; else it is on record only")
    definition: str = Field(description="The id of the file that it runs from")
    entry: TimingId = Field(description="Whether entries are taken now")


class PhaseOut(Schema):
    """A phase. `closes` is the last second that counts."""

    id: str
    kind: str
    opens: datetime | None
    closes: datetime | None
    state: TimingId
    round: int | None = Field(description="Which round is judged in it, from 1; null: none")
    readings: int | None = Field(description="Judges an entry in this round, if the file states it")
    places: int | None = Field(description="How many of all groups go on or win, if the file states it")


class GroupOut(Named):
    """A group that enters and is judged apart."""

    places: int | None
    team_least: int | None
    team_most: int | None
    who: list[StatementOut]


class CriterionOut(Named):
    """What judges look at. `weight` as the file states it."""

    weight: float | None


class TrackOut(Named):
    """A topic that an entry chooses. `needs` are the problems that were collected, which it is to answer."""

    needs: list[StatementOut]


class PrizeOut(Named):
    """A prize. `amount` is in whole units of the ecosystem's currency."""

    groups: list[str]
    places: int | None
    amount: str | None


class CallOut(CallLine):
    """A call: who may enter, when, and how it is judged."""

    names: dict[str, str]
    rehearsal: bool
    programme: str | None
    about: list[StatementOut]
    groups: list[GroupOut]
    tracks: list[TrackOut]
    phases: list[PhaseOut]
    criteria: list[CriterionOut]
    prizes: list[PrizeOut]
    not_stated: list[str]
    sources: dict[str, SourceOut]


class ResultOut(Schema):
    """A published decision that honours an entry."""

    entry: str
    title: str
    group: str
    outcome: Literal["award", "advance"]
    prize: str | None


class FileOut(Schema):
    """A public file of an entry, with its rights."""

    name: str
    kind: str
    size: int
    sha256: str
    address: str
    rights_holder: str | None
    licence: str | None
    creator: str | None


class ShownAnswer(Schema):
    """A public question, and what was answered; the labels of options are in the file of the call."""

    question: str
    label: str
    value: Any
    files: list[FileOut]


class ShownOut(ResultOut):
    """An entry of the showcase. No person is named but as holder of rights or creator."""

    organisation: str | None
    track: str | None
    address: str
    answers: list[ShownAnswer]


class ReuseOut(Schema):
    """Another organisation uses the result of a trial."""

    host: str | None
    host_name: str
    on: date
    purpose: str
    conflict: str | None = Field(description="The organisation that supplier and this one share")


class TrialOut(Schema):
    """A trial. Numbers are texts, exact as they were entered; null: not measured or not agreed."""

    entry: str
    title: str
    host: str | None
    host_name: str
    site: str
    starts_on: date
    ends_on: date | None
    state: Literal["planned", "running", "ended", "stopped"]
    planned_users: int
    actual_users: int | None
    measure: str
    unit: str
    higher_is_better: bool
    acceptance: str | None
    before: str | None
    after: str | None
    reached: bool | None
    outcome: str
    next_step: str
    conflict: str | None = Field(description="The organisation that supplier and host share")
    reuses: list[ReuseOut]
    report: str = Field(description="The address of the report, a page to be printed")


class TrialsOut(Schema):
    """The trials of a call, and what they come to."""

    totals: Totals
    items: list[TrialOut]
