"""Canonical text: reading it again gives the same tree."""

import pytest
from hypothesis import given

from superconnector.core.rules import Type, parse, unparse
from superconnector.core.rules.tree import And, Constant, FactRef, Not, Or, Shift
from tests.core.rules.naive import value
from tests.core.rules.strategies import Case, cases


@given(cases())
def test_the_text_of_any_condition_means_the_condition(case: Case) -> None:
    read = parse(unparse(case.node), case.vocabulary)
    assert value(read, case.profile, case.on) == value(case.node, case.profile, case.on)


@given(cases(Type.MONEY))
def test_the_text_of_any_amount_means_the_amount(case: Case) -> None:
    read = parse(unparse(case.node), case.vocabulary, expect=Type.MONEY)
    assert value(read, case.profile, case.on) == value(case.node, case.profile, case.on)


@given(cases())
def test_text_is_canonical(case: Case) -> None:
    read = parse(unparse(case.node), case.vocabulary)
    assert parse(unparse(read), case.vocabulary) == read
