"""An officer opens a call from a file: its dates, its address, and whether it is a rehearsal."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.access import may_open_calls
from superconnector.apps.calls.actions.running import RunningError, open_call
from superconnector.apps.calls.models import Call
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.portal.calls.opening_form import OPENING_ERRORS, Opening, read, start
from superconnector.portal.calls.public_page import record


def _officers_only(request: HttpRequest) -> None:
    """Raises Http404 for everybody else: the page is not there for them."""
    if not may_open_calls(request.user):
        raise Http404


@never_cache
@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which file to open a call from."""
    _officers_only(request)
    opened = list(Call.objects.order_by("-opened_at").values_list("definition", flat=True))
    context = {"record": record(current_ecosystem()), "opened": opened, "room": "calls"}
    return render(request, "calls/public/choose.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, definition: str) -> HttpResponse:
    """The form of one file, and the opening itself."""
    _officers_only(request)
    file = current_ecosystem().calls.get(definition)
    if file is None:
        raise Http404(definition)
    form = read(request.POST, file) if request.method == "POST" else start(file)
    if request.method == "GET" or form.errors:
        return _page(request, form)
    try:
        call = open_call(
            actor=request.user,
            now=timezone.now(),
            definition=definition,
            call_id=form.id,
            seed=secrets.token_hex(16),
            times=form.times,
            rehearsal=form.rehearsal,
        )
    except RunningError as error:
        form.errors.append(("id", str(OPENING_ERRORS[error.code])))
        return _page(request, form)
    messages.success(request, _("The call is open. You are its chair; appoint others on its desk."))
    return redirect("call", call.pk)


def _page(request: HttpRequest, form: Opening) -> HttpResponse:
    context = {
        "form": form,
        "file": form.file,
        "programme": form.file,
        "errors": form.errors,
        "wrong": dict(form.errors),
        "room": "calls",
    }
    return render(request, "calls/public/open.html", context, status=422 if form.errors else 200)
