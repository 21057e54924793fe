"""Files where judging is blind: what a judge is given of them, and why some are kept back.

The one place through which a file of an entry reaches a blind judge.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Entry, EntryFile, Official
from superconnector.apps.calls.queries.entering import last_submission
from superconnector.base.files.cleaning import CLEANED, Copy, Showing, copy_of, showing
from superconnector.base.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file of the last receipt as a chair reads of it. `row` is absent where it was put away since."""

    name: str
    stored: StoredFile
    showing: Showing
    row: EntryFile | None


def names_nobody(entry: Entry, question_id: str, digest: str) -> bool:
    """Whether the team or a chair says so of this file."""
    rows = EntryFile.objects.filter(entry=entry, question=question_id, stored=digest, names_nobody=True)
    return rows.exists()


def shown_blind(entry: Entry, question_id: str, stored: StoredFile) -> Showing:
    """Whether blind judges are given the file, and if not, why."""
    return showing(stored, names_nobody=names_nobody(entry, question_id, stored.pk))


def given_blind(entry: Entry, question_id: str, stored: StoredFile) -> Copy | None:
    """What blind judges are given of the file, if anything."""
    return copy_of(stored, names_nobody=names_nobody(entry, question_id, stored.pk))


def on_sheet(judge: Official, number: str, question_id: str, digest: str, kind: str) -> Showing:
    """How the sheet tells of a file, without making anything: COPY, TRUSTED or UNSAID."""
    if kind in CLEANED:
        return Showing.COPY
    rows = EntryFile.objects.filter(entry__call=judge.call_id, entry__number=number, question=question_id)
    said = rows.filter(stored=digest, names_nobody=True).exists()
    return Showing.TRUSTED if said else Showing.UNSAID


def handed_files(entry: Entry) -> tuple[HandedFile, ...]:
    """The files of the last receipt that judges are to see, with how blind ones see each."""
    receipt = last_submission(entry)
    body: Mapping[str, Any] = json.loads(receipt.body) if receipt is not None else {}
    asked = definition_of(entry.call).questions_for(entry.group)
    seen = [question.id for question in asked if not question.identifies]
    said = [(question, row) for question in seen for row in body.get("files", {}).get(question, ())]
    kept = StoredFile.objects.in_bulk([row["sha256"] for _, row in said])
    held = list(EntryFile.objects.filter(entry=entry).order_by("id"))
    trusted = {(row.question, row.stored_id) for row in held if row.names_nobody}
    rows = {(row.question, row.stored_id): row for row in held if row.removed_at is None}
    return tuple(
        HandedFile(
            row["name"],
            kept[row["sha256"]],
            showing(kept[row["sha256"]], names_nobody=(question, row["sha256"]) in trusted),
            rows.get((question, row["sha256"])),
        )
        for question, row in said
        if row["sha256"] in kept
    )
