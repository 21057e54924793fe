"""Reads of the check at the door."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Entry, Official
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.apps.programmes.queries import current_ecosystem


def entries_at_door(chair: Official, state: str) -> QuerySet[Entry]:
    """The entries of a state that the chair sees, those with an open question first."""
    doubt = Case(When(unsettled=[], then=Value(1)), default=Value(0), output_field=IntegerField())
    return entries_seen_by(chair).filter(state=state).order_by(doubt, "group", "number")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that nobody could settle at the door. The text is empty where no file states it any more."""

    id: str
    text: str


def clauses_of(entry: Entry) -> tuple[Clause, ...]:
    """The open questions of an entry, in the words of the group or of its programme."""
    file = definition_of(entry.call)
    terms = {term.id: term.text for term in file.group(entry.group).who}
    programme = current_ecosystem().programmes.get(file.programme or "")
    if programme is not None:
        terms = {term.id: term.text for term in programme.who} | terms
    return tuple(Clause(each, terms.get(each, "")) for each in entry.unsettled)
