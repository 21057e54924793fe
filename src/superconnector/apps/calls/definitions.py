"""The pinned definition of a call, and the rules it runs by: the file's, and what the organiser set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from superconnector.apps.calls.models import Call
from superconnector.ecosystem.calls import read_call
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import CallCriterion, Scale


@lru_cache(maxsize=64)
def _read(text: str) -> CallFile:
    return read_call(text)


def definition_of(call: Call) -> CallFile:
    """The file that the call was opened from, as it was then."""
    return _read(call.pinned.text)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a call is judged by. `missing` names what neither the file nor the organiser states.

    `weights` are whole numbers and `scales` the scores by criterion; `top` is the places by group;
    `cross_share` is in percent.
    """

    mode: str
    weights: Mapping[str, int]
    scales: Mapping[str, Scale]
    readings: int | None
    blind: bool | None
    top: Mapping[str, int]
    cross_share: int
    ties: tuple[str, ...]
    missing: tuple[str, ...]


def rules_of(call: Call) -> Rules:
    """The file's rules; where it states none, the organiser's; where neither does, `missing` says so."""
    file = definition_of(call)
    weights = _weights(file.criteria, call.weights)
    readings = file.judging.readings or call.readings
    blind = call.blind if file.judging.blind is None else file.judging.blind
    top = {group.id: group.places or call.top.get(group.id) for group in file.groups}
    scored = file.judging.mode == "scores"
    missing = [f"weight:{each}" for each, weight in weights.items() if scored and weight is None]
    scales = {each.id: each.scale or _scale(call.scales.get(each.id)) for each in file.criteria}
    missing += [f"scale:{each}" for each, scale in scales.items() if scored and scale is None]
    missing += ["readings"] * (readings is None) + ["blind"] * (blind is None)
    missing += [f"top:{group}" for group, places in top.items() if places is None]
    return Rules(
        mode=file.judging.mode,
        weights={criterion: weight for criterion, weight in weights.items() if weight is not None},
        scales={criterion: scale for criterion, scale in scales.items() if scale is not None},
        readings=readings,
        blind=blind,
        top={group: places for group, places in top.items() if places is not None},
        cross_share=file.judging.cross_share,
        ties=tuple(file.judging.ties),
        missing=tuple(missing),
    )


def _weights(criteria: list[CallCriterion], chosen: Mapping[str, int]) -> dict[str, int | None]:
    return {each.id: chosen.get(each.id) if each.weight is None else each.weight for each in criteria}


def _scale(chosen: list[int] | None) -> Scale | None:
    return Scale(least=chosen[0], most=chosen[1], step=chosen[2]) if chosen else None
