"""The door of a call: choose a group, answer only what its clauses need, see the verdict, start an entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.actions.entering import EnteringError, start_entry
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.door import Door, door_of, facts_of, group_or_none
from superconnector.apps.calls.models import Call
from superconnector.apps.calls.queries.entering import my_entries
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.ecosystem import AnswerError, Ecosystem, show_value, today_in
from superconnector.ecosystem.calls import GroupAnswer
from superconnector.ecosystem.schema import FactFile, Group
from superconnector.portal import questions
from superconnector.portal.calls.entering.guards import said
from superconnector.portal.calls.public_page import Line
from superconnector.portal.visitor import Visitor, remember, visitor


@dataclass(frozen=True, slots=True)
class At:
    """Where somebody stands: before which group of which call, with what said so far."""

    call: Call
    ecosystem: Ecosystem
    group: Group
    who: Visitor
    door: Door

    @property
    def answer(self) -> GroupAnswer | None:
        """The verdict on this group; None where the pinned call cannot be read any more."""
        return self.door.of(self.group.id) if self.door.readable else None

    @property
    def facts(self) -> list[FactFile]:
        """The facts that the group's clauses need, in the order of the vocabulary."""
        answer = self.answer
        needed = facts_of(answer.verdict) if answer else frozenset()
        return [fact for key, fact in self.ecosystem.facts.items() if key in needed]

    @property
    def next(self) -> FactFile | None:
        """What to ask next: what may still change the verdict and was not passed over."""
        answer = self.answer
        asked = answer.verdict.could_change if answer else ()
        return next((self.ecosystem.facts[key] for key in asked if key not in self.who.skipped), None)


def _at(request: HttpRequest, call_id: str, group_id: str) -> At:
    call, ecosystem = call_or_not(call_id), current_ecosystem()
    file = definition_of(call)
    group = group_or_none(file, group_id)
    if group is None:
        raise Http404(group_id)
    who = visitor(request, ecosystem)
    return At(call, ecosystem, group, who, door_of(ecosystem, file, who.profile, today_in(ecosystem)))


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, call_id: str) -> HttpResponse:
    """Choose a group."""
    call, ecosystem = call_or_not(call_id), current_ecosystem()
    file = definition_of(call)
    if request.method == "POST":
        chosen = group_or_none(file, request.POST.get("group", ""))
        if chosen is not None:
            return redirect("call-door", call.pk, chosen.id)
    elif len(file.groups) == 1:
        return redirect("call-door", call.pk, file.groups[0].id)
    opened = door_of(ecosystem, file, visitor(request, ecosystem).profile, today_in(ecosystem))
    context = {
        **_frame(request, call),
        "outcomes": {each.group.id: str(each.verdict.outcome) for each in opened.answers},
        "unchosen": request.method == "POST",
    }
    return render(
        request, "calls/entering/groups.html", context, status=422 if request.method == "POST" else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """The next question that the group needs; the verdict when none is left."""
    at = _at(request, call_id, group_id)
    if request.method == "POST":
        return _answered(request, at)
    again = next((fact for fact in at.facts if fact.id == request.GET.get("ask")), None)
    fact = again or at.next
    return _verdict(request, at) if fact is None else _ask(request, at, fact)


def _answered(request: HttpRequest, at: At) -> HttpResponse:
    fact = next((each for each in at.facts if each.id == request.POST.get("fact")), None)
    if fact is None:
        return redirect("call-door", at.call.pk, at.group.id)
    raw = questions.raw_answer(request.POST, fact)
    try:
        value = None if "skip" in request.POST else questions.parsed(fact, raw, at.ecosystem)
    except AnswerError as error:
        return _ask(request, at, fact, raw, error)
    remember(request, at.ecosystem, fact.id, value)
    return redirect("call-door", at.call.pk, at.group.id)


def _ask(
    request: HttpRequest, at: At, fact: FactFile, raw: Any = None, error: AnswerError | None = None
) -> HttpResponse:
    context = {
        **questions.page(request, at.ecosystem, fact, raw, error),
        **_frame(request, at.call),
        "group": at.group,
    }
    return render(request, "calls/entering/door.html", context, status=422 if error else 200)


def _verdict(request: HttpRequest, at: At) -> HttpResponse:
    answer, language = at.answer, request.LANGUAGE_CODE
    context = {
        **_frame(request, at.call),
        "group": at.group,
        "answer": answer,
        "others": at.door.others(at.group.id),
        "rows": [
            (fact, show_value(fact, at.who.profile[fact.id], language) if fact.id in at.who.profile else "")
            for fact in at.facts
        ],
    }
    return render(request, "calls/entering/verdict.html", context)


def _frame(request: HttpRequest, call: Call) -> dict[str, Any]:
    file = definition_of(call)
    signed_in = request.user.is_authenticated
    return {
        "call": call,
        "file": file,
        "programme": file,
        "line": Line.of(call, timezone.now()),
        "mine": my_entries(request.user, call) if signed_in else [],
        "room": "calls",
    }


@never_cache
@require_POST
def start(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """Start an entry in the group, with what its clauses need of the answers."""
    now = timezone.now()
    at = _at(request, call_id, group_id)
    here = reverse("call-door", args=[at.call.pk, at.group.id])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={here}")
    try:
        entry = start_entry(
            actor=request.user, now=now, call=at.call, group_id=at.group.id, profile=at.who.profile
        )
    except EnteringError as error:
        messages.error(request, said(request, error))
        return redirect(here)
    return redirect("entry", at.call.pk, entry.number)
