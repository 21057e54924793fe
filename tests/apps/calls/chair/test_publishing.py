"""Letters: previewed word for word, published in one transaction, and sent afterwards."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from superconnector.apps.calls.actions.deciding import Choice, decide
from superconnector.apps.calls.actions.letters import send
from superconnector.apps.calls.actions.letters_comments import pass_comments
from superconnector.apps.calls.actions.publishing import publish
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Assignment, Decision, Entry, Letter, Publication, Reading
from superconnector.apps.calls.queries.letters import letters_to, preview_of, unsent
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.chair.judged import (
    APPEALING,
    DECIDING,
    GROUP,
    STAGE,
    a_decided_panel,
    a_judged_panel,
    a_published_panel,
    another_chair,
    code_of,
    decided,
    ranked,
    wall_off,
)
from tests.apps.calls.desk.panel import Panel, pin, somebody
from tests.apps.calls.making import JUDGING_OPEN, a_member, leader_of


@pytest.fixture
def panel(small_site: Ecosystem) -> Panel:
    """Ranked and decided, nothing published."""
    return a_decided_panel()


def publishing(panel: Panel, seen: str | None = None, **how: object) -> Publication:
    preview = preview_of(panel.chair, GROUP, STAGE)
    given = {
        "chair": panel.chair,
        "group": GROUP,
        "stage": STAGE,
        "seen": preview.digest if seen is None else seen,
    }
    return publish(**{"actor": panel.chair.user, "now": DECIDING, **given, **how})  # type: ignore[arg-type]


def letter_of(panel: Panel, title: str) -> str:
    letters = preview_of(panel.chair, GROUP, STAGE).letters
    return next(each.body for each in letters if each.decision.entry.title == title)


# --- the preview -----------------------------------------------------------------------------------------


def test_the_preview_is_what_is_published_word_for_word(panel: Panel) -> None:
    preview = preview_of(panel.chair, GROUP, STAGE)
    assert (len(preview.decisions), len(preview.letters), preview.problems) == (9, 9, ())
    publication = publishing(panel)
    stored = [
        (row.decision_id, row.to_id, row.language, row.subject, row.body)
        for row in Letter.objects.filter(publication=publication).order_by("id")
    ]
    assert stored == [
        (each.decision.pk, each.to.pk, each.language, each.subject, each.body) for each in preview.letters
    ]
    assert publication.preview == preview.digest
    assert preview_of(panel.chair, GROUP, STAGE).decisions == ()


def test_the_letter_is_the_files_own_with_scores_beside_the_median(panel: Panel) -> None:
    body = letter_of(panel, "Entry 0")
    assert body.startswith(
        "Dear Leader 0,\n\nEntry 0 has won Gold of Town Hackathon 2026. Well done.\n\nThe guild"
    )
    assert re.search(r"median of those that won or go on:\nUse to the town: \d\.\d\d of 5 \(\d\.\d\d\)", body)
    assert "You can appeal until the end of 8 November 2026" in body
    assert "was not chosen" in letter_of(panel, "Entry 8")


def test_the_own_score_is_the_mean_of_the_own_readings(panel: Panel) -> None:
    own = Reading.objects.filter(assignment__entry=panel.entries[8]).order_by("id")
    mean = sum(row.scores["use"] for row in own) / 3
    assert f"Use to the town: {mean:.2f} of 5" in letter_of(panel, "Entry 8")


def test_of_fewer_than_three_winners_no_median_is_told(small_site: Ecosystem) -> None:
    panel = a_judged_panel()
    ranked(panel)
    decided(panel, top=2)
    body = letter_of(panel, "Entry 8")
    assert "Use to the town:" in body
    assert "median" not in body


def test_each_member_is_written_to_in_the_own_language(panel: Panel) -> None:
    entry = panel.entries[0]
    a_member(entry, somebody("陳大文", language="zh-hant"))
    a_member(entry, None)
    preview = preview_of(panel.chair, GROUP, STAGE)
    mine = [each for each in preview.letters if each.decision.entry_id == entry.pk]
    assert [(each.language, str(each.to)) for each in mine] == [("en", "Leader 0"), ("zh-hant", "陳大文")]
    assert "獲頒小城黑客松二〇二六金獎" in mine[1].body
    assert [member.name for member in preview.unnamed] == ["Pat Pupil"]


def test_braces_and_line_breaks_in_names_stay_what_they_are(panel: Panel) -> None:
    user = leader_of(panel.entries[0])
    user.name = "{prize} {0} %(x)s"
    user.save()
    Entry.objects.filter(pk=panel.entries[0].pk).update(title="Lamp\n{call}")
    letter = next(e for e in preview_of(panel.chair, GROUP, STAGE).letters if e.to == user)
    assert letter.body.startswith("Dear {prize} {0} %(x)s,\n\nLamp\n{call} has won Gold of")
    assert letter.subject == "Lamp {call} has won Gold: Town Hackathon 2026"


def test_comments_stand_in_the_letter_only_if_a_chair_passed_them(panel: Panel) -> None:
    readings = list(Reading.objects.filter(assignment__entry=panel.entries[0]).order_by("id"))
    for reading, text in zip(readings, ("Bright idea.", "Too dear.", ""), strict=True):
        Reading.objects.filter(pk=reading.pk).update(comment=text, note="Secret note")
    assert "idea" not in letter_of(panel, "Entry 0")
    how = {"actor": panel.chair.user, "now": DECIDING, "chair": panel.chair, "group": GROUP}
    shown = {readings[0].pk, readings[1].pk}
    pass_comments(shown=shown, passed={readings[0].pk}, **how)
    body = letter_of(panel, "Entry 0")
    assert ("– Bright idea." in body, "Too dear" in body, "Secret" in body) == (True, False, False)
    pass_comments(shown=shown, passed={readings[1].pk}, **how)
    assert ("Bright" in letter_of(panel, "Entry 0"), "Too dear" in letter_of(panel, "Entry 0")) == (
        False,
        True,
    )
    assert code_of(pass_comments, shown={readings[2].pk}, passed=set(), **how) == "not-there"
    wall_off(panel.chair, panel.entries[8])
    assert code_of(pass_comments, shown=shown, passed=set(), **how) == "walled"


def test_a_comment_counts_as_long_as_its_reading_does_and_in_its_round(panel: Panel) -> None:
    first, second, third = Reading.objects.filter(assignment__entry=panel.entries[0]).order_by("id")
    Reading.objects.filter(pk__in=[first.pk, second.pk, third.pk]).update(comment_passed=True)
    for reading, text in ((first, "Read once."), (second, "Of another round."), (third, "It stays.")):
        Reading.objects.filter(pk=reading.pk).update(comment=text)
    Reading.objects.create(
        assignment=first.assignment, number=2, final=True, scores=first.scores, comment="Read again.",
        saved_at=JUDGING_OPEN, final_at=JUDGING_OPEN,
    )  # fmt: skip
    Assignment.objects.filter(pk=second.assignment_id).update(stage="pitch")
    body = letter_of(panel, "Entry 0")
    assert [said in body for said in ("Read once", "Read again", "another round", "– It stays.")] == [
        False,
        False,
        False,
        True,
    ]


def test_entries_without_a_decision_are_named_and_get_no_letter(panel: Panel) -> None:
    Decision.objects.get(entry=panel.entries[4]).delete()
    preview = preview_of(panel.chair, GROUP, STAGE)
    assert preview.undecided == (panel.entries[4],)
    publishing(panel)
    assert not Letter.objects.filter(decision__entry=panel.entries[4]).exists()


def test_the_reason_and_the_draw_stand_in_the_letter(panel: Panel) -> None:
    Decision.objects.filter(entry=panel.entries[8]).update(reason="It was shown before.", by_lot=True)
    body = letter_of(panel, "Entry 8")
    assert "Why: It was shown before." in body
    assert "seed “seed of the tests|open”" in body


def test_the_shipped_letters_serve_where_the_file_has_none(panel: Panel) -> None:
    pin(panel.call, letters={"award": None})
    panel.chair.refresh_from_db()
    assert "has won Gold of Town Hackathon 2026. Congratulations!" in letter_of(panel, "Entry 0")


# --- publishing ------------------------------------------------------------------------------------------


def test_two_chairs_publish_at_once_and_the_second_is_told(panel: Panel) -> None:
    second = another_chair(panel)
    seen = preview_of(second, GROUP, STAGE).digest
    assert seen == preview_of(panel.chair, GROUP, STAGE).digest
    publishing(panel)
    with pytest.raises(DecidingError) as refused:
        publishing(panel, seen, chair=second, actor=second.user)
    assert (refused.value.code, refused.value.values) == ("published-already", {"who": "Chair"})
    assert (Publication.objects.count(), Letter.objects.count()) == (1, 9)


@pytest.mark.parametrize("change", ["decision", "name", "language", "withdrawn", "comment", "appeal", "team"])
def test_what_changed_since_the_preview_is_not_published(panel: Panel, change: str) -> None:
    entry, seen = panel.entries[0], preview_of(panel.chair, GROUP, STAGE).digest
    user = leader_of(entry)
    if change == "decision":
        Decision.objects.filter(entry=entry).update(place=2)
    elif change in ("name", "language"):
        setattr(user, change, "zh-hant" if change == "language" else "Other Name")
        user.save()
    elif change == "withdrawn":
        Entry.objects.filter(pk=entry.pk).update(state=Entry.State.WITHDRAWN)
    elif change == "comment":
        Reading.objects.filter(assignment__entry=entry).update(comment="Fine.", comment_passed=True)
    elif change == "appeal":
        panel.call.phases.filter(kind="appeal").update(closes_at=APPEALING)
    else:
        a_member(entry, somebody("New member"))
    assert code_of(publishing, panel=panel, seen=seen) == "changed-meanwhile"
    assert (Publication.objects.count(), Letter.objects.count()) == (0, 0)
    assert publishing(panel).decisions.count() == (8 if change == "withdrawn" else 9)


def test_nothing_pending_nothing_published(small_site: Ecosystem) -> None:
    panel = a_judged_panel()
    assert code_of(publishing, panel=panel) == "nothing"
    assert code_of(publishing, panel=panel, stage="entry") == "no-stage"
    wall_off(panel.chair, panel.entries[0])
    assert code_of(publishing, panel=panel, seen="") == "walled"


@pytest.mark.parametrize("problem", ["prize-missing", "prize-too-many", "no-grounds"])
def test_problems_stand_in_the_way(panel: Panel, problem: str) -> None:
    winner = Decision.objects.filter(outcome="award").order_by("place")[1]
    if problem == "no-grounds":
        Decision.objects.filter(pk=winner.pk).update(ranking=None)
    else:
        Decision.objects.filter(pk=winner.pk).update(prize="" if problem == "prize-missing" else "gold")
    assert [each.code for each in preview_of(panel.chair, GROUP, STAGE).problems] == [problem]
    assert code_of(publishing, panel=panel) == "problems"
    assert Publication.objects.count() == 0


def test_without_a_ranking_it_is_published_by_its_reasons(small_site: Ecosystem) -> None:
    panel = a_judged_panel(entries=1)
    decide(
        actor=panel.chair.user, now=DECIDING, chair=panel.chair, number=panel.entries[0].number, stage=STAGE,
        choice=Choice("decline", reason="There is only one."),
    )  # fmt: skip
    publishing(panel)
    body = Letter.objects.get().body
    assert "Why: There is only one." in body
    assert "Your scores" not in body


def test_a_failure_half_way_leaves_nothing(panel: Panel) -> None:
    seen = preview_of(panel.chair, GROUP, STAGE).digest
    Letter.objects.create(
        decision=Decision.objects.get(entry=panel.entries[8]), to=leader_of(panel.entries[8]), language="en",
        publication=Publication.objects.create(
            call=panel.call, at=DECIDING, by=panel.chair.user, preview="1" * 64
        ),
        subject="Old", body="Old",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        publishing(panel, seen)
    assert Decision.objects.filter(publication__isnull=False).count() == 0
    assert Letter.objects.count() == 1


# --- sending ---------------------------------------------------------------------------------------------


def address(letter: Letter) -> str:
    return f"https://example.org/{letter.decision.entry.number}/"


def test_letters_are_sent_once(panel: Panel) -> None:
    publishing(panel)
    assert send(letters=unsent(), address=address, now=DECIDING) == (9, 0)
    assert send(letters=unsent(), address=address, now=DECIDING) == (0, 0)
    mine = [each for each in mail.outbox if each.to == [leader_of(panel.entries[0]).email]]
    stored = Letter.objects.get(decision__entry=panel.entries[0])
    assert [(each.subject, each.body) for each in mine] == [
        (stored.subject, f"{stored.body}\n\nhttps://example.org/{panel.entries[0].number}/\n")
    ]


def test_a_letter_that_another_sender_claimed_is_not_sent_twice(panel: Panel) -> None:
    publishing(panel)
    stale = list(unsent())
    Letter.objects.update(sent_at=DECIDING)
    assert send(letters=stale, address=address, now=DECIDING) == (0, 0)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_loses_nothing(panel: Panel, settings: object) -> None:
    publishing(panel)
    backend = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("send_letters", "--site", "https://example.org", stdout=StringIO())
    assert unsent().count() == 9
    settings.EMAIL_BACKEND = backend  # type: ignore[attr-defined]
    out = StringIO()
    call_command("send_letters", "--site", "https://example.org/", "--call", "town-hack", stdout=out)
    assert (out.getvalue(), unsent().count()) == ("9 sent, 0 failed\n", 0)
    number = panel.entries[0].number
    assert any(
        f"https://example.org/calls/town-hack/entries/{number}/letter/" in each.body for each in mail.outbox
    )


def test_a_letter_is_for_its_reader_only(small_site: Ecosystem) -> None:
    panel = a_published_panel()
    leader, entry = leader_of(panel.entries[0]), panel.entries[0]
    assert letters_to(leader, entry).count() == 1
    assert letters_to(leader, panel.entries[1]).count() == 0
    assert letters_to(leader_of(panel.entries[1]), entry).count() == 0
