"""Whether everything that a call names exists, in the call and beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Protocol

from superconnector.ecosystem.draft import Draft, Place
from superconnector.ecosystem.problems import Problem, unknown
from superconnector.ecosystem.schema import Call, ChoiceQuestion, Group, Programme
from superconnector.ecosystem.schema.programmes import Role

Named = Iterable[tuple[Place, str]]


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


class _Grouped(Protocol):
    @property
    def groups(self) -> list[str]: ...


def call_reference_problems(draft: Draft) -> Iterator[Problem]:
    """Programmes, organisations, groups and criteria that no one has; ids that stand twice.

    Of files that could not be read, nothing is said.
    """
    programmes = {p.id: p for _, p in draft.programmes()}
    organisations = {o.id for _, o in draft.organisations()} | programmes.keys()
    for place, call in draft.calls():
        stem = PurePosixPath(place.document.path).stem
        if call.id != stem:
            yield (place / "id").problem(f"the id is {call.id}, the file is named {stem}; make them the same")
        if not draft.broken_in("programmes"):
            yield from _known(place / "programme", "programme", call.programme, programmes)
        if not draft.broken_in("programmes", "organisations"):
            yield from _organisers(place, call, organisations)
        yield from _inherited(place, call, programmes)
        yield from _twice(place, call)
        yield from _groups(place, call)
        yield from _criteria(place, call)


def _known(place: Place, what: str, word: str | None, known: Collection[str]) -> Iterator[Problem]:
    if word is not None and word not in known:
        yield place.problem(unknown(what, word, known))


def _organisers(place: Place, call: Call, known: Collection[str]) -> Iterator[Problem]:
    others = ((place / "co_organisers" / i, role) for i, role in enumerate(call.co_organisers))
    for here, role in ((place / "organiser", call.organiser), *others):
        yield from _known(here / "id", "organisation or programme", role.id, known)
        yield from _nameless(here, role)


def _nameless(place: Place, role: Role) -> Iterator[Problem]:
    if role.id is None and role.note is None:
        yield place.problem("give the id of an organisation, or say under note: who it is")


def _inherited(place: Place, call: Call, programmes: dict[str, Programme]) -> Iterator[Problem]:
    """The terms of the programme need a programme, and its clauses keep their ids."""
    for number, group in enumerate(call.groups):
        here = place / "groups" / number
        if group.programme_terms and call.programme is None:
            yield (here / "programme_terms").problem("the call names no programme whose terms could hold")
        if group.programme_terms and call.programme in programmes:
            yield from _same_clause(here / "who", group, programmes[call.programme])


def _same_clause(place: Place, group: Group, programme: Programme) -> Iterator[Problem]:
    taken = {clause.id for clause in programme.who}
    for number, clause in enumerate(group.who):
        if clause.id in taken:
            at = place / number / "id"
            yield at.problem(f"{programme.id} has a clause {clause.id}; choose another id")


def _twice(place: Place, call: Call) -> Iterator[Problem]:
    lists: list[tuple[str, Named]] = [
        ("group", _ids(place / "groups", call.groups)),
        ("track", _ids(place / "tracks", call.tracks)),
        ("role", _ids(place / "roles", call.roles)),
        ("phase", _ids(place / "phases", call.phases)),
        ("question", _ids(place / "questions", call.questions)),
        ("criterion", _ids(place / "criteria", call.criteria)),
        ("prize", _ids(place / "prizes", call.prizes)),
    ]
    for number, group in enumerate(call.groups):
        lists.append(("clause", _ids(place / "groups" / number / "who", group.who)))
    for number, question in enumerate(call.questions):
        if isinstance(question, ChoiceQuestion):
            lists.append(("option", _ids(place / "questions" / number / "options", question.options)))
    for what, named in lists:
        yield from _repeated(what, named)


def _ids(place: Place, items: Iterable[_WithId]) -> Named:
    return [(place / number / "id", item.id) for number, item in enumerate(items)]


def _repeated(what: str, named: Named) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for place, name in named:
        if name in first:
            line = place.document.spot(first[name].loc).line
            yield place.problem(f"the {what} {name} is there already, on line {line}")
        first.setdefault(name, place)


def _groups(place: Place, call: Call) -> Iterator[Problem]:
    known = [group.id for group in call.groups]
    lists: list[tuple[str, Sequence[_Grouped]]] = [
        ("tracks", call.tracks),
        ("questions", call.questions),
        ("criteria", call.criteria),
        ("prizes", call.prizes),
    ]
    named = [(place / key / i, each.groups) for key, items in lists for i, each in enumerate(items)]
    named += [(place / "vote", call.vote.groups)] if call.vote else []
    named += [(place / "trials", call.trials.groups)] if call.trials else []
    for here, groups in named:
        at = here / "groups"
        for number, group in enumerate(groups):
            yield from _known(at / number, "group", group, known)
        yield from _repeated("group", [(at / number, group) for number, group in enumerate(groups)])


def _criteria(place: Place, call: Call) -> Iterator[Problem]:
    known = [criterion.id for criterion in call.criteria]
    ties = [(place / "judging" / "ties" / number, each) for number, each in enumerate(call.judging.ties)]
    for here, each in ties:
        yield from _known(here, "criterion", each, known)
    yield from _repeated("criterion", ties)
