"""Stable placement of residents in places with several seats, from the preferences of both.

Deferred acceptance, the residents proposing (Gale and Shapley 1962; Roth 1984 for hospitals): no resident and
place would rather have each other than what they got, and every resident gets the best place of all stable
placements. A heap keeps each place's worst resident on top, so that n preferences take O(n log n).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappush, heapreplace

Preferences = Mapping[str, Sequence[str]]
"""Ids, the most wanted first. Who is not listed is not acceptable."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of each resident who got one."""

    place_of: Mapping[str, str]

    def residents_of(self) -> dict[str, list[str]]:
        """The residents of each place that took one, by id."""
        found: dict[str, list[str]] = {}
        for resident, place in sorted(self.place_of.items()):
            found.setdefault(place, []).append(resident)
        return found


def place(residents: Preferences, places: Preferences, seats: Mapping[str, int]) -> Placement:
    """The stable placement that is best for every resident. A place without a number of seats has one.

    One-sided preferences never lead to a placement. The order of the mappings is no matter.
    Raises ValueError where somebody is listed twice in one preference, or seats are below 0.
    """
    rank_at = _ranks(places)
    _ranks(residents)
    for name, count in seats.items():
        if count < 0:
            raise ValueError(f"{name} has {count} seats")
    held: dict[str, list[tuple[int, str]]] = {place: [] for place in places}
    asked = dict.fromkeys(residents, 0)
    waiting = list(residents)
    while waiting:
        resident = waiting.pop()
        wishes = residents[resident]
        while asked[resident] < len(wishes):
            wish = wishes[asked[resident]]
            asked[resident] += 1
            refused = _propose(resident, rank_at.get(wish, {}), held.get(wish, []), seats.get(wish, 1))
            if refused != resident:
                waiting.extend([refused] if refused else [])
                break
    return Placement({resident: place for place, kept in held.items() for _, resident in kept})


def _propose(resident: str, rank: Mapping[str, int], kept: list[tuple[int, str]], seats: int) -> str:
    """Who is without the place now: the resident, one who had it, or nobody. `kept` has the worst on top."""
    if resident not in rank or not seats:
        return resident
    if len(kept) < seats:
        heappush(kept, (-rank[resident], resident))
        return ""
    if -rank[resident] < kept[0][0]:
        return resident
    return heapreplace(kept, (-rank[resident], resident))[1]


def blocking_pairs(
    placement: Placement, residents: Preferences, places: Preferences, seats: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Residents and places that would both rather have each other, sorted; none if the placement is stable.

    A free seat is worse to a place than anybody it lists. Being nowhere is worse to a resident than any wish.
    """
    rank_at, taken = _ranks(places), placement.residents_of()
    found = []
    for resident, wishes in residents.items():
        for wish in wishes:
            if placement.place_of.get(resident) == wish:
                break
            rank = rank_at.get(wish, {})
            kept = [rank[other] for other in taken.get(wish, [])]
            free = len(kept) < seats.get(wish, 1)
            if resident in rank and (free or max(kept, default=-1) > rank[resident]):
                found.append((resident, wish))
    return sorted(found)


def _ranks(preferences: Preferences) -> dict[str, dict[str, int]]:
    """Places in the list, 0 for the most wanted."""
    ranks = {name: {other: at for at, other in enumerate(wanted)} for name, wanted in preferences.items()}
    for name, wanted in preferences.items():
        if len(ranks[name]) != len(wanted):
            raise ValueError(f"{name} lists somebody twice")
    return ranks
