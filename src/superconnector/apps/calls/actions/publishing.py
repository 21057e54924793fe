"""Publishing: the pending decisions of a stage and their letters, all at once, as the preview showed them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.certificates import issue_again
from superconnector.apps.calls.actions.deciding import check_stage
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Call, Decision, Letter, Official, Publication
from superconnector.apps.calls.queries.letters import Preview, preview_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def publish(*, actor: User, now: datetime, chair: Official, group: str, stage: str, seen: str) -> Publication:
    """Publish what the preview of this digest showed. Letters are written here and sent afterwards.

    Where a decision revises another, that one counts no more from here on, and certificates follow.

    Raises DecidingError `walled`, `no-stage`, `published-already` where another chair was quicker with the
    same preview, `nothing`, `changed-meanwhile`, `problems`.
    """
    call = Call.objects.select_for_update().get(pk=chair.call_id)
    check_stage(chair, group, stage)
    done = Publication.objects.filter(call=call, preview=seen).select_related("by").first()
    if done:
        raise DecidingError("published-already", who=str(done.by))
    preview = preview_of(chair, group, stage)
    if not preview.decisions:
        raise DecidingError("nothing")
    if preview.digest != seen:
        raise DecidingError("changed-meanwhile")
    if preview.problems:
        raise DecidingError("problems")
    publication = Publication.objects.create(call=call, at=now, by=actor, preview=seen)
    fixed = Decision.objects.filter(
        pk__in=[each.pk for each in preview.decisions], publication__isnull=True
    ).update(publication=publication)
    if fixed != len(preview.decisions):
        raise DecidingError("changed-meanwhile")
    _write(preview, publication)
    anew = [each.entry_id for each in preview.decisions if each.revises_id]
    if anew:
        issue_again(actor=actor, now=now, call=call, entries=anew)
    detail = {"group": group, "stage": stage, "decisions": fixed, "letters": len(preview.letters)}
    record(
        actor=journal_name(actor),
        verb="decisions.published",
        subject=f"call:{call.pk}",
        now=now,
        detail=detail | {"preview": seen},
    )
    return publication


def _write(preview: Preview, publication: Publication) -> None:
    """The letters, word for word as the preview had them."""
    Letter.objects.bulk_create(
        [
            Letter(
                decision=each.decision,
                publication=publication,
                to=each.to,
                language=each.language,
                subject=each.subject,
                body=each.body,
            )
            for each in preview.letters
        ],
        batch_size=500,
    )
