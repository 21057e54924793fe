"""The catalogue's filters: what can be chosen, and how many programmes each choice has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from superconnector.apps.programmes.queries import Filters
from superconnector.base.codes import KINDS, STATES
from superconnector.ecosystem import Ecosystem, options_of
from superconnector.portal.localised import words

FIELDS = ("operator", "kind", "applicant", "field", "stage", "aim", "status")
TAGS = {
    "applicant": ("applicants", "applicant.type"),
    "field": ("fields", "project.fields"),
    "stage": ("stages", "applicant.stage"),
    "aim": ("aims", "project.aims"),
}
"""Filter → the tag list of a programme, and the fact whose options the tags are."""


@dataclass(frozen=True)
class FilterField:
    """One select: its options are (value, label, number of programmes or None)."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str, int | None]]


def chosen(request: HttpRequest) -> Filters:
    """The filters of the request; a value that nobody offers finds nothing and harms nothing."""
    wanted = {name: request.GET.get(name, "").replace("\0", "")[:80] for name in FIELDS}
    return Filters(text=request.GET.get("q", ""), **wanted)


def filter_fields(filters: Filters, ecosystem: Ecosystem) -> list[FilterField]:
    """The selects with their counts over all programmes; none for what no programme says."""
    labels = {
        "operator": _("Run by"),
        "kind": _("Kind"),
        "applicant": _("For"),
        "field": _("Field"),
        "stage": _("Stage"),
        "aim": _("Aim"),
        "status": _("Status"),
    }
    offered = {name: _options(name, ecosystem) for name in FIELDS}
    return [
        FilterField(name, labels[name], getattr(filters, name), options)
        for name, options in offered.items()
        if options
    ]


def _options(name: str, ecosystem: Ecosystem) -> list[tuple[str, str, int | None]]:
    if name == "status":
        return [(key, str(label), None) for key, label in STATES.items()]
    programmes = ecosystem.programmes.values()
    counts: Counter[str]
    if name == "kind":
        counts = Counter(str(p.kind) for p in programmes)
        labels = {key: str(label) for key, label in KINDS.items()}
    elif name == "operator":
        counts = Counter(p.operator.id for p in programmes if p.operator and p.operator.id)
        names = {p.id: p.names for p in programmes}
        names |= {o.id: o.names for o in ecosystem.organisations.values()}
        labels = {key: words(names[key]) for key in counts if key in names}
    else:
        tag, fact = TAGS[name]
        counts = Counter(value for p in programmes for value in getattr(p.tags, tag))
        known = options_of(ecosystem.facts[fact]) if fact in ecosystem.facts else []
        labels = {option.id: words(option.label) for option in known}
    return sorted(
        ((key, labels[key], count) for key, count in counts.items() if key in labels),
        key=lambda option: option[1].casefold(),
    )
