"""A project's costs and the programmes of an ecosystem: the best stack that can be proven.

Here are the shapes; the search stands in `solve`, so that who only reads a project needs no solver.
"""

from superconnector.core.planning.plan import Award, Funded, Month, Part, Plan, Proof, Status
from superconnector.core.planning.project import GOALS, CostLine, Person, Preferences, Project
from superconnector.core.planning.schemes import (
    Allowance,
    Costs,
    Grant,
    KindTerm,
    Limit,
    Own,
    Risk,
    RiskCode,
    Schedule,
    Scheme,
    Tie,
)

__all__ = [
    "GOALS",
    "Allowance",
    "Award",
    "CostLine",
    "Costs",
    "Funded",
    "Grant",
    "KindTerm",
    "Limit",
    "Month",
    "Own",
    "Part",
    "Person",
    "Plan",
    "Preferences",
    "Project",
    "Proof",
    "Risk",
    "RiskCode",
    "Schedule",
    "Scheme",
    "Status",
    "Tie",
]
