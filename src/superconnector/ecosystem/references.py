"""Whether everything that is named exists, and whether every name names one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from superconnector.ecosystem.draft import Draft, Place
from superconnector.ecosystem.problems import Problem, unknown
from superconnector.ecosystem.schema import FactFile, FactOption, Organisation, Programme

ANY_PUBLIC_FUNDING = "any-public-funding"
RESERVED = frozenset(
    {"application_day", "not_stated", "min", "max", "percent", "date", "years", "months", "days"}
    | {"years_since", "months_since", "any_of", "all_of"}
)


def reference_problems(draft: Draft) -> Iterator[Problem]:
    """Everything but sources and expressions, which have modules of their own."""
    programmes = {p.id for _, p in draft.programmes()} | _stems(draft, "programmes")
    organisations = {o.id for _, o in draft.organisations()} | _stems(draft, "organisations")
    facts = {fact.id: fact for _, fact in draft.facts()}
    for place, programme in draft.programmes():
        yield from _programme(place, programme, programmes, organisations)
        if not draft.broken_in("facts"):
            yield from _choices_of(place, programme, facts)
    for place, organisation in draft.organisations():
        yield from _organisation(place, organisation, programmes, organisations)
    yield from _names(draft)
    yield from _aliases(draft)
    yield from _circles([(place, p.id, p.part_of) for place, p in draft.programmes()])
    yield from _circles([(place, o.id, o.part_of) for place, o in draft.organisations()])
    if draft.ecosystem is not None and not draft.broken_in("facts"):
        first = Place(draft.documents["ecosystem.yaml"]) / "ask_first"
        for number, fact_id in enumerate(draft.ecosystem.ask_first):
            yield from _known(first / number, "fact", fact_id, facts)


def _stems(draft: Draft, folder: str) -> set[str]:
    """Files that could not be read still exist: nothing else is to be said of references to them."""
    return {PurePosixPath(path).stem for path in draft.broken if path.startswith(folder + "/")}


def _known(place: Place, what: str, word: str | None, known: Collection[str]) -> Iterator[Problem]:
    if word is not None and word not in known:
        yield place.problem(unknown(what, word, known))


def _programme(
    place: Place, programme: Programme, programmes: set[str], organisations: set[str]
) -> Iterator[Problem]:
    stem = PurePosixPath(place.document.path).stem
    if programme.id != stem:
        yield (place / "id").problem(
            f"the id is {programme.id}, the file is named {stem}; make them the same"
        )
    for key, role in (("operator", programme.operator), ("funder", programme.funder)):
        if role is not None:
            known = organisations | programmes
            yield from _known(place / key / "id", "organisation or programme", role.id, known)
    yield from _known(place / "part_of", "programme", programme.part_of, programmes)
    for number, relation in enumerate(programme.relations):
        to = place / "relations" / number / "to"
        yield from _known(to, "programme", relation.to, programmes | {ANY_PUBLIC_FUNDING})
        if relation.to == programme.id:
            yield to.problem("a programme stands in no relation to itself")


def _choices_of(place: Place, programme: Programme, facts: Mapping[str, FactFile]) -> Iterator[Problem]:
    """Cost kinds, tags and the basis of shares come from the facts."""
    tags, at = programme.tags, place / "tags"
    yield from _options(at / "applicants", tags.applicants, facts, "applicant.type")
    yield from _options(at / "fields", tags.fields, facts, "project.fields")
    yield from _options(at / "stages", tags.stages, facts, "applicant.stage")
    yield from _options(at / "aims", tags.aims, facts, "project.aims")
    for key, costs in (("eligible", programme.costs.eligible), ("excluded", programme.costs.excluded)):
        known = _option_ids(facts, "project.cost_kinds")
        for number, cost in enumerate(costs):
            yield from _known(place / "costs" / key / number / "kind", "kind of cost", cost.kind, known)
    money = {key for key, fact in facts.items() if fact.type == "money"}
    for number, give in enumerate(programme.gives):
        yield from _known(place / "gives" / number / "basis", "fact of type money", give.basis, money)


def _options(
    place: Place, words: Iterable[str], facts: Mapping[str, FactFile], fact_id: str
) -> Iterator[Problem]:
    for number, word in enumerate(words):
        yield from _known(place / number, f"option of {fact_id}", word, _option_ids(facts, fact_id))


def _option_ids(facts: Mapping[str, FactFile], fact_id: str) -> list[str]:
    options = facts[fact_id].options if fact_id in facts else None
    return [option.id for option in options] if isinstance(options, list) else []


def _organisation(
    place: Place, organisation: Organisation, programmes: set[str], organisations: set[str]
) -> Iterator[Problem]:
    yield from _known(place / "part_of", "organisation", organisation.part_of, organisations)
    for number, relation in enumerate(organisation.relations):
        target = place / "relations" / number / "target"
        yield from _known(target, "organisation or programme", relation.target, organisations | programmes)


def _names(draft: Draft) -> Iterator[Problem]:
    """An id names one fact, one definition, one organisation, one give, one tier, one option."""
    yield from _twice("fact", [(place / "id", fact.id) for place, fact in draft.facts()])
    yield from _twice("definition", [(place / "id", each.id) for place, each in draft.definitions()])
    yield from _twice("organisation", [(place / "id", each.id) for place, each in draft.organisations()])
    for place, fact in draft.facts():
        yield from _fact_options(place, fact)
    for place, definition in draft.definitions():
        yield from _reserved(place / "id", definition.id)
    for place, programme in draft.programmes():
        for name in programme.parameters:
            yield from _reserved(place / "parameters" / name, name)
        at = place / "gives"
        yield from _twice("give", [(at / i / "id", give.id) for i, give in enumerate(programme.gives)])
        for i, give in enumerate(programme.gives):
            tiers = [(at / i / "tiers" / j / "id", tier.id) for j, tier in enumerate(give.tiers)]
            yield from _twice("tier", tiers)


def _twice(what: str, named: Iterable[tuple[Place, str]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for place, name in named:
        if name in first:
            other = first[name].document
            line = other.spot(first[name].loc).line
            yield place.problem(f"the {what} {name} is there already, at {other.path}:{line}")
        first.setdefault(name, place)


def _reserved(place: Place, name: str) -> Iterator[Problem]:
    if name in RESERVED:
        yield place.problem(f"{name} is a word of the language of conditions; choose another name")


def _fact_options(place: Place, fact: FactFile) -> Iterator[Problem]:
    options: list[FactOption] = fact.options if isinstance(fact.options, list) else []
    at, parents = place / "options", {option.id: option.parent for option in options}
    yield from _twice("option", [(at / i / "id", option.id) for i, option in enumerate(options)])
    for number, option in enumerate(options):
        yield from _known(at / number / "parent", "option of this fact", option.parent, parents)
    yield from _circles([(at / i, option.id, option.parent) for i, option in enumerate(options)])


def _circles(parts: list[tuple[Place, str, str | None]]) -> Iterator[Problem]:
    """What is part of itself, at whatever remove; told once for each member of the circle."""
    above = {name: parent for _, name, parent in parts}
    for place, name, parent in parts:
        chain = [name]
        step = parent
        while step is not None and step not in chain:
            chain.append(step)
            step = above.get(step)
        if step == name:
            yield place.problem(f"is part of itself: {' → '.join([*chain, name])}")


def _aliases(draft: Draft) -> Iterator[Problem]:
    """An alias leads to one programme, whatever its capitals, and is not another's id."""
    owners = {p.id.casefold(): p.id for _, p in draft.programmes()}
    for place, programme in draft.programmes():
        for number, alias in enumerate(programme.aliases):
            owner = owners.setdefault(alias.casefold(), programme.id)
            if owner != programme.id:
                yield (place / "aliases" / number).problem(f"{alias} leads to {owner} already")
