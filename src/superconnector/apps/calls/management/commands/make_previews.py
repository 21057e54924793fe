"""Make the small pictures of galleries before anybody asks for them: a 3D model takes seconds to draw."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from superconnector.apps.calls.models import Call
from superconnector.apps.calls.queries.showcase import shown_entries
from superconnector.apps.calls.queries.shown import shown_all
from superconnector.base.files.previews import thumbnail_of


class Command(BaseCommand):
    """`make_previews`, called by `./run demo`; what is there is not made again."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        made = 0
        for call in Call.objects.select_related("pinned").order_by("pk"):
            for shown in shown_all(call, list(shown_entries(call, timezone.now()))):
                card = shown.picture
                made += card is not None and thumbnail_of(card.stored) is not None
        self.stdout.write(f"{made} pictures are ready.")
