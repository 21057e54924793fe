"""Fill the demo with rehearsed calls in which its accounts have parts; what is there stays as it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from superconnector.apps.calls.rehearsal.demo import rehearse_demo
from superconnector.apps.calls.rehearsal.plan import RehearsalError


class Command(BaseCommand):
    """`rehearse_demo`, called by `./run demo` after make_demo_accounts."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Calls are rehearsed by themselves in the demo only (./run demo).")
        try:
            for line in rehearse_demo(timezone.now()):
                self.stdout.write(line)
        except RehearsalError as error:
            raise CommandError(str(error)) from None
