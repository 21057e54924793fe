"""What happened, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from superconnector.apps.programmes.finder import Change
from superconnector.apps.programmes.history import Kind, Moment
from superconnector.base.codes import CHANGES
from superconnector.base.telling import day, part_words
from superconnector.base.workings import term_in_words
from superconnector.cli.output import Page
from superconnector.cli.words import language


def print_timeline(page: Page, timeline: Sequence[Moment]) -> None:
    """Every change of one programme, oldest first."""
    page.heading(_("Over time"))
    if not timeline:
        page.line(_("No dated change is known."))
    for moment in timeline:
        page.line(day(moment.on), style="bold")
        for change in moment.changes:
            _print_change(page, change)


def print_changes(page: Page, changes: Iterable[Change]) -> None:
    """The changes of many programmes, under their days."""
    for on, of_day in groupby(changes, key=lambda change: change.on):
        page.heading(day(on))
        for _id, of_programme in groupby(of_day, key=lambda change: change.programme.id):
            _print_programme(page, list(of_programme))


def _print_programme(page: Page, changes: Sequence[Change]) -> None:
    programme = changes[0].programme
    page.line(f"{programme.names.text(language())} ({programme.id})", style="bold")
    for change in changes:
        _print_change(page, change)


def _print_change(page: Page, change: Change) -> None:
    is_event = change.kind is Kind.EVENT
    about = change.value if is_event and change.value != change.on.isoformat() else ""
    part = (
        f" ({part_words(change.part, change.began) if change.part else about})"
        if change.part or about
        else ""
    )
    value = "" if is_event else _figure(page, change)
    text = " ".join(each for each in (change.text, value, change.note) if each)
    said = f"{CHANGES[change.kind]}{part}: {text}" if text else f"{CHANGES[change.kind]}{part}"
    page.line(page.cited(said, change.cites, change.programme), lead="·", indent=2)


def _figure(page: Page, change: Change) -> str:
    """The figure of a changed term, behind the one that it replaces."""
    now = term_in_words(change.term, page.ecosystem) if change.term else ""
    was = term_in_words(change.before, page.ecosystem) if change.before else ""
    return f"{was} → {now}" if now and was else now or change.value
