"""Asking somebody to judge: the same for everybody who has an account and who has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions import nominating
from superconnector.apps.calls.actions.nominating import NominatingError, Taken
from superconnector.apps.calls.actions.running import Desk, leave
from superconnector.apps.calls.models import Call, Conflict, Nomination, Official, Phase
from superconnector.apps.calls.queries.nominating import asked_by, nominations_of
from superconnector.apps.calls.queries.personal import calls_of
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from tests.apps.calls.desk.panel import Panel, a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, JUDGING_OPEN, a_call, a_chair, a_submitted_entry

pytestmark = pytest.mark.django_db
PAGE = "https://site.example/calls/town-hack/nomination/"
DAY = timedelta(days=1)
DESK = Desk(at_least=2, at_most=8, tracks=["green"], ties=["guild"])
LATE = JUDGING_OPEN + 30 * DAY


@pytest.fixture
def panel() -> Panel:
    return a_panel()


def nominate(panel: Panel, email: str = "nora@new.example", **more: object) -> Nomination:
    given = {"now": ENTRY_OPEN, "language": "en", "desk": DESK, "address": PAGE, "call": panel.call, **more}
    return nominating.nominate(actor=panel.chair.user, email=email, **given)  # type: ignore[arg-type]


def confirmed(email: str = "nora@new.example", **fields: object) -> User:
    user = User.objects.create_user(email, name="Nora New", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def accept(user: User, call: Call, taken: Taken | None = None, now: object = JUDGING_OPEN) -> Official:
    return nominating.accept(actor=user, now=now, call=call, taken=taken or Taken(8))  # type: ignore[arg-type]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(NominatingError) as caught, transaction.atomic():
        act()
    return caught.value.code


def journal() -> list[tuple[str, dict[str, object]]]:
    rows = JournalEntry.objects.filter(verb__startswith="nomination.").order_by("pk")
    return list(rows.values_list("verb", "detail"))


# --- asking ----------------------------------------------------------------------------------------------


def test_a_mail_asks_in_the_language_given(
    panel: Panel, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = nominate(panel, " Nora@NEW.example ")
    assert (made.email, made.mailed_at, made.ended_at) == ("nora@new.example", ENTRY_OPEN, None)
    (letter,) = mail.outbox
    assert letter.to == ["nora@new.example"]
    assert letter.subject == "Will you judge entries of Town Hackathon 2026?"
    assert PAGE in letter.body
    assert "at most 8, and at least 2" in letter.body
    assert "6 October 2026, 00:00:00" in letter.body
    assert "to 20 October 2026, 18:00:00 (Hong Kong time, UTC+8)." in letter.body
    assert journal() == [("nomination.made", {"nomination": made.pk})]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        nominate(panel, "lee@new.example", language="zh-hant")
    assert "小城黑客松" in mail.outbox[0].subject


def test_an_address_with_an_account_is_asked_like_one_without(
    panel: Panel, django_capture_on_commit_callbacks: Callable, django_assert_num_queries: Callable
) -> None:
    confirmed("with@gmail.com")
    told = []
    for email in ("with@gmail.com", "none@gmail.com"):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(14):
            made = nominate(panel, email)
        body = mail.outbox[0].body + mail.outbox[0].subject
        told.append(
            (
                body,
                made.desk,
                [(each.declined, each.again_from) for each in asked_by(panel.chair, JUDGING_OPEN)],
            )
        )
        nominating.take_back(actor=panel.chair.user, now=JUDGING_OPEN, call=panel.call, nomination_id=made.pk)
    assert told[0] == told[1]
    assert not Official.objects.filter(call=panel.call, role="judge").exists()


def test_a_rehearsal_says_so() -> None:
    call = a_call(rehearsal=True)
    panel = Panel(call, a_chair(call))
    nominate(panel)
    letter = nominating._letter(Nomination.objects.get(), PAGE)
    assert "This is a rehearsal: nothing in it is real." in letter.body


def test_who_is_asked_or_judges_is_not_asked_twice(panel: Panel) -> None:
    judge = panel.judge()
    nominate(panel)
    assert code_of(lambda: nominate(panel, "NORA@new.example")) == "asked-already"
    assert code_of(lambda: nominate(panel, judge.user.email.upper())) == "appointed"
    with pytest.raises(IntegrityError), transaction.atomic():  # two chairs at once: the database keeps one
        Nomination.objects.create(
            call=panel.call,
            email="nora@new.example",
            language="en",
            made_at=ENTRY_OPEN,
            made_by=panel.chair.user,
        )
    other = a_call("other-hack")
    assert nominate(panel, call=other).call == other


def test_nobody_is_written_to_more_than_once_a_day(panel: Panel) -> None:
    made = nominate(panel)
    how = {"actor": panel.chair.user, "call": panel.call, "nomination_id": made.pk}
    again = {**how, "address": PAGE}
    assert asked_by(panel.chair, ENTRY_OPEN)[0].again_from == ENTRY_OPEN + DAY
    soon, later = ENTRY_OPEN + DAY - timedelta(seconds=1), ENTRY_OPEN + DAY
    assert code_of(lambda: nominating.ask_again(now=soon, **again)) == "asked-lately"
    assert asked_by(panel.chair, later)[0].again_from is None
    nominating.ask_again(now=later, **again)
    nominating.take_back(now=later, **how)
    assert code_of(lambda: nominate(panel, now=later + timedelta(hours=1))) == "asked-lately"
    assert nominate(panel, now=later + DAY).pk != made.pk
    assert [verb for verb, _ in journal()] == [
        "nomination.made", "nomination.asked-again", "nomination.taken-back", "nomination.made",
    ]  # fmt: skip


def test_a_call_does_not_spread_mail(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nominating, "MOST_A_DAY", 2)
    nominate(panel, "a@x.example"), nominate(panel, "b@x.example")
    assert code_of(lambda: nominate(panel, "c@x.example")) == "too-many-mails"
    assert Nomination.objects.count() == 2
    nominate(panel, "c@x.example", now=ENTRY_OPEN + DAY)


def test_a_mail_that_no_server_takes_can_be_sent_again_at_once(
    panel: Panel, settings: object, django_capture_on_commit_callbacks: Callable
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        made = nominate(panel)
    made.refresh_from_db()
    assert made.mailed_at is None
    assert asked_by(panel.chair, ENTRY_OPEN)[0].again_from is None


def test_nobody_is_asked_once_judging_is_over(panel: Panel) -> None:
    user, made = confirmed(), nominate(panel)
    again = {"actor": panel.chair.user, "call": panel.call, "nomination_id": made.pk, "address": PAGE}
    assert code_of(lambda: nominate(panel, "b@x.example", now=LATE)) == "over"
    assert code_of(lambda: nominating.ask_again(now=LATE, **again)) == "over"
    assert code_of(lambda: accept(user, panel.call, now=LATE)) == "over"
    assert nominations_of(user, LATE) == []
    Phase.objects.create(call=panel.call, name="pitch", kind="pitch")  # a round whose days are not set yet
    assert [each.pk for each in nominations_of(user, LATE)] == [made.pk]
    nominating.decline(actor=user, now=LATE, call=panel.call)


# --- answering -------------------------------------------------------------------------------------------


def test_who_accepts_judges_with_no_more_than_was_asked(panel: Panel) -> None:
    user, made = confirmed(), nominate(panel)
    assert [each.pk for each in nominations_of(user, JUDGING_OPEN)] == [made.pk]
    taken = Taken(999, languages=["zh"], ties=["ann@x.example", "guild"])
    official = accept(user, panel.call, taken)
    assert (official.user, official.role, official.since) == (user, "judge", JUDGING_OPEN)
    assert (official.at_least, official.at_most, official.tracks) == (2, 8, ["green"])
    assert (official.languages, official.ties) == (["zh"], ["guild", "ann@x.example"])
    made.refresh_from_db()
    assert (made.official, made.ended_at) == (official, JUDGING_OPEN)
    assert (asked_by(panel.chair, JUDGING_OPEN), nominations_of(user, JUDGING_OPEN)) == ((), [])
    assert journal()[-1] == ("nomination.accepted", {"nomination": made.pk, "official": official.pk})
    assert code_of(lambda: accept(user, panel.call)) == "not-there"


def test_fewer_entries_are_taken_with_a_lower_floor(panel: Panel) -> None:
    nominate(panel)
    official = accept(confirmed(), panel.call, Taken(1))
    assert (official.at_least, official.at_most, official.languages) == (1, 1, [])


def test_who_is_in_a_team_is_walled_off_at_once(panel: Panel) -> None:
    user = confirmed()
    own = a_submitted_entry(panel.call, user)
    nominate(panel)
    official = accept(user, panel.call)
    found = Conflict.objects.filter(official=official).order_by("key")
    told = [(each.entry_id, each.kind, each.key.partition(":")[0], each.state) for each in found]
    assert told == [(own.pk, "member", "account", "confirmed"), (own.pk, "member", "mail", "confirmed")]


def test_a_declared_tie_is_looked_up_at_once(panel: Panel) -> None:
    leader = somebody("Lena")
    entry = panel.entry(leader)
    nominate(panel)
    official = accept(confirmed(), panel.call, Taken(3, ties=[leader.email.upper()]))
    assert list(Conflict.objects.filter(official=official).values_list("entry_id", "kind")) == [
        (entry.pk, "declared")
    ]


def test_only_the_confirmed_reader_of_the_address_may_answer(panel: Panel) -> None:
    nominate(panel)
    unconfirmed = User.objects.create_user("nora@new.example")
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, verified=False, primary=True)
    closed = confirmed("closed@new.example", is_active=False)
    EmailAddress.objects.filter(user=closed).update(email="NORA@new.example")
    for user in (unconfirmed, closed, confirmed("stranger@new.example"), panel.chair.user):
        assert nominations_of(user, JUDGING_OPEN) == []
        assert code_of(lambda user=user: accept(user, panel.call)) == "not-there"
        assert (
            code_of(lambda user=user: nominating.decline(actor=user, now=JUDGING_OPEN, call=panel.call))
            == "not-there"
        )
    EmailAddress.objects.filter(user=closed).delete()
    EmailAddress.objects.filter(user=unconfirmed).update(verified=True)
    accept(unconfirmed, panel.call)


def test_a_nomination_follows_the_address_and_not_the_person(panel: Panel) -> None:
    user = confirmed("old@x.example")
    nominate(panel, "nora@new.example")
    assert nominations_of(user, JUDGING_OPEN) == []
    EmailAddress.objects.filter(user=user).update(email="Nora@New.example")  # and other letters
    assert code_of(lambda: accept(user, a_call("other-hack"))) == "not-there"
    assert accept(user, panel.call).user == user


def test_declining_is_told_until_the_address_is_asked_anew(panel: Panel) -> None:
    user, made = confirmed(), nominate(panel)
    nominating.decline(actor=user, now=JUDGING_OPEN, call=panel.call)
    (told,) = asked_by(panel.chair, JUDGING_OPEN)
    assert (told.row.pk, told.declined) == (made.pk, True)
    assert code_of(lambda: accept(user, panel.call)) == "not-there"
    nominate(panel, now=JUDGING_OPEN)
    assert [each.declined for each in asked_by(panel.chair, JUDGING_OPEN)] == [False]


def test_what_was_taken_back_or_answered_is_not_there(panel: Panel) -> None:
    user, made = confirmed(), nominate(panel)
    how = {"actor": panel.chair.user, "now": JUDGING_OPEN, "nomination_id": made.pk}
    other = a_call("other-hack")
    assert code_of(lambda: nominating.take_back(call=other, **how)) == "not-there"
    nominating.take_back(call=panel.call, **how)
    assert code_of(lambda: nominating.take_back(call=panel.call, **how)) == "not-there"
    assert code_of(lambda: nominating.ask_again(call=panel.call, address=PAGE, **how)) == "not-there"
    assert code_of(lambda: accept(user, panel.call)) == "not-there"
    assert asked_by(panel.chair, JUDGING_OPEN) == ()


def test_somebody_who_left_comes_back_with_the_same_office(panel: Panel) -> None:
    user, first = confirmed(), nominate(panel)
    official = accept(user, panel.call)
    leave(actor=panel.chair.user, now=JUDGING_OPEN, official=official, because="ill")
    second = nominate(panel, now=JUDGING_OPEN, desk=Desk(at_most=3))
    again = accept(user, panel.call, Taken(3))
    assert (again.pk, again.left_at, again.at_most) == (official.pk, None, 3)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.official, second.official) == (None, again)


def test_who_was_appointed_meanwhile_keeps_that_office(panel: Panel) -> None:
    user, made = confirmed(), nominate(panel)
    official = panel.judge(user)
    assert accept(user, panel.call) == official
    made.refresh_from_db()
    official.refresh_from_db()
    assert (made.official, official.at_most) == (official, 10)


def test_my_data_holds_what_i_was_asked_and_nobody_else(panel: Panel) -> None:
    user = confirmed()
    nominate(panel), nominate(panel, "other@x.example")
    (told,) = calls_of(user)["nominations"]
    assert (told["call"], told["email"], told["accepted"]) == ("town-hack", "nora@new.example", False)
    assert calls_of(panel.chair.user)["nominations"] == []
