"""Certificates: issued to every member of an entry once its decision is published, verified by a code."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Certificate, Decision, Member
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that is mistaken for another when read from paper."""
LENGTH = 16


@transaction.atomic
def issue_certificates(*, actor: User, now: datetime, call: Call) -> int:
    """Issue those that are missing; how many were. Called again it changes nothing."""
    members = Member.objects.filter(
        entry__call=call, entry__decisions__publication__isnull=False, certificates__isnull=True
    )
    decided = {
        decision.entry_id: decision
        for decision in Decision.objects.filter(entry__call=call, publication__isnull=False).order_by("pk")
    }
    made = [
        Certificate(member=member, code=new_code(), issued_at=now, body=_body(call, member, decided))
        for member in members.select_related("entry").order_by("pk").distinct()
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


def _body(call: Call, member: Member, decided: dict[int, Decision]) -> dict[str, object]:
    """What the certificate says, as it was when issued: later changes of names do not reach it."""
    file, decision = definition_of(call), decided[member.entry_id]
    prize = next((each.names for each in file.prizes if each.id == decision.prize), None)
    return {
        "name": member.name,
        "entry": member.entry.title,
        "number": member.entry.number,
        "call": file.names.model_dump(by_alias=True, exclude_none=True),
        "outcome": decision.outcome,
        "prize": prize.model_dump(by_alias=True, exclude_none=True) if prize else None,
        "rehearsal": call.rehearsal,
    }


def _tell(call: Call, actor: User, now: datetime, verb: str, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{call.pk}", now=now, detail=detail)
