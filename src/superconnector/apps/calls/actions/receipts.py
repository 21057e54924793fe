"""The receipt as a letter, to everybody of the team who has an account, each in their language and time.

The receipt itself is the row: a mail server that is down loses nothing. What was not mailed is mailed later
by `send_receipts`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Member, Submission
from superconnector.apps.calls.moments import in_zone, own_zone

log = logging.getLogger(__name__)
Address = Callable[[Submission], str]


def receipt_number(submission: Submission) -> str:
    """What one quotes: the entry's number and which of its submissions it is."""
    return f"{submission.entry.number}-{submission.number}"


def mail_receipt(
    *, submission: Submission, address: str, now: datetime, connection: BaseEmailBackend | None = None
) -> bool:
    """Send the letters of one receipt, once. False, and a line in the log, where the mail server fails.

    `connection`: another way than the site's own; a rehearsal writes to nobody.
    """
    claimed = Submission.objects.filter(pk=submission.pk, mailed_at__isnull=True).update(mailed_at=now)
    if not claimed:
        return True
    letters = [_letter(submission, member, address) for member in _readers(submission)]
    try:
        (connection or get_connection()).send_messages(letters)
    except (OSError, ValueError):  # smtplib's errors, and an address that is none
        log.exception("The receipt %s could not be mailed.", receipt_number(submission))
        Submission.objects.filter(pk=submission.pk).update(mailed_at=None)
        return False
    return True


def mail_waiting(*, address: Address, now: datetime, at_most: int = 500) -> tuple[int, int]:
    """Send the receipts that were not mailed, the oldest first. Shape: (sent, failed)."""
    waiting = Submission.objects.filter(mailed_at__isnull=True).select_related("entry__call__pinned")
    done = [
        mail_receipt(submission=each, address=address(each), now=now)
        for each in waiting.order_by("received_at", "id")[:at_most]
    ]
    return sum(done), len(done) - sum(done)


def _readers(submission: Submission) -> list[Member]:
    team = submission.entry.members.filter(user__isnull=False).select_related("user")
    return list(team.order_by("joined_at", "id"))


def _letter(submission: Submission, member: Member, address: str) -> EmailMessage:
    user = member.user
    if user is None:
        raise ValueError("only members with an account get a letter")
    with translation.override(user.language or submission.entry.language):
        call = definition_of(submission.entry.call).names.text(translation.get_language() or "en")
        main = in_zone(submission.received_at, settings.TIME_ZONE)
        own = own_zone(submission.received_at, user.time_zone, settings.TIME_ZONE)
        said = {
            "name": str(user),
            "call": call,
            "title": submission.entry.title or submission.entry.number,
            "number": receipt_number(submission),
            "time": f"{main}\n{own}".strip(),
            "digest": submission.digest,
            "address": address,
        }
        subject = _("Received: %(title)s, receipt %(number)s") % said
        return EmailMessage(" ".join(subject.split()), _text() % said, to=[user.email])


def _text() -> str:
    return _(
        "Dear %(name)s,\n\n"
        "your team's entry “%(title)s” to %(call)s was received.\n\n"
        "Receipt: %(number)s\n"
        "Received: %(time)s\n"
        "SHA-256 of the content: %(digest)s\n\n"
        "You can change the entry and hand it in again until the deadline; the last one received counts.\n"
        "What was handed in: %(address)s\n"
    )
