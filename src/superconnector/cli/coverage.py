"""superconnector coverage: how much of an ecosystem is written down, and whether it fell below its floor."""

from __future__ import annotations

import json
from pathlib import Path

import click

from superconnector.ecosystem.coverage import LABELS, count_all, count_by_operator, shortfalls
from superconnector.ecosystem.document import Document, read_document
from superconnector.ecosystem.ecosystem import load
from superconnector.ecosystem.folder import read_folder
from superconnector.ecosystem.problems import EcosystemError
from superconnector.ecosystem.schema import CoverageFile

COLUMNS = ("programmes", "status", "who", "gives", "history", "not-stated")


@click.command("coverage")
@click.argument("folder", type=click.Path())
@click.option("--floor", type=click.Path(exists=True, path_type=Path), help="Default: FOLDER/coverage.yaml.")
@click.option("--by-operator", is_flag=True, help="A line for each operator.")
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON object.")
def command(folder: str, floor: Path | None, by_operator: bool, as_json: bool) -> None:
    """Count what FOLDER states; exit with 1 if a count is below its floor."""
    try:
        ecosystem = load(read_folder(folder))
    except EcosystemError as error:
        raise click.ClickException(f"the folder has errors; see superconnector check\n{error}") from None
    counts = count_all(ecosystem)
    if as_json:
        click.echo(json.dumps(counts, indent=2))
    else:
        _table(counts)
    if by_operator:
        _operators(count_by_operator(ecosystem))
    missing = shortfalls(counts, _floor(floor or Path(folder) / "coverage.yaml"))
    for line in missing:
        click.echo(line, err=True)
    raise SystemExit(1 if missing else 0)


def _floor(file: Path) -> dict[str, int]:
    if not file.exists():
        return {}
    document = read_document(str(file), file.read_text(encoding="utf-8"))
    if not isinstance(document, Document):
        raise click.ClickException("\n".join(map(str, document)))
    try:
        return CoverageFile.model_validate(document.value).floor
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from None


def _table(counts: dict[str, int]) -> None:
    for key, number in counts.items():
        click.echo(f"{number:>6}  {LABELS[key]}  ({key})")


def _operators(groups: dict[str, dict[str, int]]) -> None:
    click.echo("\n" + " ".join(f"{name:>10}" for name in COLUMNS) + "  operator")
    for operator, counts in groups.items():
        click.echo(" ".join(f"{counts[name]:>10}" for name in COLUMNS) + f"  {operator}")
