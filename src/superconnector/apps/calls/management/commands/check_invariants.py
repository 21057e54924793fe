"""`python -m django check_invariants`: whether the records of all calls are sound with each other."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from superconnector.apps.calls.invariants import INVARIANTS, broken
from superconnector.apps.calls.models import Call


class Command(BaseCommand):
    help = "Check the records of calls against what must hold of them. Ends with 1 if something does not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--call", help="only this call")

    def handle(self, *args: Any, **options: Any) -> None:
        calls = Call.objects.select_related("pinned").order_by("pk")
        if options["call"]:
            calls = calls.filter(pk=options["call"])
            if not calls:
                raise CommandError(f"There is no call {options['call']}.")
        wrong = 0
        for call in calls:
            for name, row in broken(call):
                self.stdout.write(f"{call.pk}: {name}: {row}")
                wrong += 1
        if wrong:
            raise CommandError(f"{wrong} rows break what must hold. Nothing was changed.")
        self.stdout.write(f"{len(calls)} calls, {len(INVARIANTS)} invariants: all hold.")
