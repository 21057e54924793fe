"""Other weights for the same criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from superconnector.core.judging.scores import FULL, Criterion


def in_percent(criteria: Sequence[Criterion]) -> tuple[Fraction, ...]:
    """The weights as shares of 100, exactly. Raises ValueError if all are 0."""
    whole = sum((Fraction(criterion.weight) for criterion in criteria), Fraction(0))
    if not whole:
        raise ValueError("no criterion has a weight")
    return tuple(FULL * criterion.weight / whole for criterion in criteria)


def moved(criteria: Sequence[Criterion], id_: str, points: Fraction | int) -> tuple[Criterion, ...] | None:
    """The criteria with one weight moved by points of 100 and the others scaled to fill what is left.

    None if there is no such weight: below 0, above 100, or with nothing else to fill the rest. Raises
    ValueError for an unknown criterion.
    """
    at = next((index for index, criterion in enumerate(criteria) if criterion.id == id_), None)
    if at is None:
        raise ValueError(f"there is no criterion {id_}")
    shares = in_percent(criteria)
    wanted, others = shares[at] + points, FULL - shares[at]
    if not 0 <= wanted <= FULL or not others:
        return None
    factor = (FULL - wanted) / others
    return tuple(
        replace(criterion, weight=wanted if index == at else share * factor)
        for index, (criterion, share) in enumerate(zip(criteria, shares, strict=True))
    )
