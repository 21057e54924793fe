"""A project file: what is known of the applicant, and the cost lines that a plan is made for.

    profile: tea-merchant-profile.yaml      # or facts, as in a profile: applicant.type: company …
    project:
      start: 2027-03-01
      months: 12
      cash: 400000                          # what you can lay out; may be left out
      total: 900000                         # if given, the lines must add up to it
      received: {bud: 0}                    # public money already had
      preferences: {order: [grant, cash, applications], no_equity: true, max_applications: 4}
      lines:
        - {id: shop, kind: software, amount: 500000, from_month: 1, months: 6}

Money is in whole units of the currency, months are counted from 1. Every other key of `project` is a fact
(`fields` is project.fields).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, ValidationError

from superconnector.core.planning import GOALS, CostLine, Person, Preferences, Project
from superconnector.core.planning.project import APPLICANT
from superconnector.core.rules.facts import EPOCH, Profile, Value
from superconnector.ecosystem.convert import cents
from superconnector.ecosystem.document import Document, Loc, read_document
from superconnector.ecosystem.ecosystem import Ecosystem
from superconnector.ecosystem.problems import unknown
from superconnector.ecosystem.profiles import (
    MAX_PROBLEMS,
    ProfileError,
    ProfileProblem,
    decoded,
    profile_of,
    read_profile,
)
from superconnector.ecosystem.schema.parts import Day, Id, Money, Strict, Text
from superconnector.ecosystem.wording import in_plain_words

MAX_LINES, MAX_MONTHS, MAX_PEOPLE = 200, 120, 50
KINDS, LEVELS, HELD = "project.cost_kinds", "person.degree_level", "applicant.programmes_held"
Count = Annotated[int, Field(ge=1, le=MAX_MONTHS)]


class PersonTerm(Strict):
    """Someone whose pay is in the line; `number` of them alike."""

    level: Text
    months: Count | None = None
    number: Annotated[int, Field(ge=1, le=MAX_PEOPLE)] = 1


class LineTerm(Strict):
    """One cost. It lasts `months`, or until `to_month`, or one month."""

    id: Id
    kind: Text
    amount: Money
    from_month: Count = 1
    months: Count | None = None
    to_month: Count | None = None
    payer: Text = APPLICANT
    invoice: Text | None = None
    people: list[PersonTerm] = []


class PreferencesTerm(Strict):
    order: list[Text] = list(GOALS)
    no_equity: bool = False
    max_applications: Annotated[int, Field(ge=0, le=100)] | None = None


class ProjectTerm(Strict):
    start: Day
    months: Count
    cash: Money | None = None
    total: Money | None = None
    received: dict[str, Money] = {}
    preferences: PreferencesTerm = PreferencesTerm()
    lines: list[LineTerm] = Field(min_length=1)


class ProjectFile(Strict):
    project: ProjectTerm


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the planner: the facts known of the applicant, and the project."""

    profile: Profile
    project: Project


class ProjectError(ValueError):
    """A project file that cannot be used; `problems` holds the reasons, by line."""

    def __init__(self, problems: list[ProfileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line)[:MAX_PROBLEMS])
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_project(
    text: str | bytes,
    ecosystem: Ecosystem,
    profile_file: Callable[[str], str | bytes] | None = None,
    today: date | None = None,
) -> Request:
    """The project and the profile of a text. `profile_file` gives the text of the file that `profile` names.

    Raises ProjectError with every problem of the file; OSError is what `profile_file` raises.
    """
    try:
        document = read_document("project", decoded(text))
        if isinstance(document, list):
            raise ProjectError([ProfileProblem(p.line, "unreadable", p.message) for p in document])
        top, facts = _apart(document)
        named = _named_profile(document, ecosystem, profile_file, today)
        said = profile_of(Document("facts", document.text, facts, document.spots), ecosystem, today)
    except ProfileError as error:
        raise ProjectError(list(error.problems)) from None
    term = _validated(document, top)
    problems = list(_problems(term, document, ecosystem))
    if problems:
        raise ProjectError(problems)
    project = _project(term, ecosystem)
    profile = {**named, **said}
    _refuse_other_cost(profile, project, document)
    return Request({**profile, **_derived(profile, project, ecosystem)}, project)


# --- reading ---------------------------------------------------------------------------------------------


def _apart(document: Document) -> tuple[dict[str, object], dict[str, object]]:
    """The keys of the plan, and the facts beside them."""
    value = document.value
    project = value.get("project") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(project, dict):
        message = "a project file holds `project:` with start, months and lines"
        raise ProjectError([ProfileProblem(1, "unreadable", message)])
    lines = project.get("lines")
    if isinstance(lines, list) and len(lines) > MAX_LINES:
        line = document.spot(("project", "lines")).line
        message = f"{len(lines)} cost lines; at most {MAX_LINES} are planned, so sum up small ones"
        raise ProjectError([ProfileProblem(line, "too-many", message)])
    plan = {key: each for key, each in project.items() if key in ProjectTerm.model_fields}
    facts = {key: each for key, each in value.items() if key not in ("project", "profile")}
    facts["project"] = {key: each for key, each in project.items() if key not in plan}
    return {"project": plan}, facts


def _named_profile(
    document: Document,
    ecosystem: Ecosystem,
    profile_file: Callable[[str], str | bytes] | None,
    today: date | None,
) -> Profile:
    name = document.value.get("profile") if isinstance(document.value, dict) else None
    if name is None:
        return {}
    line = document.spot(("profile",)).line
    if not isinstance(name, str) or profile_file is None:
        message = "no other file is read here; write the facts into this one"
        raise ProjectError([ProfileProblem(line, "unreadable", message)])
    try:
        return read_profile(profile_file(name), ecosystem, today)
    except ProfileError as error:
        raise ProjectError(
            [ProfileProblem(line, "unreadable", f"{name}:{p}") for p in error.problems]
        ) from None


def _validated(document: Document, top: dict[str, object]) -> ProjectTerm:
    try:
        return ProjectFile.model_validate(top).project
    except ValidationError as error:
        told = in_plain_words(ProjectFile, Document("project", document.text, top, document.spots), error)
        raise ProjectError([ProfileProblem(p.line, "wrong", p.message) for p in told]) from None


# --- what only the whole shows ---------------------------------------------------------------------------


def _problems(term: ProjectTerm, document: Document, ecosystem: Ecosystem) -> Iterator[ProfileProblem]:
    def at(message: str, *loc: str | int) -> ProfileProblem:
        place: Loc = ("project", *loc)
        return ProfileProblem(document.spot(place).line, "wrong", message)

    for number, line in enumerate(term.lines):
        for message in _line_problems(line, term.months, ecosystem):
            yield at(f"{line.id}: {message}", "lines", number)
    for number, message in _doubles(term.lines):
        yield at(message, "lines", number)
    total = sum(line.amount for line in term.lines)
    if term.total is not None and term.total != total:
        yield at(f"total says {term.total:,}, the lines add up to {total:,}", "total")
    for message in _order_problems(term.preferences.order):
        yield at(message, "preferences", "order")
    known = {*ecosystem.programmes, *ecosystem.aliases}
    for programme in term.received:
        if programme not in known:
            yield at(unknown("programme", programme, known), "received", programme)


def _order_problems(order: list[str]) -> Iterator[str]:
    for goal in order:
        if goal not in GOALS:
            yield unknown("goal", goal, GOALS)
    if len(set(order)) != len(order):
        yield "a goal is named twice"


def _doubles(lines: list[LineTerm]) -> Iterator[tuple[int, str]]:
    """Two lines with one id, and an invoice that is offered twice."""
    ids: set[str] = set()
    invoices: dict[str, str] = {}
    for number, line in enumerate(lines):
        if line.id in ids:
            yield number, f"{line.id}: there are two lines with this id"
        if line.invoice is not None and line.invoice in invoices:
            first = invoices[line.invoice]
            yield (
                number,
                f"{line.id}: invoice {line.invoice} stands in {first} already",
            )
        ids.add(line.id)
        if line.invoice is not None:
            invoices.setdefault(line.invoice, line.id)


def _line_problems(line: LineTerm, months: int, ecosystem: Ecosystem) -> Iterator[str]:
    kinds, levels = _options(ecosystem, KINDS), _options(ecosystem, LEVELS)
    if line.kind not in kinds:
        yield unknown("kind of cost", line.kind, kinds)
    if line.months is not None and line.to_month is not None:
        yield "write months or to_month, not both"
    elif line.to_month is not None and line.to_month < line.from_month:
        yield f"ends in month {line.to_month}, before it starts in month {line.from_month}"
    elif _end(line) > months:
        yield f"lasts until month {_end(line)} of a project of {months} months"
    for person in line.people:
        if person.level not in levels:
            yield unknown("level", person.level, levels)
    if sum(person.number for person in line.people) > MAX_PEOPLE:
        yield f"more than {MAX_PEOPLE} people"


def _end(line: LineTerm) -> int:
    return line.to_month if line.to_month is not None else line.from_month + (line.months or 1) - 1


def _options(ecosystem: Ecosystem, fact_id: str) -> list[str]:
    fact = ecosystem.facts.get(fact_id)
    return [option.id for option in fact.options] if fact and isinstance(fact.options, list) else []


# --- to the planner's form -------------------------------------------------------------------------------


def _project(term: ProjectTerm, ecosystem: Ecosystem) -> Project:
    wanted = term.preferences
    order = (*wanted.order, *(goal for goal in GOALS if goal not in wanted.order))
    return Project(
        start=term.start,
        months=term.months,
        lines=tuple(_line(line) for line in term.lines),
        cash=None if term.cash is None else cents(term.cash),
        received={ecosystem.aliases.get(key, key): cents(amount) for key, amount in term.received.items()},
        preferences=Preferences(order, wanted.no_equity, wanted.max_applications),
    )


def _line(line: LineTerm) -> CostLine:
    months = _end(line) - line.from_month + 1
    people = tuple(
        Person(person.level, min(person.months or months, months))
        for person in line.people
        for _ in range(person.number)
    )
    return CostLine(line.id, line.kind, cents(line.amount), line.from_month - 1, months, line.payer, people)


def _refuse_other_cost(profile: Profile, project: Project, document: Document) -> None:
    said = profile.get("project.cost")
    if isinstance(said, int) and said != project.cost:
        message = f"project.cost says {said // 100:,}, the lines add up to {project.cost // 100:,}"
        raise ProjectError([ProfileProblem(document.spot(("project", "lines")).line, "wrong", message)])


def _derived(profile: Profile, project: Project, ecosystem: Ecosystem) -> Profile:
    """What the project itself says, and that nothing was received from a programme never held."""
    facts: dict[str, Value] = {
        "project.cost": project.cost,
        KINDS: frozenset(line.kind for line in project.lines),
        "project.start_on": (project.start - EPOCH).days,
        "project.months": project.months,
    }
    held = profile.get(HELD)
    for terms in ecosystem.terms.values():
        if not terms.received:
            continue
        if terms.programme in project.received:
            facts[terms.received] = project.received[terms.programme]
        elif isinstance(held, frozenset) and terms.programme not in held and terms.received not in profile:
            facts[terms.received] = 0
    return {key: value for key, value in facts.items() if key in ecosystem.facts}
