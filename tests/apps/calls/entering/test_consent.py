"""A guardian's consent: by a link of the guardian's own, once, and by nobody of the team."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from superconnector.apps.calls.actions import consent
from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.consent import LINK_LASTS, Reply
from superconnector.apps.calls.actions.entering import EnteringError, withdraw
from superconnector.apps.calls.actions.teams import Person, add_person, change_person, digest_of
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.team import problems
from superconnector.apps.calls.models import Call, Entry, Member
from superconnector.base.models import JournalEntry
from superconnector.base.pace import TooOftenError
from tests.apps.calls.making import ENTRY_OPEN, LAST_SECOND, a_chair, a_member, a_person, an_entry

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
WORDS = "I am the parent or guardian and agree that my child enters."
YES, NO = Reply(consents=True, name="Paula Parent", words=WORDS), Reply(consents=False)
PAT = Person("Pat", "member", minor=True, guardian="Pa", guardian_email="pa@home.example")


def refused(verb: object, **arguments: object) -> str:
    with pytest.raises(EnteringError) as error:
        verb(**arguments)  # type: ignore[operator]
    return error.value.code


@pytest.fixture
def pat(entry: Entry, leader: Member) -> Member:
    return add_person(actor=leader, now=ENTRY_OPEN, entry=entry, person=PAT)


def ask(pat: Member, leader: Member, now: datetime = ENTRY_OPEN) -> str:
    return consent.ask_guardian(actor=leader.user, now=now, entry=pat.entry, member_id=pat.pk)[1]


def reply(secret: str, said: Reply = YES, now: datetime = ENTRY_OPEN) -> Member:
    return consent.answer_guardian(now=now, secret=secret, reply=said)


def change(pat: Member, leader: Member, now: datetime = ENTRY_OPEN, **fields: object) -> Member:
    said = {"name": "Pat", "role": "member", "minor": True, "guardian": "Pa"}
    person = Person(**{**said, "guardian_email": "pa@home.example", **fields})  # type: ignore[arg-type]
    return change_person(actor=leader, now=now, entry=pat.entry, member_id=pat.pk, person=person)


def lacks(entry: Entry) -> list[str]:
    group = definition_of(entry.call).group(entry.group)
    return [each.code for each in problems(group, list(entry.members.order_by("id")))[:-1]]


# --- the link --------------------------------------------------------------------------------------------


def test_the_secret_is_kept_nowhere(pat: Member, leader: Member) -> None:
    secret = ask(pat, leader)
    pat.refresh_from_db()
    assert (pat.consent_secret, pat.consent_asked_at, len(secret)) == (digest_of(secret), ENTRY_OPEN, 43)
    assert all(secret not in f"{row.detail}{row.subject}" for row in JournalEntry.objects.all())


def test_a_yes_is_named_and_dated_and_its_words_are_kept(entry: Entry, pat: Member, leader: Member) -> None:
    assert lacks(entry) == ["consent-needed"]
    secret = ask(pat, leader)
    assert lacks(entry) == ["consent-waiting"]
    done = reply(secret, now=ENTRY_OPEN + HOUR)
    assert (done.consent, done.guardian, done.consent_at) == ("given", "Paula Parent", ENTRY_OPEN + HOUR)
    assert lacks(entry) == []
    row = JournalEntry.objects.get(verb="entry.guardian-consented")
    assert (row.actor, row.detail) == ("guardian", {"member": pat.pk, "words": WORDS})


def test_a_no_is_told_and_can_be_asked_about_again(entry: Entry, pat: Member, leader: Member) -> None:
    done = reply(ask(pat, leader), NO)
    assert (done.consent, done.consent_at, lacks(entry)) == ("refused", None, ["consent-refused"])
    assert reply(ask(pat, leader)).consent == "given"


@pytest.mark.parametrize("said", [YES, NO])
def test_a_link_works_once(pat: Member, leader: Member, said: Reply) -> None:
    secret = ask(pat, leader)
    first = reply(secret, said)
    for again in (YES, NO):
        assert refused(reply, secret=secret, said=again) == "no-consent-link"
    pat.refresh_from_db()
    assert (pat.consent, pat.consent_secret) == (first.consent, None)


def test_looking_changes_nothing(pat: Member, leader: Member) -> None:
    secret = ask(pat, leader)
    before = Member.objects.filter(pk=pat.pk).values().get()
    for _ in range(3):
        assert consent.asked_by(secret, ENTRY_OPEN) == pat
    assert Member.objects.filter(pk=pat.pk).values().get() == before


def test_a_link_ends_after_fourteen_days(call: Call, pat: Member, leader: Member) -> None:
    call.phases.filter(kind="entry").update(closes_at=LAST_SECOND + 30 * DAY)
    secret = ask(pat, leader)
    assert refused(consent.asked_by, secret=secret, now=ENTRY_OPEN + LINK_LASTS) == "no-consent-link"
    assert refused(reply, secret=secret, now=ENTRY_OPEN + LINK_LASTS) == "no-consent-link"
    assert reply(secret, now=ENTRY_OPEN + LINK_LASTS - SECOND).consent == "given"


@pytest.mark.parametrize("secret", ["", "x" * 43, "x" * 5000, digest_of("x"), "\0"])
def test_a_link_that_was_made_up(pat: Member, leader: Member, secret: str) -> None:
    ask(pat, leader)
    assert refused(reply, secret=secret) == "no-consent-link"


def test_what_is_kept_of_a_link_is_no_link(pat: Member, leader: Member) -> None:
    ask(pat, leader)
    pat.refresh_from_db()
    assert refused(reply, secret=pat.consent_secret) == "no-consent-link"


def test_a_new_link_ends_the_one_before(pat: Member, leader: Member) -> None:
    first, second = ask(pat, leader), ask(pat, leader)
    assert refused(reply, secret=first) == "no-consent-link"
    assert reply(second).consent == "given"
    assert refused(ask, pat=pat, leader=leader) == "consent-given"


def test_a_yes_needs_a_name(pat: Member, leader: Member) -> None:
    secret = ask(pat, leader)
    assert refused(reply, secret=secret, said=Reply(consents=True)) == "no-name"
    assert reply(secret).consent == "given"


def test_nothing_is_answered_about_an_entry_that_is_out_or_closed(pat: Member, leader: Member) -> None:
    secret = ask(pat, leader, LAST_SECOND)
    assert refused(reply, secret=secret, now=LAST_SECOND + HOUR) == "not-open"
    withdraw(actor=leader, now=ENTRY_OPEN, entry=pat.entry, because="")
    assert refused(reply, secret=secret) == "withdrawn"
    pat.refresh_from_db()
    assert pat.consent == "needed"


# --- what ends a consent ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [{"guardian_email": "ma@home.example"}, {"guardian_email": ""}, {"name": "Bob"}, {"minor": False}],
)
@pytest.mark.parametrize("given", [True, False])
def test_another_guardian_or_another_minor_ends_the_link_and_the_consent(
    pat: Member, leader: Member, fields: dict[str, object], given: bool
) -> None:
    secret = ask(pat, leader)
    if given:
        reply(secret)
    done = change(pat, leader, **fields)
    state = "not-needed" if fields.get("minor") is False else "needed"
    assert (done.consent, done.consent_at, done.consent_secret, done.consent_asked_at) == (
        state,
        None,
        None,
        None,
    )
    assert refused(reply, secret=secret) == "no-consent-link"


def test_what_changes_neither_ends_nothing(pat: Member, leader: Member) -> None:
    secret = ask(pat, leader)
    assert change(pat, leader, guardian="Papa", role="teacher").consent_secret == digest_of(secret)
    assert reply(secret).consent == "given"
    done = change(pat, leader, guardian="Somebody else", guardian_email="PA@home.example")
    assert (done.consent, done.guardian) == ("given", "Paula Parent")


def test_leaving_ends_the_link(entry: Entry, pat: Member, leader: Member) -> None:
    secret = ask(pat, leader)
    pat.delete()
    assert refused(reply, secret=secret) == "no-consent-link"


# --- the team is no guardian -----------------------------------------------------------------------------


def test_an_address_of_the_team_is_no_guardians(entry: Entry, pat: Member, leader: Member) -> None:
    tom = a_member(entry, a_person("Tom"))
    name, _, domain = leader.user.email.partition("@")
    for address in (leader.user.email, f"{name.upper()}+pa@{domain}", tom.email, f" {tom.email} "):
        assert refused(change, pat=pat, leader=leader, guardian_email=address) == "guardian-in-team"
    own = Person("Kim", "member", "kim@school.example", minor=True, guardian_email="kim+mum@school.example")
    add = {"actor": leader, "now": ENTRY_OPEN, "entry": entry, "person": own}
    assert refused(add_person, **add) == "guardian-in-team"


@pytest.mark.parametrize("address", ["pa", "pa@", "a b@home.example", "pa@home.example\nBcc: x@y.example"])
def test_an_address_that_is_none(pat: Member, leader: Member, address: str) -> None:
    assert refused(change, pat=pat, leader=leader, guardian_email=address) == "guardian-address"


def test_no_form_of_the_team_gives_a_consent(pat: Member, leader: Member) -> None:
    assert change(pat, leader, guardian="Paula Parent").consent == "needed"


def test_who_may_ask(call: Call, entry: Entry, pat: Member, leader: Member) -> None:
    tom, stranger = a_member(entry, a_person("Tom")), an_entry(call).members.get()
    assert refused(ask, pat=pat, leader=tom) == "not-yours"
    assert refused(ask, pat=pat, leader=stranger) == "not-in-team"
    arguments = {"actor": leader.user, "now": ENTRY_OPEN, "entry": entry}
    assert refused(consent.ask_guardian, member_id=stranger.pk, **arguments) == "not-yours"
    assert refused(consent.ask_guardian, member_id=tom.pk, **arguments) == "guardian-needed"
    kim = a_member(entry, a_person("Kim"), minor=True, consent="needed", guardian_email="mum@home.example")
    assert reply(ask(kim, kim)).consent == "given"


@override_settings(PACE={**settings.PACE, "guardian-again": "2/h"})
def test_a_guardian_is_not_flooded(pat: Member, leader: Member) -> None:
    for _ in range(2):
        secret = ask(pat, leader)
    with pytest.raises(TooOftenError):
        ask(pat, leader)
    assert consent.asked_by(secret, ENTRY_OPEN) == pat
    ask(pat, leader, ENTRY_OPEN + HOUR)


@override_settings(PACE={**settings.PACE, "guardian-address": "2/d"})
def test_many_teams_do_not_flood_one_address(call: Call) -> None:
    asked = []
    for _ in range(3):
        entry = an_entry(call)
        pat = a_member(entry, None, minor=True, consent="needed", guardian_email="pa@home.example")
        asked.append((pat, entry.members.get(leads=True)))
    for minor, leads in asked[:2]:
        ask(minor, leads)
    with pytest.raises(TooOftenError):
        ask(*asked[2])


# --- the letter ------------------------------------------------------------------------------------------


class BrokenBackend(EmailBackend):
    """A server that hangs up."""

    def send_messages(self, messages: list[object]) -> int:
        raise SMTPServerDisconnected("gone")


BROKEN = f"{BrokenBackend.__module__}.{BrokenBackend.__qualname__}"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", [WORDS, "Open group", "Dear Pa,"]), ("zh-hant", ["本人是參加者的家長或監護人", "公開組"])],
)
def test_the_letter_is_in_the_language_of_the_entry(
    entry: Entry, pat: Member, leader: Member, language: str, said: list[str]
) -> None:
    Entry.objects.filter(pk=entry.pk).update(language=language)
    member, secret = consent.ask_guardian(actor=leader.user, now=ENTRY_OPEN, entry=entry, member_id=pat.pk)
    assert consent.mail_guardian(member=member, address=f"https://x.example/{secret}/", now=ENTRY_OPEN)
    (letter,) = mail.outbox
    assert (letter.to, letter.recipients()) == (["pa@home.example"], ["pa@home.example"])
    for each in [*said, f"https://x.example/{secret}/", "Pat", "29" if language == "en" else "29 日"]:
        assert each.replace(" ", "") in letter.body.replace(" ", "")


def test_a_name_adds_no_header(entry: Entry, leader: Member) -> None:
    odd = a_member(entry, None, minor=True, consent="needed", guardian_email="pa@home.example")
    Member.objects.filter(pk=odd.pk).update(name="Pat\r\nBcc: all@example.org")
    member, _ = consent.ask_guardian(actor=leader.user, now=ENTRY_OPEN, entry=entry, member_id=odd.pk)
    consent.mail_guardian(member=member, address="a", now=ENTRY_OPEN)
    assert (mail.outbox[0].recipients(), "\n" in mail.outbox[0].subject) == (["pa@home.example"], False)


def test_a_link_that_could_not_be_mailed_is_void(
    entry: Entry, pat: Member, leader: Member, caplog: pytest.LogCaptureFixture
) -> None:
    member, secret = consent.ask_guardian(actor=leader.user, now=ENTRY_OPEN, entry=entry, member_id=pat.pk)
    with override_settings(EMAIL_BACKEND=BROKEN), caplog.at_level(logging.ERROR):
        assert not consent.mail_guardian(member=member, address=f"https://x/{secret}/", now=ENTRY_OPEN)
    assert (refused(reply, secret=secret), secret in caplog.text) == ("no-consent-link", False)
    assert reply(ask(pat, leader)).consent == "given"


# --- on paper --------------------------------------------------------------------------------------------


def on_paper(chair: object, pat: Member, guardian: str = "Paula Parent") -> Member:
    number = pat.entry.number
    return consent.record_paper(
        now=ENTRY_OPEN,
        chair=chair,
        number=number,
        member_id=pat.pk,
        guardian=guardian,  # type: ignore[arg-type]
    )


def test_a_chair_records_a_signed_form(call: Call, entry: Entry, pat: Member, leader: Member) -> None:
    chair, secret = a_chair(call), ask(pat, leader)
    assert refused(on_paper, chair=chair, pat=pat, guardian="") == "no-name"
    done = on_paper(chair, pat)
    assert (done.consent, done.guardian, done.consent_at) == ("given", "Paula Parent", ENTRY_OPEN)
    row = JournalEntry.objects.get(verb="entry.paper-consent")
    assert (row.actor, row.detail) == (f"account:{chair.user_id}", {"member": pat.pk})
    assert refused(reply, secret=secret, said=NO) == "no-consent-link"
    assert refused(on_paper, chair=chair, pat=pat) == "consent-given"


def test_a_chair_behind_the_wall_or_of_another_call_records_nothing(
    call: Call, pat: Member, leader: Member
) -> None:
    from tests.apps.calls.making import a_call  # noqa: PLC0415

    walled, other = a_chair(call), a_chair(a_call("other-hack"))
    declare_conflict(
        actor=walled.user, now=ENTRY_OPEN, judge=walled, number=pat.entry.number, reason="my niece"
    )
    own = a_chair(call, leader.user)
    codes = [refused(on_paper, chair=chair, pat=pat) for chair in (walled, other, own)]
    assert codes == ["not-yours"] * 3
    assert refused(on_paper, chair=a_chair(call), pat=leader) == "not-yours"
