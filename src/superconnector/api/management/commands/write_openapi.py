"""python -m django write_openapi [--check]."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from superconnector.api.root import document


class Command(BaseCommand):
    """Write docs/openapi.json, or check that it is what the code says."""

    help = "Write docs/openapi.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if the file is not current"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        path = settings.ROOT / "docs" / "openapi.json"
        text = json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/openapi.json is not current. Run: python -m django write_openapi")
