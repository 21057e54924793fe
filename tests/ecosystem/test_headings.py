"""A code with others below it is a heading: conditions may name it, an answer may not."""

import pytest

from superconnector.ecosystem import AnswerError, Ecosystem, ProfileError, fits, parse_answer, read_profile

SECTOR = "applicant.sector"


def test_a_heading_is_refused_with_what_lies_below_it(hong_kong: Ecosystem) -> None:
    with pytest.raises(AnswerError) as error:
        parse_answer(hong_kong.facts[SECTOR], "wholesale_trade", hong_kong)
    assert error.value.code == "heading"
    assert error.value.params == {"given": "wholesale_trade", "below": "import_export, other_wholesale"}


def test_a_heading_in_a_profile_names_its_line(hong_kong: Ecosystem) -> None:
    with pytest.raises(ProfileError) as error:
        read_profile("applicant.listed: false\napplicant.type: business\n", hong_kong)
    assert [(p.line, p.fact, p.code) for p in error.value.problems] == [(2, "applicant.type", "heading")]


def test_a_stored_heading_no_longer_fits(hong_kong: Ecosystem) -> None:
    assert [fits(v, SECTOR, hong_kong) for v in ("finance", "banking")] == [False, True]


def test_every_heading_has_two_answers_or_more(hong_kong: Ecosystem) -> None:
    alone = [
        (fact.id, parent)
        for fact in hong_kong.vocabulary.facts.values()
        for parent in {o.parent for o in fact.options if o.parent}
        if len(fact.descendants(parent) & fact.answers) < 2
    ]
    assert alone == []


def test_a_condition_on_a_heading_holds_for_all_below_it(hong_kong: Ecosystem) -> None:
    fact = hong_kong.vocabulary.facts[SECTOR]
    below = fact.descendants("manufacturing") & fact.answers
    assert below == {
        "food_manufacturing",
        "textiles_clothing",
        "electronics",
        "machinery",
        "pharmaceuticals",
        "other_manufacturing",
    }
