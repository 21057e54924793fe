"""allauth's account adapter: where its defaults are not ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the name of the sign-up form, writes the journal, and leads to no other site."""

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """The account of a filled-in form; the page that the person reads gives its language."""
        user.name = form.cleaned_data.get("name", "")
        user.language = request.LANGUAGE_CODE
        with transaction.atomic():
            saved: User = super().save_user(request, user, form, commit)
            if commit:
                who = journal_name(saved)
                record(actor=who, verb="account.created", subject=who, now=timezone.now())
        return saved

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` may lead there: to the host that was asked, and by HTTPS if it was asked so."""
        request: Any = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
