"""The results of a population on the terminal, as tables of plain text, or as a file on standard output."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from superconnector.base.population.results import AS_IS, CHANGE, CHANGED, Results, as_json, write
from superconnector.cli.output import clean
from superconnector.core.rules.survey import Line
from superconnector.ecosystem import show_money

OUTCOMES = {"open": "open", "may-be-open": "unknown", "not-for-you": "not", "closed": "closed"}
"""Outcome → the heading of its column."""
MONEY = ("certain", "open-at-most", "may-at-most")
MOST_DETAILS = 3
"""Programmes up to which the clauses and groups are printed without being asked for by name."""


def show(results: Results, form: str, sign: str, programmes: Sequence[str] = ()) -> None:
    """Print the results in a form: table, csv, json, parquet. `programmes` are told in full."""
    if form == "table":
        _Report(results, sign, programmes).show()
    elif form == "json":
        click.echo(json.dumps(as_json(results), indent=1, ensure_ascii=False))
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "results")
            write(results, form, file)
            click.echo(file.read_bytes(), nl=False)


class _Report:
    def __init__(self, results: Results, sign: str, programmes: Sequence[str]) -> None:
        self.results, self.sign = results, sign
        self.whole = results.numbers(AS_IS)
        self.order = list(dict.fromkeys(name for name, _ in self.whole))
        changed = dict.fromkeys(line.programme for line in results.lines.get(CHANGE, ()))
        self.changed = [p for p in self.order if p in changed]
        few = self.order if len(self.order) <= MOST_DETAILS else []
        self.detailed = [p for p in self.order if p in programmes or p in changed or p in few]

    def show(self) -> None:
        about = self.results.about
        click.echo(f"{about['rows']:,} applicants of {clean(about['table'])}, as of {about['on']}")
        _title("Outcomes")
        self._outcomes()
        for programme in self.detailed:
            self._clauses(programme)
            self._groups(programme)
        self._money()
        if self.changed:
            self._changes()
        if self.results.not_counted:
            _title("Not counted")
            for line in self.results.not_counted:
                click.echo(clean(line))

    def _outcomes(self) -> None:
        """Open, unknown, not by programme; those that are closed for everybody in one line."""
        closed = [p for p in self.order if self.whole[p, "closed"]]
        live = [p for p in self.order if p not in closed]
        live.sort(key=lambda p: (-self.whole[p, "open"], -self.whole[p, "may-be-open"], p))
        rows = [[p, *(f"{self.whole[p, o]:,}" for o in OUTCOMES if o != "closed")] for p in live]
        print_table(["programme", "open", "unknown", "not"], rows)
        if closed:
            click.echo(f"\nClosed for everybody: {', '.join(closed)}")

    def _clauses(self, programme: str) -> None:
        numbers = self.results.numbers(AS_IS, item=True)
        ids = dict.fromkeys(item for p, item, m in numbers if p == programme and m == "fails")
        if not ids:
            return
        _title(f"{programme}: who fails where")
        rows = [
            [clause, *(f"{numbers[programme, clause, m]:,}" for m in ("fails", "fails-alone"))]
            for clause in ids
        ]
        print_table(["clause", "fail", "fail here alone"], rows)

    def _groups(self, programme: str) -> None:
        lines = [x for x in self.results.lines[AS_IS] if x.programme == programme and x.by and not x.item]
        for by in dict.fromkeys(line.by for line in lines):
            _title(f"{programme} by {clean(by)}")
            groups: dict[str, dict[str, int]] = {}
            for line in lines:
                if line.by == by:
                    groups.setdefault(line.group, {})[line.measure] = line.value
            cost = self._group_cost(programme, by)
            rows = [
                [clean(g), *(f"{n.get(o, 0):,}" for o in OUTCOMES), show_money(cost.get(g, 0), self.sign)]
                for g, n in groups.items()
            ]
            print_table([by, *OUTCOMES.values(), "at most"], rows)

    def _group_cost(self, programme: str, by: str) -> dict[str, int]:
        """What the open rows of each group get at most, all gives together."""
        total: dict[str, int] = {}
        for x in self.results.lines[AS_IS]:
            if (
                x.programme == programme
                and x.by == by
                and x.measure in ("certain-cents", "open-at-most-cents")
            ):
                total[x.group] = total.get(x.group, 0) + x.value
        return total

    def _money(self) -> None:
        rows = _money_rows(self.results.lines[AS_IS], self.sign)
        if rows:
            _title("Cost if every one of them applies once")
            click.echo("certain: open, and the amount is known · open, unknown: at most, by the ceilings")
            click.echo("no bound: rows that nothing stated limits, counted in no sum\n")
            print_table(["programme", "give", "certain", "open", "unknown", "no bound"], rows, 2)

    def _changes(self) -> None:
        for programme in self.changed:
            _title(f"{programme}: {'; '.join(map(clean, self.results.about['changes']))}")
            before, after = self.whole, self.results.numbers(CHANGED)
            rows = [
                [
                    word,
                    *(f"{v[programme, o]:,}" for v in (before, after)),
                    _signed(programme, o, before, after),
                ]
                for o, word in OUTCOMES.items()
            ]
            print_table(["applicants", "as it is", "changed", "difference"], rows)
            click.echo()
            print_table(["cost", "as it is", "changed", "difference"], self._cost_changes(programme))
            moved = self.results.numbers(CHANGE)
            click.echo(f"\nGain: {moved[programme, 'gains']:,} · lose: {moved[programme, 'loses']:,}")
            for (name, measure), value in moved.items():
                old, arrow, new = measure.partition(">")
                if name == programme and arrow and old != new:
                    click.echo(f"  {OUTCOMES[old]} to {OUTCOMES[new]}: {value:,}")
            self._sides(programme)

    def _cost_changes(self, programme: str) -> list[list[str]]:
        sums = [_sums(self.results.lines[v], programme) for v in (AS_IS, CHANGED)]
        names = {"certain": "certain", "open-at-most": "open, at most", "may-at-most": "unknown, at most"}
        return [
            [
                names[m],
                *(show_money(s[m], self.sign) for s in sums),
                show_money(sums[1][m] - sums[0][m], self.sign),
            ]
            for m in MONEY
        ]

    def _sides(self, programme: str) -> None:
        lines = [x for x in self.results.lines[CHANGE] if x.programme == programme and x.by]
        for by in dict.fromkeys(line.by for line in lines):
            groups: dict[str, dict[str, int]] = {}
            for line in lines:
                if line.by == by:
                    groups.setdefault(line.group, {})[line.measure] = line.value
            click.echo()
            rows = [[clean(g), f"{n.get('gains', 0):,}", f"{n.get('loses', 0):,}"] for g, n in groups.items()]
            print_table([by, "gain", "lose"], rows)


def _signed(
    programme: str, outcome: str, before: dict[tuple[str, ...], int], after: dict[tuple[str, ...], int]
) -> str:
    return f"{after[programme, outcome] - before[programme, outcome]:+,}"


def _sums(lines: Sequence[Line], programme: str) -> dict[str, int]:
    found = dict.fromkeys(MONEY, 0)
    for line in lines:
        kind = line.measure.removesuffix("-cents")
        if line.programme == programme and not line.by and line.measure != kind:
            found[kind] += line.value
    return found


def _money_rows(lines: Sequence[Line], sign: str) -> list[list[str]]:
    """A row a give that costs something or might."""
    gives: dict[tuple[str, str], dict[str, int]] = {}
    for line in lines:
        if line.item and not line.by and not line.measure.startswith("fails"):
            gives.setdefault((line.programme, line.item), {})[line.measure] = line.value
    return [
        [*key, *(show_money(n[f"{m}-cents"], sign) for m in MONEY), f"{n['unbounded-rows']:,}"]
        for key, n in gives.items()
        if any(n.values())
    ]


def _title(text: str) -> None:
    click.echo(f"\n{text}\n{'-' * len(text)}")


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> None:
    """Columns as wide as they need; the first `texts` to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        cells = [
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())
