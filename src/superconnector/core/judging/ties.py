"""Places from keys. Equal keys share a place, and the places after them are skipped: 1, 2, 2, 4."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from superconnector.core.judging.scores import Criterion, Reading, by_entry, mean_of_criterion

Number = Fraction | float
TieRule = Callable[[str], tuple[Number, ...]]
"""What decides between entries of equal score, least first."""
NOT_SCORED = Fraction(10**9)
"""Behind every score: keys are negated scores, and the least key comes first."""


def places(keys: Mapping[str, tuple[Number, ...]]) -> list[tuple[str, int, bool]]:
    """(entry, place, shared) from the least key on; within a shared place by the entry's id."""
    order = sorted(keys, key=lambda entry: (keys[entry], entry))
    found: list[tuple[str, int, bool]] = []
    for position, entry in enumerate(order):
        before = position > 0 and keys[order[position - 1]] == keys[entry]
        after = position + 1 < len(order) and keys[order[position + 1]] == keys[entry]
        found.append((entry, found[-1][1] if before else position + 1, before or after))
    return found


def tie_rule(readings: Sequence[Reading], criteria: Sequence[Criterion], ties: Sequence[str]) -> TieRule:
    """What decides between entries of equal score: their mean scores of these criteria, one after another.

    An entry without a score of such a criterion comes last. Raises ValueError for an unknown criterion.
    """
    ids = [criterion.id for criterion in criteria]
    unknown = [criterion for criterion in ties if criterion not in ids]
    if unknown:
        raise ValueError(f"the tie rule names no criterion of this call: {', '.join(unknown)}")
    at = [ids.index(criterion) for criterion in ties]
    own = by_entry(readings)

    def key(entry: str) -> tuple[Number, ...]:
        """Shape (ties,): the mean scores with their signs turned, so that the best comes first. Exact."""
        means = [mean_of_criterion(own[entry], place) for place in at]
        return tuple(NOT_SCORED if mean is None else -mean for mean in means)

    return key
