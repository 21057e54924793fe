"""Files of an entry: shown at once, kept when something else is wrong, put away, downloaded by the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.actions.answers import Rights, add_file, remove_file, say_rights
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.models import EntryFile, Member
from superconnector.apps.calls.queries.entering import entry_file
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.words import in_words
from superconnector.base.lines import one_line
from superconnector.portal.calls.entering.guards import done, mine, received_at, said
from superconnector.portal.calls.entering.words import ERRORS
from superconnector.portal.files import send

MOST_AT_ONCE = 20


def _rights(request: HttpRequest) -> Rights:
    most = {"rights_holder": 200, "licence": 80, "creator": 200, "made_on": 40, "description": 1000}
    return Rights(**{name: one_line(request.POST.get(name, ""), length) for name, length in most.items()})


@never_cache
@login_required
@require_POST
def add(request: HttpRequest, call_id: str, number: str, question_id: str) -> HttpResponse:
    """Keep one or several files; each that is refused is named with its reason, the others stay."""
    now = received_at(request)
    member = mine(request, call_id, number)
    uploads = request.FILES.getlist("file")[:MOST_AT_ONCE]
    if not uploads:
        messages.error(request, str(ERRORS["no-upload"]))
    for upload in uploads:
        try:
            kept = add_file(
                actor=request.user,
                now=now,
                entry=member.entry,
                question_id=question_id,
                upload=upload.file,
                name=upload.name,
                rights=_rights(request),
            )
            messages.success(request, _("Kept: %(name)s") % {"name": kept.name})
        except FileRefusedError as error:
            messages.error(request, in_words(error))
        except EnteringError as error:
            if error.code == "no-question":
                raise Http404(question_id) from None
            messages.error(request, said(request, error))
    return redirect("entry-question", call_id, number, question_id)


@never_cache
@login_required
@require_POST
def rights(request: HttpRequest, call_id: str, number: str, file_id: int) -> HttpResponse:
    """Say who holds the rights."""
    now = received_at(request)
    member = mine(request, call_id, number)
    row = _file(member, file_id)

    def act() -> str:
        say_rights(actor=request.user, now=now, entry=member.entry, file_id=file_id, rights=_rights(request))
        return _("Saved: the rights in %(name)s") % {"name": row.name}

    return done(request, act, "entry-question", call_id, number, row.question)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, call_id: str, number: str, file_id: int) -> HttpResponse:
    """Put a file away."""
    now = received_at(request)
    member = mine(request, call_id, number)
    row = _file(member, file_id)

    def act() -> str:
        remove_file(actor=request.user, now=now, entry=member.entry, file_id=file_id)
        return _("Removed: %(name)s") % {"name": row.name}

    return done(request, act, "entry-question", call_id, number, row.question)


def _file(member: Member, file_id: int) -> EntryFile:
    """A file of the entry. Raises Http404."""
    row = entry_file(member.entry, file_id)
    if row is None:
        raise Http404(file_id)
    return row


@login_required
@require_GET
def download(request: HttpRequest, call_id: str, number: str, file_id: int) -> HttpResponse:
    """The bytes, for the team. Pictures may be shown in the page, everything else is saved."""
    member = mine(request, call_id, number)
    row = _file(member, file_id)
    return send(row.stored, row.name, inline="show" in request.GET)
