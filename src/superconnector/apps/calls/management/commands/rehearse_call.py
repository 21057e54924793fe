"""Fill a call with made-up people and play it from the opening to the trials."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from superconnector.apps.calls.rehearsal.plan import Plan, RehearsalError, Stage
from superconnector.apps.calls.rehearsal.play import play
from superconnector.base.accounts.queries import by_email


class Command(BaseCommand):
    """`rehearse_call DEFINITION [--entries N] [--until STAGE] …`; exit code 1 if a record is unsound."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("definition", help="a file of calls/, without .yaml")
        parser.add_argument("--call", help="the id of the rehearsed call; else rehearsal-DEFINITION")
        parser.add_argument("--entries", type=int, default=40, help="entries that are handed in")
        parser.add_argument("--contestants", type=int, help="people in those; else two an entry")
        parser.add_argument("--judges", type=int, help="else one for five entries, between 6 and 60")
        parser.add_argument("--seed", default="rehearsal", help="the same seed gives the same play")
        parser.add_argument("--until", choices=[str(each) for each in Stage], default=str(Stage.TRIALS))
        parser.add_argument("--halfway", action="store_true", help="stop in the middle of entry or judging")
        parser.add_argument("--chair", help="the address of an account that opens and chairs the call")

    def handle(self, *args: Any, **options: Any) -> None:
        organiser = by_email(options["chair"]) if options["chair"] else None
        if options["chair"] and organiser is None:
            raise CommandError(f"There is no account with the address {options['chair']}.")
        try:
            self._play(_plan(options), organiser)
        except RehearsalError as error:
            raise CommandError(str(error)) from None

    def _play(self, plan: Plan, organiser: Any) -> None:
        begun = before = perf_counter()
        wrong: tuple[str, ...] = ()
        for act in play(plan, organiser):
            now = perf_counter()
            self.stdout.write(f"{act.name} ({now - before:.1f} s)")
            for line in (*act.told, *act.broken):
                self.stdout.write(f"  {line}")
            before, wrong = now, act.broken
        self.stdout.write(f"{plan.call_id}: played until {plan.until} in {before - begun:.1f} s.")
        if wrong:
            raise CommandError(f"{len(wrong)} rows break what must hold.")


def _plan(options: dict[str, Any]) -> Plan:
    entries = options["entries"]
    return Plan(
        definition=options["definition"],
        call_id=options["call"] or f"rehearsal-{options['definition']}"[:80],
        seed=options["seed"],
        now=timezone.now(),
        entries=entries,
        contestants=options["contestants"] or 2 * entries,
        judges=options["judges"] or min(60, max(6, entries // 5)),
        until=Stage(options["until"]),
        halfway=options["halfway"],
    )
