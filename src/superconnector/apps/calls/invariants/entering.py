"""Entries, teams, receipts and files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import (
    Call,
    Entry,
    EntryFile,
    Invitation,
    Member,
    Phase,
    Submission,
)
from superconnector.base.files.keeping import is_whole
from superconnector.base.files.models import StoredFile
from superconnector.base.models import JournalEntry


def submitted_has_receipt(call: Call) -> Iterator[str]:
    """A submitted entry has a receipt."""
    rows = Entry.objects.filter(call=call, state=Entry.State.SUBMITTED, submissions__isnull=True)
    yield from (f"entry {each.number}" for each in rows.order_by("pk"))


def receipt_is_its_content(call: Call) -> Iterator[str]:
    """The digest of a receipt is that of its content."""
    for each in Submission.objects.filter(entry__call=call).select_related("entry").order_by("pk"):
        if hashlib.sha256(each.body.encode()).hexdigest() != each.digest:
            yield f"receipt {each.number} of entry {each.entry.number}"


def receipts_are_in_order(call: Call) -> Iterator[str]:
    """Receipts of an entry are numbered from one without a gap, and later ones are later."""
    rows: dict[str, list[Submission]] = {}
    for each in (
        Submission.objects.filter(entry__call=call).select_related("entry").order_by("entry", "number")
    ):
        rows.setdefault(each.entry.number, []).append(each)
    for number, own in rows.items():
        times = [each.received_at for each in own]
        if [each.number for each in own] != list(range(1, len(own) + 1)) or times != sorted(times):
            yield f"entry {number}"


def receipt_in_time(call: Call) -> Iterator[str]:
    """No receipt after the deadline as it then was, without grace."""
    phases = [_History(phase) for phase in call.phases.filter(kind=Phase.Kind.ENTRY).order_by("pk")]
    for each in Submission.objects.filter(entry__call=call).select_related("entry").order_by("pk"):
        taken = [phase.takes(each.received_at) for phase in phases]
        if not any(taken) or (not each.in_grace and "open" not in taken):
            yield f"receipt {each.number} of entry {each.entry.number}, {each.received_at.isoformat()}"


def receipt_names_kept_files(call: Call) -> Iterator[str]:
    """Every file that a receipt names is kept."""
    kept = set(StoredFile.objects.values_list("digest", flat=True))
    for each in Submission.objects.filter(entry__call=call).select_related("entry").order_by("pk"):
        named = json.loads(each.body).get("files", {})
        if {row["sha256"] for rows in named.values() for row in rows} - kept:
            yield f"receipt {each.number} of entry {each.entry.number}"


def files_are_whole(call: Call) -> Iterator[str]:
    """The bytes of every file are there and unchanged."""
    rows = EntryFile.objects.filter(entry__call=call).select_related("stored", "entry").order_by("pk")
    for digest, each in {row.stored_id: row for row in rows}.items():
        if not is_whole(each.stored):
            yield f"{each.name} of entry {each.entry.number}, {digest[:12]}"


def entry_has_a_leader(call: Call) -> Iterator[str]:
    """Every entry has one leader, who has an account."""
    leaders = Member.objects.filter(entry__call=call, leads=True, user__isnull=False)
    rows = Entry.objects.filter(call=call).exclude(pk__in=leaders.values("entry_id")).order_by("pk")
    yield from (f"entry {each.number}" for each in rows)


def entry_is_of_the_file(call: Call) -> Iterator[str]:
    """Group and track of an entry are in the call's file, and the track is one of its group's."""
    file = definition_of(call)
    groups = {group.id: {track.id for track in file.tracks_for(group.id)} for group in file.groups}
    for each in Entry.objects.filter(call=call).order_by("pk"):
        if each.group not in groups or (each.track and each.track not in groups[each.group]):
            yield f"entry {each.number}: {each.group} {each.track}".strip()


def submitted_team_fits(call: Call) -> Iterator[str]:
    """The team of a receipt is within the size that its group allows."""
    sizes = {group.id: group.team for group in definition_of(call).groups}
    for each in Submission.objects.filter(entry__call=call).select_related("entry").order_by("pk"):
        body = json.loads(each.body)
        size, count = sizes.get(body.get("group")), len(body.get("team", []))
        if size is not None and not size.least <= count <= (size.most or count):
            yield f"receipt {each.number} of entry {each.entry.number}: {count} people"


def submitted_minors_have_consent(call: Call) -> Iterator[str]:
    """No minor is in the team of a receipt without a guardian's consent at that time."""
    groups = {group.id for group in definition_of(call).groups if group.minors is not None}
    for each in Submission.objects.filter(entry__call=call).select_related("entry").order_by("pk"):
        body = json.loads(each.body)
        asked = body.get("group") in groups
        young = [row for row in body.get("team", []) if asked and row.get("minor")]
        if any(row.get("consent") != Member.Consent.GIVEN for row in young):
            yield f"receipt {each.number} of entry {each.entry.number}"


def consent_is_a_guardians(call: Call) -> Iterator[str]:
    """A consent was given by the guardian's own link or recorded by a chair, never by the team."""
    subjects = f"entry:{call.pk}/"
    told = JournalEntry.objects.filter(
        verb__in=("entry.guardian-consented", "entry.paper-consent"), subject__startswith=subjects
    )
    known = {(each.subject, each.detail.get("member"), each.at) for each in told.order_by("pk")}
    rows = Member.objects.filter(entry__call=call, consent=Member.Consent.GIVEN).select_related("entry")
    for each in rows.order_by("pk"):
        if (f"{subjects}{each.entry.number}", each.pk, each.consent_at) not in known:
            yield f"member {each.pk} of entry {each.entry.number}"


def invitations_are_used_by_members(call: Call) -> Iterator[str]:
    """Nobody used an invitation after it ended or was revoked."""
    rows = Invitation.objects.filter(entry__call=call, used_at__isnull=False).order_by("pk")
    for each in rows.select_related("entry"):
        if each.used_at and (
            each.used_at >= each.ends_at or (each.revoked_at and each.revoked_at <= each.used_at)
        ):
            yield f"invitation {each.pk} to entry {each.entry.number}"


@dataclass(frozen=True, slots=True)
class _Times:
    opens: datetime | None
    closes: datetime | None
    grace: timedelta

    def takes(self, at: datetime) -> str:
        """`open`, `grace` or nothing."""
        if self.opens is None or at < self.opens:
            return ""
        if self.closes is None or at < self.closes:
            return "open"
        return "grace" if at < self.closes + self.grace else ""


class _History:
    """The times of a phase at any moment, from the row and the journal of its moves."""

    def __init__(self, phase: Phase) -> None:
        moves = JournalEntry.objects.filter(
            verb="call.phase-moved", subject=f"call:{phase.call_id}", detail__phase=phase.name
        )
        self.moves = [(each.at, _read(each.detail["before"])) for each in moves.order_by("at", "pk")]
        self.now = _Times(phase.opens_at, phase.closes_at, timedelta(seconds=phase.grace_seconds))

    def takes(self, at: datetime) -> str:
        """What the phase took at the moment, as it stood then."""
        return next((before for moved, before in self.moves if moved > at), self.now).takes(at)


def _read(before: Mapping[str, Any]) -> _Times:
    opens, closes = (
        before[name] and datetime.fromisoformat(before[name]) for name in ("opens_at", "closes_at")
    )
    return _Times(opens, closes, timedelta(seconds=before["grace_seconds"]))


RULES = {
    "submitted-has-receipt": submitted_has_receipt,
    "receipt-is-its-content": receipt_is_its_content,
    "receipts-are-in-order": receipts_are_in_order,
    "receipt-in-time": receipt_in_time,
    "receipt-names-kept-files": receipt_names_kept_files,
    "files-are-whole": files_are_whole,
    "entry-has-a-leader": entry_has_a_leader,
    "entry-is-of-the-file": entry_is_of_the_file,
    "submitted-team-fits": submitted_team_fits,
    "submitted-minors-have-consent": submitted_minors_have_consent,
    "consent-is-a-guardians": consent_is_a_guardians,
    "invitations-used-in-time": invitations_are_used_by_members,
}
