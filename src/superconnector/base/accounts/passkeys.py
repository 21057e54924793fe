"""Passkeys: the form that adds one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A key is a passkey unless the box is cleared: an old security key only confirms a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].help_text = _("So that you can tell your keys apart.")
        box = self.fields["passwordless"]
        box.label = _("Sign in with this key alone, without a password")
        box.help_text = _("The key then asks for your finger, your face or its PIN.")
        box.initial = True
