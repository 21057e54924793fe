"""The second factor: secrets are encrypted in the database, and the QR code is drawn by segno."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

log = logging.getLogger(__name__)


class MFAAdapter(DefaultMFAAdapter):
    """A copy of the database alone lets nobody in: the key is made of SECRET_KEY and its fallbacks."""

    def encrypt(self, text: str) -> str:
        """The text, readable with SECRET_KEY only."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again. After a change of SECRET_KEY without a fallback: a secret that no code fits."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.warning("A second factor was encrypted under a SECRET_KEY that is no longer known.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as SVG for the page itself, since the policy refuses data: images."""
        code = segno.make(url, error="m", micro=False)
        drawing: str = code.svg_inline(
            border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
        )
        return drawing

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def _keys() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in known])


def _derived(key: str) -> bytes:
    """A key of 32 bytes for this purpose alone; SECRET_KEY is long and random, so one hash is enough."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"superconnector.mfa\0" + key.encode()).digest())
