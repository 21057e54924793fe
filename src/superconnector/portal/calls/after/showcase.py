"""The gallery of a call, the page of each entry in it, and the entry's files."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Entry, Phase
from superconnector.apps.calls.queries.gallery import gallery_entries
from superconnector.apps.calls.queries.shown import PublicFile, Shown, shown_all
from superconnector.apps.calls.queries.shown import shown as shown_one
from superconnector.base.accounts.models import User
from superconnector.base.files.previews import clean_picture_of, thumbnail_of
from superconnector.portal.calls.after.guards import frame
from superconnector.portal.calls.after.preservation import preserved
from superconnector.portal.files import in_part, send, send_preview


@require_GET
def gallery(request: HttpRequest, call_id: str) -> HttpResponse:
    """All entries that are shown, by group, those with a prize first."""
    call = call_or_not(call_id)
    cards = shown_all(call, list(gallery_entries(call, timezone.now(), person_of(request))))
    order = {each.id: place for place, each in enumerate(definition_of(call).prizes)}
    cards.sort(key=lambda each: order.get(each.prize.id if each.prize else "", len(order)))
    groups = [(each, [card for card in cards if card.group == each]) for each in definition_of(call).groups]
    opens = call.phases.filter(kind=Phase.Kind.SHOWCASE, opens_at__gt=timezone.now()).order_by("opens_at")
    found = {"groups": [each for each in groups if each[1]], "opens": opens.first()}
    return render(request, "calls/after/showcase.html", frame(call) | found)


@csp_update({"frame-src": [SELF], "media-src": [SELF]})
@require_GET
def shown(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """One entry as the public may see it."""
    call = call_or_not(call_id)
    context = frame(call) | {"shown": page_of(request, call, number)}
    return render(request, "calls/after/shown.html", context)


@require_GET
def file(
    request: HttpRequest, call_id: str, number: str, digest: str
) -> HttpResponse | StreamingHttpResponse:
    """The bytes of a public file; `?show` in place where a page may show them, `?small` a small picture."""
    found = file_of(page_of(request, call_or_not(call_id), number), digest)
    if "small" in request.GET:
        small = thumbnail_of(found.stored)
        if small is None:
            raise Http404(digest)
        return send_preview(small, "image/jpeg")
    clean = clean_picture_of(found.stored) if "show" in request.GET else None
    if clean is not None:  # in place without what the camera wrote; the original can be saved
        return send_preview(clean, "image/jpeg")
    whole = send(found.stored, found.name, inline="show" in request.GET)
    return in_part(request, whole, found.stored.size)


@require_GET
def preservation(request: HttpRequest, call_id: str, number: str) -> JsonResponse:
    """What an archive needs to take the entry's files over."""
    page = page_of(request, call_or_not(call_id), number)
    return JsonResponse(preserved(page, request), json_dumps_params={"ensure_ascii": False, "indent": 1})


def person_of(request: HttpRequest) -> User | None:
    """Who asks, if signed in."""
    return request.user if isinstance(request.user, User) else None


def page_of(request: HttpRequest, call: Call, number: str) -> Shown:
    """An entry of the gallery. Raises Http404, also before the gallery opens."""
    found = gallery_entries(call, timezone.now(), person_of(request))
    entry: Entry | None = found.filter(number=number).first()
    if entry is None:
        raise Http404(number)
    return shown_one(call, entry)


def file_of(page: Shown, digest: str) -> PublicFile:
    """A public file of the entry. Raises Http404."""
    found = page.file(digest)
    if found is None:
        raise Http404(digest)
    return found
