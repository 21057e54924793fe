"""Reads of the programmes: the ecosystem in use, and the catalogue."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from threading import Lock

from django.db.models import Q, QuerySet

from superconnector.apps.programmes.history import status_on
from superconnector.apps.programmes.models import Programme, Tag
from superconnector.base.models import Edition
from superconnector.base.queries import current_edition, files_of
from superconnector.base.search import NOTHING, words_of
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import State
from superconnector.ecosystem import Ecosystem, load
from superconnector.ecosystem.schema import Programme as ProgrammeFile

TAGGED_BY = {
    Tag.Group.APPLICANT: "applicant.type",
    Tag.Group.FIELD: "project.fields",
    Tag.Group.STAGE: "applicant.stage",
    Tag.Group.AIM: "project.aims",
}
"""The fact whose options the tags of each group are."""


class NoEditionError(Exception):
    """No edition is current: `superconnector load` (or ./run demo) has not been run on this database."""


_compiling = Lock()


def current_ecosystem() -> Ecosystem:
    """The ecosystem of the current edition. One small query; compiled once in a process for each edition.

    Raises NoEditionError before the first load.
    """
    edition = current_edition()
    if edition is None:
        raise NoEditionError("No ecosystem is loaded. Run: python -m django load_ecosystem FOLDER")
    with _compiling:  # the first requests of a process wait for one compilation instead of starting several
        return _compiled(edition.digest)


@lru_cache(maxsize=2)
def _compiled(digest: str) -> Ecosystem:
    return load(files_of(Edition.objects.get(digest=digest)))


@dataclass(frozen=True, slots=True)
class Filters:
    """What the catalogue is narrowed by; empty means any. `availability`: `applied-for` or `not-applied-for`.

    A tag matches what lies above and below it in its hierarchy: what is for businesses is for companies.
    `status` is a state, or `unconfirmed` for an *open* that is too long ago to rely on.
    """

    text: str = ""
    operator: str = ""
    kind: str = ""
    applicant: str = ""
    field: str = ""
    stage: str = ""
    aim: str = ""
    status: str = ""
    availability: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue."""

    programme: ProgrammeFile
    standing: Standing

    @property
    def status(self) -> str:
        """The state, or `unconfirmed`."""
        stated = self.standing.status.state
        return "unconfirmed" if stated is State.OPEN and self.standing.truth is None else str(stated)


def catalogue(filters: Filters, on: date) -> list[Entry]:
    """The programmes that fit, by English name, with their status on the day. Two queries."""
    ecosystem = current_ecosystem()
    rows = _filtered(filters, ecosystem).order_by("name_en", "id").values_list("id", flat=True)
    known = (ecosystem.programmes[key] for key in rows if key in ecosystem.programmes)
    entries = [Entry(programme, status_on(ecosystem, programme, on)) for programme in known]
    return [entry for entry in entries if not filters.status or entry.status == filters.status]


def operators() -> list[str]:
    """The ids of organisations that operate a programme, sorted."""
    rows = Programme.objects.exclude(operator="").order_by("operator")
    return list(rows.values_list("operator", flat=True).distinct())


def kinds() -> list[str]:
    """The kinds of programme that occur, sorted."""
    return list(Programme.objects.order_by("kind").values_list("kind", flat=True).distinct())


def tags(group: Tag.Group) -> list[str]:
    """The tags of a group that occur, sorted."""
    return list(Tag.objects.filter(group=group).order_by("value").values_list("value", flat=True).distinct())


def _filtered(filters: Filters, ecosystem: Ecosystem) -> QuerySet[Programme]:
    if any(NOTHING in value for name, value in asdict(filters).items() if name != "text"):
        return Programme.objects.none()
    rows = Programme.objects.filter(_exactly(filters))
    for group, value in _tags_of(filters):
        rows = rows.filter(id__in=_tagged(group, family(ecosystem, TAGGED_BY[group], value)))
    for word in words_of(filters.text):
        rows = rows.filter(search__contains=word)
    return rows


def _exactly(filters: Filters) -> Q:
    wanted = Q()
    if filters.operator:
        wanted &= Q(operator=filters.operator)
    if filters.kind:
        wanted &= Q(kind=filters.kind)
    if filters.availability:
        wanted &= Q(applied_for=filters.availability == "applied-for")
    return wanted


def _tags_of(filters: Filters) -> list[tuple[str, str]]:
    pairs = [
        (Tag.Group.APPLICANT, filters.applicant),
        (Tag.Group.FIELD, filters.field),
        (Tag.Group.STAGE, filters.stage),
        (Tag.Group.AIM, filters.aim),
    ]
    return [(group, value) for group, value in pairs if value]


def _tagged(group: str, values: Iterable[str]) -> QuerySet[Tag]:
    return Tag.objects.filter(group=group, value__in=list(values)).values("programme_id")


def family(ecosystem: Ecosystem, fact_id: str, option: str) -> frozenset[str]:
    """The option with all above and below it in the hierarchy of the fact."""
    fact = ecosystem.vocabulary.facts.get(fact_id)
    if fact is None:
        return frozenset({option})
    parents = {each.id: each.parent for each in fact.options}
    above, at = set(), parents.get(option)
    while at is not None and at not in above:
        above.add(at)
        at = parents.get(at)
    return fact.descendants(option) | above
