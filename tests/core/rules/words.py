"""A small vocabulary as an ecosystem would have it, for tests that read like terms."""

from datetime import date

from superconnector.core.rules import Dated, Fact, Node, Option, Type, Vocabulary, parse
from superconnector.core.rules.facts import EPOCH

FACTS = (
    Fact("applicant.employees", Type.INTEGER, maximum=10**6),
    Fact("applicant.members", Type.INTEGER, maximum=10**6),
    Fact("applicant.listed", Type.BOOLEAN),
    Fact("applicant.registered", Type.BOOLEAN),
    Fact("applicant.incorporated_on", Type.DATE),
    Fact("applicant.name", Type.TEXT),
    Fact(
        "applicant.type",
        Type.CHOICE,
        (
            Option("business"),
            Option("company", "business"),
            Option("start_up", "company"),
            Option("student"),
            Option("team"),
        ),
    ),
    Fact(
        "project.target_markets",
        Type.CHOICES,
        (Option("hong_kong"), Option("mainland"), Option("greater_bay", "mainland"), Option("asean")),
    ),
    Fact("project.cost", Type.MONEY),
    Fact("project.income", Type.MONEY),
)
DEFINITIONS = {
    "small": (
        Dated("applicant.employees < 100", None, date(2019, 12, 31)),
        Dated("applicant.employees < 50", date(2020, 1, 1)),
    ),
    "small_and_private": (Dated("small and not applicant.listed"),),
    "retired": (Dated("applicant.listed", None, date(2010, 12, 31)),),
}
VOCABULARY = Vocabulary({fact.id: fact for fact in FACTS}, DEFINITIONS)


def read(text: str, expect: Type = Type.BOOLEAN, **known: object) -> Node:
    """The tree of a text over this vocabulary."""
    return parse(text, VOCABULARY, expect=expect, **known)


def day(text: str) -> int:
    """Days since 1970-01-01 of an ISO date."""
    return (date.fromisoformat(text) - EPOCH).days
