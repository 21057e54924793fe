"""Nominations: the chair asks again or takes back; who is asked accepts or declines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.actions import nominating
from superconnector.apps.calls.actions.nominating import NominatingError
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Official
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.queries.nominating import judged_phases, judging_is_over, nomination_to
from superconnector.portal.calls.desk.forms import AcceptForm
from superconnector.portal.calls.desk.guards import in_chair
from superconnector.portal.calls.desk.words import in_words


def by(request: HttpRequest, chair: Official) -> dict[str, Any]:
    """What every mail of a chair needs: who asks, for which call, and where one answers."""
    address = request.build_absolute_uri(reverse("nomination", args=[chair.call_id]))
    return {"actor": chair.user, "call": chair.call, "address": address}


@login_required
@require_POST
def again(request: HttpRequest, call_id: str, nomination_id: int) -> HttpResponse:
    """Send the mail once more."""
    chair = in_chair(request, call_id)
    try:
        found = nominating.ask_again(now=timezone.now(), nomination_id=nomination_id, **by(request, chair))
    except NominatingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("%(email)s is asked once more.") % {"email": found.email})
    return redirect("chair-judges", call_id)


@login_required
@require_POST
def take_back(request: HttpRequest, call_id: str, nomination_id: int) -> HttpResponse:
    """Ask no more."""
    chair = in_chair(request, call_id)
    how = {"actor": chair.user, "now": timezone.now(), "call": chair.call}
    try:
        found = nominating.take_back(nomination_id=nomination_id, **how)
    except NominatingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("%(email)s is not asked any more.") % {"email": found.email})
    return redirect("chair-judges", call_id)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def nomination(request: HttpRequest, call_id: str) -> HttpResponse:
    """What the signed-in person is asked; a POST accepts. Everybody who is not asked reads the same."""
    call, now = call_or_not(call_id), timezone.now()
    found = nomination_to(request.user, call)
    if found is None:
        return render(request, "calls/desk/not_asked.html", _about(call), status=404)
    form = AcceptForm(found.desk, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nominating.accept(actor=request.user, now=now, call=call, taken=form.taken())
        except NominatingError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("Thank you. You judge this call now."))
            return redirect("judging", call_id)
    asked = {"form": form, "nomination": found, "over": judging_is_over(call, now)}
    return render(
        request, "calls/desk/nomination.html", _about(call) | asked, status=422 if form.errors else 200
    )


@login_required
@require_POST
def decline(request: HttpRequest, call_id: str) -> HttpResponse:
    """Say no."""
    call = call_or_not(call_id)
    try:
        nominating.decline(actor=request.user, now=timezone.now(), call=call)
    except NominatingError:
        return render(request, "calls/desk/not_asked.html", _about(call), status=404)
    messages.success(request, _("You declined. The organisers see it."))
    return redirect("calls")


def _about(call: Call) -> dict[str, Any]:
    days = [
        (each.kind, each.opens_at, each.closes_at and last_second(each.closes_at))
        for each in judged_phases(call)
    ]
    return {"call": call, "file": definition_of(call), "days": days, "room": "calls"}
