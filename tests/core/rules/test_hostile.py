"""No text crashes the reader or stalls it: it is read, or refused at a place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from superconnector.core.rules import RuleError, Type, type_of
from superconnector.core.rules.reading import MAX_DEPTH, MAX_LENGTH
from superconnector.core.rules.tree import (
    Constant,
)
from tests.core.rules.words import VOCABULARY, read


def error(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        read(text)
    return caught.value


HOSTILE = {
    "a megabyte": "a" * 2**20,
    "brackets": "(" * 1_500 + "True" + ")" * 1_500,
    "lists": "[" * 1_900 + "]" * 1_900,
    "nots": "not " * 900 + "True",
    "signs": "-" * 3_900 + "1 > 0",
    "tildes": "~" * 3_900 + "1",
    "sums": "1" + "+1" * 1_900 + " > 0",
    "ifs": "True if True else " * 200 + "False",
    "dots": "a" + ".a" * 1_900,
    "calls": "min(" * 900 + ")" * 900,
    "chain": "1" + "<1" * 1_900,
    "digits": "9" * 3_900 + " > 1",
    "exponents": "1_" * 1_000 + "1 > 0",
    "powers": "9**9**9**9 > 1",
    "strings": "'a' 'b' " * 400,
    "quotes": "'" * 3_001,
    "null bytes": "\0" * 100,
    "surrogate": "\ud800",
    "right to left": "\u202eapplicant.listed",
    "newlines": "\n" * 3_999 + "!",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_text_is_an_error_and_no_crash(name: str) -> None:
    text = HOSTILE[name]
    if name == "chain":
        assert read(text) == Constant(Type.BOOLEAN, False)
        return
    caught = error(text)
    assert caught.line >= 1
    assert caught.column >= 1
    assert len(caught.message) < 300


def refusal(text: str) -> RuleError:
    """Why the text is refused; of a text that is read, an error that says nothing."""
    try:
        type_of(text, VOCABULARY)
    except RuleError as caught:
        return caught
    return RuleError("")


@given(st.text(alphabet=st.sampled_from("ab.(),[]<>=!+-*/ \n\"'019_") | st.characters(), max_size=60))
@example("applicant.listed\r\nand small")
def test_any_text_is_read_or_refused(text: str) -> None:
    caught = refusal(text)
    lines = text.split("\n")
    assert 1 <= caught.line <= len(lines)
    assert 1 <= caught.column <= len(lines[caught.line - 1]) + 1


IDS = ["applicant.listed", "applicant.employees", "applicant.type", "project.cost", "project.target_markets"]
SIGNS = [*"<+-*/()[],3", "<=", "==", "!=", "and", "or", "not", "in", "if", "else"]
CALLS = ["HKD(", "percent(", "years(", "min(", "any_of(", "years_since(", "date("]
OTHERS = ["application_day", "not_stated", "small", '"company"']


@given(st.lists(st.sampled_from([*IDS, *SIGNS, *CALLS, *OTHERS]), min_size=1, max_size=12).map(" ".join))
def test_any_shuffle_of_the_words_is_read_or_refused(text: str) -> None:
    caught = refusal(text)
    assert caught.line == 1
    assert 1 <= caught.column <= len(text) + 1


def test_the_limits_are_where_they_are_said_to_be() -> None:
    assert read("True".ljust(MAX_LENGTH)).type is Type.BOOLEAN
    assert error("True".ljust(MAX_LENGTH + 1)).message == "the expression is longer than 4000 characters"
    assert read("not " * (MAX_DEPTH - 2) + "applicant.listed").type is Type.BOOLEAN
    assert (
        error("not " * MAX_DEPTH + "applicant.listed").message == "the expression is nested more than 50 deep"
    )
