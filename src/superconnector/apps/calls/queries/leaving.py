"""What calls hold of somebody who wants to delete the account: what would go, stay, or stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import (
    Appeal,
    Assignment,
    Ballot,
    Call,
    Certificate,
    Entry,
    Letter,
    Member,
    Nomination,
    Official,
    Reading,
)
from superconnector.apps.calls.phases import Timing, timing
from superconnector.base.accounts.leaving import Obstacle, Told
from superconnector.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Places:
    """Somebody's places in teams, by what becomes of them.

    `alone`: nothing was handed in and nobody else could go on, so the entry is deleted. `shared`: nothing was
    handed in, and the others go on. `handed_in`: the place stays without a name, because it is judged.
    """

    alone: tuple[Member, ...]
    shared: tuple[Member, ...]
    handed_in: tuple[Member, ...]


def places_of(user: User) -> Places:
    """The places of today. One query."""
    rows = Member.objects.filter(user=user).annotate(
        on_record=_on_record(OuterRef("entry")), has_heir=Exists(_mates(OuterRef("entry"), user))
    )
    found = list(rows.select_related("entry__call__pinned").order_by("pk"))
    return Places(
        alone=tuple(each for each in found if not each.on_record and not each.has_heir),
        shared=tuple(each for each in found if not each.on_record and each.has_heir),
        handed_in=tuple(each for each in found if each.on_record),
    )


def _on_record(entry: OuterRef) -> Q:
    """Whether rows of others need the entry: a receipt, a decision, a reader; any that is kept by PROTECT."""
    needed = Q()
    for each in Entry._meta.related_objects:
        if each.on_delete is models.PROTECT:
            needed |= Q(Exists(each.related_model._base_manager.filter(**{each.field.name: entry})))
    return needed


def heir_of(member: Member) -> Member | None:
    """The team-mate with an account who joined first."""
    if member.user is None:
        return None
    return _mates(member.entry_id, member.user).order_by("joined_at", "id").first()


def _mates(entry: object, user: User) -> QuerySet[Member]:
    return Member.objects.filter(entry=entry, user__removed_at__isnull=True, user__is_active=True).exclude(
        user=user
    )


def addresses_of(user: User) -> list[str]:
    """Every address that the account has or had in mind, confirmed or not, in lower case."""
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    known = [user.email, *rows.values_list("email", flat=True)]
    return list(dict.fromkeys(each.strip().lower() for each in known))


def open_assignments_of(user: User) -> QuerySet[Assignment]:
    """What the person has still to read."""
    mine = Assignment.objects.filter(judge__user=user, removed_at__isnull=True)
    return mine.exclude(readings__final=True)


def told(user: User) -> Iterator[Told]:
    """By kind, what goes and what stays."""
    places = places_of(user)
    asked = Nomination.objects.filter(email__in=addresses_of(user), ended_at__isnull=True)
    leads = sum(each.leads for each in (*places.shared, *places.handed_in) if heir_of(each))
    yield Told("entries-alone", len(places.alone))
    yield Told("places-shared", len(places.shared))
    yield Told("leads", leads)
    yield Told("offices", Official.objects.filter(user=user, left_at__isnull=True).count())
    yield Told("assignments", open_assignments_of(user).count())
    yield Told("nominations", asked.count())
    yield Told("places-handed-in", len(places.handed_in), stays=True)
    readings = Reading.objects.filter(assignment__judge__user=user, final=True)
    yield Told("readings", readings.count(), stays=True)
    yield Told("letters", Letter.objects.filter(to=user).count(), stays=True)
    appeals = Appeal.objects.filter(Q(made_by=user) | Q(answered_by=user))
    yield Told("appeals", appeals.count(), stays=True)
    yield Told("certificates", Certificate.objects.filter(member__user=user).count(), stays=True)
    yield Told("ballots", Ballot.objects.filter(user=user, choice__isnull=False).count(), stays=True)
    yield Told("calls", Call.objects.filter(opened_by=user).count(), stays=True)


def chaired_alone(user: User, now: datetime) -> list[Call]:
    """The calls that would be left without a chair while they run; rehearsals are not among them."""
    held = Official.objects.filter(role=Official.Role.CHAIR, left_at__isnull=True)
    others = held.filter(call=OuterRef("pk")).exclude(user=user)
    mine = held.filter(user=user).values("call")
    calls = Call.objects.filter(~Exists(others), pk__in=mine, rehearsal=False).select_related("pinned")
    return [each for each in calls.prefetch_related("phases").order_by("pk") if not is_over(each, now)]


def is_over(call: Call, now: datetime) -> bool:
    """Whether every phase of the call has closed. One whose days are not set has not."""
    phases = list(call.phases.all())
    return bool(phases) and all(timing(each, now) is Timing.LATE for each in phases)


def obstacles(user: User, now: datetime) -> Iterator[Obstacle]:
    """The calls that need another chair first."""
    for call in chaired_alone(user, now):
        name = definition_of(call).names.text(get_language() or "en")
        yield Obstacle("last-chair", {"call": call.pk, "name": name})
