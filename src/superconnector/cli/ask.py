"""superconnector ask: the interview on the terminal, the question that settles most first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from django.utils.translation import gettext as _

from superconnector.apps.programmes import finder
from superconnector.cli.answers import print_findings, tally
from superconnector.cli.interview import Interview, Move, print_help, print_question, read_move
from superconnector.cli.opening import Day, common_options, opened
from superconnector.cli.output import Page
from superconnector.cli.saving import check_target, save
from superconnector.cli.words import language as current_language
from superconnector.cli.words import refusal_words
from superconnector.ecosystem import AnswerError, today_in
from superconnector.ecosystem.schema import FactFile


@click.command("ask")
@click.option("--on", type=Day(), help="As of this day; today unless given.")
@click.option(
    "--save", "target", type=click.Path(path_type=Path), help="Keep the answers as this profile file."
)
@common_options
def command(on: date | None, target: Path | None, folder: str | None, language: str) -> None:
    """Answer a few questions; see what is open to you, with the reasons and the sources."""
    if target is not None:
        check_target(target)
    ecosystem = opened(folder, language)
    page = Page(ecosystem)
    interview = Interview(ecosystem, on or today_in(ecosystem))
    page.title(f"{ecosystem.file.names.text(language)}: {ecosystem.file.tagline.text(language)}")
    page.line(_("Type your answer. Enter alone: you do not know. ?: help. back, results, quit."))
    asked_to_stop = _hold(page, interview)
    if target is not None and interview.profile:
        save(target, interview.profile, ecosystem)
    if not asked_to_stop:
        page.gap()
        print_findings(page, finder.find(ecosystem, interview.profile, interview.on), everything=False)
    if target is not None and interview.profile:
        page.address(_("Your answers are kept in %(file)s.") % {"file": target})


def _hold(page: Page, interview: Interview) -> bool:
    """Ask until nothing is left to ask or the results are wanted. True: the applicant left without them."""
    try:
        while (fact := interview.fact) is not None:
            print_question(page, fact, len(interview.order) + 1)
            move = _settle(page, interview, fact)
            if move is Move.RESULTS:
                return False
            if move is Move.STOP:
                break
            if move is not Move.BACK:
                page.line(tally(interview.counts()), indent=2, style="dim")
        else:
            page.gap()
            page.line(_("No further question would settle anything."))
            return False
    except KeyboardInterrupt:
        pass  # an answer is either kept whole or not at all, so there is nothing to mend
    page.gap()
    page.line(_("Stopped."))
    return True


def _settle(page: Page, interview: Interview, fact: FactFile) -> Move:
    """Read lines until one of them leads away from this question; what was wrong with the others is said."""
    while True:
        move, raw = read_move(page, fact)
        if move is Move.HELP:
            print_help(page, fact, interview)
        elif move is Move.BACK and not interview.back():
            page.line(_("This is the first question."), indent=2)
        elif move is Move.SKIP:
            interview.skip()
            return move
        elif move is Move.ANSWER:
            try:
                page.line(interview.answer(raw, current_language()), lead="→", indent=2)
            except AnswerError as error:
                page.line(refusal_words(error, fact), lead="!", indent=2, lead_style="red")
            else:
                return move
        else:
            return move
