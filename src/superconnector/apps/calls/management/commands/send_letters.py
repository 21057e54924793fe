"""Send the letters of published decisions that were not sent yet. Safe to run every few minutes.

What another sender claimed and left, because its process was killed, is taken up again after a quarter of an
hour: letters, and reminders to judges. If the mail server had taken it just before, it is sent twice.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.actions.letters import send_in_turn
from superconnector.apps.calls.actions.reminders import send_left
from superconnector.apps.calls.models import Call, Letter
from superconnector.apps.calls.queries.letters import unsent


class Command(BaseCommand):
    """`send_letters --site https://example.org [--call CALL] [--at-most N]`; exit code 1 if some failed."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site", required=True, help="where the portal is, for links: https://example.org"
        )
        parser.add_argument("--call", help="the letters of one call only")
        parser.add_argument("--at-most", type=int, default=500)

    def handle(self, *args: Any, **options: Any) -> None:
        site = options["site"].rstrip("/")

        def address(letter: Letter) -> str:
            entry = letter.decision.entry
            return site + reverse("entry-letter", args=[entry.call_id, entry.number])

        def desk(call: Call) -> str:
            return site + reverse("judging", args=[call.pk])

        letters = unsent(options["call"])[: options["at_most"]]
        sent, failed = send_in_turn(letters=letters, address=address, clock=timezone.now)
        again, refused = send_left(address=desk, clock=timezone.now, call_id=options["call"])
        sent, failed = sent + again, failed + refused
        self.stdout.write(f"{sent} sent, {failed} failed")
        if failed:
            raise CommandError("Some letters were not taken. They are kept; run the command again.")
