"""Handing in: complete or not at all, to the second, the same again the same receipt, the last one counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection

from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.submitting import IncompleteError, submit
from superconnector.apps.calls.facts.handing_in import body_of, digest_of
from superconnector.apps.calls.models import Answer, Call, Entry, EntryFile, Submission
from superconnector.apps.calls.queries.entering import held
from superconnector.base.models import JournalEntry
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import (
    ENTRY_OPEN,
    LAST_SECOND,
    a_call,
    a_file,
    a_full_entry,
    a_member,
    a_person,
    a_submitted_entry,
    an_answer,
    an_entry,
    leader_of,
)

ALMOST = timedelta(microseconds=999_999)


def hand_in(entry: Entry, now: object = ENTRY_OPEN) -> Submission:
    return submit(actor=leader_of(entry), now=now, entry=entry)  # type: ignore[arg-type]


@pytest.fixture
def ready(call: Call) -> Entry:
    return a_full_entry(call)


def test_the_receipt_names_the_time_and_the_fingerprint(ready: Entry) -> None:
    receipt = hand_in(ready)
    assert (receipt.number, receipt.received_at, receipt.in_grace) == (1, ENTRY_OPEN, False)
    assert receipt.digest == sha256(receipt.body.encode()).hexdigest()
    ready.refresh_from_db()
    assert (ready.state, ready.submitted_at) == ("submitted", ENTRY_OPEN)
    told = JournalEntry.objects.get(verb="entry.submitted").detail
    assert told == {"number": 1, "sha256": receipt.digest}


def test_the_content_is_everything_and_canonical(ready: Entry) -> None:
    body = hand_in(ready).body
    content = json.loads(body)
    assert body == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content["entry"] == ready.number
    assert content["answers"]["users"] == "300"
    assert content["answers"]["makers"] is None
    assert [each["sha256"] for each in content["files"]["deck"]] == [EntryFile.objects.get().stored_id]
    assert set(content["answers"]) | set(content["files"]) == {
        *("title", "idea", "makers", "stage", "needs", "users", "site", "film", "rules"),
        *("deck", "pictures", "model"),
    }
    assert content["team"] == [
        {"guardian": "", "leads": True, "minor": False, "name": str(leader_of(ready)), "role": "leader"}
    ]


def test_a_double_click_has_one_receipt(ready: Entry) -> None:
    assert hand_in(ready) == hand_in(ready, ENTRY_OPEN + timedelta(seconds=1))
    assert Submission.objects.get().received_at == ENTRY_OPEN


def test_a_change_is_handed_in_anew_and_the_first_stays(ready: Entry) -> None:
    first = hand_in(ready)
    Answer.objects.filter(question="users").update(value="301")
    later = ENTRY_OPEN + timedelta(days=1)
    second = hand_in(ready, later)
    assert (second.number, second.received_at) == (2, later)
    first.refresh_from_db()
    assert json.loads(first.body)["answers"]["users"] == "300"
    ready.refresh_from_db()
    assert ready.submitted_at == later


def test_back_to_the_first_content_is_a_third_receipt(ready: Entry) -> None:
    first = hand_in(ready)
    for value in ("301", "300"):
        Answer.objects.filter(question="users").update(value=value)
        last = hand_in(ready)
    assert (last.number, last.digest) == (3, first.digest)


def test_after_a_withdrawal_the_same_content_is_received_anew(ready: Entry) -> None:
    hand_in(ready)
    Entry.objects.update(state="draft")
    assert hand_in(ready).number == 2


@pytest.mark.parametrize(
    ("later", "grace"),
    [
        (timedelta(0), False),
        (ALMOST, False),
        (timedelta(seconds=1), True),
        (timedelta(minutes=10) + ALMOST, True),
    ],
)
def test_the_last_second_counts_and_the_grace_is_marked(ready: Entry, later: timedelta, grace: bool) -> None:
    assert hand_in(ready, LAST_SECOND + later).in_grace is grace


@pytest.mark.parametrize("later", [timedelta(minutes=10, seconds=1), timedelta(days=400)])
def test_late_is_late_to_the_second_and_the_draft_stays(ready: Entry, later: timedelta) -> None:
    with pytest.raises(EnteringError) as refused:
        hand_in(ready, LAST_SECOND + later)
    assert (refused.value.code, refused.value.values["received_at"]) == ("not-open", LAST_SECOND + later)
    assert (Submission.objects.count(), Answer.objects.filter(entry=ready).count()) == (0, 5)


def test_a_change_after_the_close_does_not_count(ready: Entry) -> None:
    first = hand_in(ready)
    Answer.objects.filter(question="users").update(value="9")
    with pytest.raises(EnteringError):
        hand_in(ready, LAST_SECOND + timedelta(days=1))
    assert list(Submission.objects.values_list("digest", flat=True)) == [first.digest]


def missing(entry: Entry) -> list[tuple[str, str]]:
    with pytest.raises(IncompleteError) as refused:
        hand_in(entry)
    assert Submission.objects.count() == 0
    return [(each.where, each.code) for each in refused.value.problems]


def test_everything_that_is_missing_is_said_at_once(call: Call) -> None:
    entry = an_entry(call, track="", group="youth")
    assert missing(entry) == [
        ("about", "track-needed"),
        ("team", "team-too-small"),
        ("title", "required"),
        ("idea", "required"),
        ("stage", "required"),
        ("users", "required"),
        ("deck", "required"),
        ("rules", "required"),
    ]


def test_a_file_without_a_rights_holder_is_not_handed_in(ready: Entry) -> None:
    picture = a_file(ready, "pictures", kind="png")
    assert missing(ready) == [("pictures", "rights-needed")]
    EntryFile.objects.filter(pk=picture.pk).update(rights_holder="Lamp Club")
    assert missing(ready) == [("pictures", "rights-needed")]
    EntryFile.objects.filter(pk=picture.pk).update(licence="CC-BY-4.0")
    assert hand_in(ready).number == 1


def test_a_minor_without_consent_is_not_handed_in(ready: Entry) -> None:
    pat = a_member(ready, a_person(), minor=True, consent="needed")
    assert missing(ready) == [("team", "consent-needed")]
    pat.consent, pat.guardian, pat.consent_at = "given", "Pa", ENTRY_OPEN
    pat.save()
    assert hand_in(ready).number == 1


def test_a_text_over_its_limit_is_not_handed_in(ready: Entry) -> None:
    Answer.objects.filter(question="idea").update(value="word " * 101)
    assert missing(ready) == [("idea", "over-words")]


def test_removed_files_are_not_handed_in(ready: Entry) -> None:
    EntryFile.objects.update(removed_at=ENTRY_OPEN)
    assert missing(ready) == [("deck", "required")]


@pytest.mark.parametrize("state", ["withdrawn", "ineligible"])
def test_what_is_out_stays_out(ready: Entry, state: str) -> None:
    Entry.objects.update(state=state)
    with pytest.raises(EnteringError) as refused:
        hand_in(ready)
    assert refused.value.code == state


def test_a_draft_that_changed_has_another_fingerprint(call: Call) -> None:
    entry = a_submitted_entry(call)
    receipt = entry.submissions.get()
    assert digest_of(body_of(held(entry))) == receipt.digest
    an_answer(entry, "makers", "We")
    assert digest_of(body_of(held(entry))) != receipt.digest


def test_queries_do_not_grow_with_the_team_or_the_files(
    call: Call, django_assert_num_queries: object
) -> None:
    entry = a_full_entry(call)
    with django_assert_num_queries(3):  # type: ignore[operator]
        body_of(held(entry))
    for _ in range(3):
        a_member(entry, a_person())
        a_file(entry, "pictures", kind="png")
    with django_assert_num_queries(3):  # type: ignore[operator]
        body_of(held(entry))


@pytest.mark.django_db(transaction=True)
def test_a_receipt_is_on_the_disk_before_it_is_given(small_site: Ecosystem) -> None:
    entry = a_full_entry(a_call())
    leader, seen = leader_of(entry), []

    def watch(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        submit(actor=leader, now=ENTRY_OPEN, entry=entry)
    ends = (seen[0], seen[-1])
    assert (ends == ("PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL")) is (
        connection.vendor == "sqlite"
    )
