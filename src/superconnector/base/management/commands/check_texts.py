"""python -m django check_texts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from superconnector.base.extraction import NotLiteralError, texts_of_folders
from superconnector.base.translations import problems

FOLDERS = ("src/superconnector", "config")


class Command(BaseCommand):
    """Every text of the code is in the catalogues, and every text of the catalogues is translated."""

    help = "Check that every text is translated. Needs no gettext tools."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        try:
            found = texts_of_folders(settings.ROOT / folder for folder in FOLDERS)
        except NotLiteralError as error:
            raise CommandError(str(error)) from None
        wrong = sorted(problem for path in settings.LOCALE_PATHS for problem in problems(path, found))
        if wrong:
            advice = "python -m django update_texts takes up new texts, drops old ones and derives zh_Hans."
            raise CommandError("\n".join([*wrong, advice]))
        self.stdout.write(f"{len(found)} texts, all translated.")
