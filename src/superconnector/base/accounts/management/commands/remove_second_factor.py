"""Let somebody in again who has lost every key and every recovery code."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from superconnector.base.accounts.actions import remove_second_factors
from superconnector.base.accounts.queries import by_email


class Command(BaseCommand):
    help = "Remove the passkeys, the authenticator app and the recovery codes of an account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        user = by_email(options["email"])
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        removed = remove_second_factors(user=user, actor="command line", now=timezone.now())
        self.stdout.write(f"Removed {removed}; {user.email} signs in with the password.")
