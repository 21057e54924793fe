"""Calls: those that run and those on record, published results, the showcase, trials."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from superconnector.api import call_schemas as out
from superconnector.api.call_shapes import line, shown_out, trial_out, whole
from superconnector.api.problems import Problem, ProblemError
from superconnector.api.programmes import InLanguage
from superconnector.api.reader import speaking
from superconnector.apps.calls.models import Call, Entry
from superconnector.apps.calls.queries.public import running_calls
from superconnector.apps.calls.queries.showcase import honoured, shown_entries
from superconnector.apps.calls.queries.shown import shown_all
from superconnector.apps.calls.queries.trials import totals_of, trials_told
from superconnector.apps.programmes.queries import current_ecosystem

router = Router()
FAILURES = {404: Problem, 422: Problem, 429: Problem}


@router.get("/calls", response={200: list[out.CallLine], 422: Problem, 429: Problem})
def calls(request: HttpRequest, wanted: Query[InLanguage]) -> list[out.CallLine]:
    """Calls that run, the latest first, then the files of all editions by id. Rehearsals are left out."""
    ecosystem, now = current_ecosystem(), timezone.now()
    with speaking(request, wanted.lang) as language:
        running = [line(each, now, language) for each in running_calls() if not each.rehearsal]
        ids = sorted(set(ecosystem.calls) - {each.id for each in running})
        return running + [line(ecosystem.calls[each], now, language) for each in ids]


@router.get("/calls/{call_id}", response={200: out.CallOut, **FAILURES})
def call(request: HttpRequest, call_id: str, wanted: Query[InLanguage]) -> out.CallOut:
    """One call: who may enter, its phases, criteria and prizes."""
    ecosystem, now = current_ecosystem(), timezone.now()
    found = _running(call_id) or ecosystem.calls.get(call_id)
    if found is None:
        raise ProblemError(404, f"There is no call {call_id[:80]}.")
    with speaking(request, wanted.lang) as language:
        return whole(found, now, language)


@router.get("/calls/{call_id}/results", response={200: list[out.ResultOut], **FAILURES})
def results(request: HttpRequest, call_id: str) -> list[out.ResultOut]:
    """Entries that a published decision awards or lets go on. No scores, no ranks, nothing declined."""
    found = _known(call_id)
    entries = Entry.objects.filter(honoured(), call=found).order_by("group", "title", "number")
    return [
        out.ResultOut(
            entry=each.entry.number,
            title=each.title,
            group=each.entry.group,
            outcome=each.outcome,  # type: ignore[arg-type]  # honoured entries have no other
            prize=each.prize.id if each.prize else None,
        )
        for each in shown_all(found, list(entries))
    ]


@router.get("/calls/{call_id}/showcase", response={200: list[out.ShownOut], **FAILURES})
def showcase(request: HttpRequest, call_id: str, wanted: Query[InLanguage]) -> list[out.ShownOut]:
    """The entries of the gallery with their public answers and files; none before it opens."""
    found = _known(call_id)
    with speaking(request, wanted.lang) as language:
        pages = shown_all(found, list(shown_entries(found, timezone.now())))
        return [shown_out(each, request, language) for each in pages]


@router.get("/calls/{call_id}/trials", response={200: out.TrialsOut, **FAILURES})
def trials(request: HttpRequest, call_id: str) -> out.TrialsOut:
    """Trials as rows, and what they come to. Money and what end users wrote are not public."""
    found = _known(call_id)
    items = [trial_out(each, request) for each in trials_told(found)]
    return out.TrialsOut(totals=totals_of(found), items=items)


def _running(call_id: str) -> Call | None:
    fits = "\0" not in call_id
    return Call.objects.select_related("pinned").filter(pk=call_id).first() if fits else None


def _known(call_id: str) -> Call:
    """A call that runs. Raises ProblemError (404)."""
    found = _running(call_id)
    if found is None:
        raise ProblemError(404, f"No call runs here as {call_id[:80]}.")
    return found
