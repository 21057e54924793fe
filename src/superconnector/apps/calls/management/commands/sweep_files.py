"""Removes files that nobody names any more, and what interrupted uploads left; to be run every night."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from superconnector.apps.calls.queries.entering import digests_in_receipts
from superconnector.base.files.sweeping import sweep

KINDS = {
    "unfinished": "unfinished uploads",
    "unnamed": "files that nobody names",
    "previews": "stale previews",
}


class Command(BaseCommand):
    help = "List the files that nobody names, or remove them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--dry-run", action="store_true", help="only list them, which is the default")
        way.add_argument("--apply", action="store_true", help="remove them")

    def handle(self, *args: Any, apply: bool, verbosity: int, **options: Any) -> None:
        swept = sweep(now=timezone.now(), named=digests_in_receipts(), apply=apply)
        for name, said in KINDS.items():
            paths = getattr(swept, name)
            self.stdout.write(f"{len(paths):,} {said}")
            for each in paths if verbosity else ():
                self.stdout.write(f"  {each}")
        done = "removed" if apply else "can be removed with --apply"
        self.stdout.write(f"{swept.size:,} bytes {done}.")
