"""Who may open these pages: a chair of the call. For everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.rounds import (
    Round,
    ends_of,
    round_begun,
    round_judged_in,
    round_that_ends,
    rounds_of,
)
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
    if stage not in ends_of(chair.call):
        raise Http404(stage)
    return stage


def round_asked(request: HttpRequest, chair: Official) -> Round:
    """The round that the address names as `?stage=`; else the last that has begun.

    Raises Http404 for a stage in which no round of the call is judged.
    """
    if "stage" not in request.GET:
        return round_begun(chair.call, timezone.now())
    found = round_judged_in(chair.call, request.GET["stage"])
    if found is None:
        raise Http404(request.GET["stage"])
    return found


def chair_context(chair: Official, tab: str, round_: Round | None = None) -> dict[str, Any]:
    """What every page of the chair shows; without a round, that of the last one that has begun."""
    rounds = rounds_of(chair.call)
    here = round_ or round_begun(chair.call, timezone.now())
    return {
        "call": chair.call,
        "file": definition_of(chair.call),
        "official": chair,
        "stages": tuple(each.ends for each in rounds),
        "rounds": rounds,
        "round": here,
        "in_round": stage_query(rounds, here),
        "tab": tab,
        "room": "calls",
    }


def stage_query(rounds: Sequence[Round], here: Round) -> str:
    """What an address needs so that it is of this round: nothing where there is one only."""
    return f"?{urlencode({'stage': here.stage})}" if len(rounds) > 1 else ""


def deciding_context(chair: Official, group: Group, stage: str) -> dict[str, Any]:
    """What the pages on the decisions of a group show besides."""
    return chair_context(chair, "decisions", round_that_ends(chair.call, stage)) | {
        "group": group,
        "stage": stage,
        "clear": group.id in clear_groups(chair),
        "prizes": definition_of(chair.call).prizes_for(group.id),
    }
