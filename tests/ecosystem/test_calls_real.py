"""The calls that ship: what their sources state and what they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from superconnector.ecosystem import Ecosystem, check, read_profile
from superconnector.ecosystem.calls import judge_groups
from superconnector.ecosystem.schema import (
    Call,
    CallPhase,
    FileQuestion,
    ModelQuestion,
    TextLimit,
    TextQuestion,
    VideoQuestion,
)

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
FIRST, SECOND = "city-it-challenge-2021", "city-it-challenge-2024"


def who(ecosystem: Ecosystem, call: str, on: date, profile: str) -> dict[str, bool | None]:
    known = read_profile(profile, ecosystem)
    answers = judge_groups(ecosystem, ecosystem.calls[call], known, on)
    return {answer.group.id: answer.may_enter for answer in answers}


def figures(call: Call) -> dict[str, object]:
    return {figure.role: figure.value for figure in call.figures}


def phase(call: Call, phase_id: str) -> CallPhase:
    return next(each for each in call.phases if each.id == phase_id)


def test_the_calls(hong_kong: Ecosystem) -> None:
    assert {call.id: call.programme for call in hong_kong.calls.values()} == {
        "aecom-cityhack": None,
        "ccmf-2025-06": "ccmf",
        "ccmf-2025-09": "ccmf",
        "ccmf-2025-12": "ccmf",
        "ccmf-2026-03": "ccmf",
        "cip-2017-09": "cip",
        FIRST: "city-it-challenge",
        SECOND: "city-it-challenge",
        "hackaverse-2022": "hackaverse",
    }


def test_no_call_has_a_warning(real_files: dict[str, str]) -> None:
    assert [str(problem) for problem in check(real_files) if problem.path.startswith("calls/")] == []


def test_every_cite_of_a_statement_leads_to_a_source(hong_kong: Ecosystem) -> None:
    for call in hong_kong.calls.values():
        cites = [cite for statement in call.about for cite in statement.source]
        assert cites
        assert all(hong_kong.source_of(call, cite).read <= call.checked for cite in cites)


def test_every_call_says_what_is_not_stated(hong_kong: Ecosystem) -> None:
    assert [call.id for call in hong_kong.calls.values() if not call.not_stated] == []


def test_only_two_calls_state_their_weights(hong_kong: Ecosystem) -> None:
    """No weight is made up: where no source gives one, the organiser sets it before judging opens."""
    weights = {
        call.id: [criterion.weight for criterion in call.criteria] for call in hong_kong.calls.values()
    }
    assert weights.pop("aecom-cityhack") == [25, 25, 10, 30, 10]
    assert weights.pop("cip-2017-09") == [20, 20, 30, 10, 20]
    assert weights == {
        "hackaverse-2022": [None] * 5,
        FIRST: [None] * 4,
        SECOND: [None] * 4,
        "ccmf-2025-06": [],
        "ccmf-2025-09": [],
        "ccmf-2025-12": [],
        "ccmf-2026-03": [],
    }


def test_the_fifth_weight_of_the_incubation_is_said_to_be_computed(hong_kong: Ecosystem) -> None:
    *stated, fifth = hong_kong.calls["cip-2017-09"].criteria
    assert [criterion.note for criterion in stated] == [None] * 4
    assert fifth.note == "Not visible in the archived copy. Its weight is computed by us as the rest to 100."


def test_the_first_challenge_in_figures(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls[FIRST]
    stages = ("entries", "after_screening", "after_semi_pitch", "after_grand_pitch", "winners")
    assert [figures(call)[stage] for stage in stages] == [740, 300, 120, 24, 25]
    assert (figures(call)["trial_organisations"], figures(call)["end_users"]) == (50, 4260)
    assert [each.topic for each in call.contradictions] == ["How many won"]


def test_the_deadline_of_the_first_challenge_was_moved(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls[FIRST]
    (entry,) = call.phases_of("entry")
    assert entry.closes_at(HONG_KONG) == datetime(2021, 6, 30, 15, 59, 59, tzinfo=UTC)
    assert [event.on for event in call.events] == ["2020-12-18", "2021-02-23", "2021-10-16"]
    finale = phase(call, "finale")
    assert (finale.opens, finale.kind) == (date(2021, 10, 16), "pitch")


def test_how_many_went_on_from_each_round_stands_with_its_phase(hong_kong: Ecosystem) -> None:
    """In both challenges the last round was heard by judges and is followed by no other phase of decision."""
    rounds = {
        edition: [(each.id, each.places) for each in hong_kong.calls[edition].phases if each.kind == "pitch"]
        for edition in (FIRST, SECOND)
    }
    assert rounds == {
        FIRST: [("semi-pitch", 120), ("grand-pitch", 24), ("finale", None)],
        SECOND: [("semi-pitch", 27), ("grand-pitch", None)],
    }
    assert not any(hong_kong.calls[edition].phases_of("decision") for edition in rounds)


def test_the_second_challenge_in_figures(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls[SECOND]
    assert [figures(call)[role] for role in ("entries", "contestants", "finalists")] == [1172, 2500, 27]
    amounts = {prize.id: (prize.amount, prize.up_to) for prize in call.prizes}
    assert amounts == {
        "prize": (None, False),
        "school-champion": (Decimal(25_000), True),
        "trial-support": (Decimal(1_000_000), True),
    }


def test_what_the_open_group_of_the_second_challenge_hands_in(hong_kong: Ecosystem) -> None:
    asked = {question.id: question for question in hong_kong.calls[SECOND].questions_for("open")}
    assert list(asked) == ["pain_points", "second_answer", "third_answer", "deck", "video", "cover"]
    text, deck, video, cover = (asked[key] for key in ("pain_points", "deck", "video", "cover"))
    assert isinstance(text, TextQuestion)
    assert text.most == [TextLimit(language="en", characters=500), TextLimit(language="zh", words=100)]
    assert isinstance(deck, FileQuestion)
    assert (deck.types, deck.most_pages, deck.most_mb) == (["pdf", "ppt"], 10, 30)
    assert isinstance(video, VideoQuestion)
    assert (video.most_minutes, video.required) == (3, False)
    assert isinstance(cover, FileQuestion)
    assert (cover.types, cover.most_files, cover.most_mb) == (["jpg", "png"], 3, 2)


def test_school_groups_hand_in_a_drawing_and_a_brief_and_need_no_account(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls[SECOND]
    for group in ("primary", "secondary"):
        assert [question.id for question in call.questions_for(group)] == ["drawing", "brief"]
    assert {group.id: group.account_required for group in call.groups} == {
        "open": True, "university": True, "secondary": False, "primary": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("person.age: 16", {"open": True, "university": None, "secondary": None, "primary": None}),
        (
            "{person.age: 15, school.level: secondary, school.registered_in_hk: true}",
            {"open": False, "university": False, "secondary": True, "primary": False},
        ),
        (
            "{person.age: 15, school.level: secondary, school.registered_in_hk: false}",
            {"open": False, "university": False, "secondary": False, "primary": False},
        ),
        (
            "{person.age: 40, school.level: tertiary}",
            {"open": True, "university": True, "secondary": False, "primary": False},
        ),
    ],
)
def test_the_door_of_the_second_challenge(
    hong_kong: Ecosystem, profile: str, expected: dict[str, bool | None]
) -> None:
    assert who(hong_kong, SECOND, date(2024, 4, 20), profile) == expected


def test_nobody_says_who_could_enter_the_first_challenge(hong_kong: Ecosystem) -> None:
    groups = ("primary", "secondary", "university", "open")
    assert who(hong_kong, FIRST, date(2021, 5, 1), "person.age: 30") == dict.fromkeys(groups)


def test_hackaverse_takes_anyone_in_the_open_track(hong_kong: Ecosystem) -> None:
    on = date(2022, 10, 1)
    open_only = {"student": None, "open": True}
    assert who(hong_kong, "hackaverse-2022", on, "applicant.type: company") == open_only
    both = {"student": True, "open": True}
    assert who(hong_kong, "hackaverse-2022", on, "applicant.type: student") == both


def test_hackaverse_asks_for_a_model_with_its_rights_and_a_game(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls["hackaverse-2022"]
    assert [question.id for question in call.questions_for("student")] == ["wonder", "model", "game_proposal"]
    assert [question.id for question in call.questions_for("open")] == ["wonder", "model", "game_build"]
    model = call.questions_for("open")[1]
    assert isinstance(model, ModelQuestion)
    assert (model.rights, model.public, model.types, model.most_mb) == (True, True, [], None)
    assert [(each.opens, each.closes) for each in call.phases] == [(None, None), (None, None)]


def test_the_dated_rounds_of_the_micro_fund(hong_kong: Ecosystem) -> None:
    rounds = [call for key, call in hong_kong.calls.items() if key.startswith("ccmf-")]
    assert [phase(call, "entry").closes for call in rounds] == [
        date(2025, 4, 1), date(2025, 7, 2), date(2025, 10, 2), date(2026, 1, 2),
    ]  # fmt: skip
    assert [phase(call, "vetting").opens for call in rounds] == [
        date(2025, 5, 1), date(2025, 8, 1), date(2025, 11, 1), date(2026, 2, 1),
    ]  # fmt: skip
    assert phase(rounds[-1], "result").opens is None


def test_the_micro_fund_takes_its_programmes_terms_and_one_stream_ends_at_thirty(
    hong_kong: Ecosystem,
) -> None:
    founder = (
        "{applicant.type: individual, person.hkid_holder: true, project.digital_technology: true,"
        " project.stage: idea, applicant.park_status: [none], applicant.programmes_held: [], person.age: %d}"
    )
    answers = [who(hong_kong, "ccmf-2026-03", date(2025, 12, 1), founder % age) for age in (17, 18, 30, 31)]
    assert answers == [
        {"professional": False, "young": False},
        {"professional": True, "young": True},
        {"professional": True, "young": True},
        {"professional": True, "young": False},
    ]


def test_the_hackathon_of_a_company_names_its_organiser_without_a_page(hong_kong: Ecosystem) -> None:
    call = hong_kong.calls["aecom-cityhack"]
    assert (call.organiser.id, call.organiser.note) == (None, "AECOM")
    assert (call.judging.weights_total, call.phases, call.questions) == (100, [], [])
