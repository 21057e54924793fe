"""Which comments of judges the entrants may read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Official, Reading
from superconnector.apps.calls.queries.letters_comments import comments_of
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def pass_comments(
    *,
    actor: User,
    now: datetime,
    chair: Official,
    group: str,
    shown: Collection[int],
    passed: Collection[int],
) -> None:
    """Of the comments that the page showed, these go to the entrants and the others do not.

    Raises DecidingError `walled`, `not-there` where one is not the chair's to see.
    """
    if group not in clear_groups(chair):
        raise DecidingError("walled")
    known = {each.pk: each.comment_passed for each in comments_of(chair, group)}
    if not set(shown) >= set(passed) or not known.keys() >= set(shown):
        raise DecidingError("not-there")
    changed = sorted(pk for pk in shown if known[pk] != (pk in passed))
    for value in (True, False):
        ids = [pk for pk in changed if (pk in passed) is value]
        Reading.objects.filter(pk__in=ids).update(comment_passed=value)
    if changed:
        record(
            actor=journal_name(actor),
            verb="comments.passed",
            subject=f"call:{chair.call_id}",
            now=now,
            detail={"group": group, "passed": sorted(passed), "changed": changed},
        )
