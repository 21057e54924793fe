"""superconnector changes: what opened, closed or changed its terms between two days."""

from __future__ import annotations

from datetime import date

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from superconnector.apps.programmes import finder
from superconnector.base.telling import day
from superconnector.cli.as_json import changes_as_json
from superconnector.cli.opening import Day, common_options, opened
from superconnector.cli.output import Page, print_json
from superconnector.cli.timeline import print_changes
from superconnector.ecosystem import today_in


@click.command("changes")
@click.option("--since", type=Day(), required=True, help="The first day.")
@click.option("--until", type=Day(), help="The last day; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@common_options
def command(since: date, until: date | None, as_json: bool, folder: str | None, language: str) -> None:
    """Show what opened, closed, changed its terms or happened between two days, newest first."""
    ecosystem = opened(folder, language)
    last = until or today_in(ecosystem)
    if last < since:
        raise click.UsageError(f"--since {since} lies after the last day, {last}")
    found = finder.changes(ecosystem, since, last)
    if as_json:
        print_json(changes_as_json(ecosystem, found, since, last, language))
        return
    page = Page(ecosystem)
    page.title(f"{_('What is new')} · {day(since)} – {day(last)}")
    page.line(ngettext("%(n)s change", "%(n)s changes", len(found)) % {"n": len(found)})
    print_changes(page, found)
    page.list_sources()
