"""Mistakes in the file of a call: each is told at its line, in plain words, with what was probably meant."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import CALL, changed, line_of, small_folder

FILE = "calls/fair.yaml"


def told(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


def assert_told(old: str, new: str, at: str, message: str) -> None:
    """`message` alone is told, on the line where `at` first stands after `old` became `new`."""
    files = changed(FILE, old, new)
    assert told(files) == [f"{FILE}:{line_of(files, FILE, at)}: {message}"]


def test_nothing_is_wrong_with_the_call() -> None:
    assert told(small_folder()) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        (
            "kind: choice",
            "kind: chioce",
            "- id: colour",
            "questions[colour]: no such value: chioce; did you mean choice?",
        ),
        (
            "  kind: choice\n",
            "",
            "- id: colour",
            "questions[colour]: kind is missing: say which kind this is",
        ),
        (
            "least: 1\n  most: 9.5",
            "least: 10\n  most: 9.5",
            "- id: size",
            "questions[size]: least is more than most",
        ),
        (
            "most: 9.5",
            "most: 9.5\n  whole: true",
            "- id: size",
            "questions[size]: whole numbers need whole bounds",
        ),
        (
            "groups: [students]\n- {id: plan",
            "pick_most: 3\n- {id: plan",
            "- id: colour",
            "questions[colour]: pick_most is 3, and there are 2 options",
        ),
        (
            "groups: [students]\n- {id: plan",
            "pick_least: 2\n- {id: plan",
            "- id: colour",
            "questions[colour]: pick_least is more than pick_most",
        ),
        (
            "  - {id: blue, names: {en: Blue, zh-hant: 藍}}\n",
            "",
            "options:",
            "questions[colour].options: the list is too short: give at least 2",
        ),
        (
            "types: [pdf]",
            "types: [pdfs]",
            "- {id: plan",
            "questions[plan].types[1]: no such value: pdfs; did you mean pdf?",
        ),
        (
            "most_pages: 5",
            "most_pages: 0",
            "- {id: plan",
            "questions[plan].most_pages: must be 1 or more",
        ),
        (
            "most_pages: 5",
            "most_page: 5",
            "- {id: plan",
            "questions[plan].most_page: no such key; did you mean most_pages?",
        ),
        (
            "hosts: [youtube.com]",
            "hosts: ['https://youtube.com']",
            "- {id: film",
            "questions[film].hosts[1]: write the name of a host, as youtube.com",
        ),
        (
            "{language: en, words: 50}",
            "{language: en, words: 50, characters: 300}",
            "- {language: en",
            "questions[what].most[1]: give words: or characters:, one of them",
        ),
        (
            "{language: en, words: 50}",
            "{language: en}",
            "- {language: en",
            "questions[what].most[1]: give words: or characters:, one of them",
        ),
        (
            "{language: en, words: 50}",
            "{language: en, words: 0}",
            "- {language: en",
            "questions[what].most[1].words: must be 1 or more",
        ),
        (
            "least: 0, most: 10",
            "least: 10, most: 10",
            "scale: {",
            "criteria[beauty].scale: least must be less than most",
        ),
        (
            "step: 5",
            "step: 4",
            "scale: {",
            "criteria[beauty].scale: steps of 4 do not lead from 0 to 10",
        ),
        (
            "{least: 1, most: 4,",
            "{least: 5, most: 4,",
            "team: {",
            "groups[makers].team: least is more than most",
        ),
        (
            "under: 18",
            "under: 0",
            "minors: {",
            "groups[students].minors.under: must be 1 or more",
        ),
        (
            "opens: 2024-05-01",
            "opens: May 2024",
            "- {id: showcase",
            "phases[showcase].opens: write a time as 2024-12-31T18:00 or a day as 2024-12-31",
        ),
        (
            "opens: 2024-05-01",
            "opens: 0204-05-01T10:00",
            "- {id: showcase",
            "phases[showcase].opens: the year must lie between 1800 and 2199",
        ),
        (
            "kind: showcase",
            "kind: show",
            "- {id: showcase",
            "phases[showcase].kind: no such value: show; did you mean showcase?",
        ),
        (
            "sees: [judge]",
            "sees: [judges]",
            "- {id: judging",
            "phases[judging].sees[1]: no such value: judges; did you mean judge?",
        ),
        (
            "readings: 2",
            "mode: score, readings: 2",
            "judging: {",
            "judging.mode: no such value: score; did you mean scores?",
        ),
        ("amount: 500", "amount: -5", "- {id: cup", "prizes[cup].amount: must be 0 or more"),
        (
            "names_source: fair-page\n",
            "",
            "id: fair",
            "names_source is missing: say which source gives the names",
        ),
    ],
)
def test_mistakes_of_form(old: str, new: str, at: str, message: str) -> None:
    assert_told(old, new, at, message)


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        (
            'expression: applicant.type == "student"',
            'expression: applicant.typ == "student"',
            "- {id: student,",
            'groups[students].who[student].expression: "applicant.typ" is not a fact; did you mean'
            ' "applicant.type"? (column 48)',
        ),
        (
            "expression: applicant.employees < 10",
            "expression: applicant.employees < 0",
            "- {id: few",
            "groups[makers].who[few].expression: this clause can never be fulfilled, whatever one answers",
        ),
        (
            "opens: 2024-04-01",
            "opens: 2024-04-20",
            "- {id: judging",
            "phases[judging].closes: closes at 2024-04-10 12:00:00+00:00, before it opens at 2024-04-20",
        ),
        (
            "opens: 2024-05-01",
            "opens: 2024-03-05",
            "- {id: showcase",
            "phases[showcase]: starts before judging; give the phases in the order of their days",
        ),
        (
            "opens: 2024-05-01",
            "opens: 2024-05-01, grace_minutes: 5",
            "- {id: showcase",
            "phases[showcase].grace_minutes: a grace period needs the day on which the phase closes",
        ),
        (
            "{id: decision, kind: decision}",
            "{id: decision, kind: decision, readings: 2}",
            "- {id: decision",
            "phases[decision].readings: only a phase of judging or of pitches is judged",
        ),
        (
            "kind: showcase, opens",
            "kind: showcase, places: 2, opens",
            "- {id: showcase",
            "phases[showcase].places: only a phase of judging or of pitches is judged",
        ),
        (
            "sees: [judge], source: fair-page}\n",
            "sees: [judge], places: 5, source: fair-page}\n- {id: talk, kind: pitch, places: 9}\n",
            "- {id: talk",
            "phases[talk].places: more than the 5 who go on from judging",
        ),
        (
            "sees: [judge]",
            "sees: [judge], places: 0",
            "- {id: judging",
            "phases[judging].places: must be 1 or more",
        ),
        (
            "- {language: zh, characters: 100}",
            "- {language: en, characters: 100}",
            "- {language: en, characters",
            "questions[what].most[2]: there is a limit for en already",
        ),
        (
            "required: false",
            "rights: true",
            "- {id: film",
            "questions[film].rights: only files have a rights holder and a licence",
        ),
        (
            "score: 10,",
            "score: 7,",
            "- {score: 7",
            "criteria[beauty].anchors[1].score: 7 is not on the scale from 0 to 10",
        ),
        (
            "  scale: {least: 0, most: 10, step: 5}\n",
            "",
            "- {score: 10",
            "criteria[beauty].anchors[1].score: the criterion has no scale that this score could be on",
        ),
        (
            "judging: {",
            "judging: {weights_total: 160, ",
            "criteria:",
            "criteria: the weights for makers add up to 100, not to 160",
        ),
        (
            "award: {en: '{name}:",
            "award: {en: '{nam}:",
            "award:",
            "letters.award.en: no such placeholder: nam; did you mean name?",
        ),
        (
            "'{name}：{entry}獲{prize}。'",
            "'{name}：entry}獲{prize}。'",
            "award:",
            "letters.award.zh-hant: a brace is opened or closed alone; write {name}",
        ),
    ],
)
def test_what_cannot_be_run_as_it_is_written(old: str, new: str, at: str, message: str) -> None:
    assert_told(old, new, at, message)


def test_weights_that_add_up_to_nothing_for_a_group() -> None:
    files = small_folder()
    files[FILE] = CALL.replace("weight: 60\n", "weight: 0\n").replace("weight: 40", "weight: 0")
    line = line_of(files, FILE, "criteria:")
    assert told(files) == [f"{FILE}:{line}: criteria: the weights for makers add up to nothing"]


def test_a_weight_that_no_source_states_is_no_mistake() -> None:
    assert told(changed(FILE, "weight: 40", "weight: null")) == []


def test_the_order_of_phases_skips_those_without_days() -> None:
    files = changed(
        FILE, "- {id: decision, kind: decision}", "- {id: decision, kind: decision, closes: 2024-04-30}"
    )
    assert told(files) == []


def test_two_anchors_for_one_score() -> None:
    anchor = "  - {score: 10, text: {en: One cannot look away., zh-hant: 目不轉睛。}}\n"
    files = changed(FILE, anchor, anchor + anchor)
    line = line_of(files, FILE, "- {score: 10") + 1
    assert told(files) == [
        f"{FILE}:{line}: criteria[beauty].anchors[2].score: there is an anchor for 10 already"
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        (
            "sources:\n",
            "sources:\n  spare: {title: Spare, kind: official, read: 2024-01-02}\n",
            "  spare:",
            "sources.spare: nothing cites this source",
        ),
        (
            "{en: How large?, zh-hant: 多大？}",
            "{en: How large?}",
            "names: {en: How large?}",
            "questions[size].names: zh-hant is missing: the Chinese text",
        ),
        (
            "consent: {en: I agree., zh-hant: 本人同意。}",
            "consent: {en: I agree.}",
            "minors: {",
            "groups[students].minors.consent: zh-hant is missing: the Chinese text",
        ),
        (
            "required: false",
            "public: true, identifies: true",
            "- {id: film",
            "questions[film].public: this shows in public who entered, while it is hidden from blind judges",
        ),
        (
            "ties: [beauty, skill]",
            "ties: [beauty, effort]",
            "judging: {",
            "judging.ties[2]: not every group is scored on effort; ties of the others pass to the next",
        ),
    ],
)
def test_what_is_only_warned_of(old: str, new: str, at: str, message: str) -> None:
    assert_told(old, new, at, f"warning: {message}")


def test_blind_judging_lets_nobody_else_see_what_is_not_decided() -> None:
    files = small_folder()
    blind = CALL.replace("judging: {readings", "judging: {blind: true, readings")
    files[FILE] = blind.replace("sees: [judge]", "sees: [judge, public]")
    line = line_of(files, FILE, "- {id: judging,")
    assert told(files) == [
        f"{FILE}:{line}: warning: phases[judging].sees: judging is blind, so public does not see entries"
        " before they are decided"
    ]
    files[FILE] = files[FILE].replace("blind: true", "blind: false")
    assert told(files) == []


def test_the_folder_of_calls_is_named_calls() -> None:
    files = small_folder()
    files["call/fair.yaml"] = files.pop(FILE)
    assert told(files)[0] == "call/fair.yaml:0: no file of this name is read here; did you mean calls?"


def test_as_many_win_in_the_last_round_as_the_groups_have_places() -> None:
    files = changed(FILE, "sees: [judge]", "sees: [judge], places: 9")
    assert told(files) == []
    students = "  names: {en: Students, zh-hant: 學生}\n"
    assert files[FILE].count(students) == 1
    files[FILE] = files[FILE].replace(students, students + "  places: 2\n")
    assert told(files) == []
    files[FILE] = files[FILE].replace("zh-hant: 嘉賓}}", "zh-hant: 嘉賓}, places: 1}")
    assert told(files) == [
        f"{FILE}:{line_of(files, FILE, '- {id: judging')}: phases[judging].places: "
        "the groups have 6 places together, and this round has 9"
    ]
    files[FILE] = files[FILE].replace("places: 9", "places: 6, readings: 2")
    assert told(files) == []
