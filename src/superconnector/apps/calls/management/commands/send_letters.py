"""Send the letters of published decisions that were not sent yet. Safe to run every few minutes.

What another sender claimed and left, because its process was killed, is taken up again after a quarter of an
hour: letters, reminders to judges and nominations. If the mail server had taken it just before, it is sent
twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.actions import nominating, reminders
from superconnector.apps.calls.actions.letters import send_in_turn
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

        letters = unsent(options["call"])[: options["at_most"]]
        done = [send_in_turn(letters=letters, address=address, clock=timezone.now)]
        for left, page in ((reminders.send_left, "judging"), (nominating.send_left, "nomination")):
            done.append(left(address=_of_call(site, page), clock=timezone.now, call_id=options["call"]))
        sent, failed = (sum(each) for each in zip(*done, strict=True))
        self.stdout.write(f"{sent} sent, {failed} failed")
        if failed:
            raise CommandError("Some letters were not taken. They are kept; run the command again.")


def _of_call(site: str, page: str) -> Callable[[Call], str]:
    """The address of a page of a call, by its name."""
    return lambda call: site + reverse(page, args=[call.pk])
