"""A call as the software reads it: its groups, its days to the second, its pinned text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from superconnector.ecosystem import Ecosystem, EcosystemError, load, read_folder
from superconnector.ecosystem.calls import read_call
from superconnector.ecosystem.schema import (
    Call,
    CallPhase,
    ChoiceQuestion,
    FileQuestion,
    NumberQuestion,
    PhaseKind,
    Scale,
    TextLimit,
    TextQuestion,
    VideoQuestion,
)
from tests.ecosystem.folders import CALL, changed, line_of

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
SMALL = Path(__file__).parents[1] / "small"


@pytest.fixture(scope="module")
def fair(town: Ecosystem) -> Call:
    return town.calls["fair"]


@pytest.fixture(scope="module")
def hack() -> Call:
    return load(read_folder(SMALL)).calls["town-hack"]


def ids(items: object) -> list[str]:
    assert isinstance(items, tuple)
    return [item.id for item in items]


def test_a_call_is_part_of_the_ecosystem(town: Ecosystem, fair: Call) -> None:
    assert list(town.calls) == ["fair"]
    assert (fair.programme, fair.organiser.id, fair.names.text("zh-hant")) == ("grant", "council", "市集")


def test_what_is_absent_is_not_stated(fair: Call) -> None:
    students, guests = fair.group("students"), fair.group("guests")
    assert (students.team, students.places, students.account_required) == (None, None, None)
    assert (guests.who, guests.minors) == ([], None)
    assert (fair.judging.blind, fair.judging.top, fair.judging.decides) == (None, None, None)
    assert (fair.showcase, fair.trials, fair.edition, fair.letters.decline) == (None, None, None, None)


def test_what_has_a_default(fair: Call) -> None:
    assert [(role.id, role.names.en) for role in fair.roles] == [
        ("leader", "Team leader"),
        ("member", "Member"),
    ]
    assert (fair.judging.mode, fair.judging.cross_share) == ("scores", 5)
    assert [phase.grace_minutes for phase in fair.phases] == [10, 0, 0, 0]


def test_a_group_is_asked_its_own_questions_and_those_for_all(fair: Call) -> None:
    assert ids(fair.questions_for("makers")) == ["what", "size", "plan", "film"]
    assert ids(fair.questions_for("students")) == ["what", "size", "colour", "plan", "film"]


def test_criteria_tracks_and_prizes_of_a_group(fair: Call) -> None:
    assert ids(fair.criteria_for("makers")) == ["beauty", "skill"]
    assert ids(fair.criteria_for("guests")) == ["beauty", "skill", "effort"]
    assert ids(fair.tracks_for("makers")) == ["wood"]
    assert ids(fair.tracks_for("students")) == ["wood", "paper"]
    assert ids(fair.prizes_for("makers")) == ["cup", "ribbon"]
    assert ids(fair.prizes_for("guests")) == ["ribbon"]


def test_a_group_that_is_not_there(fair: Call) -> None:
    for ask in (fair.group, fair.questions_for, fair.criteria_for, fair.tracks_for, fair.prizes_for):
        with pytest.raises(KeyError):
            ask("strangers")


def test_each_question_has_the_limits_of_its_kind(fair: Call) -> None:
    what, size, colour, plan, film = fair.questions
    assert isinstance(what, TextQuestion)
    assert what.most == [TextLimit(language="en", words=50), TextLimit(language="zh", characters=100)]
    assert isinstance(size, NumberQuestion)
    assert (size.least, size.most, size.whole) == (Decimal(1), Decimal("9.5"), False)
    assert isinstance(colour, ChoiceQuestion)
    assert ([option.id for option in colour.options], colour.pick_most) == (["red", "blue"], 1)
    assert isinstance(plan, FileQuestion)
    assert (plan.types, plan.most_files, plan.most_pages, plan.most_mb) == (["pdf"], 1, 5, None)
    assert isinstance(film, VideoQuestion)
    assert (film.hosts, film.most_minutes, film.required) == (["youtube.com"], None, False)


def test_a_time_without_an_offset_is_of_the_ecosystem(fair: Call) -> None:
    (entry,) = fair.phases_of("entry")
    assert entry.opens_at(HONG_KONG) == datetime(2024, 3, 1, 1, 0, tzinfo=UTC)


def test_a_day_means_its_last_second(fair: Call) -> None:
    (entry,) = fair.phases_of("entry")
    assert entry.closes_at(HONG_KONG) == datetime(2024, 3, 31, 23, 59, 59, tzinfo=HONG_KONG)
    assert entry.taken_until(HONG_KONG) == datetime(2024, 4, 1, 0, 9, 59, tzinfo=HONG_KONG)


def test_a_day_begins_at_midnight_and_an_offset_is_kept(fair: Call) -> None:
    (judging,) = fair.phases_of("judging")
    assert judging.opens_at(HONG_KONG) == datetime(2024, 4, 1, tzinfo=timezone(timedelta(hours=8)))
    assert judging.closes_at(HONG_KONG) == datetime(2024, 4, 10, 12, 0, tzinfo=UTC)
    assert judging.taken_until(HONG_KONG) == judging.closes_at(HONG_KONG)


def test_days_that_no_source_states(fair: Call) -> None:
    (decision,) = fair.phases_of("decision")
    assert (decision.opens_at(UTC), decision.closes_at(UTC), decision.taken_until(UTC)) == (None, None, None)
    assert fair.phases_of("appeal") == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-12-31", date(2024, 12, 31)),
        (date(2024, 12, 31), date(2024, 12, 31)),
        ("2024-12-31T18:30", datetime.fromisoformat("2024-12-31T18:30")),
        ("2024-12-31T18:30:15+08:00", datetime(2024, 12, 31, 10, 30, 15, tzinfo=UTC)),
        ("2024-12-31T18:30Z", datetime(2024, 12, 31, 18, 30, tzinfo=UTC)),
    ],
)
def test_the_ways_to_write_a_moment(written: object, read: date) -> None:
    phase = CallPhase.model_validate({"id": "entry", "kind": "entry", "closes": written})
    assert phase.closes == read
    assert type(phase.closes) is type(read)


@pytest.mark.parametrize(
    ("score", "on_it"), [(0, True), (5, True), (10, True), (3, False), (15, False), (-5, False), ("5", False)]
)
def test_scores_of_a_scale_by_steps(score: object, on_it: bool) -> None:
    assert (score in Scale(least=0, most=10, step=5)) is on_it


def test_a_call_has_its_sources_those_of_its_programme_and_the_shared_ones(
    town: Ecosystem, fair: Call
) -> None:
    titles = [town.source_of(fair, cite).title for cite in ("fair-page", "own-page", "handbook#grants")]
    assert titles == ["The Fair", "The Grant", "Handbook"]
    with pytest.raises(KeyError):
        town.source_of(fair, "other-page")


def test_a_call_of_no_programme_has_no_sources_of_one(town: Ecosystem, fair: Call) -> None:
    alone = fair.model_copy(update={"programme": None})
    assert town.source_of(alone, "fair-page").title == "The Fair"
    with pytest.raises(KeyError):
        town.source_of(alone, "own-page")


def test_a_pinned_text_is_read_to_the_same_call(fair: Call) -> None:
    assert read_call(CALL) == fair


def test_a_pinned_text_stands_alone() -> None:
    """Its programme and its facts may be gone: that is for the door to say."""
    assert read_call(CALL.replace("programme: grant", "programme: gone")).programme == "gone"


def test_a_pinned_text_that_is_no_call() -> None:
    files = changed("calls/fair.yaml", "kind: number", "kind: numbr")
    with pytest.raises(EcosystemError) as raised:
        read_call(files["calls/fair.yaml"])
    line = line_of(files, "calls/fair.yaml", "- id: size")
    assert (
        str(raised.value) == f"call.yaml:{line}: questions[size]: no such value: numbr; did you mean number?"
    )


@pytest.mark.parametrize("text", ["", "a: [", "[]", "just words"])
def test_a_pinned_text_that_is_nothing(text: str) -> None:
    with pytest.raises(EcosystemError) as raised:
        read_call(text)
    assert {problem.path for problem in raised.value.problems} == {"call.yaml"}


def test_the_small_call_has_every_kind_of_question_and_phase_but_the_pitch(hack: Call) -> None:
    assert {question.kind for question in hack.questions} == {
        "text", "choice", "number", "file", "link", "video", "model", "consent",
    }  # fmt: skip
    assert [phase.kind for phase in hack.phases] == [
        "entry", "screening", "judging", "decision", "appeal", "showcase", "vote", "trial",
    ]  # fmt: skip
    assert set(get_args(PhaseKind)) - {phase.kind for phase in hack.phases} == {"pitch"}


def test_the_small_call_can_be_run_from_end_to_end(hack: Call) -> None:
    assert all(phase.opens and phase.closes for phase in hack.phases)
    assert all(criterion.weight and criterion.scale for criterion in hack.criteria)
    assert sum(criterion.weight or 0 for criterion in hack.criteria) == 100
    assert all(group.places and group.team and group.minors for group in hack.groups)
    assert (hack.judging.readings, hack.judging.blind, hack.judging.ties) == (3, True, ["use", "novelty"])
