"""A profile in YAML or JSON: `applicant.type: company`, flat or nested; money in whole units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from superconnector.core.rules.facts import Profile, Value
from superconnector.ecosystem.answers import AnswerError, parse_answer
from superconnector.ecosystem.document import Document, Loc, read_document
from superconnector.ecosystem.ecosystem import Ecosystem
from superconnector.ecosystem.problems import nearest, unknown

MAX_BYTES = 256 * 1024
MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class ProfileProblem:
    """One thing that is wrong with a profile. `code` is one of `answers.WORDS`, or one of these:

    unreadable (the file as a whole), unknown-fact (params: given, nearest), twice (given).
    """

    line: int
    code: str
    message: str
    fact: str = ""
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.line}: {self.fact}: {self.message}" if self.fact else f"{self.line}: {self.message}"


class ProfileError(ValueError):
    """A profile that cannot be used; `problems` holds the reasons (at most MAX_PROBLEMS), by line."""

    def __init__(self, problems: list[ProfileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_profile(text: str | bytes, ecosystem: Ecosystem, today: date | None = None) -> Profile:
    """What a profile says, in machine form. A fact that is null or left out is unknown.

    `today` (in the ecosystem's time zone unless given) is the last day for facts that cannot lie ahead.
    Raises ProfileError with every problem of the profile.
    """
    document = read_document("profile", decoded(text))
    if isinstance(document, list):
        raise ProfileError([ProfileProblem(p.line, "unreadable", p.message) for p in document])
    return profile_of(document, ecosystem, today)


def profile_of(document: Document, ecosystem: Ecosystem, today: date | None = None) -> Profile:
    """The profile of a document that was read already. Raises ProfileError."""
    if not isinstance(document.value, dict):
        message = "write one fact a line: applicant.type: company"
        raise ProfileError([ProfileProblem(1, "unreadable", message)])
    profile: dict[str, Value] = {}
    problems: list[ProfileProblem] = []
    seen: set[str] = set()
    for loc, value in _leaves(document.value, ()):
        fact_id, line = ".".join(str(step) for step in loc), document.spot(loc).line
        if fact_id in seen:
            problems.append(ProfileProblem(line, "twice", "this fact is here twice", fact_id))
        elif fact_id not in ecosystem.facts:
            problems.append(_unknown_fact(fact_id, line, ecosystem))
        elif value is not None:
            try:
                profile[fact_id] = _value(fact_id, value, ecosystem, today)
            except AnswerError as error:
                problems.append(ProfileProblem(line, error.code, str(error), fact_id, error.params))
        seen.add(fact_id)
        if len(problems) == MAX_PROBLEMS:
            break
    if problems:
        raise ProfileError(problems)
    return profile


def decoded(text: str | bytes) -> str:
    """The text of a profile or a project. Raises ProfileError if it is too large or not UTF-8."""
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"larger than {MAX_BYTES // 1024} KB; a profile is a few lines"
        raise ProfileError([ProfileProblem(1, "unreadable", message)])
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start + 1} is 0x{text[error.start]:02X}; save the file as UTF-8"
        line = text.count(b"\n", 0, error.start) + 1
        raise ProfileError([ProfileProblem(line, "unreadable", message)]) from None


def _leaves(value: object, loc: Loc) -> Iterator[tuple[Loc, object]]:
    """Nested maps as paths; the reader has already limited the depth."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*loc, key))
    else:
        yield loc, value


def _unknown_fact(fact_id: str, line: int, ecosystem: Ecosystem) -> ProfileProblem:
    guess = nearest(fact_id, ecosystem.facts)
    params = {"given": fact_id[:80]} | ({"nearest": guess} if guess else {})
    return ProfileProblem(line, "unknown-fact", unknown("fact", fact_id[:80], ecosystem.facts), "", params)


def _value(fact_id: str, value: object, ecosystem: Ecosystem, today: date | None) -> Value:
    """A typed value of the file, held to the type of the fact; texts are read as if they were typed."""
    fact = ecosystem.facts[fact_id]
    raw: str | list[str]
    match value:
        case str():
            raw = value
        case bool():
            raw = _only(fact.type == "boolean", "true" if value else "false")
        case int() | Decimal():
            raw = _only(fact.type in ("integer", "money"), str(value))
        case date():
            raw = _only(fact.type == "date", value.isoformat())
        case list() if all(isinstance(each, str) for each in value):
            raw = value
        case _:
            raise AnswerError("wrong-type", given="this")
    return parse_answer(fact, raw, ecosystem, today)


def _only(fitting: bool, text: str) -> str:
    if not fitting:
        raise AnswerError("wrong-type", given=text)
    return text
