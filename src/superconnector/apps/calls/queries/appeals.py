"""Reads of appeals: a team's own, and those that a chair may answer, each with what followed from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from superconnector.apps.calls.models import Appeal, Decision, Entry, Official
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.wall import entries_seen_by


def appeals_of(entry: Entry) -> QuerySet[Appeal]:
    """The appeals of the entry with their answers, the first first. Nothing is ever taken out.

    `revised_at`: when the decision that revises the one appealed against was published. One that is pending
    is not told of.
    """
    found = Appeal.objects.filter(decision__entry=entry).select_related("decision", "made_by")
    return found.annotate(revised_at=F("decision__revised_by__publication__at")).order_by("made_at", "id")


def appeals_before(chair: Official) -> QuerySet[Appeal]:
    """The appeals that the chair may answer: in groups without a conflict. Open ones first."""
    found = Appeal.objects.filter(
        decision__entry__in=entries_seen_by(chair), decision__entry__group__in=clear_groups(chair)
    )
    named = found.select_related("decision__entry__call", "made_by", "answered_by")
    return named.order_by(F("answered_at").asc(nulls_first=True), "made_at", "id")


def log_before(chair: Official) -> QuerySet[Appeal]:
    """The same, each with the decision that revises the one appealed against, pending or published.

    `new_outcome`, `new_prize`, `new_reason` and `revised_at` are None where there is none yet.
    """
    new = "decision__revised_by__"
    return appeals_before(chair).annotate(
        new_outcome=F(f"{new}outcome"),
        new_prize=F(f"{new}prize"),
        new_reason=F(f"{new}reason"),
        revised_at=F(f"{new}publication__at"),
    )


def upheld_waiting(chair: Official) -> QuerySet[Appeal]:
    """Upheld appeals after which no decision was published yet."""
    upheld = appeals_before(chair).filter(
        state=Appeal.State.UPHELD, decision__entry__state=Entry.State.SUBMITTED
    )
    return upheld.filter(decision__revised_by__publication__isnull=True)


@dataclass(frozen=True, slots=True)
class Reopened:
    """An upheld appeal, what it was made against, and the decision that revises that, while it is pending.

    `done`: one was published already.
    """

    appeal: Appeal
    old: Decision
    pending: Decision | None
    done: bool


def case_of(chair: Official, appeal_id: int) -> Reopened | None:
    """What the chair may decide anew because of this appeal; None where it was not upheld."""
    rows = log_before(chair).select_related("decision__entry__call", "decision__publication")
    appeal = rows.filter(pk=appeal_id, state=Appeal.State.UPHELD).first()
    if appeal is None:
        return None
    pending = pending_revision(appeal.decision)
    return Reopened(appeal, appeal.decision, pending, done=appeal.revised_at is not None)


def pending_revision(old: Decision) -> Decision | None:
    """The decision that revises this one and is not published yet."""
    return Decision.objects.filter(revises=old, publication__isnull=True).first()


def version_of(pending: Decision | None) -> str:
    """Names a pending decision as a page showed it; empty where there was none."""
    return f"{pending.pk}-{pending.made_at.timestamp()}" if pending else ""
