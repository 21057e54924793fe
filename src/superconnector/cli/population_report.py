"""The results of a population on the terminal, as tables of plain text, or as a file on standard output."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from rich.cells import cell_len

from superconnector.base.population.figures import SUMS, Change, Part, Tally, figures
from superconnector.base.population.results import Results, as_bytes, as_json
from superconnector.cli.output import clean
from superconnector.ecosystem import show_money

OUTCOMES: Mapping[str, str | Promise] = {
    "open": pgettext_lazy("column", "open"),
    "may-be-open": pgettext_lazy("column", "unknown"),
    "not-for-you": pgettext_lazy("column", "not"),
    "closed": pgettext_lazy("column", "closed"),
}
"""Outcome → the heading of its column."""
SUM_WORDS: Mapping[str, str | Promise] = {
    "certain": gettext_lazy("certain"),
    "open-at-most": gettext_lazy("open, at most"),
    "may-at-most": gettext_lazy("unknown, at most"),
}
MOST_DETAILS = 3
"""Programmes up to which the clauses and groups are printed without being asked for by name."""


def show(results: Results, form: str, sign: str, programmes: Sequence[str] = ()) -> None:
    """Print the results in a form: table, csv, json, parquet. `programmes` are told in full."""
    if form == "table":
        _Report(results, sign, programmes).show()
    elif form == "json":
        click.echo(json.dumps(as_json(results), indent=1, ensure_ascii=False))
    else:
        click.echo(as_bytes(results, form), nl=False)


class _Report:
    def __init__(self, results: Results, sign: str, programmes: Sequence[str]) -> None:
        self.sign, self.found = sign, figures(results)
        self.tallies = list(self.found.tallies.values())
        few = len(self.tallies) <= MOST_DETAILS
        self.detailed = [
            tally
            for tally in self.tallies
            if few or tally.programme in programmes or tally.programme in self.found.changes
        ]

    def show(self) -> None:
        about = self.found.about
        _line(
            _("%(n)s applicants of %(table)s, as of %(day)s"),
            n=f"{about['rows']:,}",
            table=clean(about["table"]),
            day=about["on"],
        )
        if about.get("made_up"):
            _line(_("made up: nobody in this table exists"))
        _title(_("Outcomes"))
        self._outcomes()
        for tally in self.detailed:
            self._clauses(tally)
            for by, parts in tally.parts.items():
                self._groups(tally.programme, by, parts)
        self._money()
        for change in self.found.changes.values():
            self._change(change)
        if self.found.not_counted:
            _title(_("Not counted"))
            for line in self.found.not_counted:
                click.echo(clean(line))

    def _outcomes(self) -> None:
        """Open, unknown, not by programme; those that are closed for everybody in one line."""
        live = [tally for tally in self.tallies if not tally.closed]
        live.sort(key=lambda t: (-t.outcomes["open"], -t.outcomes["may-be-open"], t.programme))
        shown = [code for code in OUTCOMES if code != "closed"]
        rows = [[t.programme, *(f"{t.outcomes[code]:,}" for code in shown)] for t in live]
        print_table([_("programme"), *(str(OUTCOMES[code]) for code in shown)], rows)
        closed = [tally.programme for tally in self.tallies if tally.closed]
        if closed:
            click.echo()
            _line(_("Closed for everybody: %(names)s"), names=", ".join(closed))

    def _clauses(self, tally: Tally) -> None:
        if tally.clauses:
            _title(_("%(programme)s: who fails where") % {"programme": tally.programme})
            rows = [[each.clause, f"{each.fails:,}", f"{each.alone:,}"] for each in tally.clauses]
            print_table([_("clause"), _("fail"), _("fail here alone")], rows)

    def _groups(self, programme: str, by: str, parts: Sequence[Part]) -> None:
        _title(_("%(programme)s by %(split)s") % {"programme": programme, "split": clean(by)})
        rows = [
            [
                clean(part.name),
                *(f"{part.outcomes[code]:,}" for code in OUTCOMES),
                show_money(sum(cost.at_most for cost in part.costs), self.sign),
            ]
            for part in parts
        ]
        print_table([clean(by), *map(str, OUTCOMES.values()), _("at most")], rows)

    def _money(self) -> None:
        rows = [
            [
                tally.programme,
                cost.give,
                *(show_money(cost.cents[m], self.sign) for m in SUMS),
                f"{cost.boundless:,}",
            ]
            for tally in self.tallies
            for cost in tally.costs
            if cost.rows
        ]
        if rows:
            _title(_("Cost if every one of them applies once"))
            _line(_("certain: open, and the amount is known · open, unknown: at most, by the ceilings"))
            _line(_("no bound: rows that nothing stated limits, counted in no sum"))
            click.echo()
            heads = [_("programme"), _("give"), _("certain")]
            heads += [pgettext("column", "open"), pgettext("column", "unknown"), _("no bound")]
            print_table(heads, rows, 2)

    def _change(self, change: Change) -> None:
        programme, words = change.before.programme, "; ".join(map(clean, self.found.about["changes"]))
        _title(f"{programme}: {words}")
        versions = [_("as it is"), _("changed"), _("difference")]
        before, after = change.before.outcomes, change.after.outcomes
        rows = [
            [str(word), f"{before[o]:,}", f"{after[o]:,}", f"{after[o] - before[o]:+,}"]
            for o, word in OUTCOMES.items()
        ]
        print_table([_("applicants"), *versions], rows)
        click.echo()
        print_table([_("cost"), *versions], self._cost_changes(change))
        click.echo()
        _line(_("Gain: %(gain)s · lose: %(lose)s"), gain=f"{change.gains:,}", lose=f"{change.loses:,}")
        for old, new, rows_moved in change.moves:
            moved = {"old": OUTCOMES[old], "new": OUTCOMES[new], "n": f"{rows_moved:,}"}
            click.echo("  " + _("%(old)s to %(new)s: %(n)s") % moved)
        self._sides(change)

    def _sides(self, change: Change) -> None:
        for by, groups in change.sides.items():
            click.echo()
            sides = [[clean(g), f"{gain:,}", f"{lose:,}"] for g, (gain, lose) in groups.items()]
            print_table([clean(by), _("gain"), _("lose")], sides)

    def _cost_changes(self, change: Change) -> list[list[str]]:
        sums = [
            [sum(c.cents[m] for c in tally.costs) for m in SUMS] for tally in (change.before, change.after)
        ]
        return [
            [str(SUM_WORDS[m]), *(show_money(cents, self.sign) for cents in (old, new, new - old))]
            for m, old, new in zip(SUMS, *sums, strict=True)
        ]


def _line(text: str, **parts: str) -> None:
    click.echo(text % parts if parts else text)


def _title(text: str) -> None:
    click.echo(f"\n{text}\n{'-' * cell_len(text)}")


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> None:
    """Columns as wide as they need; the first `texts` to the left, the others to the right."""
    widths = [max(cell_len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        cells = [
            _padded(cell, width, left=place < texts)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _padded(cell: str, width: int, *, left: bool) -> str:
    """As wide as the column; a Chinese character takes two places."""
    space = " " * (width - cell_len(cell))
    return cell + space if left else space + cell
