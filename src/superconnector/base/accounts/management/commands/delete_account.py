"""Delete the account of somebody who asks for it and cannot sign in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from superconnector.base.accounts.actions import delete_account
from superconnector.base.accounts.leaving import LeavingError, digest_of, obstacles_of, told_of
from superconnector.base.accounts.queries import by_email


class Command(BaseCommand):
    help = (
        "Say what goes and what stays with an account; with --for-good, delete it. Make sure who is asking."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the account")
        parser.add_argument("--for-good", action="store_true", help="delete it; nothing brings it back")

    def handle(self, *args: Any, **options: Any) -> None:
        user, now = by_email(options["email"]), timezone.now()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        told = told_of(user)
        for each in told:
            self.stdout.write(f"{'stays' if each.stays else 'goes'}: {each.count} {each.code}")
        for first in obstacles_of(user, now):
            self.stdout.write(f"first: {first.code} {first.values.get('call', '')}".rstrip())
        if not options["for_good"]:
            self.stdout.write("Nothing was changed. Run it again with --for-good.")
            return
        try:
            delete_account(user=user, actor="command line", now=now, seen=digest_of(told))
        except LeavingError as error:
            raise CommandError(f"The account was not deleted: {error}.") from None
        self.stdout.write(f"{options['email']} is deleted.")
