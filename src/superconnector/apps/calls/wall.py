"""The wall between an official and the entries that official has a conflict with.

Everything a judge or a chair reads about entries starts from `entries_seen_by`: lists, counts, search,
rankings, mail, exports. A hidden entry is left out before anything is counted or computed, so that no
number, order, error or time can depend on it. There is no second way round, for chairs neither.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from superconnector.apps.calls.models import Assignment, Conflict, Entry, Official

WALLS = (Conflict.State.SUSPECTED, Conflict.State.CONFIRMED)


def entries_seen_by(official: Official) -> QuerySet[Entry]:
    """The entries of the official's call that no open conflict hides from that person, in either office.

    Whoever is in a team is walled off by that alone, before any conflict was looked for.
    """
    hidden = Conflict.objects.filter(
        official__call_id=official.call_id, official__user_id=official.user_id, state__in=WALLS
    )
    own = Entry.objects.filter(call_id=official.call_id, members__user_id=official.user_id)
    behind = Q(pk__in=hidden.values("entry_id")) | Q(pk__in=own.values("pk"))
    return Entry.objects.filter(call_id=official.call_id).exclude(behind)


def entry_seen_by(official: Official, number: str) -> Entry | None:
    """The entry of this number, or None where it does not exist or is hidden: the two look the same."""
    return entries_seen_by(official).filter(number=number).first()


def assignments_of(judge: Official, stage: str) -> QuerySet[Assignment]:
    """What the judge is to read in this round: not taken back, not withdrawn, and not behind the wall.

    Each round begins with an empty desk: nothing that was said in another one is reached from here.
    """
    return Assignment.objects.filter(
        judge=judge,
        stage=stage,
        removed_at__isnull=True,
        entry__state=Entry.State.SUBMITTED,
        entry__in=entries_seen_by(judge),
    )
