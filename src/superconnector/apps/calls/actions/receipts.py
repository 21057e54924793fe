"""The receipt as a letter, to everybody of the team who has an account, each in their language and time.

The receipt itself is the row: a mail server that is down loses nothing. What was not mailed is mailed later
by `send_receipts`. An entry gets a letter a minute at most; of those that wait, the newest stands for all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.leases import free
from superconnector.apps.calls.models import Entry, Member, Submission
from superconnector.apps.calls.moments import in_zone, own_zone

log = logging.getLogger(__name__)
Address = Callable[[Submission], str]
APART = timedelta(minutes=1)
"""Between two letters of one entry: each goes to the whole team, and a script hands in all day."""


def receipt_number(submission: Submission) -> str:
    """What one quotes: the entry's number and which of its submissions it is."""
    return f"{submission.entry.number}-{submission.number}"


def mail_receipt(
    *, submission: Submission, address: str, now: datetime, connection: BaseEmailBackend | None = None
) -> bool:
    """Send the letters of one receipt. False, and a line in the log, where the mail server fails.

    It waits for `send_receipts` while another of the entry is being mailed or was less than a minute ago, or
    a later one waits too; those before it need no letter any more. They are sent once, and once more where
    the process was killed between the server's yes and the row: see leases.py.
    `connection`: another way than the site's own; a rehearsal writes to nobody.
    """
    claimed = _claim(submission, now)
    if not claimed:
        return True
    letters = [_letter(submission, member, address) for member in _readers(submission)]
    try:
        (connection or get_connection()).send_messages(letters)
    except (OSError, ValueError):  # smtplib's errors, and an address that is none
        log.exception("The receipt %s could not be mailed.", receipt_number(submission))
        Submission.objects.filter(pk__in=claimed).update(claimed_at=None)
        return False
    Submission.objects.filter(pk__in=claimed).update(mailed_at=now, claimed_at=None)
    return True


@transaction.atomic
def _claim(submission: Submission, now: datetime) -> list[int]:
    """The receipts that the letter of this one covers, claimed; none where it waits or was sent.

    The lock of the entry makes one letter of two that are handed in at once.
    """
    Entry.objects.select_for_update().get(pk=submission.entry_id)
    of_entry = Submission.objects.filter(entry=submission.entry_id)
    if of_entry.filter(_had_one(now)).exists():
        return []
    waiting = of_entry.filter(mailed_at__isnull=True, number__lte=submission.number)
    covered = list(waiting.order_by("number").values_list("pk", flat=True))
    if submission.pk not in covered:
        return []
    Submission.objects.filter(pk__in=covered).update(claimed_at=now)
    return covered


def _had_one(now: datetime) -> Q:
    """Receipts with which the entry has had a letter within the minute, or is getting one."""
    return Q(mailed_at__gt=now - APART) | ~free(now)


def mail_waiting(
    *, address: Address, now: datetime, at_most: int = 500, clock: Callable[[], datetime] | None = None
) -> tuple[int, int]:
    """Send the receipts that were not mailed, the oldest first, the newest of each entry for all of it.

    Shape: (sent, failed). An entry that had a letter within the minute waits for the next run. `clock` is
    read before each, so that no claim is older than it says; without one it is `now` throughout.
    """
    of_entry = Submission.objects.filter(entry=OuterRef("entry"))
    later = of_entry.filter(number__gt=OuterRef("number"), mailed_at__isnull=True)
    waiting = Submission.objects.filter(
        ~Exists(later), ~Exists(of_entry.filter(_had_one(now))), mailed_at__isnull=True
    )
    done = [
        mail_receipt(submission=each, address=address(each), now=clock() if clock else now)
        for each in waiting.select_related("entry__call__pinned").order_by("received_at", "id")[:at_most]
    ]
    return sum(done), len(done) - sum(done)


def _readers(submission: Submission) -> list[Member]:
    there = {"user__isnull": False, "user__removed_at__isnull": True}
    team = submission.entry.members.filter(**there).select_related("user")
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
