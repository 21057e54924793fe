"""The language of terms, what it says of an applicant, and why."""

from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.errors import RuleError
from superconnector.core.rules.facts import Dated, Fact, Option, Profile, Type, Value, Vocabulary
from superconnector.core.rules.intervals import bounds
from superconnector.core.rules.offers import Offer, offer
from superconnector.core.rules.parse import parse, type_of
from superconnector.core.rules.satisfy import satisfiable
from superconnector.core.rules.tree import Node
from superconnector.core.rules.unparse import unparse
from superconnector.core.rules.walk import atoms_of, facts_of

__all__ = [
    "Dated",
    "Fact",
    "Node",
    "Offer",
    "Option",
    "Profile",
    "RuleBook",
    "RuleError",
    "Type",
    "Value",
    "Vocabulary",
    "atoms_of",
    "bounds",
    "facts_of",
    "offer",
    "parse",
    "satisfiable",
    "type_of",
    "unparse",
]
