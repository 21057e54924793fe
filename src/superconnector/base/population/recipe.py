"""population.yaml, read against the facts: what is drawn for each kind of applicant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from superconnector.base.population.problems import TableError
from superconnector.core.rules.facts import Fact, Type
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.draft import Draft, Place, read_draft
from superconnector.ecosystem.problems import unknown
from superconnector.ecosystem.schema import Grounds, Margin, PopulationFile, Stratum

FILE = "population.yaml"
WAYS = {
    Type.BOOLEAN: {"chance", "value"},
    Type.CHOICE: {"shares", "value"},
    Type.CHOICES: {"chances"},
    Type.INTEGER: {"bands", "mean", "value"},
    Type.MONEY: {"bands", "value"},
    Type.DATE: {"bands"},
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """`columns`: the names of all columns in order → the fact, None for a column that says none."""

    file: PopulationFile
    columns: Mapping[str, Fact | None]

    def margins(self, stratum: Stratum) -> dict[str, Margin]:
        """Column → how it is drawn for a kind of applicant."""
        own = {_name(margin): margin for margin in stratum.margins}
        return {_name(margin): margin for margin in self.file.margins} | own


def read_recipe(files: Mapping[str, str], ecosystem: Ecosystem) -> Recipe:
    """The recipe of a folder. Raises TableError with a line for each problem, or if it has none."""
    if FILE not in files:
        raise TableError(f"{FILE}: the ecosystem has no such file, so nothing says how to draw a population")
    draft, problems = read_draft({FILE: files[FILE]}, unread=["ecosystem.yaml"])
    if problems:
        raise TableError(*(str(p) for p in problems if p.path == FILE))
    file = draft.models[FILE]
    assert isinstance(file, PopulationFile)
    wrong = list(_problems(draft, file, ecosystem))
    if wrong:
        raise TableError(*wrong)
    every = [*file.margins, *(margin for stratum in file.strata for margin in stratum.margins)]
    facts = ecosystem.vocabulary.facts
    return Recipe(file, {_name(m): facts[m.fact] if m.fact else None for m in every})


def _name(margin: Margin) -> str:
    return margin.fact or margin.column or ""


def _problems(draft: Draft, file: PopulationFile, ecosystem: Ecosystem) -> Iterator[str]:
    root = Place(draft.documents[FILE])
    lists = [(root / "margins", file.margins)]
    for number, stratum in enumerate(file.strata):
        place = root / "strata" / number
        lists.append((place / "margins", stratum.margins))
    for place, margins in lists:
        seen: set[str] = set()
        for number, margin in enumerate(margins):
            here = place / number
            if _name(margin) in seen:
                yield str(here.problem(f"{_name(margin)} is here twice"))
            seen.add(_name(margin))
            yield from (str(here.problem(message)) for message in _misfits(margin, ecosystem))


def _misfits(margin: Margin, ecosystem: Ecosystem) -> Iterator[str]:
    """Why a margin does not fit its fact."""
    if margin.fact is None:
        if margin.way not in ("shares", "value"):
            yield "a column that says no fact has shares or a value"
        return
    fact = ecosystem.vocabulary.facts.get(margin.fact)
    if fact is None:
        yield unknown("fact", margin.fact, ecosystem.facts)
        return
    if margin.way not in WAYS.get(fact.type, set()):
        yield f"a {fact.type} is drawn by {' or '.join(sorted(WAYS.get(fact.type, {'nothing'})))}"
        return
    given = {**(margin.shares or {}), **(margin.chances or {})}
    named = [*given, *([str(margin.value)] if fact.type is Type.CHOICE and margin.value is not None else [])]
    for option in named:
        if option not in fact.answers:
            yield unknown("answer", option, fact.answers)
    if margin.bands and fact.type in (Type.INTEGER, Type.MONEY):
        low, high = (n // (100 if fact.type is Type.MONEY else 1) for n in fact.bounds)
        if any(band.from_ < low or band.to > high for band in margin.bands):
            yield f"a band lies outside {low:,} to {high:,}"


def grounds(recipe: Recipe) -> tuple[list[str], list[str]]:
    """What each number rests on, a line each: what is published, and what is assumed."""
    parts: list[tuple[str, Grounds]] = [("everybody", margin) for margin in recipe.file.margins]
    for stratum in recipe.file.strata:
        parts += [(stratum.id, stratum.grounds), *((stratum.id, margin) for margin in stratum.margins)]
    published = [
        f"{whose}, {_what(each)}: {each.published} ({', '.join(each.source or ())}, {each.year})"
        for whose, each in parts
        if each.published
    ]
    assumed = [f"{whose}, {_what(each)}: {each.assumed}" for whose, each in parts if each.assumed]
    return published, assumed


def _what(grounds: Grounds) -> str:
    return _name(grounds) if isinstance(grounds, Margin) else "how many"
