"""An officer signs in with two factors."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

FACTORS = ["totp", "webauthn"]


class StaffMFAMiddleware:
    """Staff without a second factor see the pages of their account and nothing else, until they have one.

    Not a list of officers' pages: one that was forgotten would be open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_NEED_MFA and self._must_set_up(request):
            advice = _("Officers need a second factor. Add a passkey or an authenticator app to go on.")
            messages.warning(request, advice)
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False  # a stranger costs no look at the session
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return False
        own_pages = reverse("account")
        return not request.path.startswith(own_pages) and not is_mfa_enabled(user, FACTORS)
