"""What the public sees of entries: the last receipt, public questions, files that may be shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from superconnector.apps.calls.models import Call, Decision, Entry, Publication
from superconnector.apps.calls.queries.shown import shown, shown_all
from superconnector.ecosystem import Ecosystem
from tests.apps.calls import making


@pytest.fixture
def entered(small_site: Ecosystem) -> Call:
    return making.a_call()


def hand_in(entry: Entry) -> None:
    making.submit(actor=making.leader_of(entry), now=making.ENTRY_OPEN, entry=entry)


def with_picture(call: Call, **told: str) -> Entry:
    entry = making.a_full_entry(call)
    row = making.a_file(entry, "pictures", kind="png")
    told = {"rights_holder": "The Guild", "licence": "CC-BY-4.0", **told}
    for name, value in told.items():
        setattr(row, name, value)
    row.save()
    hand_in(entry)
    return entry


def test_only_public_questions_that_do_not_tell_who(entered: Call) -> None:
    page = shown(entered, with_picture(entered))
    assert [each.question.id for each in page.answers] == ["idea", "pictures", "model", "film"]
    assert page.answers[0].value == making.ANSWERS["idea"]


def test_the_last_receipt_counts_and_not_the_draft(entered: Call) -> None:
    entry = making.a_submitted_entry(entered)
    entry.answers.filter(question="idea").update(value="Second.")
    hand_in(entry)
    entry.answers.filter(question="idea").update(value="Third, a draft.")
    assert shown(entered, entry).answers[0].value == "Second."


def test_an_entry_without_a_receipt_has_a_title_and_nothing_else(entered: Call) -> None:
    page = shown(entered, making.an_entry(entered, title="Bare"))
    assert (page.title, page.files, page.picture) == ("Bare", (), None)


def test_a_file_carries_what_an_archive_asks_for(entered: Call) -> None:
    entry = with_picture(entered, creator="Lin Lamp", made_on="1952", description="A lamp.")
    picture = shown(entered, entry).picture
    assert picture is not None
    told = (picture.rights_holder, picture.licence, picture.creator, picture.made_on, picture.description)
    assert told == ("The Guild", "CC-BY-4.0", "Lin Lamp", "1952", "A lamp.")
    assert picture.received_at == making.ENTRY_OPEN


def test_a_file_for_judges_alone_is_not_public(entered: Call) -> None:
    assert shown(entered, with_picture(entered, licence="all-rights-reserved")).files == ()


def test_a_pending_decision_gives_no_prize(entered: Call) -> None:
    entry = making.a_submitted_entry(entered)
    made = Decision.objects.create(
        entry=entry, stage="decision", outcome="award", prize="gold", reason="Test.",
        made_at=making.JUDGING_OPEN, made_by=entered.opened_by,
    )  # fmt: skip
    assert (shown(entered, entry).prize, shown(entered, entry).outcome) == (None, "")
    made.publication = Publication.objects.create(
        call=entered, at=making.JUDGING_OPEN, by=entered.opened_by, preview="0" * 64
    )
    made.save()
    page = shown(entered, entry)
    assert page.prize is not None
    assert (page.prize.id, page.outcome) == ("gold", "award")


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_whatever_the_number(
    entered: Call, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    entries = [with_picture(entered) for _ in range(count)]
    shown_all(entered, entries)
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        pages = shown_all(entered, entries)
    assert [page.entry for page in pages] == entries
    assert all(page.picture for page in pages)
