"""Two people at the same moment: asking twice, answering what is taken back, leaving both."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from superconnector.apps.calls.actions import nominating
from superconnector.apps.calls.actions.nominating import Taken
from superconnector.apps.calls.actions.running import Desk
from superconnector.apps.calls.models import Nomination, Official
from superconnector.base.accounts.actions import delete_account
from superconnector.base.accounts.models import User
from tests.apps.calls.at_once import at_once
from tests.apps.calls.desk.panel import a_panel, somebody
from tests.apps.calls.making import ENTRY_OPEN, a_chair

NORA = "nora@x.example"
PAGE = "https://site.example/"


@pytest.mark.django_db(transaction=True)
def test_one_act_of_two_is_done_and_the_other_is_told() -> None:
    """One database for all three, since emptying it is what takes the time."""
    panel = a_panel()
    Official.objects.filter(call=panel.call, user=panel.call.opened_by).delete()
    chairs = [panel.chair.user, a_chair(panel.call, somebody("Second")).user]
    two_chairs_ask_the_same_address(panel.call, chairs)
    one_accepts_what_another_takes_back(panel.call, chairs[0])
    the_last_two_chairs_leave(chairs)


def two_chairs_ask_the_same_address(call: object, chairs: list[User]) -> None:
    how = {"now": ENTRY_OPEN, "call": call, "language": "en", "desk": Desk(at_most=3), "address": PAGE}
    names = (NORA, NORA.upper())
    acts = [
        lambda user=user, email=email: nominating.nominate(actor=user, email=email, **how)
        for user, email in zip(chairs, names, strict=True)
    ]
    assert at_once(*acts) == ["asked-already", "done"]
    assert Nomination.objects.get().email == NORA


def one_accepts_what_another_takes_back(call: object, chair: User) -> None:
    nora = User.objects.create_user(NORA)
    EmailAddress.objects.create(user=nora, email=NORA, verified=True, primary=True)
    made = Nomination.objects.get()
    how = {"now": ENTRY_OPEN, "call": call}
    said = at_once(
        lambda: nominating.accept(actor=nora, taken=Taken(3), **how),
        lambda: nominating.accept(actor=nora, taken=Taken(2), **how),
        lambda: nominating.take_back(actor=chair, nomination_id=made.pk, **how),
    )
    assert said == ["done", "not-there", "not-there"]
    made.refresh_from_db()
    judges = Official.objects.filter(user=nora)
    assert (made.official is not None, made.ended_at) == (judges.exists(), ENTRY_OPEN)


def the_last_two_chairs_leave(chairs: list[User]) -> None:
    acts = [lambda user=user: delete_account(user=user, actor="x", now=ENTRY_OPEN) for user in chairs]
    assert at_once(*acts) == ["done", "last-chair"]
    assert Official.objects.filter(role="chair", left_at__isnull=True).count() == 1
