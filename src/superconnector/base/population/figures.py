"""The numbers of a run, programme by programme, as a person reads them: one reading for every face."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from superconnector.base.population.results import AS_IS, CHANGE, CHANGED, Results
from superconnector.core.rules.compare import GAINS, LOSES
from superconnector.core.rules.expense import MEASURES
from superconnector.core.rules.screen import OUTCOMES
from superconnector.core.rules.survey import Line

CODES = tuple(str(outcome) for outcome in OUTCOMES)
SUMS = MEASURES[:3]
"""The measures of money that have a sum in cents: certain, open at most, may be open at most."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A clause: the rows in which it is not met, and those in which nothing else keeps the applicant out."""

    clause: str
    fails: int
    alone: int


@dataclass(frozen=True, slots=True)
class Cost:
    """A give: cents by measure of SUMS, the rows that it may reach, those of them that no bound limits.

    The gives of one programme may exclude one another, so there is no sum over them here.
    """

    give: str
    cents: Mapping[str, int]
    boundless: int
    rows: int

    @property
    def at_most(self) -> int:
        """What those who are open cost at most, known or by the ceilings."""
        return self.cents["certain"] + self.cents["open-at-most"]


@dataclass(frozen=True, slots=True)
class Part:
    """A group of the population: applicants by outcome, and what the gives cost that cost something there."""

    name: str
    outcomes: Mapping[str, int]
    costs: Sequence[Cost]

    def cost_of(self, give: str) -> Cost:
        """The cost of one give, nothing if it costs nothing here."""
        return next((cost for cost in self.costs if cost.give == give), _cost(give, {}))


@dataclass(frozen=True, slots=True)
class Tally:
    """One programme in one version of the terms. `parts` by the name of the split."""

    programme: str
    outcomes: Mapping[str, int]
    clauses: Sequence[Failing]
    costs: Sequence[Cost]
    parts: Mapping[str, Sequence[Part]]

    @property
    def closed(self) -> bool:
        """Whether it is closed for everybody."""
        return self.outcomes["closed"] > 0

    @property
    def undecided(self) -> bool:
        """Whether the table says about nobody whether it is open."""
        return not (self.outcomes["open"] or self.outcomes["not-for-you"] or self.closed)

    def cost_of(self, give: str) -> Cost:
        """The cost of one give, nothing if it has none."""
        return next((cost for cost in self.costs if cost.give == give), _cost(give, {}))


@dataclass(frozen=True, slots=True)
class Change:
    """A programme in two versions. `moves`: (old, new, rows) of outcomes that differ; `sides`: by split, by
    group, (gain, lose)."""

    before: Tally
    after: Tally
    gains: int
    loses: int
    moves: Sequence[tuple[str, str, int]]
    sides: Mapping[str, Mapping[str, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole run. `tallies` and `changes` by programme, in the order of the run."""

    about: Mapping[str, Any]
    tallies: Mapping[str, Tally]
    changes: Mapping[str, Change]
    not_counted: Sequence[str]

    @property
    def splits(self) -> tuple[str, ...]:
        """The names by which the population is split."""
        return tuple(dict.fromkeys(split for tally in self.tallies.values() for split in tally.parts))


def figures(results: Results) -> Figures:
    """Reads all lines once."""
    before = _tallies(results.lines.get(AS_IS, ()))
    after = _tallies(results.lines.get(CHANGED, ()))
    changes = _changes(results.lines.get(CHANGE, ()), before, after)
    return Figures(results.about, before, changes, tuple(results.not_counted))


@dataclass(slots=True)
class _Sheet:
    """The lines of one programme or of one of its groups, by what they count."""

    outcomes: Counter[str] = field(default_factory=Counter)
    items: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, line: Line) -> None:
        if line.item:
            self.items[line.item][line.measure] += line.value
        else:
            self.outcomes[line.measure] += line.value

    def counts(self) -> dict[str, int]:
        return {code: self.outcomes[code] for code in CODES}

    def clauses(self) -> tuple[Failing, ...]:
        found = ((item, n) for item, n in self.items.items() if "fails" in n)
        return tuple(Failing(item, n["fails"], n["fails-alone"]) for item, n in found)

    def costs(self) -> tuple[Cost, ...]:
        return tuple(_cost(item, n) for item, n in self.items.items() if "fails" not in n)


def _cost(give: str, numbers: Mapping[str, int]) -> Cost:
    cents = {measure: numbers.get(f"{measure}-cents", 0) for measure in SUMS}
    rows = sum(numbers.get(f"{measure}-rows", 0) for measure in MEASURES)
    return Cost(give, cents, numbers.get("unbounded-rows", 0), rows)


def _tallies(lines: Iterable[Line]) -> dict[str, Tally]:
    whole: dict[str, _Sheet] = defaultdict(_Sheet)
    groups: dict[str, dict[str, dict[str, _Sheet]]] = defaultdict(dict)
    for line in lines:
        if not line.by:
            whole[line.programme].add(line)
            continue
        sheets = groups[line.programme].setdefault(line.by, {})
        sheets.setdefault(line.group, _Sheet()).add(line)
    return {
        programme: Tally(
            programme,
            sheet.counts(),
            sheet.clauses(),
            sheet.costs(),
            {
                by: tuple(Part(name, s.counts(), s.costs()) for name, s in sheets.items())
                for by, sheets in groups[programme].items()
            },
        )
        for programme, sheet in whole.items()
    }


def _changes(
    lines: Iterable[Line], before: Mapping[str, Tally], after: Mapping[str, Tally]
) -> dict[str, Change]:
    of: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of[line.programme].append(line)
    return {
        programme: _change(own, before[programme], after[programme])
        for programme, own in of.items()
        if programme in before and programme in after
    }


def _change(lines: Sequence[Line], before: Tally, after: Tally) -> Change:
    whole = {line.measure: line.value for line in lines if not line.by}
    moves = []
    for measure, rows in whole.items():
        old, arrow, new = measure.partition(">")
        if arrow and old != new:
            moves.append((old, new, rows))
    sides: dict[str, dict[str, tuple[int, int]]] = {}
    for line in lines:
        if line.by:
            groups = sides.setdefault(line.by, {})
            gain, lose = groups.get(line.group, (0, 0))
            more = (line.value, 0) if line.measure == GAINS else (0, line.value)
            groups[line.group] = (gain + more[0], lose + more[1])
    return Change(before, after, whole.get(GAINS, 0), whole.get(LOSES, 0), tuple(moves), sides)
