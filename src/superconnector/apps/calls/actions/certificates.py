"""Certificates: issued to every member of an entry once its decision is published, verified by a code."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.certificates import said_of
from superconnector.apps.calls.models import Call, Certificate, Decision, Member
from superconnector.apps.calls.queries.certificates import out_of_date
from superconnector.apps.calls.standing import last_told
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that is mistaken for another when read from paper."""
LENGTH = 16


@transaction.atomic
def issue_certificates(*, actor: User, now: datetime, call: Call) -> int:
    """Issue those that are missing; how many were. Called again it changes nothing.

    Who had one that a chair revoked gets no other.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    members = Member.objects.filter(entry__call=call, certificates__isnull=True)
    told = last_told(call, members.order_by("entry_id").values_list("entry_id", flat=True))
    lacking = members.filter(entry__in=list(told)).select_related("entry").order_by("pk")
    return _issue(call, list(lacking), told, actor, now)


def issue_again(*, actor: User, now: datetime, call: Call, entries: Collection[int]) -> int:
    """After decisions on these entries were revised: what says something else is revoked, and issued anew.

    How many were. To be called within a transaction that has locked the call.
    """
    told = last_told(call, entries)
    old = out_of_date(call, told)
    Certificate.objects.filter(pk__in=[each.pk for each in old]).update(
        revoked_at=now, revoked_because=Certificate.REVISED
    )
    for each in old:
        _tell(call, actor, now, "certificate.revoked", code=each.code, because=Certificate.REVISED)
    return _issue(call, [each.member for each in old], told, actor, now)


def _issue(
    call: Call, members: Sequence[Member], told: Mapping[int, Decision], actor: User, now: datetime
) -> int:
    removed = Member.objects.filter(pk__in=[each.pk for each in members], user__removed_at__isnull=False)
    nameless = set(removed.order_by("pk").values_list("pk", flat=True))
    made = [
        Certificate(member=each, code=new_code(), issued_at=now, body=_body(call, each, told[each.entry_id]))
        for each in members
        if each.pk not in nameless
    ]
    Certificate.objects.bulk_create(made, batch_size=200)
    if made:
        _tell(call, actor, now, "certificates.issued", count=len(made))
    return len(made)


@transaction.atomic
def revoke_certificate(*, actor: User, now: datetime, certificate: Certificate, because: str) -> None:
    """From now on its code says that it was revoked, and why. Raises ValueError without a reason."""
    if not because.strip():
        raise ValueError("a revocation needs a reason")
    certificate.revoked_at, certificate.revoked_because = now, because.strip()
    certificate.save(update_fields=["revoked_at", "revoked_because"])
    _tell(certificate.member.entry.call, actor, now, "certificate.revoked", code=certificate.code)


def new_code() -> str:
    """Eighty bits by chance, in groups of four: nobody finds one by trying."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def _body(call: Call, member: Member, decision: Decision) -> dict[str, object]:
    """What the certificate says, as it was when issued: later changes of names do not reach it."""
    file = definition_of(call)
    return {
        "name": member.name,
        "entry": member.entry.title,
        "number": member.entry.number,
        "call": file.names.model_dump(by_alias=True, exclude_none=True),
        **said_of(file, decision),
        "rehearsal": call.rehearsal,
    }


def _tell(call: Call, actor: User, now: datetime, verb: str, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{call.pk}", now=now, detail=detail)
