"""python -m django compile_texts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from superconnector.base.translations import compile_stale


class Command(BaseCommand):
    """Compile the translations that changed. Needs no gettext tools."""

    help = "Compile the translations that changed since the last time."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        for path in settings.LOCALE_PATHS:
            for mo in compile_stale(path):
                self.stdout.write(f"  {mo.relative_to(path)}")
