"""The account: one for an address, however it is written; what can be changed, deleted, taken away."""

from __future__ import annotations

import json
import re
from datetime import datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from superconnector.apps.calls.models import Call
from superconnector.base.accounts import actions, exports, leaving
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import by_email, journal_name, shown_name
from superconnector.base.models import Content, JournalEntry
from tests.base.accounts.people import PASSWORD, person, with_app
from tests.conftest import NOW


def journal(verb: str) -> list[tuple[str, str, dict[str, object]]]:
    """Actor, subject and detail of the entries of this verb, in order."""
    rows = JournalEntry.objects.filter(verb=verb).order_by("pk")
    return [(row.actor, row.subject, row.detail) for row in rows]


# --- one account an address ------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["ada@example.org", "ADA@Example.org", "  Ada@example.ORG "])
def test_an_address_is_found_however_it_is_written(db, asked):
    ada = person("Ada@Example.org")
    assert ada.email == "ada@example.org"
    assert by_email(asked) == ada
    assert User.objects.get_by_natural_key(asked) == ada
    assert authenticate(email=asked.strip(), password=PASSWORD) == ada


def test_an_unknown_address_is_nobody(db):
    assert by_email("nobody@example.org") is None
    assert by_email("") is None


@pytest.mark.parametrize("again", ["ada@example.org", "ADA@example.org"])
def test_the_database_holds_one_account_an_address(db, again):
    person("ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email=again, password="!")])


@pytest.mark.parametrize(
    "fields",
    [{"email": ""}, {"email": "a@example.org", "organisation": "hku", "organisation_name": "My own"}],
)
def test_the_database_refuses_half_an_account(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(password="!", **fields)])


@pytest.mark.parametrize("empty", ["", "   "])
def test_an_account_needs_an_address(db, empty):
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user(empty)


def test_an_account_without_a_password_cannot_use_one(db):
    ada = User.objects.create_user("ada@example.org")
    assert not ada.has_usable_password()
    assert authenticate(email="ada@example.org", password="") is None


def test_who_is_an_officer(db):
    ada, officer = person(), User.objects.create_superuser("officer@example.org", PASSWORD)
    assert (ada.is_staff, officer.is_staff) == (False, True)


def test_a_name_is_shown_or_else_the_address(db):
    assert shown_name(person(name="Ada Lovelace")) == "Ada Lovelace"
    assert shown_name(person("bo@example.org", name="")) == "bo@example.org"


# --- the profile -----------------------------------------------------------------------------------------


def test_a_change_is_written_and_the_journal_says_which_fields(db):
    ada = person()
    changes = {"name": "Ada L.", "time_zone": "Europe/London", "language": ""}
    actions.update_profile(user=ada, changes=changes, actor="account:7", now=NOW)
    stored = User.objects.get(pk=ada.pk)
    assert (stored.name, stored.time_zone, ada.name) == ("Ada L.", "Europe/London", "Ada L.")
    subject = journal_name(ada)
    assert journal("account.changed") == [("account:7", subject, {"fields": ["name", "time_zone"]})]


def test_no_change_is_no_entry(db):
    ada = person()
    actions.update_profile(user=ada, changes={"name": ada.name}, actor="x", now=NOW)
    assert journal("account.changed") == []


def test_from_the_directory_to_own_words(db):
    ada = person(organisation="hku")
    changes = {"organisation": "", "organisation_name": "My own"}
    actions.update_profile(user=ada, changes=changes, actor="x", now=NOW)
    stored = User.objects.get(pk=ada.pk)
    assert (stored.organisation, stored.organisation_name) == ("", "My own")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"is_staff": "1"}, ValueError),
        ({"email": "b@example.org"}, ValueError),
        ({"organisation": "hku", "organisation_name": "My own"}, ValueError),
        ({"time_zone": "Mars/Olympus"}, ValidationError),
        ({"language": "tlh"}, ValidationError),
        ({"name": "x" * 201}, ValidationError),
    ],
)
def test_what_is_no_profile_changes_nothing(db, changes, error):
    ada = person()
    with pytest.raises(error):
        actions.update_profile(user=ada, changes=changes, actor="x", now=NOW)
    stored = User.objects.get(pk=ada.pk)
    assert (stored.name, stored.organisation, stored.time_zone, stored.is_staff) == ("Ada", "", "", False)
    assert journal("account.changed") == []


# --- leaving ---------------------------------------------------------------------------------------------


def test_a_deleted_account_leaves_no_address_behind(db):
    ada, bo = person(), person("bo@example.org")
    with_app(ada)
    subject = journal_name(ada)
    assert actions.delete_account(user=ada, actor=subject, now=NOW)
    assert list(User.objects.values_list("email", flat=True)) == [bo.email]
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [bo.email]
    assert Authenticator.objects.count() == 0
    assert journal("account.deleted") == [(subject, subject, {"row_kept": False})]
    assert "ada" not in json.dumps(list(JournalEntry.objects.values_list("actor", "subject", "detail")))


def opened_call(user: User) -> Call:
    """A record that others rely on."""
    text = Content.objects.create(digest="c" * 64, text="")
    return Call.objects.create(
        id="town-hack", definition="town-hack", pinned=text, opened_at=NOW, opened_by=user, seed="1"
    )


def test_a_row_that_others_rely_on_stays_and_tells_nothing(db):
    ada, bo = (
        person(organisation="hku", language="zh-hant", time_zone="Europe/London"),
        person("bo@example.org"),
    )
    ada.is_staff, ada.last_login = True, NOW
    ada.save()
    with_app(ada), with_app(bo)
    call = opened_call(ada)
    assert actions.delete_account(user=ada, actor=journal_name(ada), now=NOW)
    row = User.objects.get(pk=ada.pk)
    assert (row.name, row.organisation, row.language, row.time_zone) == ("", "", "", "")
    assert (row.is_active, row.is_staff, row.last_login, row.removed_at) == (False, False, None, NOW)
    assert re.fullmatch(r"removed-[0-9a-f]{32}@removed\.invalid", row.email)
    assert not row.has_usable_password()
    assert str(row) == "Deleted account"
    assert Call.objects.get(pk=call.pk).opened_by == row
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [bo.email]
    assert list(Authenticator.objects.values_list("user__email", flat=True)) == [bo.email]
    ((_, _, detail),) = journal("account.deleted")
    assert detail == {"row_kept": True, "calls": 1}
    assert authenticate(email="ada@example.org", password=PASSWORD) is None
    assert authenticate(email=row.email, password=PASSWORD) is None


def test_the_same_address_is_a_new_account_afterwards(db):
    ada = person()
    opened_call(ada)
    actions.delete_account(user=ada, actor="x", now=NOW)
    again = person()
    assert (again.email, by_email("ada@example.org")) == ("ada@example.org", again)
    assert again.pk != ada.pk
    assert exports.everything(again)["journal"] == []


def test_two_removed_accounts_stand_beside_each_other(db):
    ada, bo = person(), person("bo@example.org")
    Call.objects.filter(pk=opened_call(ada).pk).update(id="first")
    Call.objects.create(
        id="second", definition="x", pinned_id="c" * 64, opened_at=NOW, opened_by=bo, seed="1"
    )
    for each in (ada, bo):
        actions.delete_account(user=each, actor="x", now=NOW)
    assert User.objects.filter(removed_at=NOW).count() == 2


def test_deleting_twice_is_deleting_once(db):
    ada, gone = person(), person("bo@example.org")
    opened_call(ada)
    for user in (ada, gone):
        assert actions.delete_account(user=user, actor="x", now=NOW)
        assert not actions.delete_account(user=user, actor="x", now=NOW)
    assert len(journal("account.deleted")) == 2


@pytest.mark.parametrize(
    "field", [{"name": "Ada"}, {"is_active": True}, {"is_staff": True}, {"email": "ada@example.org"}]
)
def test_the_database_refuses_a_removed_account_that_tells_who_it_was(db, field):
    ada = person()
    opened_call(ada)
    actions.delete_account(user=ada, actor="x", now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ada.pk).update(**field)


def test_what_changed_since_it_was_seen_is_seen_again(db):
    ada = person()
    seen = leaving.digest_of(leaving.told_of(ada))
    opened_call(ada)
    with pytest.raises(leaving.LeavingError, match=r"^changed-meanwhile$") as caught:
        actions.delete_account(user=ada, actor="x", now=NOW, seen=seen)
    assert caught.value.obstacles == ()
    assert by_email("ada@example.org") == ada
    now_seen = leaving.digest_of(leaving.told_of(ada))
    assert actions.delete_account(user=ada, actor="x", now=NOW, seen=now_seen)


def test_an_app_that_objects_stops_everything(db, monkeypatch):
    ada = person()
    parts: dict[str, leaving.Part] = {}
    monkeypatch.setattr(leaving, "_parts", parts)
    in_the_way = leaving.Obstacle("last-chair", {"call": "x"})

    def forget(user: User, now: datetime) -> None:
        user.name = ""
        user.save()

    def refuse(user: User, now: datetime) -> None:
        raise leaving.LeavingError([in_the_way])

    first = leaving.Part(lambda user: [leaving.Told("calls", 0)], lambda user, now: [], forget)
    leaving.add_part("a", first), leaving.add_part("a", first)
    leaving.add_part("b", leaving.Part(lambda user: [], lambda user, now: [in_the_way], refuse))
    with pytest.raises(ValueError, match="'a' already"):
        leaving.add_part("a", parts["b"])
    assert (leaving.told_of(ada), leaving.obstacles_of(ada, NOW)) == ([], [in_the_way])
    with pytest.raises(leaving.LeavingError, match=r"^last-chair$"):
        actions.delete_account(user=ada, actor="x", now=NOW)
    assert User.objects.get(pk=ada.pk).name == "Ada"
    assert journal("account.deleted") == []


def test_the_sessions_of_one_account_end_in_every_browser(db):
    ada, bo = person(), person("bo@example.org")
    browsers = [Client() for _ in range(3)]
    for each, user in zip(browsers, (ada, ada, bo), strict=True):
        each.force_login(user)
    SessionStore().create()  # nobody's
    assert Session.objects.count() == 4
    actions.delete_account(user=ada, actor="x", now=NOW)
    kept = [row.get_decoded().get("_auth_user_id") for row in Session.objects.order_by("pk")]
    assert sorted(kept, key=str) == [str(bo.pk), None]


def command(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("delete_account", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_tells_first_and_deletes_when_told_to(db):
    ada = person()
    opened_call(ada)
    last = "Nothing was changed. Run it again with --for-good."
    assert command("Ada@example.org") == ["stays: 1 calls", last]
    assert by_email("ada@example.org") == ada
    assert command("ada@example.org", "--for-good") == ["stays: 1 calls", "ada@example.org is deleted."]
    assert by_email("ada@example.org") is None
    ((actor, _, _),) = journal("account.deleted")
    assert actor == "command line"
    with pytest.raises(CommandError, match=r"no account with the address ada@example\.org"):
        command("ada@example.org", "--for-good")


def test_the_command_does_not_leave_a_call_without_a_chair(db):
    from tests.apps.calls.making import a_call, a_chair  # noqa: PLC0415

    ada, call = person(), a_call()
    call.officials.all().delete()
    a_chair(call, ada)
    call.phases.update(closes_at=None)  # it runs for ever, whatever the day of this test
    assert command("ada@example.org")[:2] == ["goes: 1 offices", "first: last-chair town-hack"]
    with pytest.raises(CommandError, match=r"not deleted: last-chair\.$"):
        command("ada@example.org", "--for-good")
    assert by_email("ada@example.org") == ada


def test_lost_factors_are_taken_away_from_one_account_alone(db):
    ada, bo = person(), person("bo@example.org")
    with_app(ada), with_app(bo)
    assert actions.remove_second_factors(user=ada, actor="x", now=NOW) == 1
    assert list(Authenticator.objects.values_list("user__email", flat=True)) == ["bo@example.org"]
    assert journal("account.factors-removed") == [("x", journal_name(ada), {"removed": 1})]


# --- the export ------------------------------------------------------------------------------------------


def test_the_export_holds_everything_but_secrets(db):
    ada = person(language="zh-hant", organisation="hku", date_joined=NOW)
    secret = with_app(ada)
    actions.update_profile(user=ada, changes={"name": "阿達"}, actor=journal_name(ada), now=NOW)
    told = exports.everything(ada)
    assert told["profile"] == {
        "email": "ada@example.org",
        "name": "阿達",
        "organisation": "hku",
        "organisation_name": "",
        "language": "zh-hant",
        "time_zone": "",
        "joined": "2026-11-21T04:00:00+00:00",
        "last_sign_in": None,
        "officer": False,
    }
    assert told["email_addresses"] == [{"email": "ada@example.org", "confirmed": True, "primary": True}]
    assert [way["kind"] for way in told["ways_to_sign_in"]] == ["password", "totp"]
    assert told["journal"] == [
        {"at": "2026-11-21T04:00:00+00:00", "did": "account.changed", "to": journal_name(ada)}
    ]
    text = json.dumps(told)
    assert secret not in text
    assert ada.password not in text


def test_the_export_is_of_one_person(db):
    ada, bo = person(), person("bo@example.org")
    actions.update_profile(user=bo, changes={"name": "B"}, actor=journal_name(bo), now=NOW)
    assert exports.everything(ada)["journal"] == []
    assert "bo@" not in json.dumps(exports.everything(ada))


def test_an_app_adds_its_part_once(db, monkeypatch):
    def entries(user: User) -> object:
        return [user.email]

    monkeypatch.setattr(exports, "_parts", {})
    exports.add_part("entries", entries)
    exports.add_part("entries", entries)
    assert exports.everything(person())["entries"] == ["ada@example.org"]
    with pytest.raises(ValueError, match="'entries' already"):
        exports.add_part("entries", lambda user: [])
