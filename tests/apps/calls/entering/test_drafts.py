"""Draft answers: kept as typed, and two team-mates at once lose nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from superconnector.apps.calls.actions.answers import AnswerConflictError, save_answer
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.facts.answers import UnkeepableError
from superconnector.apps.calls.models import Answer, Entry, Member
from superconnector.base.accounts.models import User
from tests.apps.calls.making import ENTRY_OPEN, LAST_SECOND, a_member, a_person

LATER = ENTRY_OPEN + timedelta(minutes=1)


@pytest.fixture
def ivy(leader: Member) -> User:
    return leader.user


@pytest.fixture
def tom(entry: Entry) -> User:
    return a_member(entry, a_person("Tom")).user


def save(
    entry: Entry, actor: User, text: str, seen: int, question: str = "idea", now: object = ENTRY_OPEN
) -> Answer:
    return save_answer(
        actor=actor,
        now=now,
        entry=entry,
        question_id=question,
        raw=[text],
        seen_version=seen,  # type: ignore[arg-type]
    )


def test_versions_grow_by_one(entry: Entry, ivy: User, tom: User) -> None:
    first = save(entry, ivy, "one", 0)
    second = save(entry, tom, "two", 1, now=LATER)
    assert (first.version, second.version, second.changed_by, second.changed_at) == (1, 2, tom, LATER)
    assert Answer.objects.get().value == "two"


@pytest.mark.parametrize("seen", [0, 2, -1, 999])
def test_who_saw_another_version_gets_both_texts(entry: Entry, ivy: User, tom: User, seen: int) -> None:
    save(entry, ivy, "mine", 0)
    with pytest.raises(AnswerConflictError) as conflict:
        save(entry, tom, "his", seen)
    assert (conflict.value.theirs.value, conflict.value.theirs.changed_by) == ("mine", ivy)
    assert (Answer.objects.get().value, Answer.objects.get().version) == ("mine", 1)


def test_the_same_text_is_no_conflict_and_no_change(entry: Entry, ivy: User, tom: User) -> None:
    save(entry, ivy, "same", 0)
    again = save(entry, tom, "same", 0, now=LATER)
    assert (again.version, again.changed_by, again.changed_at) == (1, ivy, ENTRY_OPEN)


def test_a_version_of_an_answer_that_is_not_there_yet(entry: Entry, ivy: User) -> None:
    with pytest.raises(AnswerConflictError) as conflict:
        save(entry, ivy, "one", 3)
    assert (conflict.value.theirs.value, conflict.value.theirs.version) == (None, 0)


def test_the_title_is_the_entry_s(entry: Entry, ivy: User) -> None:
    save(entry, ivy, "  A   lamp\n for all " + "x" * 300, 0, "title")
    entry.refresh_from_db()
    assert entry.title == ("A lamp for all " + "x" * 300)[:200]


def test_questions_of_other_groups_and_of_nobody(entry: Entry, ivy: User) -> None:
    Entry.objects.update(group="youth")
    for question in ("film", "palace", ""):
        with pytest.raises(EnteringError) as refused:
            save(entry, ivy, "x", 0, question)
        assert refused.value.code == "no-question"
    with pytest.raises(UnkeepableError):
        save(entry, ivy, "x", 0, "deck")


def test_nothing_is_saved_after_the_grace(entry: Entry, ivy: User) -> None:
    save(entry, ivy, "in time", 0, now=LAST_SECOND)
    save(entry, ivy, "in grace", 1, now=LAST_SECOND + timedelta(minutes=10))
    with pytest.raises(EnteringError) as refused:
        save(entry, ivy, "late", 2, now=LAST_SECOND + timedelta(minutes=10, seconds=1))
    assert (refused.value.code, Answer.objects.get().value) == ("not-open", "in grace")
