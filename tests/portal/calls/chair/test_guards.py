"""The chair's pages do not exist for anybody else, and nothing that they send does anything."""

from __future__ import annotations

import pytest
from django.test import Client

from superconnector.apps.calls.models import Decision, Official, Publication, RankingRun
from superconnector.base.accounts.models import User
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import a_judged_panel, a_published_panel, decided, ranked
from tests.apps.calls.desk.panel import Panel, somebody
from tests.apps.calls.making import a_call, a_chair, leader_of
from tests.portal.calls.chair.addresses import DECISIONS, DESK, reads, writes


def who(panel: Panel, role: str) -> User:
    """Somebody who is no chair of this call."""
    if role == "judge":
        return panel.judges[0].user
    if role == "entrant":
        return leader_of(panel.entries[0])
    if role == "chair of another call":
        return a_chair(a_call("other-hack"), somebody("Other chair")).user
    if role == "chair who left":
        user = a_chair(panel.call, somebody("Gone")).user
        Official.objects.filter(user=user).update(left_at=panel.call.opened_at)
        return user
    return somebody("Stranger")


@pytest.mark.parametrize("role", ["judge", "entrant", "chair of another call", "chair who left", "stranger"])
def test_nobody_else_gets_in(small_site: Ecosystem, client: Client, role: str) -> None:
    panel = a_judged_panel()
    ranked(panel)
    decided(panel)
    entry = panel.entries[0]
    client.force_login(who(panel, role))
    journal, before = JournalEntry.objects.count(), list(Decision.objects.order_by("id").values())
    assert {path: client.get(path).status_code for path in reads(entry)} == dict.fromkeys(reads(entry), 404)
    sent = {path: client.post(path, data).status_code for path, data in writes(entry).items()}
    assert sent == dict.fromkeys(writes(entry), 404)
    assert JournalEntry.objects.count() == journal
    assert list(Decision.objects.order_by("id").values()) == before
    assert (RankingRun.objects.count(), Publication.objects.count()) == (1, 0)


def test_without_an_account_one_is_asked_to_sign_in(small_site: Ecosystem, client: Client) -> None:
    panel = a_judged_panel()
    entry = panel.entries[0]
    for path in reads(entry):
        response = client.get(path)
        assert (response.status_code, response["Location"].startswith("/account/login/?next=")) == (302, True)
    for path, data in writes(entry).items():
        assert client.post(path, data)["Location"].startswith("/account/login/?next=")
    assert Decision.objects.count() == 0


def test_a_chair_gets_into_all_of_it(small_site: Ecosystem, client: Client) -> None:
    panel = a_judged_panel()
    ranked(panel)
    client.force_login(panel.chair.user)
    expected = dict.fromkeys(reads(panel.entries[0]), 200)
    assert {path: client.get(path).status_code for path in expected} == expected


@pytest.mark.parametrize(
    "path",
    [
        f"{DESK}ranking/nowhere/",
        f"{DESK}decisions/nowhere/decision/",
        f"{DESK}decisions/open/entry/",
        f"{DESK}decisions/open/nowhere/letters/",
        f"{DESK}comments/nowhere/",
        f"{DESK}phases/nowhere/",
        f"{DESK}entries/NOWHERE/",
        f"{DECISIONS}entries/NOWHERE/",
        f"{DESK}export/users.csv",
        f"{DESK}ranking/open/what-if/",
        "/calls/nowhere/chair/",
    ],
)
def test_what_is_not_there_is_not_there(small_site: Ecosystem, client: Client, path: str) -> None:
    panel = a_judged_panel(entries=1)
    client.force_login(panel.chair.user)
    assert client.get(path).status_code == 404


def test_what_writes_is_not_asked_for(small_site: Ecosystem, client: Client) -> None:
    panel = a_judged_panel(entries=1)
    client.force_login(panel.chair.user)
    number = panel.entries[0].number
    only = ["remind/", "ranking/open/compute/", "chairs/1/leave/", "appeals/1/",
            f"decisions/open/decision/entries/{number}/undecide/"]  # fmt: skip
    assert [client.get(f"{DESK}{path}").status_code for path in only] == [405] * 5


def test_a_letter_and_an_appeal_are_of_the_team_only(small_site: Ecosystem, client: Client) -> None:
    panel = a_published_panel()
    path = f"/calls/town-hack/entries/{panel.entries[0].number}/letter/"
    for user in (panel.chair.user, panel.judges[0].user, leader_of(panel.entries[1]), somebody()):
        client.force_login(user)
        assert client.get(path).status_code == 404
        assert client.post(path, {"stage": "decision", "text": "Mine"}).status_code == 404
    client.force_login(leader_of(panel.entries[0]))
    assert client.get(path).status_code == 200


def test_before_publication_there_is_no_letter(small_site: Ecosystem, client: Client) -> None:
    panel = a_judged_panel()
    ranked(panel)
    decided(panel)
    client.force_login(leader_of(panel.entries[0]))
    path = f"/calls/town-hack/entries/{panel.entries[0].number}/letter/"
    assert client.get(path).status_code == 404


def test_the_own_severity_is_a_judges_page(small_site: Ecosystem, client: Client) -> None:
    panel = a_published_panel()
    path = "/calls/town-hack/judging/severity/"
    for user in (panel.chair.user, leader_of(panel.entries[0]), somebody()):
        client.force_login(user)
        assert client.get(path).status_code == 404
    client.force_login(panel.judges[1].user)
    page = client.get(path).content.decode()
    assert "How strict you were" in page
    assert "Open group" in page
    others = [str(judge.user.pk) for judge in panel.judges if judge != panel.judges[1]]
    assert page.count("rank-chart") == 1
    assert others
