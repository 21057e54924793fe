"""Money over the months of a plan, as the terms say it comes.

Costs leave in the months of their lines. An advance comes with the first month of the period applied for,
what goes to suppliers in the last month of each line, and everything else in the month after the period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from superconnector.core.planning.plan import Award, Month, Part
from superconnector.core.planning.project import APPLICANT, Project
from superconnector.core.planning.schemes import Scheme


def cash_by_month(
    project: Project, schemes: Sequence[Scheme], awards: Sequence[Award], parts: Sequence[Part]
) -> tuple[Month, ...]:
    """A row a month, from 0 to the month after the project or its last line."""
    own = [line for line in project.lines if line.payer == APPLICANT]
    received = received_by_month(project, schemes, awards, parts)
    last = max([project.months, *(line.end for line in project.lines)])
    months: list[Month] = []
    balance = 0
    for number in range(last + 1):
        out = sum(line.between(number, number + 1) for line in own)
        balance += received[number] - out
        months.append(Month(number, out, received[number], balance))
    return tuple(months)


def received_by_month(
    project: Project, schemes: Sequence[Scheme], awards: Sequence[Award], parts: Sequence[Part]
) -> Counter[int]:
    """Month → cents that reach the applicant."""
    direct = {scheme.programme for scheme in schemes if scheme.schedule.direct}
    ends = {line.id: line.end - 1 for line in project.lines}
    received: Counter[int] = Counter()
    for award in awards:
        if award.programme not in direct:
            received[award.first_month] += award.advance
            received[award.end] += award.cents - award.advance
    for part in parts:
        if part.programme in direct:
            received[ends[part.line]] += part.cents
    return received
