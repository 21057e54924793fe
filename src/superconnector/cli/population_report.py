"""The results of a population on the terminal, as tables of plain text, or as a file on standard output."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from superconnector.base.population.results import AS_IS, Results, as_json, write
from superconnector.cli.output import clean

OUTCOMES = {"open": "open", "may-be-open": "unknown", "not-for-you": "not", "closed": "closed"}
"""Outcome → the heading of its column."""


def show(results: Results, form: str) -> None:
    """Print the results in a form: table, csv, json, parquet."""
    if form == "table":
        _report(results)
    elif form == "json":
        click.echo(json.dumps(as_json(results), indent=1, ensure_ascii=False))
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "results")
            write(results, form, file)
            click.echo(file.read_bytes(), nl=False)


def _report(results: Results) -> None:
    about = results.about
    click.echo(f"{about['rows']:,} applicants of {clean(about['table'])}, as of {about['on']}")
    click.echo()
    _outcomes(results)


def _outcomes(results: Results) -> None:
    """Open, unknown, not, closed by programme; those that are closed for everybody in one line."""
    numbers = results.numbers(AS_IS)
    programmes = dict.fromkeys(name for name, _ in numbers)
    closed = [p for p in programmes if numbers[p, "closed"]]
    rows = [
        [p, *(f"{numbers[p, o]:,}" for o in OUTCOMES if o != "closed")] for p in programmes if p not in closed
    ]
    rows.sort(key=lambda row: (-int(row[1].replace(",", "")), -int(row[2].replace(",", "")), row[0]))
    print_table(["programme", "open", "unknown", "not"], rows)
    click.echo()
    click.echo(f"Closed for everybody: {', '.join(closed) or 'none'}.")


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> None:
    """Columns as wide as they need; the first `texts` to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    for row in [heads, *rows]:
        cells = [
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())
