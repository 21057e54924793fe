"""python -m django update_texts."""

from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from superconnector.base.extraction import NotLiteralError, texts_of_folders
from superconnector.base.management.commands.check_texts import FOLDERS
from superconnector.base.translations import DERIVED, WRITTEN, as_text, catalogue, derived, updated


class Command(BaseCommand):
    """Take up the texts of the code in Traditional Chinese's catalogue, and derive Simplified Chinese's."""

    help = "Bring the catalogues up to date with the code; new texts wait there for their translation."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        locale = settings.LOCALE_PATHS[0]
        path = catalogue(locale, WRITTEN)
        try:
            found = texts_of_folders(settings.ROOT / folder for folder in FOLDERS)
        except NotLiteralError as error:
            raise CommandError(str(error)) from None
        new = updated(polib.pofile(str(path)) if path.is_file() else None, found)
        for language, po in ((WRITTEN, new), (DERIVED, derived(new))):
            target = catalogue(locale, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(as_text(po), "utf-8")
        empty = new.untranslated_entries()
        self.stdout.write(f"{len(new)} texts, {len(empty)} to translate")
        for entry in empty:
            self.stdout.write(f"  {entry.msgid}")
