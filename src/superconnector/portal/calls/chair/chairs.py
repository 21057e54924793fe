"""The chairs of the call: who they are, appointing one, taking leave."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions.conflicts import ConflictError
from superconnector.apps.calls.actions.deciding_chairs import appoint_chair, chair_leaves, chairs_of
from superconnector.apps.calls.actions.running import RunningError
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.portal.calls.chair.guards import chair_context, in_chair
from superconnector.portal.calls.chair.words import in_words


class ChairForm(forms.Form):
    """Whom to appoint."""

    email = forms.EmailField(
        label=lazy("E-mail address"), help_text=lazy("That of the person's account here.")
    )


@login_required
@require_http_methods(["GET", "POST"])
def chairs(request: HttpRequest, call_id: str) -> HttpResponse:
    """All chairs; a POST appoints one."""
    chair = in_chair(request, call_id)
    form = ChairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            appoint_chair(actor=chair.user, now=timezone.now(), call=chair.call, email=email)
        except (DecidingError, RunningError, ConflictError) as error:
            form.add_error("email", in_words(error))
        else:
            messages.success(request, _("%(email)s is a chair now.") % {"email": email})
            return redirect("chair-chairs", call_id)
    context = chair_context(chair, "chair") | {"form": form, "chairs": chairs_of(call_id)}
    return render(request, "calls/chair/chairs.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave(request: HttpRequest, call_id: str, chair_id: int) -> HttpResponse:
    """A chair leaves; whoever leaves in person sees the call's page next."""
    chair = in_chair(request, call_id)
    try:
        gone = chair_leaves(actor=chair.user, now=timezone.now(), chair=chair, chair_id=chair_id)
    except DecidingError as error:
        messages.error(request, in_words(error))
        return redirect("chair-chairs", call_id)
    messages.success(request, _("%(name)s is no chair any more.") % {"name": gone.user})
    return redirect("call" if gone.pk == chair.pk else "chair-chairs", call_id)
