"""Make the published rankings of a call again from the stored raw scores, and compare byte for byte."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from superconnector.apps.calls.facts.ranking import compute
from superconnector.apps.calls.models import Call, RankingRun
from superconnector.apps.calls.queries.ranking import published_runs


class Command(BaseCommand):
    """`recompute_ranking CALL [--group GROUP] [--write]`; exit code 1 if one differs."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("call")
        parser.add_argument("--group", help="one group only")
        parser.add_argument("--write", action="store_true", help="print each ranking as it is made again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Call.objects.filter(pk=options["call"]).exists():
            raise CommandError(f"There is no call {options['call']}.")
        runs = list(published_runs(options["call"], options["group"]))
        if not runs:
            raise CommandError("No published decision rests on a ranking.")
        same = [self._same(run, write=options["write"]) for run in runs]
        if not all(same):
            raise CommandError(f"{same.count(False)} of {len(same)} rankings differ.")

    def _same(self, run: RankingRun, *, write: bool) -> bool:
        name = f"{run.group} {run.stage} {run.made_at:%Y-%m-%d %H:%M} {run.digest}"
        try:
            again = compute(run.settings, run.readings, run.seed)
        except (ValueError, KeyError) as error:
            self.stdout.write(f"{name}: cannot be made again: {error}")
            return False
        if write:
            self.stdout.write(again.body)
        if again.inputs != run.settings["inputs"]:
            self.stdout.write(f"{name}: the raw rows are not those it was made from")
            return False
        same = again.body == run.body and again.digest == run.digest
        self.stdout.write(f"{name}: {'the same, byte for byte' if same else 'differs'}")
        return same
