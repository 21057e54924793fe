"""superconnector programme: the terms of one programme as they stood on a day."""

from __future__ import annotations

from datetime import date

import click

from superconnector.apps.programmes.finder import terms_as_of
from superconnector.cli.as_json import programme_as_json
from superconnector.cli.opening import Day, common_options, opened, refuse
from superconnector.cli.output import Page, print_json
from superconnector.cli.terms import print_programme
from superconnector.ecosystem import Ecosystem, today_in
from superconnector.ecosystem.problems import nearest
from superconnector.ecosystem.schema import Programme


@click.command("programme")
@click.argument("programme_id", metavar="ID")
@click.option("--on", type=Day(), help="The terms of this day; today's unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def command(programme_id: str, on: date | None, as_json: bool, folder: str | None, language: str) -> None:
    """Show the terms of the programme ID (or another of its names) on a day, each with its source."""
    ecosystem = opened(folder, language)
    programme = _named(programme_id, ecosystem)
    view = terms_as_of(ecosystem, programme, on or today_in(ecosystem))
    if as_json:
        print_json(programme_as_json(ecosystem, view, language))
    else:
        print_programme(Page(ecosystem), programme, view)


def _named(given: str, ecosystem: Ecosystem) -> Programme:
    """The programme of an id or another name, whatever its capitals; otherwise the nearest one is named."""
    known = {name.casefold(): key for name, key in ecosystem.aliases.items()}
    known |= {key: key for key in ecosystem.programmes}
    if given.casefold() not in known:
        guess = nearest(given.casefold(), known)
        refuse(f"no such programme: {given[:80]}" + (f"; did you mean {known[guess]}?" if guess else ""))
    return ecosystem.programmes[known[given.casefold()]]
