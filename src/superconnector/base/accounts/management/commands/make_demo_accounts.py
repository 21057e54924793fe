"""The accounts of the demo, and how to sign in with them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from superconnector.base.accounts.demo import DEMO_PASSWORD, NotADemoError, make_demo_accounts


class Command(BaseCommand):
    help = "Make the accounts of the demo (./run demo does) and print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            addresses = make_demo_accounts()
        except NotADemoError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Sign in as {', '.join(addresses)}; the password of each is {DEMO_PASSWORD}")
