"""Which comments of judges go to the entrants."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.letters_comments import pass_comments
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.queries.letters_comments import comments_of
from superconnector.portal.calls.chair.guards import deciding_context, group_of, in_chair
from superconnector.portal.calls.chair.words import in_words

PAGE = 100


@login_required
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """All comments of a group; a POST passes those that are ticked."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    context = deciding_context(chair, group, "")
    context["stage"] = context["stages"][-1]
    if request.method == "POST":
        try:
            pass_comments(
                actor=chair.user, now=timezone.now(), chair=chair, group=group_id,
                shown=_ids(request, "shown"), passed=_ids(request, "passed"),
            )  # fmt: skip
        except DecidingError as error:
            messages.error(request, in_words(error))
        else:
            messages.success(request, _("Kept. The letters hold what is ticked."))
        return redirect(request.get_full_path())
    found = comments_of(chair, group_id) if context["clear"] else []
    context["page"] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "calls/chair/comments.html", context)


def _ids(request: HttpRequest, name: str) -> set[int]:
    given = request.POST.getlist(name)
    return {int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 18}
