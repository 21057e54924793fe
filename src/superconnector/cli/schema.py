"""superconnector schema: the folder format as JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import click

from superconnector.ecosystem.exported import json_schema


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write one file a kind into this folder; without it, all are printed as one object.",
)
def command(out: Path | None) -> None:
    """Export the format of the folder as JSON Schema, for editors to complete and check."""
    schemas = json_schema()
    if out is None:
        click.echo(json.dumps(schemas, indent=2, ensure_ascii=False))
        return
    out.mkdir(parents=True, exist_ok=True)
    for kind, schema in schemas.items():
        file = out / f"{kind}.schema.json"
        file.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        click.echo(str(file))
