"""Who may open these pages: a judge of the call, or a chair. For everybody else they do not exist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.reading import judging_opening
from superconnector.portal.calls.desk.words import missing_in_words
from superconnector.portal.localised import words


def at_desk(request: HttpRequest, call_id: str) -> Official:
    """The judge who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.JUDGE)  # type: ignore[arg-type]


def in_chair(request: HttpRequest, call_id: str) -> Official:
    """The chair who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.CHAIR)  # type: ignore[arg-type]


def desk_context(official: Official) -> dict[str, Any]:
    """What every page of the desk shows: the call, its file, and whether judging is open."""
    file = definition_of(official.call)
    opening = judging_opening(official.call, timezone.now())
    names = {each.id: words(each.names) for each in file.criteria}
    return {
        "call": official.call,
        "file": file,
        "official": official,
        "opening": opening,
        "missing": missing_in_words(opening.missing, names),
        "room": "calls",
    }
