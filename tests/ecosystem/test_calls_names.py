"""What a call names and nobody has, and what it names twice: in the call and beside it."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import changed, line_of, small_folder

FILE = "calls/fair.yaml"


def told(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        (
            "id: fair\n",
            "id: fare\n",
            "id: fare",
            "id: the id is fare, the file is named fair; make them the same",
        ),
        (
            "organiser: {id: council,",
            "organiser: {id: counsel,",
            "organiser:",
            "organiser.id: no such organisation or programme: counsel; did you mean council?",
        ),
        (
            "organiser: {id: council, source: fair-page}",
            "organiser: {source: fair-page}",
            "organiser:",
            "organiser: give the id of an organisation, or say under note: who it is",
        ),
        (
            "checked: 2024-01-02",
            "co_organisers: [{id: consil, source: fair-page}]\nchecked: 2024-01-02",
            "co_organisers:",
            "co_organisers[consil].id: no such organisation or programme: consil; did you mean council?",
        ),
        (
            "groups: [students], source: fair-page}",
            "groups: [student], source: fair-page}",
            "- {id: paper",
            "tracks[paper].groups[1]: no such group: student; did you mean students?",
        ),
        (
            "groups: [students]\n- {id: plan",
            "groups: [pupils, students, students]\n- {id: plan",
            "groups: [pupils",
            "questions[colour].groups[1]: no such group: pupils",
        ),
        (
            "groups: [guests]",
            "groups: [guest]",
            "- {id: effort",
            "criteria[effort].groups[1]: no such group: guest; did you mean guests?",
        ),
        (
            "groups: [makers], places",
            "groups: [maker], places",
            "- {id: cup",
            "prizes[cup].groups[1]: no such group: maker; did you mean makers?",
        ),
        (
            "vote: {groups: [makers]",
            "vote: {groups: [mokers]",
            "vote:",
            "vote.groups[1]: no such group: mokers; did you mean makers?",
        ),
        (
            "ties: [beauty, skill]",
            "ties: [beauty, skil]",
            "judging: {",
            "judging.ties[2]: no such criterion: skil; did you mean skill?",
        ),
        (
            "tracks:\n",
            "tracks:\n- {id: paper, names: {en: More}}\n",
            "- {id: paper, names: {en: Paper}",
            "tracks[paper].id: the track paper is there already, on line {- {id: paper, names: {en: More}}",
        ),
        (
            "judging, kind: judging",
            "entry, kind: judging",
            "- {id: entry, kind: judging",
            "phases[entry].id: the phase entry is there already, on line {- {id: entry, kind: entry}",
        ),
        (
            "- {id: blue,",
            "- {id: red,",
            "- {id: red, names: {en: Blue",
            "questions[colour].options[red].id: the option red is there already, on line {- {id: red}",
        ),
        (
            "- {id: ribbon,",
            "- {id: cup,",
            "- {id: cup, names: {en: Ribbon",
            "prizes[cup].id: the prize cup is there already, on line {- {id: cup, names: {en: Cup}",
        ),
        (
            "{id: few, text",
            "{id: small, text",
            "- {id: small, text",
            "groups[makers].who[small].id: grant has a clause small; choose another id",
        ),
        (
            "source: [fair-page, own-page]",
            "source: [fair-page, own-pages]",
            "- {text: People show",
            "about[1].source[2]: no such source: own-pages; did you mean own-page?",
        ),
        (
            "theme_source: handbook#grants",
            "theme_source: handbook#grant",
            "theme_source:",
            "theme_source: handbook has no section grant; did you mean grants?",
        ),
    ],
)
def test_names_that_lead_nowhere_or_stand_twice(old: str, new: str, at: str, message: str) -> None:
    files = changed(FILE, old, new)
    before, brace, passage = message.partition(" {")
    if brace:
        message = f"{before} {line_of(files, FILE, passage.removesuffix('}'))}"
    assert f"{FILE}:{line_of(files, FILE, at)}: {message}" in told(files)
    assert {line.split(": ")[0] for line in told(files)} == {f"{FILE}:{line_of(files, FILE, at)}"}


def test_the_terms_of_a_programme_that_is_not_named() -> None:
    files = changed(FILE, "programme: grant\n", "")
    files[FILE] = files[FILE].replace("[fair-page, own-page]", "fair-page")
    line = line_of(files, FILE, "programme_terms:")
    message = "groups[makers].programme_terms: the call names no programme whose terms could hold"
    assert told(files) == [f"{FILE}:{line}: {message}"]


def test_a_programme_that_is_not_there_is_told_once() -> None:
    """Nothing more is said of what the call takes from it: its sources and its terms."""
    files = changed(FILE, "programme: grant", "programme: grants")
    line = line_of(files, FILE, "programme:")
    assert told(files) == [f"{FILE}:{line}: programme: no such programme: grants; did you mean grant?"]


def test_a_programme_that_cannot_be_read_is_told_once() -> None:
    files = small_folder()
    files["programmes/grant.yaml"] = "id: &x grant"
    assert {problem.path for problem in check(files)} == {"programmes/grant.yaml"}


def test_a_source_of_the_programme_is_not_given_again() -> None:
    files = changed(
        FILE, "sources:\n", "sources:\n  own-page: {title: Mine, kind: official, read: 2024-01-02}\n"
    )
    line = line_of(files, FILE, "  own-page:")
    assert told(files) == [
        f"{FILE}:{line}: sources.own-page: its programme has a source of this name; choose another"
    ]
