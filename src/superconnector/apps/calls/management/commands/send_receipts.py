"""Mails the receipts that a mail server did not take when they were made; to be run every few minutes.

A receipt whose sender was killed is taken up again after a quarter of an hour.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.actions.receipts import mail_waiting
from superconnector.apps.calls.models import Submission


class Command(BaseCommand):
    help = "Mail the receipts that were not mailed yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("site", help="the address of the site, for the links: https://calls.example.org")

    def handle(self, *args: Any, site: str, **options: Any) -> None:
        if not site.startswith(("http://", "https://")):
            raise CommandError("The site begins with http:// or https://.")

        def address(receipt: Submission) -> str:
            entry = receipt.entry
            page = reverse("entry-receipt", args=[entry.call_id, entry.number, receipt.number])
            return site.rstrip("/") + page

        sent, failed = mail_waiting(address=address, now=timezone.now(), clock=timezone.now)
        self.stdout.write(f"{sent} mailed, {failed} not.")
        if failed:
            raise CommandError("The mail server did not take all; they are tried again at the next run.")
