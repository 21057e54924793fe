"""The form of a project: what was typed, kept as it is, and what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any, TypeGuard

from django.http import QueryDict
from django.utils.translation import gettext as _

from superconnector.base.refusals import answer_words
from superconnector.core.planning import GOALS, CostLine, Project
from superconnector.core.planning.project import APPLICANT
from superconnector.core.rules.facts import EPOCH
from superconnector.ecosystem import AnswerError, Ecosystem, options_of, parse_answer
from superconnector.ecosystem.convert import bounds

ROWS, MAX_LINES, MAX_MONTHS, MAX_TYPED = 5, 40, 60, 60
COST, KINDS, START, MONTHS = "project.cost", "project.cost_kinds", "project.start_on", "project.months"
LEVEL, OTHER, MAX_PEOPLE = "person.degree_level", "partner", 20
"""The fact for the degree of people; who pays a line that the applicant does not; people in a line."""
Errors = list[tuple[str, str]]
"""(id of the field, what to do) in the order of the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cost line as it was typed."""

    name: str = ""
    kind: str = ""
    amount: str = ""
    from_month: str = ""
    months: str = ""
    people: str = ""
    level: str = ""
    payer: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed; who pays and a degree are chosen, not typed."""
        return not any((self.name, self.kind, self.amount, self.from_month, self.months, self.people))


@dataclass(frozen=True, slots=True)
class Draft:
    """A project as it was typed; `no_equity` is empty or "1", `first` is one of GOALS."""

    start: str = ""
    months: str = ""
    cash: str = ""
    no_equity: str = ""
    most: str = ""
    first: str = GOALS[0]
    lines: tuple[Row, ...] = (Row(),) * ROWS

    @property
    def filled(self) -> tuple[Row, ...]:
        """The rows in which anything was typed."""
        return tuple(row for row in self.lines if not row.blank)

    def longer(self) -> Draft:
        """With one more empty row, up to MAX_LINES."""
        return replace(self, lines=(*self.lines, Row())[:MAX_LINES])

    def without(self, number: int) -> Draft:
        """Without a row, by its place from 0; there is always one row."""
        kept = tuple(row for place, row in enumerate(self.lines) if place != number)
        return replace(self, lines=kept or (Row(),))


TOP = tuple(field.name for field in fields(Draft) if field.name != "lines")
CELLS = tuple(field.name for field in fields(Row))
LENGTHS = (5, len(CELLS))
"""Cells of a row in a session or a link; older ones know of no people."""


def usable(ecosystem: Ecosystem) -> bool:
    """Whether the ecosystem has the facts that a project is made of."""
    return all(fact in ecosystem.facts for fact in (COST, KINDS, START, MONTHS))


# --- keeping what was typed ------------------------------------------------------------------------------


def typed(data: QueryDict) -> Draft:
    """The form as it was sent, each text cut to MAX_TYPED characters."""
    top = {name: _text(data.get(name, "")) for name in TOP}
    columns = [[_text(cell) for cell in data.getlist(f"line_{name}")[:MAX_LINES]] for name in CELLS]
    rows = max(map(len, columns))
    filled = [column + [""] * (rows - len(column)) for column in columns]
    return Draft(**top, lines=tuple(Row(*cells) for cells in zip(*filled, strict=True)) or (Row(),))


def to_plain(draft: Draft) -> dict[str, object]:
    """The draft as a session or a link holds it, without empty rows."""
    return {**{name: getattr(draft, name) for name in TOP}, "lines": [list(_cells(r)) for r in draft.filled]}


def from_plain(stored: object) -> Draft | None:
    """The inverse; None for anything that is no draft."""
    if not isinstance(stored, Mapping) or not isinstance(stored.get("lines"), list):
        return None
    top = {name: value for name in TOP if _is_text(value := stored.get(name))}
    rows = stored["lines"]
    if len(top) < len(TOP) or not 0 < len(rows) <= MAX_LINES:
        return None
    if not all(isinstance(row, list) and len(row) in LENGTHS and all(map(_is_text, row)) for row in rows):
        return None
    return Draft(**top, lines=tuple(Row(*row) for row in rows))


def _cells(row: Row) -> tuple[str, ...]:
    return tuple(asdict(row).values())


def _text(typed: str) -> str:
    """As typed, without what no text can hold."""
    return typed.replace("\x00", "").strip()[:MAX_TYPED].encode("utf-8", "ignore").decode()


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= MAX_TYPED and value == _text(value)


# --- reading it ------------------------------------------------------------------------------------------


@dataclass
class Reader:
    """Reads a draft into the terms of a project file; `errors` has what is wrong."""

    ecosystem: Ecosystem
    errors: Errors

    def project(self, draft: Draft) -> dict[str, Any]:
        """The `project` of a project file. It is complete only if there are no errors."""
        start = self.value("start", START, draft.start, _("Enter the day on which the project starts."))
        months = self.count("months", draft.months, _("Enter how many months the project lasts."))
        terms: dict[str, Any] = {"start": EPOCH + timedelta(days=start or 0), "months": months}
        if draft.cash:
            terms["cash"] = dollars(self.value("cash", COST, draft.cash, "") or 0)
        terms["preferences"] = self.preferences(draft)
        filled = [(number, row) for number, row in enumerate(draft.lines) if not row.blank]
        if not filled:
            self.errors.append(("line-0-name", _("Enter at least one cost line.")))
        terms["lines"] = [self.line(number, row, months) for number, row in filled]
        self._total(filled, terms["lines"])
        return terms

    def preferences(self, draft: Draft) -> dict[str, Any]:
        first = draft.first if draft.first in GOALS else GOALS[0]
        wanted: dict[str, Any] = {"order": [first, *(goal for goal in GOALS if goal != first)]}
        if draft.no_equity:
            wanted["no_equity"] = True
        if draft.most:
            most = self.count("most", draft.most, "")
            wanted["max_applications"] = most or 0
        return wanted

    def line(self, number: int, row: Row, project_months: int | None) -> dict[str, Any]:
        """One line; its fields are `line-<number>-<cell>`."""

        def field(cell: str) -> str:
            return f"line-{number}-{cell}"

        if row.kind not in {option.id for option in options_of(self.ecosystem.facts[KINDS])}:
            self._wrong(field("kind"), _("Choose the kind of cost."))
        amount = self.value(field("amount"), COST, row.amount, _("Enter the amount of this cost."))
        if amount == 0:
            self._wrong(field("amount"), _("Enter an amount above zero, or remove the line."))
        first = self.count(field("from_month"), row.from_month or "1", "")
        months = self.count(field("months"), row.months or "1", "")
        if first and months and project_months and first + months - 1 > project_months:
            message = _(
                "It lasts until month %(end)s, the project until month %(last)s."
                " Shorten it or start it earlier."
            )
            self._wrong(field("months"), message % {"end": first + months - 1, "last": project_months})
        terms: dict[str, Any] = {"id": f"line-{number + 1}", "kind": row.kind, "amount": dollars(amount or 0)}
        terms |= {"from_month": first, "months": months}
        if row.payer:
            terms["payer"] = OTHER
        if row.people or row.level:
            terms["people"] = [self.people(field, row)]
        return terms

    def people(self, field: Callable[[str], str], row: Row) -> dict[str, Any]:
        """The people whose pay is in a line: how many, and of which degree."""
        if row.level not in levels(self.ecosystem):
            self._wrong(field("level"), _("Choose the degree of these people."))
        number = self.count(field("people"), row.people or "1", "")
        if number is not None and number > MAX_PEOPLE:
            self._wrong(field("people"), _("Enter a number from 1 to %(most)s.") % {"most": MAX_PEOPLE})
        return {"level": row.level, "number": number or 1}

    def value(self, field: str, fact_id: str, raw: str, empty: str) -> int | None:
        """The number that an answer to the fact would be; None with an error."""
        fact = self.ecosystem.facts[fact_id]
        try:
            return int(str(parse_answer(fact, raw, self.ecosystem)))
        except AnswerError as error:
            said = empty if error.code == "empty" else answer_words(error, fact)
            self._wrong(field, said)
        return None

    def count(self, field: str, raw: str, empty: str) -> int | None:
        """A number of months or of applications, from 1 to MAX_MONTHS."""
        before = len(self.errors)
        number = self.value(field, MONTHS, raw, empty)
        if number is not None and not 1 <= number <= MAX_MONTHS:
            self._wrong(field, _("Enter a number from 1 to %(most)s.") % {"most": MAX_MONTHS})
        return number if len(self.errors) == before else None

    def _total(self, filled: list[tuple[int, Row]], lines: list[dict[str, Any]]) -> None:
        fact = self.ecosystem.facts[COST]
        if lines and sum(line["amount"] for line in lines) * 100 > bounds(fact)[1]:
            said = answer_words(AnswerError("too-large", maximum=""), fact)
            self._wrong(f"line-{filled[-1][0]}-amount", _("All lines together: %(limit)s") % {"limit": said})

    def _wrong(self, field: str, message: str) -> None:
        _line, number, cell = (*field.split("-"), "", "")[:3] if "-" in field else ("", "", "")
        if cell:
            message = _("Line %(number)s: %(message)s") % {"number": int(number) + 1, "message": message}
        self.errors.append((field, message))


def read(draft: Draft, ecosystem: Ecosystem) -> tuple[dict[str, Any], Errors]:
    """The project of the draft as in a project file, and what is wrong with it."""
    reader = Reader(ecosystem, [])
    return reader.project(draft), reader.errors


def dollars(cents: int) -> int | float:
    """Cents as a file has them: whole units, decimals only where there are any."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def levels(ecosystem: Ecosystem) -> dict[str, Any]:
    """The degrees that people can have, with their labels; none where the ecosystem has no such fact."""
    fact = ecosystem.facts.get(LEVEL)
    return {option.id: option.label for option in options_of(fact)} if fact else {}


def _people_of(line: CostLine) -> tuple[str, str, str]:
    """People, degree and payer of a line; of several degrees the first, as the form has room for one."""
    payer = "" if line.payer == APPLICANT else "1"
    if not line.people:
        return "", "", payer
    level = line.people[0].level
    return str(sum(person.level == level for person in line.people)), level, payer


def draft_of(project: Project) -> Draft:
    """A project as the form would have been filled in; ids of lines become names."""
    lines = tuple(
        Row(
            line.id[:MAX_TYPED],
            line.kind,
            str(dollars(line.amount)),
            str(line.first_month + 1),
            str(line.months),
            *_people_of(line),
        )
        for line in project.lines
    )
    wanted = project.preferences
    return Draft(
        start=project.start.isoformat(),
        months=str(project.months),
        cash="" if project.cash is None else str(dollars(project.cash)),
        no_equity="1" if wanted.no_equity else "",
        most=str(wanted.max_applications or ""),
        first=wanted.order[0],
        lines=lines[:MAX_LINES],
    )
