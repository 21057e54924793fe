"""organisations/*.yaml: who stands behind the programmes."""

from __future__ import annotations

from superconnector.ecosystem.schema.parts import Cites, Id, Localised, Sourced, Statement, Strict, Text, Url


class Relation(Sourced):
    """How an organisation stands to another, or to a programme (`target`)."""

    type: Id
    target: Id


class Person(Sourced):
    """An office-holder that a source names."""

    name: Text
    role: Text


class Organisation(Strict):
    """organisations/*.yaml: one organisation, one file, or `organisations: [...]` for a family of them."""

    id: Id
    names: Localised
    names_source: Cites | None = None
    aliases: list[Text] = []
    kind: Id
    address: Url | None = None
    part_of: Id | None = None
    statements: list[Statement] = []
    relations: list[Relation] = []
    people: list[Person] = []
    not_stated: list[Text] = []
    note: Text | None = None


class OrganisationsFile(Strict):
    """organisations/*.yaml with several organisations."""

    organisations: list[Organisation]
