"""What calls keep of one person, as JSON can hold it: a part of the file that everybody can ask for."""

from __future__ import annotations

import json
from datetime import datetime

from superconnector.apps.calls.models import (
    Answer,
    Appeal,
    Ballot,
    Certificate,
    EntryFile,
    Letter,
    Member,
    Official,
    Prototype,
    Reading,
    Submission,
)
from superconnector.apps.calls.queries.nominating import nominations_kept_of
from superconnector.apps.calls.standing import replaced
from superconnector.base.accounts.models import User

Row = dict[str, object]


def calls_of(user: User) -> Row:
    """Entries with all that was handed in, letters, appeals, certificates, ballots, offices, nominations."""
    return {
        "entries": [_entry(each) for each in _places(user)],
        "letters": _letters(user),
        "appeals": _appeals(user),
        "certificates": _certificates(user),
        "ballots": _ballots(user),
        "offices": [_office(each) for each in _offices(user)],
        "nominations": nominations_kept_of(user),
    }


def _places(user: User) -> list[Member]:
    return list(Member.objects.filter(user=user).select_related("entry").order_by("joined_at", "pk"))


def _entry(place: Member) -> Row:
    """One's own place in the team; the team-mates' details stay theirs, but for what all handed in."""
    entry = place.entry
    return {
        "call": entry.call_id,
        "number": entry.number,
        "title": entry.title,
        "state": entry.state,
        "answers_at_the_door": entry.facts,
        "me": _me(place),
        "answers": [
            {"question": each.question, "value": each.value, "changed": _at(each.changed_at)}
            for each in Answer.objects.filter(entry=entry).order_by("pk")
        ],
        "files": [_file(each) for each in EntryFile.objects.filter(entry=entry).order_by("pk")],
        "prototypes": [_prototype(each) for each in Prototype.objects.filter(entry=entry).order_by("pk")],
        "receipts": [_receipt(each) for each in Submission.objects.filter(entry=entry).order_by("number")],
    }


def _me(place: Member) -> Row:
    return {
        "name": place.name,
        "email": place.email,
        "role": place.role,
        "leads": place.leads,
        "minor": place.minor,
        "consent": place.consent,
        "guardian": place.guardian,
        "guardian_email": place.guardian_email,
        "guardian_asked": _at(place.consent_asked_at),
        "guardian_answered": _at(place.consent_at),
        "joined": _at(place.joined_at),
    }


def _file(file: EntryFile) -> Row:
    return {
        "question": file.question,
        "name": file.name,
        "sha256": file.stored_id,
        "added": _at(file.added_at),
        "removed": _at(file.removed_at),
    }


def _prototype(state: Prototype) -> Row:
    return {
        "version": state.version,
        "made_on": state.made_on.isoformat(),
        "changed": state.changed,
        "name": state.name,
        "sha256": state.stored_id,
        "recorded": _at(state.recorded_at),
    }


def _receipt(submission: Submission) -> Row:
    return {
        "number": submission.number,
        "received": _at(submission.received_at),
        "sha256": submission.digest,
        "content": json.loads(submission.body),
    }


def _letters(user: User) -> list[Row]:
    """Published ones alone: what a chair still weighs is not told by this way either."""
    rows = Letter.objects.filter(to=user, decision__publication__isnull=False).annotate(replaced=replaced())
    return [
        {
            "entry": each.decision.entry.number,
            "subject": each.subject,
            "text": each.body,
            "sent": _at(each.sent_at),
            "replaced": each.replaced,
        }
        for each in rows.select_related("decision__entry").order_by("pk")
    ]


def _appeals(user: User) -> list[Row]:
    rows = Appeal.objects.filter(made_by=user).select_related("decision__entry").order_by("pk")
    return [
        {
            "number": each.pk,
            "entry": each.decision.entry.number,
            "text": each.text,
            "made": _at(each.made_at),
            "state": each.state,
            "answer": each.answer,
        }
        for each in rows
    ]


def _certificates(user: User) -> list[Row]:
    rows = Certificate.objects.filter(member__user=user).order_by("pk")
    return [
        {
            "code": each.code,
            "issued": _at(each.issued_at),
            "says": each.body,
            "revoked": _at(each.revoked_at),
        }
        for each in rows
    ]


def _ballots(user: User) -> list[Row]:
    rows = Ballot.objects.filter(user=user).select_related("choice").order_by("pk")
    return [
        {
            "call": each.call_id,
            "group": each.group,
            "offered": each.offered,
            "choice": each.choice.number if each.choice else None,
            "cast": _at(each.cast_at),
        }
        for each in rows
    ]


def _offices(user: User) -> list[Official]:
    return list(Official.objects.filter(user=user).order_by("pk"))


def _office(office: Official) -> Row:
    """What a judge wrote is the judge's; of which entry, as its number. Conflicts that a chair found are not
    told: the file would say what the wall hides."""
    rows = Reading.objects.filter(assignment__judge=office).select_related("assignment__entry")
    return {
        "call": office.call_id,
        "role": office.role,
        "since": _at(office.since),
        "left": _at(office.left_at),
        "declared_ties": office.ties,
        "readings": [
            {
                "entry": each.assignment.entry.number,
                "scores": each.scores,
                "comment": each.comment,
                "note": each.note,
                "final": each.final,
                "saved": _at(each.saved_at),
            }
            for each in rows.order_by("pk")
        ],
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
