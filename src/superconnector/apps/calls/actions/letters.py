"""Letters are sent after they are published; what a mail server does not take is sent later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from superconnector.apps.calls.leases import AT_ONCE, free
from superconnector.apps.calls.models import Letter

log = logging.getLogger(__name__)
Address = Callable[[Letter], str]
"""The address of the page that shows the letter."""


def send(
    *,
    letters: Iterable[Letter],
    address: Address,
    now: datetime,
    connection: BaseEmailBackend | None = None,
) -> tuple[int, int]:
    """Send letters that nobody is sending at this moment. Shape: (sent, failed).

    A letter is claimed before it is sent and given back if the server refuses, so that two senders at once
    send none twice. Whatever becomes of the process, each is sent at least once: see leases.py.
    `connection`: another way than the site's own; a rehearsal writes to nobody.
    """
    sent = failed = 0
    waiting, with_server = list(letters), connection or get_connection()
    try:
        with_server.open()  # one connection for all of them
    except OSError:
        log.exception("The mail server cannot be reached.")
        return 0, len(waiting)
    for letter in waiting:
        mine = Letter.objects.filter(pk=letter.pk)
        if not mine.filter(free(now), sent_at__isnull=True).update(claimed_at=now):
            continue
        try:
            _mail(letter, address, with_server).send()
        except (OSError, ValueError):  # smtplib's errors, and an address that is none
            log.exception("Letter %s could not be mailed.", letter.pk)
            mine.update(claimed_at=None)
            failed += 1
        else:
            mine.update(sent_at=now, claimed_at=None)
            sent += 1
    with_server.close()
    return sent, failed


def send_in_turn(
    *, letters: Iterable[Letter], address: Address, clock: Callable[[], datetime]
) -> tuple[int, int]:
    """Send many, a few at a time and each time by the clock, so that no claim is older than it says."""
    waiting = list(letters)
    done = [
        send(letters=waiting[at : at + AT_ONCE], address=address, now=clock())
        for at in range(0, len(waiting), AT_ONCE)
    ]
    return sum(sent for sent, _ in done), sum(failed for _, failed in done)


def _mail(letter: Letter, address: Address, connection: BaseEmailBackend) -> EmailMessage:
    text = f"{letter.body}\n\n{address(letter)}\n"
    return EmailMessage(letter.subject, text, to=[letter.to.email], connection=connection)
