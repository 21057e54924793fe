"""Conflicts of interest, found by hash joins on what judges and entries have in common.

The cost is that of the keys read and the pairs found, never of judges × entries. To look again at a few
judges or entries only, pass only these on their side: nothing found depends on who else is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MOST = 1_000_000
"""Pairs that one key may make before it is taken for a mistake in the data."""


class Kind(StrEnum):
    """What the two have in common."""

    PERSON = "person"
    """The judge is one of the entry's people."""
    TIE = "tie"
    """Either has declared a tie to the other, to its people or to its organisations."""
    ORGANISATION = "organisation"
    FAMILY = "family"
    """Organisations that belong together: parent and subsidiary, university and its company."""
    MEMBERSHIP = "membership"
    """Both sit in the same board, laboratory or society."""
    DOMAIN = "domain"
    """An e-mail domain, or one beneath it, that is not a public provider's."""


@dataclass(frozen=True, slots=True)
class Party:
    """A judge or an entry, as what it can be recognised by: ids in every set but `domains`.

    people: the judge alone, or the members of the team. ties: ids of people, organisations, judges, entries.
    Ids of different things must differ, since a tie does not say what it is a tie to.
    """

    id: str
    people: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    memberships: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """Everything that a tie to this party may name."""
        return self.people | self.organisations | {self.id}


class Conflict(NamedTuple):
    """A pair, and one thing that the two have in common."""

    judge: str
    entry: str
    kind: Kind
    key: str


Keys = Callable[[Party], Iterable[str]]


def conflicts(
    judges: Iterable[Party], entries: Iterable[Party], public_domains: frozenset[str], *, most: int = MOST
) -> list[Conflict]:
    """Every reason of every pair, once each, sorted. `public_domains` (lower case) are no reason.

    Raises ValueError where one key would make more than `most` pairs: a public provider that is not listed,
    or an organisation that stands for "none". Nothing is left out silently.
    """
    judges, entries = list(judges), list(entries)
    found: set[Conflict] = set()
    for kind, of_judge, of_entry in _joins(public_domains):
        for key, some, others in _joined(_by_key(judges, of_judge), _by_key(entries, of_entry)):
            if len(some) * len(others) > most:
                raise ValueError(f"{kind} {key}: {len(some)} judges and {len(others)} entries share it")
            found.update(Conflict(judge, entry, kind, key) for judge in some for entry in others)
    return sorted(found)


def _joins(public: frozenset[str]) -> list[tuple[Kind, Keys, Keys]]:
    """Each kind, with the keys of a judge and of an entry that must meet."""

    def domains(party: Party) -> list[str]:
        """The domains of the party's addresses, without those at which everybody may have one."""
        return _own_domains(party, public)

    def wider(party: Party) -> list[str]:
        """Each of those domains and all that it lies under: lab.example.org is of example.org too."""
        return [wide for domain in domains(party) for wide in _upwards(domain)]

    return [
        (Kind.PERSON, lambda judge: judge.people, lambda entry: entry.people),
        (Kind.TIE, lambda judge: judge.ties, lambda entry: entry.names),
        (Kind.TIE, lambda judge: judge.names, lambda entry: entry.ties),
        (Kind.ORGANISATION, lambda judge: judge.organisations, lambda entry: entry.organisations),
        (Kind.FAMILY, lambda judge: judge.families, lambda entry: entry.families),
        (Kind.MEMBERSHIP, lambda judge: judge.memberships, lambda entry: entry.memberships),
        (Kind.DOMAIN, domains, wider),
        (Kind.DOMAIN, wider, domains),
    ]


def _by_key(parties: list[Party], keys: Keys) -> dict[str, set[str]]:
    """Ids of the parties by key. An empty key is nobody's."""
    found: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        for key in keys(party):
            if key:
                found[key].add(party.id)
    return found


def _joined(
    judges: dict[str, set[str]], entries: dict[str, set[str]]
) -> Iterator[tuple[str, set[str], set[str]]]:
    for key in sorted(judges.keys() & entries.keys()):
        yield key, judges[key], entries[key]


def _own_domains(party: Party, public: frozenset[str]) -> list[str]:
    tidy = {domain.strip().strip(".").lower() for domain in party.domains}
    return [domain for domain in sorted(tidy) if "." in domain and public.isdisjoint(_upwards(domain))]


def _upwards(domain: str) -> list[str]:
    """The domain and those above it. One side is always a domain that somebody writes mail from, so that two
    companies beneath com.hk have nothing in common, while cs.example.edu and example.edu do."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
