"""The pinned definition of a call, and the rules it runs by: the file's, and what the organiser set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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


def rules_of(call: Call, stage: str = "") -> Rules:
    """The file's rules; where it states none, the organiser's; where neither does, `missing` says so.

    Of a round, the phase in which it is judged: its own readings and places come first, the file's before
    the organiser's, and then those of the whole call. One query; without a stage none.
    """
    file = definition_of(call)
    own = _of_round(call, file, stage)
    weights = _weights(file.criteria, call.weights)
    readings = own.readings or file.judging.readings or call.readings
    blind = call.blind if file.judging.blind is None else file.judging.blind
    top = {
        group.id: own.places.get(group.id) or group.places or call.top.get(group.id) for group in file.groups
    }
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


@dataclass(frozen=True, slots=True)
class OwnRules:
    """What one round has of its own: readings of each entry, and places by group."""

    readings: int | None = None
    places: Mapping[str, int] = field(default_factory=dict)


def _of_round(call: Call, file: CallFile, stage: str) -> OwnRules:
    row = call.phases.filter(name=stage).first() if stage else None
    stated = stated_of(file, stage)
    if row is None:
        return stated
    return OwnRules(stated.readings or row.readings, {**row.top, **stated.places})


def stated_of(file: CallFile, stage: str) -> OwnRules:
    """What the file states of one round. Places of all groups together are those of a group that is alone."""
    phase = next((each for each in file.phases if each.id == stage), None)
    if phase is None:
        return OwnRules()
    alone = phase.places is not None and len(file.groups) == 1
    return OwnRules(phase.readings, {file.groups[0].id: phase.places or 0} if alone else {})


def _weights(criteria: list[CallCriterion], chosen: Mapping[str, int]) -> dict[str, int | None]:
    return {each.id: chosen.get(each.id) if each.weight is None else each.weight for each in criteria}


def _scale(chosen: list[int] | None) -> Scale | None:
    return Scale(least=chosen[0], most=chosen[1], step=chosen[2]) if chosen else None
