"""The preview of the letters, and their publication."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.letters import send_in_turn
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Letter, Official, Publication
from superconnector.apps.calls.queries.letters import preview_of, unsent
from superconnector.portal.calls.chair.guards import deciding_context, group_of, in_chair, stage_of
from superconnector.portal.calls.chair.words import in_words

AT_ONCE = 50
"""Letters that the request itself sends; the rest is left to `send_letters`."""


@login_required
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, call_id: str, group_id: str, stage: str) -> HttpResponse:
    """Exactly who would get which letter; a POST publishes what was shown."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    context = deciding_context(chair, group, stage_of(chair, stage))
    if not context["clear"]:
        return redirect("chair-decisions", call_id, group_id, stage)
    if request.method == "POST" and _publish(request, chair, group_id, stage):
        return redirect("chair-decisions", call_id, group_id, stage)
    context["preview"] = preview_of(chair, group_id, stage)
    return render(request, "calls/chair/letters.html", context)


def _publish(request: HttpRequest, chair: Official, group: str, stage: str) -> bool:
    """Publish and send, or say why not."""
    seen, now = request.POST.get("seen", ""), timezone.now()
    try:
        publication = publish(actor=chair.user, now=now, chair=chair, group=group, stage=stage, seen=seen)
    except DecidingError as error:
        messages.error(request, in_words(error))
        return error.code == "published-already"
    transaction.on_commit(lambda: _send(request, publication))
    count = publication.letters.count()
    said = ngettext(
        "Published: %(n)s letter is on its way.", "Published: %(n)s letters are on their way.", count
    )
    messages.success(request, said % {"n": count})
    return True


def _send(request: HttpRequest, publication: Publication) -> None:
    def address(letter: Letter) -> str:
        entry = letter.decision.entry
        return request.build_absolute_uri(reverse("entry-letter", args=[entry.call_id, entry.number]))

    waiting = unsent(publication.call_id).filter(publication=publication)[:AT_ONCE]
    send_in_turn(letters=waiting, address=address, clock=timezone.now)
