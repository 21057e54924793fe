"""What must hold of the rows of calls, whoever wrote them: run after the tests and by the operator.

Constraints of the database keep a row sound in itself; these keep rows sound with each other. Each
invariant is a function that gives the rows that break it, in words. The idea of checking the records and
not the code is that of HotCRP's invariants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from superconnector.apps.calls.invariants import after, deciding, entering, judging, people, rounds
from superconnector.apps.calls.models import Call

Invariant = Callable[[Call], Iterator[str]]

INVARIANTS: Mapping[str, Invariant] = {
    name: rule
    for part in (entering.RULES, judging.RULES, rounds.RULES, deciding.RULES, people.RULES, after.RULES)
    for name, rule in part.items()
}
"""By name: `receipt-in-time` and so on."""


def broken(call: Call) -> Iterator[tuple[str, str]]:
    """The name of each broken invariant with the row that breaks it."""
    for name, rule in INVARIANTS.items():
        for row in rule(call):
            yield name, row
