"""What is asked at sign-up besides the address and the password.

allauth builds its own form on this one, so this file must not import allauth's forms.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from superconnector.base.accounts.models import User


class NameForm(forms.Form):
    """The name that team-mates and judges read."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("As others are to read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Asked for by allauth; the adapter has saved the name with the account."""

    def clean_name(self) -> str:
        """One line without what cannot be seen: names are shown in mails and lists."""
        text: Any = self.cleaned_data["name"]
        return " ".join("".join(c for c in text if c.isprintable()).split())
