"""A judge puts the entries of the desk in order: by dragging, by keys, or by numbers."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.actions.slates import reopen_slate, save_slate
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.slates import latest_slate, placed
from superconnector.portal.calls.desk.guards import at_desk, desk_context
from superconnector.portal.calls.desk.words import in_words

PLACE = "place-"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slate(request: HttpRequest, call_id: str) -> HttpResponse:
    """The order; a POST saves it, or hands it in."""
    judge = _ranking(request, call_id)
    if request.method != "POST":
        return _page(request, judge)
    finish = request.POST.get("do") == "finish"
    seen = (_whole(request.POST.get("number", "")), _whole(request.POST.get("version", "")))
    order = order_of(request.POST)
    try:
        save_slate(actor=judge.user, now=timezone.now(), judge=judge, seen=seen, order=order, finish=finish)
    except ReadingError as error:
        return _page(request, judge, error)
    messages.success(request, _("Handed in.") if finish else _("Saved. Nothing is handed in yet."))
    return redirect("judging-slate", call_id)


@login_required
@require_POST
def reopen(request: HttpRequest, call_id: str) -> HttpResponse:
    """Begin a new order from the one handed in."""
    judge = _ranking(request, call_id)
    try:
        reopen_slate(actor=judge.user, now=timezone.now(), judge=judge)
    except ReadingError as error:
        messages.error(request, in_words(error))
    return redirect("judging-slate", call_id)


def order_of(post: QueryDict) -> list[list[str]]:
    """Numbers typed beside the entries as an order: the least first, equal ones together, none left out."""
    by_place: dict[int, list[str]] = defaultdict(list)
    for name in post:
        place = _whole(post[name]) if name.startswith(PLACE) else 0
        if place > 0:
            by_place[place].append(name.removeprefix(PLACE))
    return [sorted(by_place[place]) for place in sorted(by_place)]


def _whole(text: str) -> int:
    return int(text) if len(text) <= 9 and text.isascii() and text.isdigit() else 0


def _ranking(request: HttpRequest, call_id: str) -> Official:
    judge = at_desk(request, call_id)
    if desk_context(judge)["file"].judging.mode != "slate":
        raise Http404(call_id)
    return judge


def _page(request: HttpRequest, judge: Official, error: ReadingError | None = None) -> HttpResponse:
    """The order as it is stored, or as it was sent if it was refused, with what is stored beside it."""
    context = desk_context(judge)
    stage = context["opening"].stage
    stored = latest_slate(judge, stage)
    rows = placed(judge, stage, stored)
    sent = {number: at for at, equal in enumerate(order_of(request.POST), start=1) for number in equal}
    context |= {
        "slate": stored,
        "seen": (stored.number, stored.version) if stored else (1, 0),
        "rows": [(row, sent.get(row.task.number) if error else row.place) for row in rows],
        "clash": error is not None and error.code == "changed-meanwhile",
        "errors": [("order", in_words(error))] if error else [],
    }
    status = 200 if error is None else 409 if error.code in ("changed-meanwhile", "final") else 422
    return render(request, "calls/desk/slate.html", context, status=status)
