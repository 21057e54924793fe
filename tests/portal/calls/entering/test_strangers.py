"""Every address of an entry, by everybody who may not stand there: it is not there for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from superconnector.apps.calls.models import Call, Entry
from superconnector.base.accounts.models import User
from tests.apps.calls.making import a_chair, a_file, a_judge, a_person, an_entry, an_officer, leader_of
from tests.portal.calls.entering.conftest import Team, browser

PAGES = (
    "", "about/", "withdraw/", "team/", "questions/idea/", "questions/deck/", "check/", "receipts/1/",
    "receipts/1/content.json",
)  # fmt: skip
FORMS = (
    "about/", "withdraw/", "reinstate/", "team/invite/", "team/add/", "team/invitations/1/revoke/", "team/1/",
    "team/1/guardian/", "team/1/remove/", "team/1/lead/", "questions/idea/", "questions/deck/files/",
    "files/1/rights/", "files/1/remove/", "check/",
)  # fmt: skip


def outsider(who: str, call: Call) -> User:
    match who:
        case "stranger":
            return a_person()
        case "leader of another team":
            return leader_of(an_entry(call))
        case "chair":
            return a_chair(call).user
        case "judge":
            return a_judge(call).user
    return an_officer()


@pytest.mark.parametrize("who", ["stranger", "leader of another team", "chair", "judge", "officer"])
def test_an_entry_is_not_there_for_others(call: Call, entry: Entry, leader: Team, who: str) -> None:
    leader.send("check/")
    row = a_file(entry, "pictures", kind="png")
    client = browser(outsider(who, call))
    client.session.save()
    if who == "officer":  # whose second factor is asked for elsewhere
        client = _with_factor(client, call.opened_by)
    got = {client.get(leader.at + page).status_code for page in (*PAGES, f"files/{row.pk}/")}
    sent = {client.post(leader.at + form, {"answer": "x", "version": "1"}).status_code for form in FORMS}
    assert (got, sent) == ({404}, {404})


def _with_factor(client: Client, officer: User) -> Client:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    user = User.objects.get(pk=client.session["_auth_user_id"])
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return client


def test_who_is_not_signed_in_is_asked_to(entry: Entry, leader: Team) -> None:
    client = browser()
    for page in PAGES:
        answer = client.get(leader.at + page)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")
    for form in FORMS:
        answer = client.post(leader.at + form)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")


def test_the_number_of_one_call_is_none_of_another(call: Call, entry: Entry, leader: Team) -> None:
    from tests.apps.calls.making import a_call  # noqa: PLC0415

    other = a_call("other-hack")
    assert leader.client.get(f"/calls/{other.pk}/entries/{entry.number}/").status_code == 404
    assert leader.client.get(f"/calls/nowhere/entries/{entry.number}/").status_code == 404
    assert leader.client.get(f"/calls/{call.pk}/entries/ZZZZZZZZ/").status_code == 404


def test_files_and_receipts_of_another_entry(call: Call, leader: Team) -> None:
    other = an_entry(call)
    theirs = a_file(other)
    assert leader.client.get(f"{leader.at}files/{theirs.pk}/").status_code == 404
    for form in (f"files/{theirs.pk}/remove/", f"files/{theirs.pk}/rights/"):
        assert leader.client.post(leader.at + form, {"rights_holder": "Eve"}).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.removed_at, theirs.rights_holder) == (None, "")


def test_a_team_mate_sees_all_and_leads_nothing(
    entry: Entry, mate: Team, ivy: User, team_of: Callable[[User], Team]
) -> None:
    for page in ("", "about/", "team/", "questions/idea/", "check/", "withdraw/"):
        mate.look(page)
    lead = entry.members.get(leads=True)
    for form in ("team/invite/", "team/add/", "withdraw/", f"team/{lead.pk}/remove/", f"team/{lead.pk}/"):
        mate.send(form, role="member", name="Eve")
    entry.refresh_from_db()
    names = sorted(entry.members.values_list("name", flat=True))
    assert (entry.state, names, entry.invitations.count()) == ("draft", ["Ivy", "Tom"], 0)


def test_every_form_needs_its_token(entry: Entry, leader: Team, ivy: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ivy)
    assert {strict.post(leader.at + form).status_code for form in FORMS} == {403}
