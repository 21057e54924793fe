"""Officials and entries as parties that may have something in common: people, organisations, mail domains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from django.db.models import QuerySet

from superconnector.apps.calls.models import Conflict, Entry, Member, Official
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.core.judging.conflicts import Kind, Party
from superconnector.ecosystem.schema import Organisation

KINDS = {
    Kind.PERSON: Conflict.Kind.MEMBER,
    Kind.TIE: Conflict.Kind.DECLARED,
    Kind.ORGANISATION: Conflict.Kind.ORGANISATION,
    Kind.FAMILY: Conflict.Kind.FAMILY,
    Kind.MEMBERSHIP: Conflict.Kind.COMEMBERSHIP,
    Kind.DOMAIN: Conflict.Kind.DOMAIN,
}
UPWARDS = frozenset({"part-of", "subsidiary-of", "affiliate-of", "founded-by"})
DOWNWARDS = frozenset({"parent-of"})


@lru_cache(maxsize=1)
def public_domains() -> frozenset[str]:
    """Domains of mail that stand for nobody, from base/mail_providers.txt."""
    text = files("superconnector.base").joinpath("mail_providers.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def families_of(organisations: Iterable[Organisation]) -> dict[str, frozenset[str]]:
    """Each organisation with all above it, itself included: two that share one of those are a family."""
    above: dict[str, set[str]] = defaultdict(set)
    for each in organisations:
        above[each.id] |= {each.part_of} if each.part_of else set()
        for relation in each.relations:
            if relation.type in UPWARDS:
                above[each.id].add(relation.target)
            elif relation.type in DOWNWARDS:
                above[relation.target].add(each.id)
    return {name: _all_above(name, above) for name in list(above)}


def _all_above(name: str, above: dict[str, set[str]]) -> frozenset[str]:
    reached, ahead = {name}, [name]
    while ahead:
        further = above.get(ahead.pop(), set()) - reached
        reached |= further
        ahead.extend(further)
    return frozenset(reached)


def officials_as_parties(officials: QuerySet[Official]) -> list[Party]:
    """One party an office, by its id; the person's teams in any call are memberships."""
    rows = list(officials.select_related("user"))
    teams = _teams(row.user_id for row in rows)
    families = families_of(current_ecosystem().organisations.values())
    return [
        Party(
            str(row.pk),
            people=_people(row.user_id, row.user.email),
            organisations=_organisations(row.user.organisation, row.user.organisation_name),
            families=families.get(row.user.organisation, frozenset({row.user.organisation})),
            memberships=frozenset(teams[row.user_id]),
            ties=frozenset(key for tie in row.ties for key in _tied(str(tie))),
            domains=_domains([row.user.email]),
        )
        for row in rows
    ]


def entries_as_parties(entries: QuerySet[Entry]) -> list[Party]:
    """One party an entry, by its id: its team, their organisations and its own."""
    rows = list(entries)
    teams: dict[int, list[Member]] = defaultdict(list)
    for member in Member.objects.filter(entry__in=entries).select_related("user").order_by("id"):
        teams[member.entry_id].append(member)
    shared = _teams(member.user_id for team in teams.values() for member in team if member.user_id)
    families = families_of(current_ecosystem().organisations.values())
    return [_entry(row, teams[row.pk], shared, families) for row in rows]


def _entry(
    row: Entry, team: list[Member], shared: dict[int, set[str]], families: dict[str, frozenset[str]]
) -> Party:
    users = [member.user for member in team if member.user is not None]
    addresses = [member.email for member in team] + [user.email for user in users]
    named = [(row.organisation, row.organisation_name)]
    named += [(user.organisation, user.organisation_name) for user in users]
    everyone = [_people(None, address) for address in addresses] + [_people(user.pk, "") for user in users]
    return Party(
        str(row.pk),
        people=frozenset().union(*everyone),
        organisations=frozenset().union(*(_organisations(*each) for each in named)),
        families=frozenset().union(*(families.get(name, frozenset({name})) for name, _ in named)),
        memberships=frozenset().union(*(shared[user.pk] for user in users)),
        domains=_domains(addresses),
    )


def _teams(users: Iterable[int]) -> dict[int, set[str]]:
    """The teams that each of these people is in, in every call."""
    found: dict[int, set[str]] = defaultdict(set)
    wanted = set(users)
    for user, entry in Member.objects.filter(user__in=wanted).order_by("id").values_list("user", "entry"):
        found[user].add(f"team:{entry}")
    return found


def _people(user: int | None, address: str) -> frozenset[str]:
    keys = {f"account:{user}" if user else "", f"mail:{address.strip().lower()}" if address.strip() else ""}
    return frozenset(keys - {""})


def _organisations(in_directory: str, own_words: str) -> frozenset[str]:
    name = " ".join(own_words.casefold().split())
    return frozenset({f"organisation:{in_directory}"} if in_directory else set()) | frozenset(
        {f"name:{name}"} if name else set()
    )


def _tied(tie: str) -> frozenset[str]:
    """A declared tie is an address, the id of an organisation, or the name of one."""
    return _people(None, tie) if "@" in tie else _organisations(tie.strip(), tie)


def _domains(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(address.rpartition("@")[2].lower() for address in addresses if "@" in address)
