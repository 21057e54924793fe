"""Template tags of blind judging: where an entry names its team, how a judge is given its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from superconnector.apps.calls.facts.handing_in import Held
from superconnector.apps.calls.models import Entry, EntryFile, Official
from superconnector.apps.calls.queries.blind_files import handed_files, on_sheet, shown_blind
from superconnector.apps.calls.queries.flags import flagged_among, flags_of, has_flagged
from superconnector.apps.calls.queries.naming import (
    is_blind,
    names_handed_in,
    names_in_draft,
    names_in_file,
)
from superconnector.apps.calls.queries.reading_sheet import SheetFile
from superconnector.ecosystem.schema import Question
from superconnector.portal.calls.naming.words import SHOWINGS, where_in_words

register = template.Library()
register.filter("where_in_words", where_in_words)
register.filter("showing_words", lambda code: SHOWINGS.get(str(code), str(code)))


@register.inclusion_tag("calls/naming/team.html")
def team_named(held: Held) -> dict[str, Any]:
    """On the page to check: where the draft names its team, and what judges are not given."""
    blind = is_blind(held.entry.call)
    seen = [each.id for each in held.questions if blind and not each.identifies]
    files = [row for question in seen for row in held.files.get(question, ())]
    return {
        "blind": blind,
        "looked": names_in_draft(held) if blind else None,
        "kept_back": [(row, showing) for row in files if (showing := _showing(row)) in ("unsaid", "broken")],
        "entry": held.entry,
    }


@register.inclusion_tag("calls/naming/file.html", takes_context=True)
def file_named(context: template.Context, row: EntryFile) -> dict[str, Any]:
    """Below a file of the draft: what in it names the team, and how blind judges are given it."""
    question = context["question"]
    blind = is_blind(row.entry.call) and not question.identifies
    return {
        "blind": blind,
        "looked": names_in_file(row) if blind else None,
        "showing": _showing(row) if blind else "",
        "each": row,
        "taking": context["taking"],
        "csrf_token": context["csrf_token"],
    }


def _showing(row: EntryFile) -> str:
    return str(shown_blind(row.entry, row.question, row.stored))


@register.inclusion_tag("calls/naming/chair.html", takes_context=True)
def entry_named(context: template.Context, entry: Entry) -> dict[str, Any]:
    """On the chair's page of an entry: what stayed, what is kept back, what was flagged."""
    blind = is_blind(entry.call)
    return {
        "blind": blind,
        "entry": entry,
        "call": entry.call,
        "looked": names_handed_in(entry) if blind else None,
        "files": handed_files(entry) if blind else (),
        "flags": flags_of(entry) if blind else (),
        "csrf_token": context["csrf_token"],
    }


@register.simple_tag
def flagged_numbers(entries: Iterable[Entry]) -> frozenset[str]:
    """Of these entries those that a judge flagged."""
    return flagged_among(entries)


@register.simple_tag
def is_flagged_by(judge: Official, number: str) -> bool:
    """Whether the judge said already that the entry names its team."""
    return has_flagged(judge, number)


@register.simple_tag
def showing_on_sheet(judge: Official, number: str, question: Question, file: SheetFile) -> str:
    """How a blind judge is given a file of the sheet."""
    return str(on_sheet(judge, number, question.id, file.digest, file.kind))
