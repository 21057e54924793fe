"""What a judge writes about an entry: saved while typing, handed in once, reopened as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.models import Assignment, Official, Reading
from superconnector.apps.calls.queries.reading import criteria_of, judging_opening, latest_reading
from superconnector.apps.calls.wall import assignments_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.ecosystem.schema import CallCriterion

LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Seen:
    """The draft that a page was made from; `tab` names the page. Nothing saved yet: version 0."""

    number: int
    version: int
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the judge says. `scores` has the criteria that are scored."""

    scores: Mapping[str, int]
    comment: str = ""
    note: str = ""


class ReadingError(ValueError):
    """The judge cannot do this now. `code` names why; faces have the words.

    `stored` is the reading as it stands, where the judge wrote from an older one.
    """

    def __init__(self, code: str, stored: Reading | None = None, **values: object) -> None:
        super().__init__(code)
        self.code, self.stored, self.values = code, stored, values


@transaction.atomic
def save_reading(
    *, actor: User, now: datetime, judge: Official, number: str, seen: Seen, given: Given
) -> Reading:
    """Save a draft. Saying again what is stored changes nothing, so a page may send twice.

    Raises ReadingError `not-yours`, `closed` and its kin, `no-criterion`, `out-of-scale`, `too-long`,
    `changed-meanwhile` (with `stored`) where another page saved in between, `final` (with `stored`).
    """
    assignment = _assignment(judge, number, now)
    check_given(given, criteria_of(assignment))
    reading = _checked(assignment, seen, given)
    if reading is not None and _says(reading) == given:
        return reading
    return _write(reading or Reading(assignment=assignment, version=0), seen, given, now)


@transaction.atomic
def finish_reading(
    *, actor: User, now: datetime, judge: Official, number: str, seen: Seen, given: Given
) -> Reading:
    """Hand a reading in; it never changes again. Handing in the same twice is once.

    Raises ReadingError as save_reading() does, and `incomplete` with the criteria that have no score.
    """
    assignment = _assignment(judge, number, now)
    criteria = criteria_of(assignment)
    check_given(given, criteria)
    lacking = [each.id for each in criteria if each.id not in given.scores]
    if lacking:
        raise ReadingError("incomplete", criteria=lacking)
    stored = latest_reading(assignment)
    if stored is not None and stored.final and _says(stored) == given:
        return stored
    reading = _checked(assignment, seen, given) or Reading(assignment=assignment, version=0)
    reading.final, reading.final_at = True, now
    reading = _write(reading, seen, given, now)
    subject = f"entry:{assignment.entry_id}"
    detail = {"judge": judge.pk, "reading": reading.pk, "number": reading.number}
    record(actor=journal_name(actor), verb="reading.handed-in", subject=subject, now=now, detail=detail)
    return reading


@transaction.atomic
def reopen_reading(*, actor: User, now: datetime, judge: Official, number: str) -> Reading:
    """A new version that begins with what was handed in, which counts until the new one is handed in.

    Reopening twice gives the same draft. Raises ReadingError `not-yours`, `closed` and its kin, `nothing`.
    """
    assignment = _assignment(judge, number, now)
    last = latest_reading(assignment)
    if last is None:
        raise ReadingError("nothing")
    if not last.final:
        return last
    draft = Reading.objects.create(
        assignment=assignment,
        number=last.number + 1,
        scores=last.scores,
        comment=last.comment,
        note=last.note,
        saved_at=now,
    )
    subject = f"entry:{assignment.entry_id}"
    detail = {"judge": judge.pk, "number": draft.number}
    record(actor=journal_name(actor), verb="reading.reopened", subject=subject, now=now, detail=detail)
    return draft


def check_given(given: Given, criteria: tuple[CallCriterion, ...]) -> None:
    """Raises ReadingError `no-criterion`, `out-of-scale`, `too-long`."""
    scales = {each.id: each.scale for each in criteria}
    for criterion, score in given.scores.items():
        if criterion not in scales:
            raise ReadingError("no-criterion", criterion=criterion)
        scale = scales[criterion]
        if scale is None or score not in scale:
            raise ReadingError("out-of-scale", criterion=criterion)
    for text in (given.comment, given.note):
        if len(text) > LONGEST:
            raise ReadingError("too-long", most=LONGEST, length=len(text))


def _assignment(judge: Official, number: str, now: datetime) -> Assignment:
    """The judge's assignment in the round that is open, locked; what is behind the wall does not exist."""
    opening = judging_opening(judge.call, now)
    found = assignments_of(judge, opening.stage).filter(entry__number=number).first()
    if found is None or judge.left_at is not None:
        raise ReadingError("not-yours")
    if not opening.is_open:
        raise ReadingError(opening.why)
    return (
        Assignment.objects.select_for_update(of=("self",)).select_related("entry", "judge").get(pk=found.pk)
    )


def _checked(assignment: Assignment, seen: Seen, given: Given) -> Reading | None:
    """The draft to write to, None if there is none yet. Raises where the page saw another one."""
    stored = latest_reading(assignment)
    if stored is None:
        return None
    if stored.number == seen.number and not stored.final:
        own = bool(seen.tab) and stored.tab == seen.tab
        if own or stored.version == seen.version or _says(stored) == given:
            return stored
    raise ReadingError("final" if stored.final else "changed-meanwhile", stored)


def _says(reading: Reading) -> Given:
    return Given(reading.scores, reading.comment, reading.note)


def _write(reading: Reading, seen: Seen, given: Given, now: datetime) -> Reading:
    reading.version += 1
    reading.tab = seen.tab[:40]
    reading.scores, reading.comment, reading.note = dict(given.scores), given.comment, given.note
    reading.saved_at = now
    reading.save()
    return reading
