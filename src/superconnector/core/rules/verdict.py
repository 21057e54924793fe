"""The answer for one applicant and one programme, with its reasons as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from superconnector.core.rules.terms import Cite, Requirement, Status
from superconnector.core.rules.tree import Node


class Outcome(StrEnum):
    """What the applicant is told."""

    OPEN = "open"
    MAY_BE_OPEN = "may-be-open"
    NOT_FOR_YOU = "not-for-you"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Reason:
    """One atom of a proof: a condition without and/or/not, its value, the facts in it, the clause it is of.

    `truth` is the atom's own value; None where it is unknown.
    """

    requirement: str
    atom: Node
    truth: bool | None
    facts: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A requirement that holds on the day, with its value (None: unknown) and the atoms that decide it."""

    requirement: Requirement
    truth: bool | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome and its proof.

    `clauses`: every requirement of the day, in the order of the file.
    `deciding`: the smallest set of atoms that forces the outcome (one failing clause for NOT_FOR_YOU; one way
    of fulfilling each clause for OPEN; the unknown atoms for MAY_BE_OPEN; empty for CLOSED, which `status`
    explains). `could_change`: facts whose answer could still change a MAY_BE_OPEN, most useful first. Empty
    means that no answer can settle it (no source states it, or a soft clause is not met): ask the operator.
    """

    programme: str
    outcome: Outcome
    status: Status
    clauses: tuple[Clause, ...]
    deciding: tuple[Reason, ...]
    could_change: tuple[str, ...]
