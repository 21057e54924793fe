"""Votes, certificates and trials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils import timezone

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.certificates import said_of
from superconnector.apps.calls.models import (
    Ballot,
    Call,
    Certificate,
    Decision,
    Entry,
    Member,
    Phase,
    Prototype,
    Trial,
    TrialPayment,
    TrialReuse,
)
from superconnector.apps.calls.queries.showcase import HONOURED, honoured
from superconnector.apps.calls.queries.trials import same_organisation
from superconnector.apps.calls.standing import standing
from superconnector.base.files.keeping import is_whole


def votes_are_for_what_was_offered(call: Call) -> Iterator[str]:
    """Everybody chose an entry that their ballot offered, of the ballot's call and group."""
    rows = Ballot.objects.filter(call=call, choice__isnull=False).select_related("choice").order_by("pk")
    for each in rows:
        choice = each.choice
        if choice and (
            choice.number not in each.offered or (choice.call_id, choice.group) != (call.pk, each.group)
        ):
            yield f"ballot {each.pk}"


def nobody_votes_for_the_own_entry(call: Call) -> Iterator[str]:
    """No member's ballot offers the entry of their own team."""
    own: dict[int, set[str]] = {}
    for user, number in Member.objects.filter(entry__call=call, user__isnull=False).values_list(
        "user_id", "entry__number"
    ):
        own.setdefault(user, set()).add(number)
    for each in (
        Ballot.objects.filter(call=call, choice__isnull=False).select_related("choice").order_by("pk")
    ):
        if each.choice and each.choice.number in own.get(each.user_id, set()):
            yield f"ballot {each.pk}"


def votes_are_cast_after_they_are_issued(call: Call) -> Iterator[str]:
    """A ballot is cast after it was issued, and not before the vote opened."""
    opens = [each.opens_at for each in call.phases.filter(kind=Phase.Kind.VOTE) if each.opens_at]
    for each in Ballot.objects.filter(call=call, cast_at__isnull=False).order_by("pk"):
        if each.cast_at and (each.cast_at < each.issued_at or not opens or each.cast_at < min(opens)):
            yield f"ballot {each.pk}"


def certificates_are_of_published_decisions(call: Call) -> Iterator[str]:
    """A certificate is of a member whose entry has a published decision, and names that entry.

    One in force says what a decision says that counts.
    """
    file = definition_of(call)
    published = Decision.objects.filter(entry__call=call, publication__isnull=False)
    decided = set(published.order_by("pk").values_list("entry_id", flat=True))
    counting: dict[int, list[Mapping[str, object]]] = defaultdict(list)
    for each in standing(published).order_by("pk"):
        counting[each.entry_id].append(said_of(file, each))
    rows = Certificate.objects.filter(member__entry__call=call).select_related("member__entry")
    for each in rows.order_by("pk"):
        entry, body = each.member.entry, each.body
        says = any(one.items() <= body.items() for one in counting[entry.pk])
        if entry.pk not in decided or body.get("number") != entry.number or not (says or each.revoked_at):
            yield f"certificate {each.code}"


def trials_are_of_honoured_entries(call: Call) -> Iterator[str]:
    """What is tried out won or went on, and still stands; what was tried out had done so then."""
    counting = Entry.objects.filter(honoured(), call=call)
    once = Decision.objects.filter(entry__call=call, publication__isnull=False, outcome__in=HONOURED)
    over = Q(state__in=(Trial.State.ENDED, Trial.State.STOPPED), entry__in=once.values("entry_id"))
    rows = Trial.objects.filter(entry__call=call).exclude(Q(entry__in=counting) | over)
    yield from (
        f"trial {each.pk} of entry {each.entry.number}"
        for each in rows.select_related("entry").order_by("pk")
    )


def feedback_follows_the_start(call: Call) -> Iterator[str]:
    """End users speak of trials that began."""
    rows = Trial.objects.filter(entry__call=call, state=Trial.State.PLANNED, feedback__isnull=False)
    yield from (f"trial {each.pk}" for each in rows.order_by("pk").distinct())


def payments_are_in_one_currency(call: Call) -> Iterator[str]:
    """The payments of a trial are in one currency, so that they can be added."""
    currencies: dict[int, set[str]] = {}
    for trial, currency in TrialPayment.objects.filter(trial__entry__call=call).values_list(
        "trial_id", "currency"
    ):
        currencies.setdefault(trial, set()).add(currency)
    yield from (f"trial {trial}" for trial, used in sorted(currencies.items()) if len(used) > 1)


def results_are_reused_by_others(call: Call) -> Iterator[str]:
    """What is reused is a result, by another than the trial's host; the supplier itself is flagged."""
    rows = TrialReuse.objects.filter(trial__entry__call=call).select_related("trial__entry").order_by("pk")
    for each in rows:
        trial, supplier = each.trial, each.trial.entry.organisation
        found = trial.state in (Trial.State.ENDED, Trial.State.STOPPED)
        hidden = bool(supplier) and each.host == supplier and not each.conflict
        if not found or hidden or same_organisation(each, trial):
            yield f"reuse {each.pk} of trial {trial.pk}"


def prototypes_are_whole(call: Call) -> Iterator[str]:
    """What was built was built before it was recorded, and the bytes of its file are there, unchanged."""
    rows = Prototype.objects.filter(entry__call=call).select_related("entry", "stored").order_by("pk")
    for each in rows:
        early = each.made_on > timezone.localdate(each.recorded_at)
        if early or (each.stored and not is_whole(each.stored)):
            yield f"prototype {each.version} of entry {each.entry.number}"


RULES = {
    "votes-for-what-was-offered": votes_are_for_what_was_offered,
    "no-vote-for-the-own-entry": nobody_votes_for_the_own_entry,
    "votes-after-their-ballot": votes_are_cast_after_they_are_issued,
    "certificates-of-published-decisions": certificates_are_of_published_decisions,
    "trials-of-honoured-entries": trials_are_of_honoured_entries,
    "feedback-after-the-start": feedback_follows_the_start,
    "payments-in-one-currency": payments_are_in_one_currency,
    "results-reused-by-others": results_are_reused_by_others,
    "prototypes-whole": prototypes_are_whole,
}
