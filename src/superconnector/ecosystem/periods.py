"""Whether dates run forwards and no two versions of one thing hold on the same day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from superconnector.ecosystem.draft import Draft, Place
from superconnector.ecosystem.problems import Problem
from superconnector.ecosystem.schema import Localised, Period, Programme, Strict
from superconnector.ecosystem.schema.programmes import GiveTerm, Tier

Keyed = Sequence[tuple[Place, Period, Hashable]]


def period_problems(draft: Draft) -> Iterator[Problem]:
    """Every period of every file, and the lists in which periods may not overlap."""
    for path, model in draft.models.items():
        yield from _backwards(model, Place(draft.documents[path]))
    for place, definition in draft.definitions():
        yield from _overlaps(_keyed(place / "versions", definition.versions))
    for place, programme in draft.programmes():
        for keyed in _dated_lists(place, programme):
            yield from _overlaps(keyed)


def _backwards(model: Strict, place: Place) -> Iterator[Problem]:
    if isinstance(model, Period) and model.from_ and model.to and model.to < model.from_:
        yield place.problem(f"ends on {model.to}, before it starts on {model.from_}")
    for name, field in type(model).model_fields.items():
        for below, where in _parts(getattr(model, name), place / (field.alias or name)):
            yield from _backwards(below, where)


def _parts(value: object, place: Place) -> Iterator[tuple[Strict, Place]]:
    if isinstance(value, Strict) and not isinstance(value, Localised):
        yield value, place
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _parts(item, place / number)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _parts(item, place / key)


def _dated_lists(place: Place, programme: Programme) -> Iterator[Keyed]:
    yield _keyed(place / "status", programme.status)
    at = place / "who"
    yield [(at / number, clause, clause.id) for number, clause in enumerate(programme.who)]
    for name, versions in programme.parameters.items():
        yield _keyed(place / "parameters" / name, versions)
    projects = programme.projects
    yield _keyed(place / "projects" / "lifetime", projects.lifetime)
    yield _keyed(place / "projects" / "at_once", projects.at_once)
    if programme.intake is not None:
        windows = _keyed(place / "intake" / "windows", programme.intake.windows)
        yield [each for each in windows if each[1].from_ and each[1].to]  # often only the deadline is known
    for number, give in enumerate(programme.gives):
        here = place / "gives" / number
        yield from _figures(here, give)
        yield [(here / "minimum_cost" / i, t, t.label) for i, t in enumerate(give.minimum_cost)]
        for step, tier in enumerate(give.tiers):
            yield from _figures(here / "tiers" / step, tier)


def _figures(place: Place, part: GiveTerm | Tier) -> Iterator[Keyed]:
    yield _keyed(place / "shares", part.shares)
    yield [(place / "ceilings" / i, term, term.per) for i, term in enumerate(part.ceilings)]
    yield [(place / "amounts" / i, term, term.label) for i, term in enumerate(part.amounts)]
    yield [(place / "people_at_once" / i, term, term.per) for i, term in enumerate(part.people_at_once)]
    yield [(place / "months" / i, term, term.per) for i, term in enumerate(part.months)]


def _keyed(place: Place, terms: Iterable[Period]) -> Keyed:
    return [(place / number, term, None) for number, term in enumerate(terms)]


def _overlaps(terms: Keyed) -> Iterator[Problem]:
    """Each period is held against the earlier ones of its key; the first clash is told."""
    seen: dict[Hashable, list[tuple[Place, Period]]] = {}
    for place, term, key in terms:
        for other, earlier in seen.get(key, []):
            if _start(term) <= _end(earlier) and _start(earlier) <= _end(term):
                line = other.document.spot(other.loc).line
                named = f" for {key}" if key else ""
                yield place.problem(f"holds{named} on the same days as line {line}; end one before the other")
                break
        seen.setdefault(key, []).append((place, term))


def _start(term: Period) -> date:
    return term.from_ or date.min


def _end(term: Period) -> date:
    return term.to or date.max
