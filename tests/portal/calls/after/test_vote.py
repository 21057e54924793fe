"""The public vote as voters, strangers and scripts meet it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from superconnector.apps.calls.models import Ballot, Call, Entry, Phase
from superconnector.base.accounts.models import User
from tests.apps.calls import making
from tests.apps.calls.after.published import a_user
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
SignedIn = Callable[[User], Client]
VOTE, CAST = "/calls/town-hack/vote/open/", "/calls/town-hack/vote/open/cast/"


def choices(page: Page) -> list[str]:
    return [each.get("value") for each in page.elements if each.get("name") == "choice"]


def test_a_voter_chooses_and_changes_until_the_close(
    honour: Honour, voter: User, signed_in: SignedIn, visit: Visit
) -> None:
    entries = [honour("Lamp"), honour("Clock", prize="silver"), honour("Bench", "advance", "")]
    client = signed_in(voter)
    offered = choices(visit(VOTE))
    assert sorted(offered) == sorted(each.number for each in entries)
    for each in entries[:2]:
        assert client.post(CAST, {"choice": each.number}).url == VOTE
    page = visit(VOTE)
    assert choices(page) == offered
    checked = [each.get("value") for each in page.elements if "checked" in each.attributes]
    assert checked == [entries[1].number]
    assert Ballot.objects.get().choice == entries[1]


def test_nothing_tells_the_count_before_the_close(
    honour: Honour, call: Call, voter: User, signed_in: SignedIn, client: Client
) -> None:
    entry = honour()

    def seen(user: User | None) -> str:
        client.logout() if user is None else signed_in(user)
        return client.get(VOTE).content.decode()

    reader, chair = a_user("reader"), User.objects.get(email="chair@example.org")
    seen(reader), seen(chair)
    before = [seen(None), _bare(seen(reader)), _bare(seen(chair))]
    signed_in(voter).post(CAST, {"choice": entry.number})
    assert [seen(None), _bare(seen(reader)), _bare(seen(chair))] == before


def _bare(page: str) -> str:
    """Without the tokens of forms, which differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_after_the_close_the_count_is_public(
    honour: Honour, call: Call, signed_in: SignedIn, visit: Visit
) -> None:
    lamp, clock, bench = honour("Lamp"), honour("Clock", prize="silver"), honour("Bench", "advance", "")
    for name, entry in (("a", lamp), ("b", lamp), ("c", clock), ("d", clock), ("e", bench)):
        signed_in(a_user(name)).post(CAST, {"choice": entry.number})
    client = signed_in(a_user("idle"))
    client.get(VOTE)
    making.closed_now(call, Phase.Kind.VOTE)
    client.logout()
    page = visit(VOTE)
    text = " ".join(page.source.split())
    assert "5 votes were cast, of 6 ballots that were asked for" in text
    assert text.count("First place") == 2
    cells = [each.text.strip() for each in page.elements if each.tag == "td"]
    assert cells == ["2", "2", "2", "2", "1", "1"]


def test_a_late_vote_is_refused_and_changes_nothing(
    honour: Honour, call: Call, voter: User, signed_in: SignedIn
) -> None:
    lamp, clock = honour("Lamp"), honour("Clock", prize="silver")
    client = signed_in(voter)
    client.post(CAST, {"choice": lamp.number})
    making.closed_now(call, Phase.Kind.VOTE)
    said = client.post(CAST, {"choice": clock.number}, follow=True).content.decode()
    assert "The vote is not open now." in said
    assert Ballot.objects.get().choice == lamp


@pytest.mark.parametrize("choice", ["", "E9999999", "x" * 5000, "' OR 1=1 --", "\u0000"])
def test_what_was_not_offered_cannot_be_chosen(
    honour: Honour, voter: User, signed_in: SignedIn, choice: str
) -> None:
    honour()
    assert signed_in(voter).post(CAST, {"choice": choice}).status_code == 302
    assert Ballot.objects.get().choice is None


def test_an_entry_of_another_call_or_group_cannot_be_chosen(
    honour: Honour, publication: object, voter: User, signed_in: SignedIn
) -> None:
    honour()
    other = making.a_call("other-hack")
    making.open_now(other, Phase.Kind.SHOWCASE)
    foreign = making.a_submitted_entry(other)
    assert signed_in(voter).post(CAST, {"choice": foreign.number}).status_code == 302
    assert Ballot.objects.get().choice is None
    assert signed_in(voter).get("/calls/town-hack/vote/youth/").status_code == 404
    assert signed_in(voter).post("/calls/nowhere/vote/open/cast/").status_code == 404


def test_an_address_that_is_not_confirmed_is_told_what_to_do(
    honour: Honour, signed_in: SignedIn, visit: Visit
) -> None:
    entry = honour()
    client = signed_in(a_user("new", confirmed=False))
    assert "Confirm your e-mail address first" in visit(VOTE).source
    client.post(CAST, {"choice": entry.number})
    assert not Ballot.objects.exists()


def test_a_stranger_is_asked_to_sign_in_and_has_no_ballot(
    honour: Honour, client: Client, visit: Visit
) -> None:
    honour()
    assert "/account/login/?next=/calls/town-hack/vote/open/" in visit(VOTE).source
    assert client.post(CAST, {"choice": "x"}).url.startswith("/account/login/")
    assert not Ballot.objects.exists()


def test_a_get_never_votes_and_a_replay_counts_once(honour: Honour, voter: User, signed_in: SignedIn) -> None:
    entry = honour()
    client = signed_in(voter)
    assert client.get(CAST, {"choice": entry.number}).status_code == 405
    client.get(VOTE, {"choice": entry.number})
    assert Ballot.objects.get().choice is None
    for _again in range(3):
        client.post(CAST, {"choice": entry.number})
    assert Ballot.objects.filter(choice=entry).count() == 1


def test_a_post_of_another_site_is_refused(honour: Honour, voter: User) -> None:
    entry = honour()
    client = Client(enforce_csrf_checks=True)
    client.force_login(voter)
    assert client.post(CAST, {"choice": entry.number}).status_code == 403
    assert not Ballot.objects.exists()


def test_before_it_opens_the_day_is_said(honour: Honour, call: Call, visit: Visit) -> None:
    honour()
    call.phases.filter(kind=Phase.Kind.VOTE).update(opens_at="2126-01-02T00:00Z", closes_at=None)
    page = visit(VOTE)
    assert "has not opened yet" in page.source
    assert choices(page) == []
