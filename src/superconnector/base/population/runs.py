"""One run over a table: the terms as they are, or two versions of them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from superconnector.base.population.evaluating import Progress, feed
from superconnector.base.population.grouping import grouping
from superconnector.base.population.mapping import Bound
from superconnector.base.population.reading import Table
from superconnector.base.population.results import AS_IS, Results
from superconnector.core.rules.columns import Column
from superconnector.core.rules.survey import Groups, Survey
from superconnector.ecosystem import Ecosystem


def evaluate(
    table: Table,
    bound: Bound,
    by: Sequence[str],
    ecosystem: Ecosystem,
    on: date,
    today: date,
    progress: Progress = lambda rows: None,
) -> Results:
    """The whole table against all programmes as of a day. Raises TableError."""
    cuts = [grouping(text, bound, table.columns, ecosystem) for text in by]
    present = bound.sources.keys() | bound.assume.keys()
    survey = Survey(ecosystem.rule_book(on).compiled, present, [g.name for g in cuts])

    def block(columns: Mapping[str, Column], rows: int, groups: Mapping[str, Groups]) -> None:
        survey.add(columns, rows, groups)

    rows = feed(table, bound, cuts, ecosystem, today, block, progress)
    labels = {g.name: g.labels for g in cuts}
    return Results(
        about={"table": table.name, "rows": rows, "on": on.isoformat(), "edition": ecosystem.digest},
        lines={AS_IS: tuple(survey.lines(labels))},
        names={p.id: p.names.en for p in ecosystem.programmes.values()},
        not_counted=tuple(
            f"{c.programme}: {c.give} ({c.basis} is not in the table)" for c in survey.uncounted
        ),
    )
