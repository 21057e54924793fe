"""One run over a table: the terms as they are, or two versions of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from superconnector.base.population.changing import Changed
from superconnector.base.population.evaluating import Progress, Watch, feed
from superconnector.base.population.grouping import grouping
from superconnector.base.population.mapping import Bound
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import Table
from superconnector.base.population.results import AS_IS, CHANGE, CHANGED, Results
from superconnector.base.population.verdicts import Codes, Verdicts, codes
from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.columns import Column
from superconnector.core.rules.compare import Comparison
from superconnector.core.rules.survey import Groups, Line, Survey
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.problems import unknown


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: as of which day, which programmes (none: all), by which groups, compared with what."""

    on: date
    today: date
    programmes: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    changed: Changed | None = None


def evaluate(
    table: Table,
    bound: Bound,
    ecosystem: Ecosystem,
    request: Request,
    progress: Progress = lambda rows: None,
    verdicts: Verdicts | None = None,
) -> Results:
    """The whole table against the programmes; each verdict goes to `verdicts`. Raises TableError."""
    cuts = [grouping(text, bound, table.columns, ecosystem) for text in request.by]
    run = Run(ecosystem, request, bound.sources.keys() | bound.assume.keys(), [g.name for g in cuts])
    watch = None
    if verdicts is not None:

        def see(block: pa.RecordBatch) -> None:
            verdicts.add(block, run.codes(block.num_rows))

        watch = Watch(see, [verdicts.column] if verdicts.column else [])
    rows = feed(table, bound, cuts, ecosystem, request.today, run.add, progress, watch)
    results = run.results(table.name, rows, {g.name: g.labels for g in cuts})
    return replace(results, about={**results.about, "made_up": True}) if table.made_up else results


class Run:
    """The surveys of one request; blocks are added in any order."""

    def __init__(
        self, ecosystem: Ecosystem, request: Request, present: frozenset[str] | set[str], by: Sequence[str]
    ) -> None:
        self.ecosystem, self.request = ecosystem, request
        self.survey = Survey(_book(ecosystem, request).compiled, present, by)
        self.other: Survey | None = None
        if request.changed is not None:
            self.other = Survey(request.changed.book(request.on).compiled, present, by)
            self.comparison = Comparison(self.survey, self.other, tuple(request.changed.terms), by)

    def add(self, columns: Mapping[str, Column], rows: int, groups: Mapping[str, Groups]) -> None:
        """Counts one block."""
        self.survey.add(columns, rows, groups)
        if self.other is not None:
            self.other.add(columns, rows, groups)
            self.comparison.add(rows, groups)

    def codes(self, rows: int) -> dict[str, Codes]:
        """The outcomes of the last block by programme; those of the other version as `programme.changed`."""
        found = codes(self.survey, rows)
        if self.other is not None:
            found |= {f"{name}.changed": each for name, each in codes(self.other, rows).items()}
        return found

    def lines(self, labels: Mapping[str, Sequence[str]]) -> dict[str, tuple[Line, ...]]:
        """All numbers so far, by version."""
        found = {AS_IS: tuple(self.survey.lines(labels))}
        if self.other is not None:
            found[CHANGED] = tuple(self.other.lines(labels))
            found[CHANGE] = tuple(self.comparison.lines(labels))
        return found

    def results(self, table: str, rows: int, labels: Mapping[str, Sequence[str]]) -> Results:
        """The numbers with what they are about."""
        changed = self.request.changed
        about = {
            "table": table,
            "rows": rows,
            "on": self.request.on.isoformat(),
            "ecosystem": self.ecosystem.id,
            "edition": self.ecosystem.digest,
            "changes": list(changed.words) if changed else [],
        }
        left_out = tuple(
            f"{c.programme}, {c.give}: {c.basis} is not in the table" for c in self.survey.uncounted
        )
        return Results(about, self.lines(labels), left_out)


def _book(ecosystem: Ecosystem, request: Request) -> RuleBook:
    """The programmes asked for, with those that are changed; all if none is named."""
    if not request.programmes:
        return ecosystem.rule_book(request.on)
    ids = [ecosystem.aliases.get(name, name) for name in request.programmes]
    for programme in ids:
        if programme not in ecosystem.terms:
            what = unknown("programme that one applies for", programme, ecosystem.terms)
            raise TableError(f"--programme {programme}: {what}")
    wanted = {*ids, *(request.changed.terms if request.changed else ())}
    terms = tuple(t for p, t in ecosystem.terms.items() if p in wanted)
    return RuleBook.compile(terms, ecosystem.vocabulary, request.on, ecosystem.file.stale_after_days)
