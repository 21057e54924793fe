"""Decisions of a group: pending ones, one by one or as the ranking proposes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions import deciding
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.queries.deciding import cases, propose
from superconnector.portal.calls.chair.deciding_forms import DecisionForm, PlanForm
from superconnector.portal.calls.chair.guards import deciding_context, group_of, in_chair, stage_of
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def decisions(request: HttpRequest, call_id: str, group_id: str, stage: str) -> HttpResponse:
    """All candidates by their place, with what is decided. A chair with a conflict here sees none of it."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    context = deciding_context(chair, group, stage_of(chair, stage))
    if context["clear"]:
        context |= {
            "cases": cases(chair, group_id, stage),
            "plan": PlanForm(chair.call, group, context["round"]),
        }
    return render(request, "calls/chair/decisions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, call_id: str, group_id: str, stage: str) -> HttpResponse:
    """What the ranking proposes as a difference to what is decided; a POST applies what was shown."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    context = deciding_context(chair, group, stage_of(chair, stage))
    form = PlanForm(chair.call, group, context["round"], request.POST or request.GET)
    if not context["clear"] or not form.is_valid():
        return redirect("chair-decisions", call_id, group_id, stage)
    plan, where = form.plan(), {"group": group_id, "stage": stage}
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            deciding.apply_proposal(
                actor=chair.user, now=timezone.now(), chair=chair, plan=plan, seen=seen, **where
            )
        except DecidingError as error:
            messages.error(request, in_words(error))
        else:
            messages.success(request, _("Decided as proposed. Nothing is told to anybody yet."))
            return redirect("chair-decisions", call_id, group_id, stage)
    context |= {"proposal": propose(chair, group_id, stage, plan), "plan": form}
    return render(request, "calls/chair/proposal.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, call_id: str, group_id: str, stage: str, number: str) -> HttpResponse:
    """One entry: what becomes of it, and why."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    context = deciding_context(chair, group, stage_of(chair, stage))
    found = (
        each for each in cases(chair, group_id, stage) if context["clear"] and each.entry.number == number
    )
    case = next(found, None)
    if case is None:
        raise Http404(number)
    form = DecisionForm(chair.call, group, case.decision, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.decide(
                actor=chair.user, now=timezone.now(), chair=chair, number=number, stage=stage,
                choice=form.choice(),
            )  # fmt: skip
        except DecidingError as error:
            form.add_error(None, in_words(error))
        else:
            return redirect("chair-decisions", call_id, group_id, stage)
    context |= {"form": form, "case": case}
    return render(request, "calls/chair/decision.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def undecide(request: HttpRequest, call_id: str, group_id: str, stage: str, number: str) -> HttpResponse:
    """Take a pending decision back."""
    chair = in_chair(request, call_id)
    group_of(chair, group_id)
    try:
        deciding.undecide(
            actor=chair.user, now=timezone.now(), chair=chair, number=number, stage=stage_of(chair, stage)
        )
    except DecidingError as error:
        messages.error(request, in_words(error))
    return redirect("chair-decisions", call_id, group_id, stage)
