"""Rankings, decisions, letters and appeals."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Appeal, Call, Decision, Entry, Letter, Member, RankingRun
from superconnector.apps.calls.standing import standing


def ranking_is_its_content(call: Call) -> Iterator[str]:
    """The digest of a ranking is that of its text."""
    for each in RankingRun.objects.filter(call=call).order_by("pk"):
        if hashlib.sha256(each.body.encode()).hexdigest() != each.digest:
            yield f"ranking {each.pk} of {each.group}"


def published_decision_has_grounds(call: Call) -> Iterator[str]:
    """A published decision rests on a whole ranking of its group, or says why."""
    rows = Decision.objects.filter(entry__call=call, publication__isnull=False)
    for each in rows.select_related("entry", "ranking").order_by("pk"):
        run = each.ranking
        if run is None and not each.reason:
            yield f"entry {each.entry.number}: no grounds"
        elif run is not None and (run.partial or run.group != each.entry.group or run.call_id != call.pk):
            yield f"entry {each.entry.number}: ranking {run.pk} is not its ground"


def published_award_has_scores(call: Call) -> Iterator[str]:
    """An entry that a ranking lets win was read: its ranking was computed from readings."""
    rows = Decision.objects.filter(entry__call=call, publication__isnull=False, ranking__isnull=False)
    for each in rows.select_related("entry", "ranking").order_by("pk"):
        if not each.ranking.readings or f'"{each.entry.number}"' not in each.ranking.body:
            yield f"entry {each.entry.number}"


def prizes_are_not_given_twice(call: Call) -> Iterator[str]:
    """No more awards of a prize than it has places, and only to groups that may win it.

    What an upheld appeal has added does not count: it takes nothing from anybody.
    """
    file = definition_of(call)
    rows = standing(Decision.objects.filter(entry__call=call)).exclude(prize="")
    given = Counter(rows.values_list("prize", "entry__group"))
    added = Counter(rows.filter(revises__isnull=False).values_list("prize", "entry__group"))
    for (prize_id, group), count in sorted(given.items()):
        prize = next((each for each in file.prizes if each.id == prize_id), None)
        if prize is None or (prize.groups and group not in prize.groups):
            yield f"{prize_id} in {group}"
        elif prize.places is not None and count - added[prize_id, group] > prize.places:
            yield f"{prize_id}: {count} awards for {prize.places} places"


def ineligible_entries_are_not_honoured(call: Call) -> Iterator[str]:
    """Nothing is awarded to an entry that was never handed in."""
    rows = Decision.objects.filter(entry__call=call, publication__isnull=False)
    honours = (Decision.Outcome.AWARD, Decision.Outcome.ADVANCE)
    for each in rows.filter(outcome__in=honours, entry__submissions__isnull=True).select_related("entry"):
        yield f"entry {each.entry.number}"


def everybody_has_a_letter(call: Call) -> Iterator[str]:
    """Every member with an account was told of a published decision when it was published."""
    decisions = Decision.objects.filter(entry__call=call, publication__isnull=False)
    told = set(Letter.objects.filter(decision__in=decisions).values_list("decision_id", "to_id"))
    for each in decisions.select_related("entry", "publication").order_by("pk"):
        members = Member.objects.filter(
            entry=each.entry, user__isnull=False, joined_at__lte=each.publication.at
        )
        members = members.exclude(user__removed_at__lte=each.publication.at)
        for user in members.order_by("user_id").values_list("user_id", flat=True):
            if (each.pk, user) not in told:
                yield f"entry {each.entry.number}: account {user}"


def letters_are_of_published_decisions(call: Call) -> Iterator[str]:
    """No letter tells of a decision that is still pending."""
    rows = Letter.objects.filter(decision__entry__call=call, decision__publication__isnull=True)
    yield from (f"letter {each.pk}" for each in rows.order_by("pk"))


def appeals_follow_a_publication(call: Call) -> Iterator[str]:
    """An appeal is of a published decision, later than it, and its answer later still."""
    rows = Appeal.objects.filter(decision__entry__call=call).select_related("decision__publication")
    for each in rows.order_by("pk"):
        published = each.decision.publication
        early = published is None or each.made_at < published.at
        if early or (each.answered_at is not None and each.answered_at < each.made_at):
            yield f"appeal {each.pk}"


def revisions_follow_an_upheld_appeal(call: Call) -> Iterator[str]:
    """A decision that revises another is of the same entry and stage, later, and says why.

    The other was published, and an appeal against it was upheld before.
    """
    rows = Decision.objects.filter(entry__call=call, revises__isnull=False)
    upheld: dict[int, datetime] = {
        each.decision_id: each.answered_at
        for each in Appeal.objects.filter(decision__in=rows.values("revises"), state=Appeal.State.UPHELD)
        if each.answered_at
    }
    for each in rows.select_related("entry", "revises__publication").order_by("pk"):
        old = each.revises
        same = (old.entry_id, old.stage) == (each.entry_id, each.stage) and bool(each.reason)
        in_turn = old.pk in upheld and upheld[old.pk] <= each.made_at
        if not same or not in_turn or old.publication is None or old.publication.at > each.made_at:
            yield f"entry {each.entry.number}: decision {each.pk}"


def decided_entries_are_of_the_call(call: Call) -> Iterator[str]:
    """A publication holds decisions of its own call only."""
    rows = Decision.objects.filter(publication__call=call).exclude(entry__call=call).select_related("entry")
    yield from (f"entry {each.entry.number}" for each in rows.order_by("pk"))


def decided_entries_keep_a_state(call: Call) -> Iterator[str]:
    """A decided entry is no draft."""
    rows = Entry.objects.filter(call=call, state=Entry.State.DRAFT, decisions__publication__isnull=False)
    yield from (f"entry {each.number}" for each in rows.order_by("pk").distinct())


RULES = {
    "ranking-is-its-content": ranking_is_its_content,
    "published-decision-has-grounds": published_decision_has_grounds,
    "published-decision-has-scores": published_award_has_scores,
    "prizes-within-their-places": prizes_are_not_given_twice,
    "honoured-entries-were-handed-in": ineligible_entries_are_not_honoured,
    "everybody-has-a-letter": everybody_has_a_letter,
    "letters-of-published-decisions": letters_are_of_published_decisions,
    "appeals-follow-a-publication": appeals_follow_a_publication,
    "revisions-follow-an-upheld-appeal": revisions_follow_an_upheld_appeal,
    "decisions-within-the-call": decided_entries_are_of_the_call,
    "decided-entries-are-no-drafts": decided_entries_keep_a_state,
}
