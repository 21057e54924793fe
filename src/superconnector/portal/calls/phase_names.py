"""What the phases of a call are called on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Phase
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.portal.calls.words import PHASES
from superconnector.portal.localised import words


def names_in(file: CallFile, rows: Iterable[Phase] = ()) -> dict[str, str]:
    """The name of each phase by its id: those of the file, and of `rows` those that the file does not name.

    Without a name of its own a phase is called by its kind; several of a kind are counted, from 1.
    """
    stated = {each.id: each for each in file.phases}
    added = sorted((row for row in rows if row.name not in stated), key=lambda row: row.pk)
    kinds = {each.id: str(each.kind) for each in file.phases} | {row.name: row.kind for row in added}
    names = {each.id: words(each.names) for each in file.phases if each.names}
    many, seen = Counter(kind for name, kind in kinds.items() if name not in names), Counter[str]()
    for name, kind in kinds.items():
        if name not in names:
            seen[kind] += 1
            names[name] = f"{PHASES[kind]} {seen[kind]}" if many[kind] > 1 else str(PHASES[kind])
    return names


def names_of(call: Call) -> dict[str, str]:
    """The same of a running call. One query, none where its phases were prefetched."""
    prefetch_related_objects([call], "phases")
    return names_in(definition_of(call), call.phases.all())
