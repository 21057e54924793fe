"""Reads of certificates: by code as printed or typed, those of a team, those that a chair may know of."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.certificates import said_of
from superconnector.apps.calls.models import Call, Certificate, Decision, Official
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.base.accounts.models import User


def certificate_of(code: str) -> Certificate | None:
    """The certificate, whatever blanks, dashes or small letters the code was typed with."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    grouped = "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
    rows = Certificate.objects.select_related("member__entry__call__pinned")
    return rows.filter(code=grouped).first() if len(signs) <= 40 else None


def certificates_seen_by(chair: Official) -> QuerySet[Certificate]:
    """Those of the entries that the chair may know of, by the number of the entry."""
    rows = Certificate.objects.filter(member__entry__in=entries_seen_by(chair))
    return rows.select_related("member__entry").order_by("member__entry__number", "pk")


def my_certificates(user: User, call: Call | None = None) -> QuerySet[Certificate]:
    """Those of the teams that somebody is in: a team-mate may have no account to fetch one with.

    One that was issued again after a decision was revised is left out.
    """
    rows = Certificate.objects.filter(member__entry__members__user_id=user.pk)
    rows = rows.exclude(revoked_because=Certificate.REVISED)
    if call is not None:
        rows = rows.filter(member__entry__call=call)
    return rows.select_related("member__entry__call").order_by("issued_at", "pk").distinct()


def out_of_date(call: Call, says: Mapping[int, Decision]) -> list[Certificate]:
    """Of the entries in `says`, the certificates in force that say something else. One query."""
    file = definition_of(call)
    rows = Certificate.objects.filter(member__entry__in=list(says), revoked_at__isnull=True)
    return [
        each
        for each in rows.select_related("member__entry").order_by("pk")
        if not said_of(file, says[each.member.entry_id]).items() <= each.body.items()
    ]


def may_fetch(certificate: Certificate, user: User) -> bool:
    """Whether this person may have it as a document: the team, and chairs of the call."""
    entry = certificate.member.entry
    if entry.members.filter(user_id=user.pk).exists():
        return True
    chair = Official.objects.filter(
        call=entry.call_id, user_id=user.pk, role=Official.Role.CHAIR, left_at__isnull=True
    ).first()
    return chair is not None and entries_seen_by(chair).filter(pk=entry.pk).exists()
