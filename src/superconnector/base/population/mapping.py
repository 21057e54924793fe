"""Which column of a table says which fact: by name, or by a mapping file.

A mapping file:

    columns:
      staff: applicant.employees
      turnover_thousand: {fact: applicant.annual_turnover, unit: thousands}
      industry: {fact: applicant.sector, values: {C26: electronics, G47: retail}}
    ignore: [remarks]
    assume:
      project.cost: 600000
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from superconnector.base.population.problems import TableError
from superconnector.core.rules.facts import Profile, Value
from superconnector.ecosystem import Ecosystem, ProfileError, read_profile
from superconnector.ecosystem.document import Document, read_document
from superconnector.ecosystem.problems import unknown

UNITS = {"cents": 1, "units": 100, "thousands": 100_000, "millions": 100_000_000}
"""The unit of a column of money → how many cents one of it is."""
COLUMN_KEYS = frozenset({"fact", "unit", "values", "separator"})
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact is read: the column, the unit of money, words of the table → answers of the fact."""

    column: str
    fact: str
    unit: str = "units"
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class Plain:
    """A mapping file as it is written: sources by column, columns left out, what holds for every row."""

    columns: Mapping[str, Source] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    assume: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bound:
    """A mapping that fits a table: `sources` and `assume` by fact; `unused` columns say none."""

    sources: Mapping[str, Source]
    assume: Mapping[str, Value]
    unused: tuple[str, ...]


def read_mapping(name: str, raw: bytes, ecosystem: Ecosystem) -> Plain:
    """The mapping of a file. Raises TableError with a line `name:line: message` for each problem."""
    if len(raw) > MAX_BYTES:
        raise TableError(f"{name}: larger than {MAX_BYTES:,} bytes")
    try:
        document = read_document(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TableError(f"{name}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from None
    if not isinstance(document, Document):
        raise TableError(*map(str, document))
    return _Reading(document, ecosystem).plain()


class _Reading:
    def __init__(self, document: Document, ecosystem: Ecosystem) -> None:
        self.document, self.ecosystem = document, ecosystem
        self.problems: list[str] = []

    def plain(self) -> Plain:
        value = self.document.value
        if not isinstance(value, dict):
            self._wrong((), "write columns: and below it one line a column: staff: applicant.employees")
            raise TableError(*self.problems)
        for key in value.keys() - {"columns", "ignore", "assume"}:
            self._wrong((key,), unknown("part of a mapping", str(key), ["columns", "ignore", "assume"]))
        columns = self._columns(value.get("columns") or {})
        ignore = value.get("ignore") or []
        if not isinstance(ignore, list):
            self._wrong(("ignore",), "give a list of columns")
        assume = self._assumed(value.get("assume") or {})
        if self.problems:
            raise TableError(*self.problems)
        return Plain(columns, frozenset(map(str, ignore)), assume)

    def _wrong(self, loc: tuple[str | int, ...], message: str) -> None:
        self.problems.append(f"{self.document.path}:{self.document.spot(loc).line}: {message}")

    def _columns(self, value: object) -> dict[str, Source]:
        if not isinstance(value, dict):
            self._wrong(("columns",), "give one line a column: staff: applicant.employees")
            return {}
        found: dict[str, Source] = {}
        for column, entry in value.items():
            source = self._source(str(column), entry, ("columns", column))
            if source is not None and any(s.fact == source.fact for s in found.values()):
                self._wrong(("columns", column), f"{source.fact} has another column already")
            elif source is not None:
                found[str(column)] = source
        return found

    def _source(self, column: str, entry: object, loc: tuple[str | int, ...]) -> Source | None:
        parts = {"fact": entry} if isinstance(entry, str) else entry
        if not isinstance(parts, dict) or not isinstance(parts.get("fact"), str):
            self._wrong(loc, "name the fact: staff: applicant.employees")
            return None
        fact_id = str(parts["fact"])
        if fact_id not in self.ecosystem.facts:
            self._wrong(loc, unknown("fact", fact_id, self.ecosystem.facts))
            return None
        for key in parts.keys() - COLUMN_KEYS:
            self._wrong((*loc, key), unknown("key of a column", str(key), COLUMN_KEYS))
        unit, values = str(parts.get("unit", "units")), parts.get("values") or {}
        if unit not in UNITS:
            self._wrong((*loc, "unit"), unknown("unit", unit, UNITS))
        if not isinstance(values, dict):
            self._wrong((*loc, "values"), "give one line a value: C26: electronics")
            values = {}
        words = {str(word): _word(answer) for word, answer in values.items()}
        return Source(column, fact_id, unit, words, str(parts.get("separator", ";")))

    def _assumed(self, value: object) -> Profile:
        if not isinstance(value, dict):
            self._wrong(("assume",), "give one fact a line: project.cost: 600000")
            return {}
        try:
            return read_profile(yaml.safe_dump(_plain(value), allow_unicode=True), self.ecosystem)
        except ProfileError as error:
            for problem in error.problems:
                self._wrong(("assume", problem.fact), f"{problem.fact}: {problem.message}")
            return {}


def _word(answer: object) -> str:
    return {True: "true", False: "false"}[answer] if isinstance(answer, bool) else str(answer)


def _plain(value: object) -> object:
    """The values of a document in types that YAML can write again."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool | int | str) or value is None else str(value)


def bind(plain: Plain, columns: Sequence[str], table: str, ecosystem: Ecosystem) -> Bound:
    """The mapping of a table with these columns: those of the file, and the others by their names.

    A name is a fact id, with dots or underscores. Raises TableError for a column of the mapping that the
    table does not have, two columns for one fact, and a table in which no column says a fact.
    """
    known = {name: fact for fact in ecosystem.facts for name in (fact, fact.replace(".", "_"))}
    problems = [
        f"{table}: {unknown('column', name, columns)}" for name in plain.columns if name not in columns
    ]
    sources: dict[str, Source] = {}
    unused: list[str] = []
    for column in columns:
        source = plain.columns.get(column)
        if source is None and column in known and column not in plain.ignore:
            source = Source(column, known[column])
        if source is None:
            unused.append(column)
        elif source.fact in sources:
            problems.append(
                f"{table}: columns {sources[source.fact].column} and {column} both say {source.fact}"
            )
        else:
            sources[source.fact] = source
    if not sources and not problems:
        problems.append(
            f"{table}: no column is named after a fact ({', '.join(columns[:5])}); "
            "name them like applicant.employees or applicant_employees, or give --mapping FILE"
        )
    if problems:
        raise TableError(*problems)
    assume = {fact: value for fact, value in plain.assume.items() if fact not in sources}
    return Bound(sources, assume, tuple(unused))
