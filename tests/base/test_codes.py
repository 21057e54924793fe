"""Words for codes: each list has exactly the codes of the data, and no two say the same in any language."""

from __future__ import annotations

from typing import get_args

import pytest
from django.utils import translation

from superconnector.base import codes
from superconnector.base.codes import Words
from superconnector.base.workings import CEILINGS
from superconnector.core.rules.terms import GiveKind, Per, State
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem.schema import CeilingTerm, Programme, Source
from superconnector.ecosystem.schema.programmes import ProgrammeKind

LISTS: dict[str, Words] = {
    name: words for name, words in vars(codes).items() if name.isupper() and isinstance(words, dict)
}


def literals(model: type, field: str) -> set[str]:
    """The codes that a field of the schema allows."""
    return set(get_args(model.model_fields[field].annotation))


def below(model: type, field: str) -> type:
    """The model in a list of the schema, whether or not the list may be absent."""
    found = model.model_fields[field].annotation
    return next(each for each in (*get_args(found), found) if hasattr(each, "model_fields"))


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (codes.KINDS, set(get_args(ProgrammeKind))),
        (codes.GIVES, set(GiveKind)),
        (codes.CEILINGS, set(Per)),
        (CEILINGS, set(Per)),
        (codes.CEILINGS, literals(CeilingTerm, "per")),
        (codes.OUTCOMES, set(Outcome)),
        (codes.STATES, set(State) | {"unconfirmed"}),
        (codes.SOURCES, literals(Source, "kind")),
        (codes.INTAKES, literals(below(Programme, "intake"), "mode")),
        (codes.PAYMENTS, literals(below(Programme, "pays"), "mode")),
        (codes.EFFECTS, literals(below(Programme, "relations"), "effect")),
        (codes.GIVES, literals(below(Programme, "gives"), "kind")),
    ],
)
def test_every_code_has_a_word_and_every_word_a_code(words: Words, known: set[str]) -> None:
    assert {str(code) for code in words} == {str(code) for code in known}


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_two_codes_of_a_list_have_the_same_word(name: str, language: str) -> None:
    with translation.override(language):
        said = {code: str(word) for code, word in LISTS[name].items()}
    assert len(set(said.values())) == len(said) > 2
    assert [code for code, word in said.items() if word != word.strip() or not word] == []


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_word_is_chinese_on_a_chinese_page(name: str, language: str) -> None:
    with translation.override(language):
        said = {code: str(word) for code, word in LISTS[name].items()}
    assert [code for code, word in said.items() if not any("一" <= letter <= "鿿" for letter in word)] == []


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_ceiling_names_its_amount(language: str) -> None:
    with translation.override(language):
        said = [str(words) % {"amount": "HK$7"} for words in CEILINGS.values()]
    assert [each.count("HK$7") for each in said] == [1] * len(Per)
    assert len(set(said)) == len(Per)
