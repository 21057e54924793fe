"""Somebody acts too often: a page that says from when on it works again, and gives back what was typed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from superconnector.apps.calls.moments import in_zone
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.pace import TooOftenError
from superconnector.portal.localised import words

NOT_AGAIN = frozenset({"csrfmiddlewaretoken"})


class TooOftenMiddleware:
    """Answers for every view whose action keeps a pace: 429, and nothing of the form is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for this one error; every other goes on."""
        return _page(request, exception) if isinstance(exception, TooOftenError) else None


def when(error: TooOftenError) -> str:
    """What somebody is told who acts too often."""
    here = current_ecosystem().file
    moment = in_zone(error.again_at, here.time_zone, place=words(here.names))
    return _("You have done this too often. Try again after %(moment)s.") % {"moment": moment}


def _page(request: HttpRequest, error: TooOftenError) -> HttpResponse:
    advice = when(error)
    if request.headers.get("Accept") == "application/json":
        response: HttpResponse = JsonResponse({"state": "refused", "said": advice}, status=429)
    else:
        typed = [
            (name, each) for name, some in request.POST.lists() for each in some if name not in NOT_AGAIN
        ]
        context = {"advice": advice, "typed": typed, "files": bool(request.FILES), "to": request.path}
        response = render(request, "pages/too_often.html", context, status=429)
    response["Retry-After"] = max(1, int((error.again_at - timezone.now()).total_seconds()) + 1)
    return response
