"""Who acts too often: a page that says until when and keeps what was typed; team-mates are not held up."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from superconnector.apps.calls.models import Answer, Conflict, Entry, EntryFile, Submission
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.models import JournalEntry
from tests.apps.calls.making import a_judge, a_person, an_entry
from tests.portal.calls.entering.conftest import Team, browser
from tests.portal.calls.entering.test_handing_in import picture


def paced(**rates: str) -> override_settings:
    return override_settings(
        PACE={**settings.PACE, **{act.replace("_", "-"): to for act, to in rates.items()}}
    )


def change(entry: Entry) -> None:
    """Another content."""
    answer = Answer.objects.get(entry=entry, question="users")
    Answer.objects.filter(pk=answer.pk).update(value=str(int(answer.value) + 1))


@paced(submit="2/d")
def test_handing_in_by_script_ends_for_one_and_not_for_the_team(
    entry: Entry, leader: Team, mate: Team
) -> None:
    for _ in range(2):
        leader.send("check/")
        leader.send("check/")  # the same again is no other receipt and counts for nothing
        change(entry)
    shown = leader.refused("check/", 429)
    assert ("That was too often" in shown.text, Submission.objects.count()) == (True, 2)
    assert mate.send("check/").endswith("/receipts/3/")
    assert len(mail.outbox) == 2  # one letter to each of the two


def test_the_generous_limit_is_far_above_what_a_team_does(entry: Entry, leader: Team) -> None:
    for _ in range(12):
        change(entry)
        leader.send("check/")
    assert (Submission.objects.count(), len(mail.outbox)) == (12, 2)


@paced(change="1/d")
def test_what_was_typed_comes_back_and_can_be_sent_again(entry: Entry, leader: Team) -> None:
    typed = {"title": 'A "lamp" & more', "track": "green", "language": "en", "organisation": "<b>Club</b>"}
    leader.send("about/", version="1", **typed)
    shown = leader.refused("about/", 429, version="2", **typed)
    held = {
        each.get("name"): each.get("value") for each in shown.all("input") if each.get("type") == "hidden"
    }
    token = held.pop("csrfmiddlewaretoken")
    assert (held, len(token)) == ({**typed, "version": "2"}, 64)
    assert {each.get("action") for each in shown.all("form") if each.get("action")} >= {f"{leader.at}about/"}
    assert "Try again after" in shown.text


@paced(change="1/d")
def test_the_answer_says_when_to_a_program_too(entry: Entry, leader: Team) -> None:
    leader.send("withdraw/", because="x")
    sent = leader.client.post(f"{leader.at}reinstate/", headers={"accept": "application/json"})
    assert (sent.status_code, sent.json()["state"]) == (429, "refused")
    assert 1 <= int(sent["Retry-After"]) <= 86_401


@paced(upload_refused="2/d")
def test_files_that_are_refused_have_a_pace_of_their_own(
    entry: Entry, leader: Team, mate: Team, files_root: Path
) -> None:
    def upload(name: str, body: bytes) -> dict[str, SimpleUploadedFile]:
        return {"file": SimpleUploadedFile(name, body)}

    at = "questions/pictures/files/"
    for _ in range(2):
        leader.send(at, **upload("a.png", b"MZ"))
    shown = leader.refused(at, 429, **upload("a.png", picture()))
    assert ("Files have to be chosen again" in shown.text, "Send again" in shown.text) == (True, False)
    mate.send(at, **upload("a.png", picture()))
    assert EntryFile.objects.filter(entry=entry, question="pictures").count() == 1


@paced(invite="1/d")
def test_invitations_of_one_account_in_all_its_entries(entry: Entry, ivy: User, leader: Team) -> None:
    other = an_entry(entry.call, ivy)
    leader.send("team/invite/", role="member")
    Team(browser(ivy), f"/calls/{other.call_id}/entries/{other.number}/").refused(
        "team/invite/", 429, role="member"
    )
    assert (entry.invitations.count(), other.invitations.count()) == (1, 0)


@paced(submit="1/d", change="1/d", invite="1/d", join="1/d")
def test_many_teams_from_one_address_are_not_one(entry: Entry) -> None:
    """A school: every browser here has the same address of the net."""
    answers = []
    for _ in range(3):
        one = an_entry(entry.call, a_person())
        client = browser(one.members.get().user)
        at = f"/calls/{one.call_id}/entries/{one.number}/"
        answers.append(client.post(f"{at}team/invite/", {"role": "member"}).status_code)
    assert answers == [302, 302, 302]


# --- what is done afterwards -----------------------------------------------------------------------------


@pytest.fixture
def judge(entry: Entry) -> User:
    """Of the same firm as somebody who will join the team."""
    user = User.objects.create_user("judge@acme.example", name="Jo")
    return a_judge(entry.call, user).user


def test_a_hand_in_looks_for_conflicts_and_tells_the_team_nothing(
    entry: Entry, leader: Team, ivy: User, judge: User
) -> None:
    User.objects.filter(pk=ivy.pk).update(organisation_name="Acme")
    User.objects.filter(pk=judge.pk).update(organisation_name="Acme")
    assert leader.send("check/").endswith("/receipts/1/")
    assert list(Conflict.objects.values_list("entry", "official__user")) == [(entry.pk, judge.pk)]
    assert not JournalEntry.objects.filter(verb="conflicts.found", actor=journal_name(ivy)).exists()


def test_a_team_that_changes_after_its_hand_in_is_looked_at_again(
    entry: Entry, leader: Team, judge: User
) -> None:
    leader.send("team/invite/", role="member")
    link = leader.look("team/").one("link").get("value").removeprefix("http://testserver")
    leader.send("check/")
    assert not Conflict.objects.exists()
    joined = browser(User.objects.create_user("eve@acme.example", name="Eve"))
    assert joined.post(link, {"name": "Eve", "minor": "no"}).status_code == 302
    assert list(Conflict.objects.values_list("entry", "kind", "key")) == [
        (entry.pk, "domain", "acme.example")
    ]


def test_a_failure_afterwards_reaches_nobody(
    entry: Entry, leader: Team, judge: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from superconnector.apps.calls.actions import conflicts  # noqa: PLC0415

    monkeypatch.setattr(conflicts, "public_domains", lambda: None)
    assert leader.send("check/").endswith("/receipts/1/")
    assert "No conflicts were looked for" in caplog.text
