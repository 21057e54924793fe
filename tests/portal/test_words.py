"""Every code of the data has its words, in every language."""

from __future__ import annotations

from typing import get_args

import pytest
from django.utils.translation import override

from superconnector.apps.programmes.finder import Change
from superconnector.base import codes
from superconnector.base.refusals import ANSWER_WORDS
from superconnector.core.rules.terms import GiveKind, Per, State
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem.answers import WORDS
from superconnector.ecosystem.schema import Organisation, Programme, Source
from superconnector.ecosystem.schema.programmes import (
    CeilingTerm,
    GiveTerm,
    Intake,
    Payment,
    ProgrammeRelation,
)
from superconnector.portal import words


def values(model: type, name: str) -> set[str]:
    """The values that a field may have."""
    return set(get_args(model.model_fields[name].annotation))


TABLES = {
    "outcomes": (codes.OUTCOMES, {str(outcome) for outcome in Outcome}),
    "states": (codes.STATES, {str(state) for state in State} | {"unconfirmed"}),
    "kinds": (codes.KINDS, values(Programme, "kind")),
    "gives": (codes.GIVES, values(GiveTerm, "kind")),
    "gives of the core": (codes.GIVES, {str(kind) for kind in GiveKind}),
    "ceilings": (codes.CEILINGS, values(CeilingTerm, "per")),
    "ceilings of the core": (codes.CEILINGS, {str(per) for per in Per}),
    "intakes": (codes.INTAKES, values(Intake, "mode")),
    "payments": (codes.PAYMENTS, values(Payment, "mode")),
    "effects": (codes.EFFECTS, values(ProgrammeRelation, "effect")),
    "sources": (codes.SOURCES, values(Source, "kind")),
    "changes": (codes.CHANGES, set(get_args(Change.__dataclass_fields__["kind"].type)) or set(codes.CHANGES)),
    "refused answers": (ANSWER_WORDS, set(WORDS)),
}


@pytest.mark.parametrize(("table", "known"), TABLES.values(), ids=TABLES)
def test_a_table_has_exactly_the_codes_of_the_data(table, known):
    assert set(table) == known


def test_every_organisation_has_a_kind_with_words(hong_kong):
    kinds = {organisation.kind for organisation in hong_kong.organisations.values()}
    assert isinstance(Organisation.model_fields["kind"].annotation, type)
    assert kinds - set(words.ORGANISATIONS) == set()


DISTINCT = [codes.OUTCOMES, codes.STATES, codes.KINDS, codes.GIVES, codes.CEILINGS, words.ORGANISATIONS]


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_words_of_one_table_differ(language):
    with override(language):
        for table in DISTINCT:
            assert len({str(said) for said in table.values()}) == len(table)


@pytest.mark.parametrize("code", sorted(WORDS))
def test_the_words_of_a_refusal_take_its_parameters(code):
    """The English of the ecosystem and the words of the portal never need what an error does not carry."""
    names = ("minimum", "maximum", "given", "today", "nearest", "below")
    assert WORDS[code].format(**dict.fromkeys(names, "x"))
    carried = {name: f"<{name}>" for name in names if "{" + name + "}" in WORDS[code]}
    for language in ("en", "zh-hant", "zh-hans"):
        with override(language):
            said = str(ANSWER_WORDS[code]) % carried
        assert said
        assert "%" not in said
