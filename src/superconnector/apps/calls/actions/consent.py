"""A guardian's consent: asked for by a link of the guardian's own and answered there, or signed on paper.

The team names the guardian and cannot answer in the guardian's place: the secret of the link is mailed and
kept nowhere, only its SHA-256 is. It works once, for fourteen days; a new one ends the one before.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.access import may_edit
from superconnector.apps.calls.actions.entering import check_editable, locked, place_of, tell
from superconnector.apps.calls.actions.teams import TeamError, digest_of
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Entry, Member, Official
from superconnector.apps.calls.moments import in_zone
from superconnector.apps.calls.queries.entering import member_asked
from superconnector.apps.calls.wall import entry_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.actions import record
from superconnector.base.pace import keep_pace

log = logging.getLogger(__name__)
LINK_LASTS = timedelta(days=14)
GUARDIAN = "guardian"
"""Who acts, in the journal: somebody without an account."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the guardian said. `words` is the text that was shown and agreed to, as it was shown."""

    consents: bool
    name: str = ""
    words: str = ""


@transaction.atomic
def ask_guardian(*, actor: User, now: datetime, entry: Entry, member_id: int) -> tuple[Member, str]:
    """Make a link for the guardian of a minor; its secret is returned here and nowhere else.

    The leader for all, others for themselves. Raises TeamError `not-yours`, `guardian-needed`,
    `consent-given`, EnteringError `not-in-team` and as `check_editable`, and TooOftenError.
    """
    entry = locked(entry)
    place = place_of(actor, entry)
    check_editable(entry, now)
    member = entry.members.filter(pk=member_id).first()
    if member is None or not (place.leads or place.pk == member.pk):
        raise TeamError("not-yours")
    if member.consent == Member.Consent.GIVEN:
        raise TeamError("consent-given")
    if not (member.minor and member.guardian_email):
        raise TeamError("guardian-needed")
    keep_pace("guardian", actor.pk, now)
    keep_pace("guardian-again", member.pk, now)
    keep_pace("guardian-address", member.guardian_email, now)
    secret = secrets.token_urlsafe(32)
    member.consent, member.consent_at = Member.Consent.NEEDED, None
    member.consent_secret, member.consent_asked_at = digest_of(secret), now
    member.save()
    tell(entry, actor, now, "entry.guardian-asked", member=member.pk)
    return member, secret


def asked_by(secret: str, now: datetime) -> Member:
    """The minor whose guardian was given this link. Changes nothing: mail scanners open links.

    Raises TeamError `no-consent-link` for one that was used, replaced or made up, or has ended: nobody learns
    which.
    """
    member = member_asked(digest_of(secret[:200]))
    if member is None or member.consent_asked_at is None or member.consent_asked_at + LINK_LASTS <= now:
        raise TeamError("no-consent-link")
    return member


@transaction.atomic
def answer_guardian(*, now: datetime, secret: str, reply: Reply) -> Member:
    """The guardian consents, or does not; either way the link is used up.

    Raises TeamError as `asked_by`, `no-name`, and EnteringError as `check_editable`.
    """
    entry = locked(asked_by(secret, now).entry)
    member = asked_by(secret, now)  # within the lock: of two answers at once the first counts
    check_editable(entry, now)
    if reply.consents:
        if not reply.name:
            raise TeamError("no-name")
        member.consent, member.guardian, member.consent_at = Member.Consent.GIVEN, reply.name, now
    else:
        member.consent = Member.Consent.REFUSED
    member.consent_secret = None
    member.save()
    verb = "entry.guardian-consented" if reply.consents else "entry.guardian-refused"
    detail = {"member": member.pk, "words": reply.words}
    record(actor=GUARDIAN, verb=verb, subject=f"entry:{entry.call_id}/{entry.number}", now=now, detail=detail)
    return member


@transaction.atomic
def record_paper(*, now: datetime, chair: Official, number: str, member_id: int, guardian: str) -> Member:
    """The chair holds the form that the guardian signed. A link that is out ends.

    Raises TeamError `not-yours` for an entry or a minor that the chair does not see, `consent-given`,
    `no-name`.
    """
    seen = entry_seen_by(chair, number)
    if seen is None:
        raise TeamError("not-yours")
    entry = locked(seen)
    member = entry.members.filter(pk=member_id, minor=True).first()
    if member is None or not may_edit(entry) or entry_seen_by(chair, number) is None:
        raise TeamError("not-yours")
    if member.consent == Member.Consent.GIVEN:
        raise TeamError("consent-given")
    if not guardian:
        raise TeamError("no-name")
    member.consent, member.guardian, member.consent_at = Member.Consent.GIVEN, guardian, now
    member.consent_secret = None
    member.save()
    tell(entry, chair.user, now, "entry.paper-consent", member=member.pk)
    return member


# --- the letter ------------------------------------------------------------------------------------------


def mail_guardian(
    *, member: Member, address: str, now: datetime, connection: BaseEmailBackend | None = None
) -> bool:
    """Send the link. False, and a line in the log, where the mail server fails: then the link is void."""
    try:
        (connection or get_connection()).send_messages([_letter(member, address, now)])
    except (OSError, ValueError):  # smtplib's errors, and an address that is none
        log.exception("The guardian of member %s could not be written to.", member.pk)
        same = Member.objects.filter(pk=member.pk, consent_secret=member.consent_secret)
        same.update(consent_secret=None, consent_asked_at=None)
        return False
    return True


def _letter(member: Member, address: str, now: datetime) -> EmailMessage:
    entry = member.entry
    with translation.override(entry.language):
        language = translation.get_language() or "en"
        file = definition_of(entry.call)
        group = file.group(entry.group)
        said = {
            "guardian": member.guardian or _("parent or guardian"),
            "minor": member.name,
            "call": file.names.text(language),
            "group": group.names.text(language),
            "words": group.minors.consent.text(language) if group.minors else "",
            "until": in_zone(now + LINK_LASTS, settings.TIME_ZONE),
            "address": address,
        }
        subject = _("Your consent for %(minor)s: %(call)s") % said
        return EmailMessage(" ".join(subject.split()), _text() % said, to=[member.guardian_email])


def _text() -> str:
    return _(
        "Dear %(guardian)s,\n\n"
        "a team names you as the parent or guardian of %(minor)s, who wants to enter %(call)s (%(group)s)."
        " The organiser needs your consent:\n\n"
        "“%(words)s”\n\n"
        "Say yes or no on this page. It needs no account and is for you alone:\n"
        "%(address)s\n\n"
        "It works once, until %(until)s. If you do not know %(minor)s, say no, or do nothing.\n"
    )
