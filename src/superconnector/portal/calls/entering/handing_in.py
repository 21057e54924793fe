"""Check your answers, hand in, and the receipt."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.actions.conflicts import look_after
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.receipts import mail_receipt, receipt_number
from superconnector.apps.calls.actions.submitting import IncompleteError, submit
from superconnector.apps.calls.facts.handing_in import body_of, digest_of, problems, question_problems
from superconnector.apps.calls.models import Member, Submission
from superconnector.apps.calls.queries.entering import held, last_submission, submission
from superconnector.portal.calls.entering.afterwards import afterwards
from superconnector.portal.calls.entering.guards import frame, mine, received_at, said
from superconnector.portal.calls.entering.words import problem_words


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Everything on one page; a POST hands it in, as of the moment at which it was received."""
    now = received_at(request)
    member = mine(request, call_id, number)
    if request.method == "GET":
        return _check_page(request, member)
    try:
        received = submit(actor=request.user, now=now, entry=member.entry)
    except IncompleteError:
        return _check_page(request, member, status=422)
    except EnteringError as error:
        return _check_page(request, member, refusal=said(request, error), status=409)
    if received.digest != request.POST.get("seen", received.digest):
        messages.warning(
            request, _("A team-mate saved a change while you were checking. It was handed in too.")
        )
    address = reverse("entry-receipt", args=[call_id, number, received.number])
    mail_receipt(submission=received, address=request.build_absolute_uri(address), now=now)
    return afterwards(redirect(address), lambda: look_after(submission=received, now=now))


def _check_page(request: HttpRequest, member: Member, refusal: str = "", status: int = 200) -> HttpResponse:
    now_held = held(member.entry)
    found, body = problems(now_held), body_of(now_held)
    last = last_submission(member.entry)
    context = {
        **frame(member.entry, member, timezone.now()),
        "file": now_held.file,
        "programme": now_held.file,
        "held": now_held,
        "rows": [
            (each, now_held.value(each), now_held.files.get(each.id, ()), question_problems(now_held, each))
            for each in now_held.questions
        ],
        "found": found,
        "errors": [(f"row-{each.where}", problem_words(each)) for each in found]
        + ([("hand-in", refusal)] if refusal else []),
        "elsewhere": [each for each in found if each.where in ("about", "team")],
        "digest": digest_of(body),
        "last": last,
        "same": last is not None and last.digest == digest_of(body),
    }
    return render(request, "calls/entering/check.html", context, status=status)


def _received(member: Member, receipt: int) -> Submission:
    found = submission(member.entry, receipt)
    if found is None:
        raise Http404(receipt)
    return found


@never_cache
@login_required
@require_GET
def receipt(request: HttpRequest, call_id: str, number: str, receipt: int) -> HttpResponse:
    """What was received, when, and its fingerprint."""
    member = mine(request, call_id, number)
    found, now_held = _received(member, receipt), held(member.entry)
    last = last_submission(member.entry)
    context = {
        **frame(member.entry, member, timezone.now()),
        "file": now_held.file,
        "programme": now_held.file,
        "receipt": found,
        "receipt_number": receipt_number(found),
        "content": json.loads(found.body),
        "questions": now_held.questions,
        "latest": last is not None and last.number == found.number,
        "changed": last is not None and last.digest != digest_of(body_of(now_held)),
    }
    return render(request, "calls/entering/receipt.html", context)


@never_cache
@login_required
@require_GET
def content(request: HttpRequest, call_id: str, number: str, receipt: int) -> HttpResponse:
    """The canonical text, byte for byte, so that anybody can compute its SHA-256."""
    found = _received(mine(request, call_id, number), receipt)
    response = HttpResponse(found.body.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{receipt_number(found)}.json"'
    return response
