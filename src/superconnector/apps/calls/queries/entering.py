"""Reads of entering: one's own entries, and an entry with all that it holds."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db.models import QuerySet

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.handing_in import Held
from superconnector.apps.calls.models import (
    Answer,
    Call,
    Entry,
    EntryFile,
    Invitation,
    Member,
    Submission,
)
from superconnector.base.accounts.models import User

_DIGEST = re.compile(r"[0-9a-f]{64}")


def my_entries(user: User, call: Call | None = None) -> QuerySet[Entry]:
    """The entries whose team this person is in, the newest first."""
    mine = Entry.objects.filter(members__user_id=user.pk).select_related("call__pinned")
    if call is not None:
        mine = mine.filter(call=call)
    return mine.order_by("-created_at", "-id")


def held(entry: Entry) -> Held:
    """The entry with its team, answers and files. Three queries."""
    files: dict[str, list[EntryFile]] = defaultdict(list)
    kept = EntryFile.objects.filter(entry=entry, removed_at__isnull=True).select_related("stored")
    for each in kept.order_by("added_at", "id"):
        files[each.question].append(each)
    return Held(
        entry=entry,
        file=definition_of(entry.call),
        members=list(entry.members.select_related("user").order_by("joined_at", "id")),
        answers={each.question: each for each in entry.answers.select_related("changed_by").order_by("id")},
        files=dict(files),
    )


def last_submission(entry: Entry) -> Submission | None:
    """The one that counts."""
    return entry.submissions.order_by("-number").first()


def submission(entry: Entry, number: int) -> Submission | None:
    """One of the entry's submissions."""
    return entry.submissions.filter(number=number).select_related("received_from").first()


def digests_in_receipts() -> set[str]:
    """Every SHA-256 that some receipt names, of every call; what only looks like one does no harm."""
    bodies = Submission.objects.order_by("pk").values_list("body", flat=True)
    return {digest for body in bodies.iterator(200) for digest in _DIGEST.findall(body)}


def submissions(entry: Entry) -> list[Submission]:
    """All that was handed in, the latest first."""
    return list(entry.submissions.select_related("received_from").order_by("-number"))


def open_invitations(entry: Entry) -> QuerySet[Invitation]:
    """Links that were neither used nor taken back, the newest first; those that have ended included."""
    unused = entry.invitations.filter(used_at__isnull=True, revoked_at__isnull=True)
    return unused.order_by("-made_at", "-id")


def invitation_by(secret_digest: str) -> Invitation | None:
    """The invitation whose secret has this SHA-256."""
    found = Invitation.objects.select_related("entry__call__pinned", "made_by")
    return found.filter(secret=secret_digest).first()


def member_asked(secret_digest: str) -> Member | None:
    """The minor whose guardian was given the secret with this SHA-256."""
    return Member.objects.select_related("entry__call__pinned").filter(consent_secret=secret_digest).first()


def member_of(entry: Entry, user: User) -> Member | None:
    """This person's place in the team."""
    return entry.members.filter(user_id=user.pk).first()


def entry_file(entry: Entry, file_id: int) -> EntryFile | None:
    """A file of the entry, removed ones included: a receipt may name them."""
    return EntryFile.objects.select_related("stored").filter(entry=entry, pk=file_id).first()


def answer_to(entry: Entry, question_id: str) -> Answer | None:
    """The draft answer to one question, with who changed it last."""
    return entry.answers.filter(question=question_id).select_related("changed_by").first()


def files_of(entry: Entry, question_id: str) -> list[EntryFile]:
    """The files that answer one question, in the order in which they came."""
    kept = entry.files.filter(question=question_id, removed_at__isnull=True).select_related("stored")
    return list(kept.order_by("added_at", "id"))
