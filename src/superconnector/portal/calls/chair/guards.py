"""Who may open these pages: a chair of the call. For everybody else they do not exist."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.deciding import stages_of
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.ecosystem.schema import Group


def in_chair(request: HttpRequest, call_id: str) -> Official:
    """The chair who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.CHAIR)  # type: ignore[arg-type]


def group_of(chair: Official, group_id: str) -> Group:
    """A group of the call. Raises Http404."""
    try:
        return definition_of(chair.call).group(group_id)
    except KeyError:
        raise Http404(group_id) from None


def stage_of(chair: Official, stage: str) -> str:
    """A stage of the call that ends with a decision. Raises Http404."""
    if stage not in stages_of(definition_of(chair.call)):
        raise Http404(stage)
    return stage


def chair_context(chair: Official, tab: str) -> dict[str, Any]:
    """What every page of the chair shows."""
    file = definition_of(chair.call)
    return {
        "call": chair.call,
        "file": file,
        "official": chair,
        "stages": stages_of(file),
        "tab": tab,
        "room": "calls",
    }


def deciding_context(chair: Official, group: Group, stage: str) -> dict[str, Any]:
    """What the pages on the decisions of a group show besides."""
    return chair_context(chair, "decisions") | {
        "group": group,
        "stage": stage,
        "clear": group.id in clear_groups(chair),
        "prizes": definition_of(chair.call).prizes_for(group.id),
    }
