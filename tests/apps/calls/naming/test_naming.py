"""Where an entry names its team, who may say that a file names nobody, and what judges tell the chairs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.naming import (
    NamingError,
    flag_names_team,
    let_be_shown,
    say_names_nobody,
)
from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.models import Entry, EntryFile
from superconnector.apps.calls.queries.blind_files import handed_files, names_nobody, shown_blind
from superconnector.apps.calls.queries.entering import held
from superconnector.apps.calls.queries.flags import flagged_among, flags_of, has_flagged
from superconnector.apps.calls.queries.naming import (
    Looked,
    names_handed_in,
    names_in_draft,
    names_of_team,
)
from superconnector.base.files.keeping import keep_file
from superconnector.base.models import JournalEntry
from superconnector.core.text.naming import Kind
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, pin
from tests.apps.calls.making import (
    ENTRY_OPEN,
    JUDGING_OPEN,
    LAST_SECOND,
    a_call,
    a_file,
    a_member,
    a_person,
    an_answer,
    an_entry,
    leader_of,
)
from tests.base.files.marked_office import office

pytestmark = pytest.mark.django_db
IDENTIFYING = {
    "id": "passport",
    "kind": "file",
    "names": {"en": "Who are you?"},
    "types": ["mp4"],
    "identifies": True,
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def entry(small_site: Ecosystem) -> Entry:
    """A draft of two: one with a Chinese name and a domain of their own, one of the town hall."""
    leader = a_person("陳大文 Chan Tai Man", organisation_name="Bright Lamp Limited")
    leader.email = "tm@brightlamp.example"
    leader.save()
    made = an_entry(a_call(), leader, title="Lamps by Tai Man Chan")
    mate = a_person("Ivy Lo", organisation="town-hall")
    mate.email = "ivy@gmail.com"
    mate.save()
    a_member(made, mate, guardian="Old Lo", guardian_email="old@lo.example")
    return made


def put(entry: Entry, question: str, name: str, data: bytes) -> EntryFile:
    kind = name.rpartition(".")[2]
    stored = keep_file(upload=io.BytesIO(data), name=name, allowed=[kind], most_bytes=10**7, now=ENTRY_OPEN)
    row = a_file(entry, question, digest=stored.pk)
    row.name = name
    row.save()
    return row


def slides(*texts: str) -> bytes:
    parts = {
        f"ppt__slides__slide{number}": f"<p><t>{text}</t></p>" for number, text in enumerate(texts, start=1)
    }
    return office("ppt", "ppt/presentation.xml", ppt__presentation="<p/>", **parts)


def told(looked: Looked) -> list[tuple[str, str, str, int, str]]:
    return [
        (str(each.where), each.question.id if each.question else "", each.file, each.page, each.text)
        for each in looked.found
    ]


# --- who is looked for -----------------------------------------------------------------------------------


def test_the_team_its_guardians_addresses_domains_and_organisations_are_looked_for(
    entry: Entry, small_site: Ecosystem
) -> None:
    names = {(each.kind, each.text) for each in names_of_team(entry)}
    hall = small_site.organisations["town-hall"].names
    wanted = {
        (Kind.PERSON, "陳大文 Chan Tai Man"),
        (Kind.PERSON, "陈大文 Chan Tai Man"),
        (Kind.PERSON, "Ivy Lo"),
        (Kind.PERSON, "Old Lo"),
        (Kind.ORGANISATION, "Bright Lamp Limited"),
        (Kind.ADDRESS, "tm@brightlamp.example"),
        (Kind.ADDRESS, "ivy@gmail.com"),
        (Kind.ADDRESS, "old@lo.example"),
        (Kind.DOMAIN, "brightlamp.example"),
        (Kind.DOMAIN, "lo.example"),
    } | {(Kind.ORGANISATION, hall.text(language)) for language in ("en", "zh-hant", "zh-hans")}
    assert wanted <= names
    assert (Kind.DOMAIN, "gmail.com") not in names


def test_every_place_is_told_exactly(entry: Entry) -> None:
    an_answer(entry, "title", "Lamps by Tai Man Chan")
    an_answer(entry, "idea", "Made at BRIGHT LAMP. See brightlamp.example; 陈大文 draws, 陈大文 builds.")
    an_answer(entry, "makers", "Chan Tai Man")
    an_answer(entry, "film", "https://youtube.com/@ivylo")
    put(entry, "deck", "ChanTaiMan.pptx", slides("Lamps", "Thanks to Ivy  Lo, Chan Tai Man"))
    assert told(names_in_draft(held(entry))) == [
        ("title", "", "", 0, "Tai Man Chan"),
        ("answer", "idea", "", 0, "BRIGHT LAMP"),
        ("answer", "idea", "", 0, "brightlamp.example"),
        ("answer", "idea", "", 0, "陈大文"),
        ("file-name", "deck", "ChanTaiMan.pptx", 0, "ChanTaiMan"),
        ("words", "deck", "ChanTaiMan.pptx", 2, "Ivy Lo"),
        ("words", "deck", "ChanTaiMan.pptx", 2, "Chan Tai Man"),
    ]


def test_what_cannot_be_looked_into_is_told(entry: Entry) -> None:
    put(entry, "deck", "film.mp4", b"\0\0\0\x08ftyp")
    put(entry, "deck", "broken.docx", office("word", "word/document.xml", word__document="<not-whole>"))
    assert names_in_draft(held(entry)).unread == ("film.mp4", "broken.docx")


def test_a_chair_reads_of_what_was_handed_in_and_not_of_the_draft(entry: Entry) -> None:
    assert names_handed_in(entry) == Looked((), ())
    for question, value in {
        "title": "Lamps",
        "idea": "By Ivy Lo",
        "stage": ["idea"],
        "users": "3",
        "rules": True,
    }.items():
        an_answer(entry, question, value)
    entry.title = "Lamps"
    entry.save()
    deck = put(entry, "deck", "a.pptx", slides("陳 大 文"))
    submit(actor=leader_of(entry), now=ENTRY_OPEN, entry=entry)
    entry.answers.filter(question="idea").update(value="By somebody else")
    EntryFile.objects.filter(pk=deck.pk).update(removed_at=ENTRY_OPEN)
    assert told(names_handed_in(entry)) == [
        ("answer", "idea", "", 0, "Ivy Lo"),
        ("words", "deck", "a.pptx", 1, "陳 大 文"),
    ]


# --- saying that a file names nobody ---------------------------------------------------------------------


def test_the_team_says_it_and_takes_it_back_while_entries_are_taken(entry: Entry) -> None:
    film = put(entry, "deck", "film.mp4", b"\0\0\0\x08ftyp")
    how = {"actor": leader_of(entry), "entry": entry, "file_id": film.pk}
    assert str(shown_blind(entry, "deck", film.stored)) == "unsaid"
    for _twice in range(2):
        assert say_names_nobody(now=ENTRY_OPEN, says=True, **how).names_nobody
    assert (names_nobody(entry, "deck", film.stored_id), names_nobody(entry, "model", film.stored_id)) == (
        True,
        False,
    )
    assert str(shown_blind(entry, "deck", film.stored)) == "trusted"
    say_names_nobody(now=ENTRY_OPEN, says=False, **how)
    assert str(shown_blind(entry, "deck", film.stored)) == "unsaid"
    rows = JournalEntry.objects.filter(verb="entry.file-names-nobody").order_by("pk")
    assert [row.detail["says"] for row in rows] == [True, False]
    with pytest.raises(EnteringError, match="not-open"):
        say_names_nobody(now=JUDGING_OPEN, says=True, **how)


def test_strangers_and_files_of_others_are_refused(entry: Entry) -> None:
    film = put(entry, "deck", "film.mp4", b"\0\0\0\x08ftyp")
    foreign = put(an_entry(entry.call), "deck", "film.mp3", b"ID3")
    with pytest.raises(EnteringError, match="not-in-team"):
        say_names_nobody(actor=a_person(), now=LAST_SECOND, entry=entry, file_id=film.pk, says=True)
    with pytest.raises(EnteringError, match="no-file"):
        say_names_nobody(actor=leader_of(entry), now=LAST_SECOND, entry=entry, file_id=foreign.pk, says=True)
    assert not EntryFile.objects.filter(names_nobody=True).exists()


def test_a_chair_says_it_at_any_time_but_not_behind_the_wall() -> None:
    panel = a_panel(entries=2)
    first, second = panel.entries
    film = put(first, "deck", "film.mp4", b"\0\0\0\x08ftyp")
    how = {"actor": panel.chair.user, "now": JUDGING_OPEN, "chair": panel.chair, "says": True}
    let_be_shown(number=first.number, file_id=film.pk, **how)
    assert names_nobody(first, "deck", film.stored_id)
    for number in (second.number, "NOSUCH"):
        with pytest.raises(NamingError, match="not-there"):
            let_be_shown(number=number, file_id=film.pk, **how)
    declare_conflict(
        actor=panel.chair.user, now=JUDGING_OPEN, judge=panel.chair, number=first.number, reason=""
    )
    with pytest.raises(NamingError, match="not-there"):
        let_be_shown(number=first.number, file_id=film.pk, **how | {"says": False})
    assert names_nobody(first, "deck", film.stored_id)


def test_a_chair_reads_how_each_file_that_counts_is_shown() -> None:
    panel = a_panel(entries=1)
    (entry,) = panel.entries
    (only,) = handed_files(entry)
    assert (only.name, str(only.showing), only.row) == ("deck.pdf", "broken", entry.files.get())
    put(entry, "deck", "film.mp4", b"\0\0\0\x08ftyp")
    assert handed_files(entry) == (only,)


def test_files_that_identify_are_not_told_of_because_no_blind_judge_is_shown_them() -> None:
    panel = a_panel()
    pin(panel.call, questions=[IDENTIFYING])
    entry = an_entry(panel.call, title="Lamps")
    put(entry, "passport", "film.mp4", b"\0\0\0\x08ftyp")
    submit(actor=leader_of(entry), now=ENTRY_OPEN, entry=entry)
    assert (handed_files(entry), names_handed_in(entry)) == ((), Looked((), ()))


# --- what judges tell the chairs -------------------------------------------------------------------------


@pytest.fixture
def panel() -> Panel:
    panel = a_panel(judges=2, entries=2)
    open_now(panel.call, timezone.now())
    panel.assign(panel.judges[0], panel.entries[0])
    return panel


def test_a_judge_flags_once_and_hides_nothing(panel: Panel) -> None:
    judge, (first, second) = panel.judges[0], panel.entries
    (assignment,) = judge.assignments.all()
    how = {"actor": judge.user, "now": JUDGING_OPEN, "assignment": assignment}
    assert flag_names_team(note="slide\n3" + "x" * 600, **how)
    assert not flag_names_team(note="again", **how)
    (flag,) = flags_of(first)
    assert (flag.judge, flag.at, flag.note[:8], len(flag.note)) == (judge, JUDGING_OPEN, "slide 3x", 500)
    assert flagged_among([first, second]) == {first.number}
    assert (has_flagged(judge, first.number), has_flagged(panel.judges[1], first.number)) == (True, False)
    assert has_flagged(judge, second.number) is False
    assert panel.pairs() == {(judge.pk, first.number)}


def test_who_has_the_entry_no_more_flags_nothing(panel: Panel) -> None:
    judge, entry = panel.judges[0], panel.entries[0]
    (assignment,) = judge.assignments.all()
    declare_conflict(actor=judge.user, now=JUDGING_OPEN, judge=judge, number=entry.number, reason="")
    with pytest.raises(NamingError, match="not-there"):
        flag_names_team(actor=judge.user, now=JUDGING_OPEN, assignment=assignment, note="")
    assert flags_of(entry) == ()
