"""superconnector find: everything the ecosystem can do for one profile."""

from __future__ import annotations

from datetime import date

import click

from superconnector.apps.programmes import finder
from superconnector.cli.answers import print_findings
from superconnector.cli.as_json import findings_as_json
from superconnector.cli.opening import Day, common_options, opened, read_profile_file
from superconnector.cli.output import Page, print_json
from superconnector.ecosystem import today_in


@click.command("find")
@click.argument("profile")
@click.option("--on", type=Day(), help="As of this day; today unless given.")
@click.option("--json", "as_json", is_flag=True, help="All answers as JSON.")
@click.option(
    "--all", "everything", is_flag=True, help="Also what does not serve the aims, with every clause."
)
@common_options
def command(
    profile: str, on: date | None, as_json: bool, everything: bool, folder: str | None, language: str
) -> None:
    """Say what is open to the applicant of PROFILE (YAML or JSON), with the reasons and the sources."""
    ecosystem = opened(folder, language)
    known = read_profile_file(profile, ecosystem)
    findings = finder.find(ecosystem, known, on or today_in(ecosystem))
    if as_json:
        print_json(findings_as_json(ecosystem, findings, language))
    else:
        print_findings(Page(ecosystem), findings, everything=everything)
