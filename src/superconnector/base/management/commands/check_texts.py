"""python -m django check_texts [--require-extraction]."""

import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from superconnector.base.translations import gaps, texts


class Command(BaseCommand):
    """Every text of the code is in every catalogue, and every text of a catalogue is translated."""

    help = "Check that all texts are translated, and (with the gettext tools) that none is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--require-extraction", action="store_true", help="fail without the gettext tools"
        )

    def handle(self, *, require_extraction: bool, **options: Any) -> None:
        problems = [gap for path in settings.LOCALE_PATHS for gap in gaps(path)]
        if shutil.which("xgettext"):
            problems += _missing(settings.ROOT)
        elif require_extraction:
            raise CommandError("xgettext is not installed (Debian: apt-get install gettext).")
        if problems:
            raise CommandError("\n".join(problems))


def _missing(root: Path) -> Iterator[str]:
    """Texts that the code has and a catalogue lacks. A copy is searched: the checkout is not touched."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("src", "config", "locale"):
            shutil.copytree(root / part, copy / part, ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))
        kept = {po.parent.parent.name: texts(po) for po in copy.glob("locale/*/LC_MESSAGES/django.po")}
        _extract(copy, sorted(kept))
        for name, known in kept.items():
            found = texts(copy / "locale" / name / "LC_MESSAGES" / "django.po")
            yield from (f"{name}: not in the catalogue: {text}" for _, text in sorted(found - known, key=str))


def _extract(folder: Path, locales: list[str]) -> None:
    chosen = [f"--locale={name}" for name in locales]
    command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete", "--verbosity=0", *chosen]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(re.sub(r"\s+", " ", done.stderr))
