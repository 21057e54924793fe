"""Who may open these pages: a judge of the call, or a chair. For everybody else they do not exist."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils import timezone

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.reading import judging_opening
from superconnector.apps.calls.rounds import Round, round_judged_in, round_now, rounds_of
from superconnector.apps.calls.seeing import judge_sees
from superconnector.portal.calls.desk.words import missing_in_words
from superconnector.portal.localised import words


def judge_of(request: HttpRequest, call_id: str) -> Official:
    """The judge who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.JUDGE)  # type: ignore[arg-type]


def at_desk(request: HttpRequest, call_id: str) -> Official:
    """The judge who asks. Raises Http404, also while the phases of the call let only others see entries."""
    judge = judge_of(request, call_id)
    if not judge_sees(judge.call, timezone.now()):
        raise Http404(call_id)
    return judge


def in_chair(request: HttpRequest, call_id: str) -> Official:
    """The chair who asks. Raises Http404."""
    return office(call_or_not(call_id), request.user, Official.Role.CHAIR)  # type: ignore[arg-type]


def round_asked(request: HttpRequest, chair: Official) -> Round:
    """The round that the address names as `?stage=`; else the one that is judged now or next.

    Raises Http404 for a stage in which no round of the call is judged.
    """
    if "stage" not in request.GET:
        return round_now(chair.call, timezone.now())
    found = round_judged_in(chair.call, request.GET["stage"])
    if found is None:
        raise Http404(request.GET["stage"])
    return found


def round_context(chair: Official, judged: Round) -> dict[str, Any]:
    """What a page of the chair that is of one round shows besides: which rounds there are."""
    rounds = rounds_of(chair.call)
    query = f"?{urlencode({'stage': judged.stage})}" if len(rounds) > 1 else ""
    return {"rounds": rounds, "round": judged, "in_round": query}


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
