"""Reading a certificate by its code, as printed or as typed."""

from __future__ import annotations

from superconnector.apps.calls.models import Certificate


def certificate_of(code: str) -> Certificate | None:
    """The certificate, whatever blanks, dashes or small letters the code was typed with."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    grouped = "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
    rows = Certificate.objects.select_related("member__entry__call__pinned")
    return rows.filter(code=grouped).first() if len(signs) <= 40 else None
