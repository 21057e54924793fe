"""The account of the person who is signed in; signing in itself is allauth's, in our templates."""

from __future__ import annotations

import json

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.queries.nominating import nominations_of
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.accounts import actions, leaving, mailbox
from superconnector.base.accounts.exports import everything
from superconnector.base.accounts.queries import journal_name
from superconnector.portal.errors import refused
from superconnector.portal.leaving_form import LeaveForm, page_of
from superconnector.portal.profile_form import ProfileForm, organisation_words


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "organisation": organisation_words(request.user, current_ecosystem()),
        "confirmed": EmailAddress.objects.filter(user=request.user, primary=True, verified=True).exists(),
        "passkeys": kinds.count("webauthn"),
        "app": "totp" in kinds,
        "codes": "recovery_codes" in kinds,
        "asked": nominations_of(request.user, timezone.now()),
        "room": "account",
    }
    return render(request, "account/account.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, organisation, language and time zone."""
    form = ProfileForm(request.POST or None, user=request.user, ecosystem=current_ecosystem())
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/profile.html", {"form": form, "room": "account"}, status=status)
    actions.update_profile(
        user=request.user, changes=form.changes(), actor=journal_name(request.user), now=timezone.now()
    )
    messages.success(request, _("Your details are saved."))
    return redirect("account")


@never_cache
@login_required
@reauthentication_required
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of the person, as a file."""
    text = json.dumps(everything(request.user), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@login_required
@reauthentication_required(allow_get=True)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then delete the account, or say what stands in the way."""
    user, now, form, changed = request.user, timezone.now(), LeaveForm(request.POST or None), False
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            actions.delete_account(user=user, actor=journal_name(user), now=now, seen=seen)
        except leaving.LeavingError as error:
            changed = not error.obstacles
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("home")
    told, obstacles = leaving.told_of(user), leaving.obstacles_of(user, now)
    context = page_of(form, told, obstacles, changed=changed) | {"room": "account"}
    return render(request, "account/delete.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The mails that the demo would have sent; only there."""
    if not settings.DEMO:
        raise Http404
    return render(request, "account/demo_mail.html", {"mails": mailbox.newest(settings.EMAIL_FILE_PATH)})


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for somebody who asks more often than allowed."""
    return refused(request, _("You have tried too often. Wait a few minutes, then try again."), status=429)
