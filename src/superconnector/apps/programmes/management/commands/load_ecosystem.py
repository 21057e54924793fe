"""python -m django load_ecosystem [FOLDER] [--dry-run]."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from superconnector.apps.programmes.actions import load_ecosystem, preview_load
from superconnector.apps.programmes.preview import Preview
from superconnector.ecosystem import EcosystemError, read_folder


class Command(BaseCommand):
    """Load a folder as the current edition; loading the same files again changes nothing."""

    help = "Check an ecosystem folder and make it the current edition, in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.ECOSYSTEM)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, folder: Path, dry_run: bool, **options: Any) -> None:
        try:
            files = read_folder(folder)
            if dry_run:
                return self._tell("Would load", preview_load(files=files))
            loaded = load_ecosystem(files=files, actor="command line", now=timezone.now())
        except EcosystemError as error:
            raise CommandError(f"{folder} cannot be loaded:\n{error}") from None
        if not loaded.changed:
            self.stdout.write(f"{loaded.edition}: already loaded, nothing to do.")
            return None
        return self._tell(f"Loaded {loaded.edition}", loaded.preview)

    def _tell(self, what: str, preview: Preview) -> None:
        added, changed, removed = len(preview.added), len(preview.changed), len(preview.removed)
        self.stdout.write(f"{what}: {added} files added, {changed} changed, {removed} removed.")
        for mark, paths in (("+", preview.added), ("~", preview.changed), ("-", preview.removed)):
            if len(paths) <= 20:
                self.stdout.writelines(f"  {mark} {path}\n" for path in paths)
