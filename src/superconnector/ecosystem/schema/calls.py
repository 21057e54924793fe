"""calls/<id>.yaml: one edition of a call, from who may enter to the letters and the trials.

An absent field is *not stated*: shown so, and asked of the organiser where the software cannot go on without
it (the weights of the criteria before judging opens).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from superconnector.ecosystem.schema.parts import (
    EARLIEST,
    LATEST,
    Cites,
    Day,
    Id,
    Localised,
    Money,
    Name,
    OptionId,
    Source,
    Statement,
    Strict,
    Text,
)
from superconnector.ecosystem.schema.programmes import (
    Address,
    Contradiction,
    Event,
    Figure,
    RequirementTerm,
    Role,
)
from superconnector.ecosystem.schema.questions import Question

PhaseKind = Literal[
    "entry", "screening", "judging", "pitch", "decision", "showcase", "vote", "trial", "appeal",
]  # fmt: skip
Viewer = Literal["entrant", "judge", "chair", "public"]
LAST_SECOND = time(23, 59, 59)
PLACEHOLDERS = ("name", "entry", "call", "prize")
"""What a letter may hold in braces: the person, the entry's title, the names of the call and the prize."""


def _moment(value: object) -> object:
    """Days and times; a time without an offset is of the ecosystem's time zone."""
    if not isinstance(value, str):
        return value
    try:
        read = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        return value
    if not EARLIEST.year <= read.year <= LATEST.year:
        raise ValueError(f"the year must lie between {EARLIEST.year} and {LATEST.year}")
    return read


_MOMENT = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$",
}
Moment = Annotated[datetime | date, BeforeValidator(_moment), WithJsonSchema(_MOMENT)]


class TeamSize(Strict):
    """How many people enter together, the leader included; `most` absent: not stated."""

    least: int = Field(1, ge=1, le=1000)
    most: int | None = Field(None, ge=1, le=1000)
    source: Cites | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _rising(self) -> TeamSize:
        if self.most is not None and self.least > self.most:
            raise ValueError("least is more than most")
        return self


class Minors(Strict):
    """Members below an age need the consent of a parent or guardian, in these words."""

    under: int = Field(ge=1, le=30, description="The age from which nobody needs to consent")
    consent: Localised
    source: Cites | None = None
    note: Text | None = None


class Group(Strict):
    """A group of entrants that compete with each other."""

    id: Id
    names: Localised
    who: list[RequirementTerm] = Field([], max_length=100, description="Who may enter; absent: not stated")
    programme_terms: bool = Field(False, description="The clauses of the call's programme hold here too")
    team: TeamSize | None = None
    minors: Minors | None = None
    places: int | None = Field(None, ge=1, description="How many of the group win or go on")
    account_required: bool | None = None
    source: Cites | None = None
    note: Text | None = None


class Track(Strict):
    """A topic or sub-theme that an entry chooses."""

    id: Id
    names: Localised
    text: Localised | None = None
    needs: list[Statement] = Field(
        [], max_length=100, description="The problems that were collected, which entries of the track answer"
    )
    groups: list[Id] = Field([], description="The groups that may choose it; absent: all")
    source: Cites | None = None
    note: Text | None = None


class TeamRole(Strict):
    """What somebody is in a team."""

    id: OptionId
    names: Localised


def _named(en: str, zh_hant: str) -> Localised:
    return Localised.model_validate({"en": en, "zh-hant": zh_hant})


def _default_roles() -> list[TeamRole]:
    return [
        TeamRole(id="leader", names=_named("Team leader", "隊長")),
        TeamRole(id="member", names=_named("Member", "隊員")),
    ]


class CallPhase(Strict):
    """A stretch of the call. `closes` as a day means its last second in the ecosystem's time zone."""

    id: OptionId
    kind: PhaseKind
    names: Localised | None = None
    opens: Moment | None = None
    closes: Moment | None = None
    grace_minutes: int = Field(0, ge=0, le=14 * 24 * 60, description="Taken after the close, not announced")
    sees: list[Viewer] = Field([], description="Who sees the entries meanwhile, beside their own team")
    readings: int | None = Field(None, ge=1, description="Judges an entry in this round; absent: the call's")
    places: int | None = Field(None, ge=1, description="How many go on from this round or win, of all groups")
    source: Cites | None = None
    note: Text | None = None

    def opens_at(self, zone: tzinfo) -> datetime | None:
        """The first moment, with its offset: midnight if only the day is stated. None: not stated."""
        return _at(self.opens, time.min, zone)

    def closes_at(self, zone: tzinfo) -> datetime | None:
        """The last second that counts, with its offset, without grace. None: not stated."""
        return _at(self.closes, LAST_SECOND, zone)

    def taken_until(self, zone: tzinfo) -> datetime | None:
        """The last second of the grace period. A receipt is compared to the second: 23:59:59.9 is in time."""
        closes = self.closes_at(zone)
        return closes + timedelta(minutes=self.grace_minutes) if closes else None


def _at(moment: datetime | date | None, of_day: time, zone: tzinfo) -> datetime | None:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return datetime.combine(moment, of_day, zone) if moment else None


class Scale(Strict):
    """The scores from least to most, by steps."""

    least: int
    most: int
    step: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _rising(self) -> Scale:
        if self.least >= self.most:
            raise ValueError("least must be less than most")
        if (self.most - self.least) % self.step:
            raise ValueError(f"steps of {self.step} do not lead from {self.least} to {self.most}")
        return self

    def __contains__(self, score: object) -> bool:
        return (
            isinstance(score, int)
            and self.least <= score <= self.most
            and (score - self.least) % self.step == 0
        )


class Anchor(Strict):
    """What a score means, in words."""

    score: int
    text: Localised


class CallCriterion(Strict):
    """What judges score. `weight` absent: not stated, to be set before judging opens."""

    id: Name
    names: Localised
    help: Localised | None = None
    scale: Scale | None = None
    weight: int | None = Field(None, ge=0)
    anchors: list[Anchor] = []
    groups: list[Id] = Field([], description="The groups that are scored on it; absent: all")
    source: Cites | None = None
    note: Text | None = None


class Judging(Strict):
    """How entries are judged."""

    mode: Literal["scores", "slate", "pairs"] = Field(
        default="scores", description="Scores by criterion, a ranking of one's own slate, or pairs at an expo"
    )
    readings: int | None = Field(default=None, ge=1, description="Judges an entry")
    blind: bool | None = Field(default=None, description="Whether judges do not see what identifies")
    decides: Text | None = Field(default=None, description="Who decides")
    cross_share: int = Field(default=5, ge=0, le=100, description="Percent of readings across tracks")
    ties: list[Name] = Field(default=[], description="Criteria that decide ties, in order")
    top: int | None = Field(default=None, ge=1, description="How many are sought: the K of 'top K'")
    weights_total: int | None = Field(
        default=None, ge=1, description="What the weights add up to, by the source"
    )
    source: Cites | None = None
    note: Text | None = None


class Prize(Strict):
    """What is won."""

    id: Id
    names: Localised
    groups: list[Id] = Field([], description="The groups that can win it; absent: all")
    places: int | None = Field(None, ge=1, description="How many of it there are")
    amount: Money | None = None
    up_to: bool = Field(False, description="The amount is the most that one may receive")
    source: Cites | None = None
    note: Text | None = None


class Letters(Strict):
    """Letters to entrants, plain text with {name} {entry} {call} {prize}; absent: the shipped ones."""

    award: Localised | None = None
    decline: Localised | None = None
    advance: Localised | None = None


class Showcase(Strict):
    """The public gallery."""

    opens: Moment | None = None
    text: Localised
    source: Cites | None = None


class Vote(Strict):
    """The public vote; `groups` absent: all."""

    groups: list[Id] = []
    text: Localised
    source: Cites | None = None


class Trials(Strict):
    """Trials of what won; `groups` absent: all."""

    groups: list[Id] = []
    text: Localised
    source: Cites | None = None


class _Grouped(Protocol):
    @property
    def groups(self) -> list[str]: ...


G = TypeVar("G", bound=_Grouped)


class Call(Strict):
    """calls/<id>.yaml: one edition of a call, one file."""

    id: Id
    names: Localised
    names_source: Cites
    programme: Id | None = Field(None, description="The programme that the call belongs to, if we have it")
    edition: Text | None = None
    organiser: Role
    co_organisers: list[Role] = []
    address: Address | None = None
    checked: Day = Field(description="The day on which the file was last checked against its sources")
    about: list[Statement] = Field(min_length=1)
    theme: Localised | None = None
    theme_source: Cites | None = None
    groups: list[Group] = Field(min_length=1, max_length=40)
    tracks: list[Track] = Field([], max_length=100)
    roles: list[TeamRole] = Field(default_factory=_default_roles, min_length=1)
    phases: list[CallPhase] = Field([], max_length=100)
    questions: list[Question] = Field([], max_length=200)
    criteria: list[CallCriterion] = Field([], max_length=40)
    judging: Judging = Judging()
    prizes: list[Prize] = []
    letters: Letters = Letters()
    showcase: Showcase | None = None
    vote: Vote | None = None
    trials: Trials | None = None
    conditions: list[Statement] = Field([], description="Duties of entrants, rules of conduct, fees …")
    figures: list[Figure] = []
    events: list[Event] = []
    contradictions: list[Contradiction] = []
    not_stated: list[Text] = []
    sources: dict[Id, Source] = {}

    def group(self, group_id: str) -> Group:
        """Raises KeyError if the call has no such group."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise KeyError(group_id)

    def phases_of(self, kind: PhaseKind) -> tuple[CallPhase, ...]:
        """The phases of a kind, in the order of the file."""
        return tuple(phase for phase in self.phases if phase.kind == kind)

    def questions_for(self, group_id: str) -> tuple[Question, ...]:
        """What the group is asked, in the order of the file. Raises KeyError."""
        return _for(self.group(group_id), self.questions)

    def criteria_for(self, group_id: str) -> tuple[CallCriterion, ...]:
        """What the group is scored on, in the order of the file. Raises KeyError."""
        return _for(self.group(group_id), self.criteria)

    def tracks_for(self, group_id: str) -> tuple[Track, ...]:
        """The tracks that the group may choose, in the order of the file. Raises KeyError."""
        return _for(self.group(group_id), self.tracks)

    def prizes_for(self, group_id: str) -> tuple[Prize, ...]:
        """What the group can win, in the order of the file. Raises KeyError."""
        return _for(self.group(group_id), self.prizes)


def _for(group: Group, items: Iterable[G]) -> tuple[G, ...]:
    return tuple(item for item in items if not item.groups or group.id in item.groups)
