"""Whether every citation leads to a source, and every source is cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from superconnector.ecosystem.draft import Draft, Place
from superconnector.ecosystem.problems import Problem, Severity, nearest, unknown
from superconnector.ecosystem.schema import Call, Localised, Programme, Source, Strict

SHARED_FILE = "sources.yaml"


def citation_problems(draft: Draft) -> Iterator[Problem]:
    """Citations of unknown sources or of unknown places in them; sources that nothing cites."""
    shared = draft.shared_sources()
    programmes = {p.id: p for _, p in draft.programmes()}
    used: set[str] = set()
    for path, model in draft.models.items():
        own = model.sources if isinstance(model, (Call, Programme)) else {}
        above = _above(model, programmes)
        cited: set[str] = set()
        for place, texts in cited_in(model, Place(draft.documents[path])):
            for number, text in enumerate(texts):
                cited.add(text.partition("#")[0])
                if SHARED_FILE not in draft.broken and above is not None:
                    yield from _citation(place / number, text, {**shared, **above, **own})
        used |= cited - own.keys()
        if isinstance(model, (Call, Programme)):
            taken = dict.fromkeys(above or {}, "its programme") | dict.fromkeys(shared, SHARED_FILE)
            yield from _own_sources(Place(draft.documents[path]) / "sources", own, cited, taken)
    if SHARED_FILE in draft.documents and not draft.broken:
        yield from _uncited(Place(draft.documents[SHARED_FILE]) / "sources", shared, used)


def _above(model: Strict, programmes: Mapping[str, Programme]) -> Mapping[str, Source] | None:
    """A call may cite the sources of its programme; None where that programme could not be read."""
    if not isinstance(model, Call) or model.programme is None:
        return {}
    return programmes[model.programme].sources if model.programme in programmes else None


def cited_in(model: Strict, place: Place) -> Iterator[tuple[Place, list[str]]]:
    """Every list of citations of a file, with its place."""
    for name, field in type(model).model_fields.items():
        value, at = getattr(model, name), place / (field.alias or name)
        if name in ("source", "names_source", "theme_source"):
            if value is not None:
                yield at, value
        else:
            for below, where in _parts(value, at):
                yield from cited_in(below, where)


def _parts(value: object, place: Place) -> Iterator[tuple[Strict, Place]]:
    if isinstance(value, Localised):
        return
    if isinstance(value, Strict):
        yield value, place
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _parts(item, place / number)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _parts(item, place / key)


def _citation(place: Place, text: str, sources: Mapping[str, Source]) -> Iterator[Problem]:
    name, _, section = text.partition("#")
    if name not in sources:
        yield place.problem(unknown("source", name, sources))
        return
    sections = sources[name].sections
    if section and sections is not None and section not in sections:
        guess = nearest(section, sections)
        yield place.problem(
            f"{name} has no section {section}" + (f"; did you mean {guess}?" if guess else "")
        )


def _own_sources(
    place: Place, own: Mapping[str, Source], cited: set[str], taken: Mapping[str, str]
) -> Iterator[Problem]:
    yield from _uncited(place, own, cited)
    for name in own.keys() & taken.keys():
        yield (place / name).problem(f"{taken[name]} has a source of this name; choose another")


def _uncited(place: Place, sources: Mapping[str, Source], cited: set[str]) -> Iterator[Problem]:
    for name in sources.keys() - cited:
        yield (place / name).problem("nothing cites this source", Severity.WARNING)
