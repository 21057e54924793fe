"""Who became a judge by saying yes, and what is left of somebody who deleted the account."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress

from superconnector.apps.calls.models import Call, Member, Nomination, Official
from superconnector.base.accounts.queries import journal_name
from superconnector.base.models import JournalEntry


def accepted_nominations_made_judges(call: Call) -> Iterator[str]:
    """Who accepted judges this call, and accepted in person at the moment that the nomination ended."""
    told = JournalEntry.objects.filter(verb="nomination.accepted", subject=f"call:{call.pk}").order_by("pk")
    known = {(each.detail["nomination"], each.actor, each.at) for each in told}
    for each in _accepted(call):
        office = each.official
        judges = office is not None and (office.call_id, office.role) == (call.pk, Official.Role.JUDGE)
        if not judges or (each.pk, journal_name(office.user), each.ended_at) not in known:
            yield f"nomination {each.pk}"


def nominations_were_answered_by_their_readers(call: Call) -> Iterator[str]:
    """No other account that was there at the time has the address of an accepted nomination confirmed.

    The person may have another address since; then nobody has this one, or somebody who came later.
    """
    for each in _accepted(call):
        holders = EmailAddress.objects.filter(
            email=each.email, verified=True, user__date_joined__lte=each.ended_at
        )
        if each.official and holders.exclude(user=each.official.user_id).exists():
            yield f"nomination {each.pk}"


def removed_accounts_hold_nothing(call: Call) -> Iterator[str]:
    """Who deleted the account holds no office, and stands in no team by an address or a guardian's."""
    held = Official.objects.filter(call=call, user__removed_at__isnull=False)
    for office in held.order_by("pk"):
        if office.left_at is None or office.ties:
            yield f"office {office.pk}"
    for place in Member.objects.filter(entry__call=call, user__removed_at__isnull=False).order_by("pk"):
        if place.email or place.guardian_email or place.consent_secret:
            yield f"member {place.pk}"


def _accepted(call: Call) -> list[Nomination]:
    rows = Nomination.objects.filter(call=call, official__isnull=False).select_related("official__user")
    return list(rows.order_by("pk"))


RULES = {
    "accepted-nominations-made-judges": accepted_nominations_made_judges,
    "nominations-answered-by-their-readers": nominations_were_answered_by_their_readers,
    "removed-accounts-hold-nothing": removed_accounts_hold_nothing,
}
