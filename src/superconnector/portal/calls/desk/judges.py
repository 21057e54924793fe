"""The chair asks people to judge, and changes what each judge takes on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions import running
from superconnector.apps.calls.actions.assigning import change_desk
from superconnector.apps.calls.actions.conflicts import ConflictError
from superconnector.apps.calls.actions.nominating import NominatingError, nominate
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.assigning import judge_of, loads
from superconnector.apps.calls.queries.nominating import asked_by
from superconnector.portal.calls.desk.forms import DeskForm, NominateForm
from superconnector.portal.calls.desk.guards import desk_context, in_chair
from superconnector.portal.calls.desk.nominations import by
from superconnector.portal.calls.desk.words import in_words


@login_required
@require_http_methods(["GET", "POST"])
def judges(request: HttpRequest, call_id: str) -> HttpResponse:
    """All judges with their loads, and who is asked; a POST asks somebody.

    The answer is the same whether the address has an account or not.
    """
    chair, now = in_chair(request, call_id), timezone.now()
    form = NominateForm(chair.call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nominate(now=now, desk=form.desk(), **by(request, chair), **form.only("email", "language"))
        except NominatingError as error:
            form.add_error("email", in_words(error))
        else:
            messages.success(request, _("%(email)s is asked to judge.") % form.only("email"))
            return redirect("chair-judges", call_id)
    context = desk_context(chair) | {"form": form, "asked": asked_by(chair, now)}
    context["loads"] = loads(chair, context["opening"].stage)
    return render(request, "calls/desk/judges.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, call_id: str, judge_id: int) -> HttpResponse:
    """One judge; a POST changes what the judge takes on."""
    chair = in_chair(request, call_id)
    found = _judge(chair, judge_id)
    form = DeskForm(chair.call, request.POST or None, initial=DeskForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_desk(actor=chair.user, now=timezone.now(), judge=found, desk=form.desk())
        except ConflictError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("Saved. The next proposal of an assignment minds it."))
            return redirect("chair-judges", call_id)
    context = desk_context(chair) | {"form": form, "judge": found}
    return render(request, "calls/desk/judge.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave(request: HttpRequest, call_id: str, judge_id: int) -> HttpResponse:
    """A judge leaves: what was handed in stays, the rest is free for others."""
    chair = in_chair(request, call_id)
    found = _judge(chair, judge_id)
    because = request.POST.get("because", "")[:200]
    running.leave(actor=chair.user, now=timezone.now(), official=found, because=because)
    said = _("%(name)s judges no more. Propose an assignment, so that others get the open entries.")
    messages.success(request, said % {"name": found.user})
    return redirect("chair-judges", call_id)


def _judge(chair: Official, judge_id: int) -> Official:
    found = judge_of(chair, judge_id)
    if found is None:
        raise Http404(judge_id)
    return found
