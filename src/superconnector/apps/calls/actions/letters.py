"""Letters are sent after they are published; what a mail server does not take is sent later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

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
    """Send letters that nobody has claimed, each once. Shape: (sent, failed).

    A letter is claimed before it is sent and given back if the server refuses, so that two senders at once
    send none twice. `connection`: another way than the site's own; a rehearsal writes to nobody.
    """
    sent = failed = 0
    waiting, with_server = list(letters), connection or get_connection()
    try:
        with_server.open()  # one connection for all of them
    except OSError:
        log.exception("The mail server cannot be reached.")
        return 0, len(waiting)
    for letter in waiting:
        if not Letter.objects.filter(pk=letter.pk, sent_at__isnull=True).update(sent_at=now):
            continue
        mail = EmailMessage(
            letter.subject,
            f"{letter.body}\n\n{address(letter)}\n",
            to=[letter.to.email],
            connection=with_server,
        )
        try:
            mail.send()
        except (OSError, ValueError):  # smtplib's errors, and an address that is none
            log.exception("Letter %s could not be mailed.", letter.pk)
            Letter.objects.filter(pk=letter.pk).update(sent_at=None)
            failed += 1
        else:
            sent += 1
    with_server.close()
    return sent, failed
