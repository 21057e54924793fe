"""What a team builds after the decision: its own page, the chair's list, and the files for both."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.access import call_or_not, membership
from superconnector.apps.calls.actions.prototypes import PrototypeError, record_prototype
from superconnector.apps.calls.models import Entry, Prototype
from superconnector.apps.calls.queries.prototypes import builds, prototypes_of, prototypes_seen_by
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.words import in_words as file_words
from superconnector.portal.calls.after.forms import PrototypeForm
from superconnector.portal.calls.after.guards import frame, in_chair
from superconnector.portal.calls.after.words import in_words
from superconnector.portal.files import send


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """All states that the team recorded; a POST records one more."""
    entry = _own(request, call_id, number)
    form = PrototypeForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _recorded(request, entry, form):
        messages.success(request, _("It is on record."))
        return redirect("entry-prototypes", call_id, number)
    found = {"entry": entry, "form": form, "prototypes": prototypes_of(entry)}
    status = 422 if form.is_bound else 200
    return render(request, "calls/after/prototypes.html", frame(entry.call) | found, status=status)


@login_required
@require_GET
def team_file(request: HttpRequest, call_id: str, number: str, row_id: int) -> FileResponse:
    """The file of a state, for the team."""
    return _sent(prototypes_of(_own(request, call_id, number)).filter(pk=row_id).first())


@never_cache
@login_required
@require_GET
def chair(request: HttpRequest, call_id: str) -> HttpResponse:
    """The states of all entries that the chair may know of."""
    office = in_chair(request, call_id)
    found = {"prototypes": prototypes_seen_by(office), "tab": "prototypes"}
    return render(request, "calls/after/chair_prototypes.html", frame(office.call) | found)


@login_required
@require_GET
def chair_file(request: HttpRequest, call_id: str, row_id: int) -> FileResponse:
    """The file of a state, for the chair."""
    return _sent(prototypes_seen_by(in_chair(request, call_id)).filter(pk=row_id).first())


def _own(request: HttpRequest, call_id: str, number: str) -> Entry:
    """The entry of one's own team, if it won or went on. Raises Http404."""
    entry = membership(call_or_not(call_id), number, request.user).entry  # type: ignore[arg-type]
    if not builds(entry):
        raise Http404(number)
    return entry


def _recorded(request: HttpRequest, entry: Entry, form: PrototypeForm) -> Prototype | None:
    """What was written; a refusal becomes an error of the form."""
    how = {"actor": request.user, "now": timezone.now(), "entry": entry}
    try:
        return record_prototype(**how, built=form.built(), upload=form.upload())  # type: ignore[arg-type]
    except PrototypeError as error:
        form.add_error(None, in_words(error))
    except FileRefusedError as error:
        form.add_error("file", file_words(error))
    return None


def _sent(found: Prototype | None) -> FileResponse:
    if found is None or found.stored is None:
        raise Http404
    return send(found.stored, found.name)
