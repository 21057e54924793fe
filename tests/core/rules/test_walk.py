"""Reading a tree without evaluating it: its facts and its atoms."""

from hypothesis import given

from superconnector.core.rules import Type, atoms_of, facts_of
from superconnector.core.rules.tree import (
    And,
    Compare,
    Constant,
    FactRef,
    Not,
    Op,
    Or,
    Unknown,
)
from tests.core.rules.strategies import Case, cases
from tests.core.rules.words import read

EMPLOYEES = FactRef(Type.INTEGER, "applicant.employees")
MEMBERS = FactRef(Type.INTEGER, "applicant.members")
LISTED = FactRef(Type.BOOLEAN, "applicant.listed")
REGISTERED = FactRef(Type.BOOLEAN, "applicant.registered")
TRUE = Constant(Type.BOOLEAN, True)


def integer(value: int) -> Constant:
    return Constant(Type.INTEGER, value)


SMALL = Compare(Op.LT, EMPLOYEES, integer(50))


def test_facts_in_order_of_appearance() -> None:
    other = "(project.cost > HKD(1) or applicant.employees < 3 or applicant.listed)"
    text = f"applicant.listed if small else {other}"
    assert facts_of(read(text)) == ("applicant.listed", "applicant.employees", "project.cost")
    assert facts_of(read("not_stated")) == ()
    assert facts_of(read('"asean" in project.target_markets and applicant.type == "team"')) == (
        "project.target_markets",
        "applicant.type",
    )
    assert facts_of(read("years_since(applicant.incorporated_on) > 3")) == ("applicant.incorporated_on",)


def test_atoms_in_order_of_appearance() -> None:
    branches = "(not_stated if applicant.registered else small)"
    text = f"not (applicant.listed or small) and {branches} and 1 < applicant.members < 3"
    assert atoms_of(read(text)) == (
        LISTED,
        SMALL,
        Unknown(),
        REGISTERED,
        Compare(Op.LT, integer(1), MEMBERS),
        Compare(Op.LT, MEMBERS, integer(3)),
    )
    assert atoms_of(read("applicant.listed == applicant.registered")) == (Compare(Op.EQ, LISTED, REGISTERED),)
    assert atoms_of(TRUE) == (TRUE,)


@given(cases())
def test_the_atoms_hold_all_facts_of_a_condition(case: Case) -> None:
    atoms = atoms_of(case.node)
    assert set(facts_of(case.node)) == {fact for atom in atoms for fact in facts_of(atom)}
    assert not any(isinstance(atom, And | Or | Not) for atom in atoms)
