"""From the domain's objects to the API's answers, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from superconnector.api import schemas as out
from superconnector.apps.programmes.finder import Answer, Change, TermsView
from superconnector.apps.programmes.history import figure, status_on, timeline
from superconnector.base.words import in_words
from superconnector.base.workings import step_in_words
from superconnector.core.rules.offers import Offer
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import Cite, State
from superconnector.core.rules.verdict import Reason
from superconnector.ecosystem import Ecosystem, options_of
from superconnector.ecosystem.schema import (
    NOT_APPLIED_FOR,
    FactFile,
    Localised,
    Organisation,
    Programme,
    Role,
    Source,
)

LANGUAGES = ("en", "zh-hant", "zh-hans")
PAGE_ONLY = {
    "id",
    "names",
    "names_source",
    "aliases",
    "kind",
    "about",
    "tags",
    "not_stated",
    "sources",
    "checked",
}
"""Parts of a programme file that /programmes/{id} shows and /terms does not repeat."""


@dataclass(frozen=True, slots=True)
class Shaper:
    """Writes answers for one ecosystem in one language."""

    ecosystem: Ecosystem
    language: str

    def named(self, programme: Programme | Organisation) -> out.Named:
        return out.Named(id=programme.id, name=programme.names.text(self.language))

    def line(self, programme: Programme, stood: Standing) -> out.ProgrammeLine:
        return out.ProgrammeLine(
            id=programme.id,
            name=programme.names.text(self.language),
            kind=programme.kind,
            operator=self._role(programme.operator),
            applied_for=programme.kind not in NOT_APPLIED_FOR,
            status=status(stood),
            checked=programme.checked,
        )

    def programme(self, programme: Programme, stood: Standing) -> out.ProgrammeOut:
        return out.ProgrammeOut(
            **self.line(programme, stood).model_dump(),
            names=names(programme.names),
            aliases=programme.aliases,
            funder=self._role(programme.funder),
            address=programme.address.url if programme.address else None,
            part_of=self._thing(programme.part_of) if programme.part_of else None,
            tags=programme.tags.model_dump(),
            about=[out.StatementOut(text=each.text, sources=each.source) for each in programme.about],
            not_stated=programme.not_stated,
            days_of_change=[moment.on for moment in timeline(programme)],
            sources=self._sources(programme),
        )

    def terms(self, view: TermsView) -> out.TermsOut:
        terms = view.programme.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude=PAGE_ONLY
        )
        return out.TermsOut(
            programme=self.named(view.programme),
            on=view.on,
            status=status(view.standing),
            previous_change=view.previous,
            next_change=view.following,
            terms=terms,
            sources=self._sources(view.programme),
        )

    def organisation(self, organisation: Organisation) -> out.OrganisationOut:
        runs = [
            self.named(each)
            for each in self.ecosystem.programmes.values()
            if organisation.id in {role.id for role in (each.operator, each.funder) if role}
        ]
        return out.OrganisationOut(
            id=organisation.id,
            name=organisation.names.text(self.language),
            names=names(organisation.names),
            kind=organisation.kind,
            part_of=organisation.part_of,
            address=organisation.address,
            programmes=runs,
        )

    def fact(self, fact: FactFile) -> out.FactOut:
        return out.FactOut(
            id=fact.id,
            type=fact.type,
            label=fact.label.text(self.language),
            question=fact.question.text(self.language),
            help=fact.help.text(self.language) if fact.help else None,
            why=fact.why.text(self.language),
            unit=fact.unit.text(self.language) if fact.unit else None,
            options=[
                out.OptionOut(id=each.id, label=each.label.text(self.language), parent=each.parent)
                for each in options_of(fact)
            ],
        )

    def answer(self, answer: Answer, on: date) -> out.AnswerOut:
        verdict, programme = answer.verdict, answer.programme
        return out.AnswerOut(
            programme=self.named(programme),
            kind=programme.kind,
            outcome=verdict.outcome.value,
            relevant=answer.relevant,
            status=status(status_on(self.ecosystem, programme, on)),
            clauses=[
                out.ClauseOut(
                    id=clause.requirement.id,
                    text=clause.requirement.text,
                    met=clause.truth,
                    soft=clause.requirement.soft,
                    sources=cites(clause.requirement.cites),
                )
                for clause in verdict.clauses
            ],
            deciding=[self._reason(reason) for reason in verdict.deciding],
            could_change=list(verdict.could_change),
            offers=[self._offer(offer) for offer in answer.offers],
        )

    def change(self, change: Change) -> out.ChangeOut:
        return out.ChangeOut(
            on=change.on,
            programme=self.named(change.programme),
            kind=change.kind.value,
            part=change.part,
            text=change.text,
            value=change.value,
            replaces=figure(change.before) if change.before else "",
            began=change.began,
            note=change.note,
            sources=list(change.cites),
        )

    def _reason(self, reason: Reason) -> out.ReasonOut:
        return out.ReasonOut(
            clause=reason.requirement,
            condition=in_words(reason.atom, self.ecosystem),
            met=reason.truth,
            facts=list(reason.facts),
            sources=cites(reason.cites),
        )

    def _offer(self, offer: Offer) -> out.OfferOut:
        return out.OfferOut(
            id=offer.give.id,
            kind=offer.give.kind.value,
            text=offer.give.text,
            applies=offer.applies,
            at_most_cents=offer.at_most,
            cents=offer.amount,
            missing_facts=list(offer.unknown),
            working=[
                out.StepOut(kind=step.kind.value, text=step_in_words(step, self.ecosystem), cents=step.amount)
                for step in offer.working
            ],
            sources=cites(offer.give.cites),
        )

    def _role(self, role: Role | None) -> out.Named | None:
        return self._thing(role.id) if role and role.id else None

    def _thing(self, key: str) -> out.Named:
        things: dict[str, Programme | Organisation] = {
            **self.ecosystem.programmes,
            **self.ecosystem.organisations,
        }
        return self.named(things[key]) if key in things else out.Named(id=key, name=key)

    def _sources(self, programme: Programme) -> dict[str, out.SourceOut]:
        """The programme's own sources and the shared ones that it cites."""
        cited = {key: source for key, source in self.ecosystem.sources.items() if key in _cited(programme)}
        return {key: source_out(source) for key, source in {**cited, **programme.sources}.items()}


def status(stood: Standing) -> out.StatusOut:
    """The status of a day; an *open* that is not confirmed any more says so."""
    stated = stood.status
    return out.StatusOut(
        state=stated.state.value,
        since=stated.from_day,
        until=stated.to_day,
        as_of=stated.as_of,
        confirmed=not (stated.state is State.OPEN and stood.truth is None),
        note=stated.note,
        sources=cites(stated.cites),
    )


def cites(found: Iterable[Cite]) -> list[str]:
    """`source-id#place`, as in the files."""
    return [f"{cite.source}#{cite.place}" if cite.place else cite.source for cite in found]


def names(localised: Localised) -> dict[str, str]:
    """The name in every language that has one."""
    every = {language: localised.text(language) for language in LANGUAGES}
    return {language: name for language, name in every.items() if language == "en" or localised.zh_hant}


def source_out(source: Source) -> out.SourceOut:
    """A source without its sections."""
    return out.SourceOut(**source.model_dump(include=set(out.SourceOut.model_fields)))


def _cited(programme: Programme) -> set[str]:
    found: set[str] = set()
    _gather(programme.model_dump(), found)
    return found


def _gather(value: object, found: set[str]) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            if key in {"source", "names_source"} and isinstance(each, list):
                found.update(str(cite).partition("#")[0] for cite in each)
            else:
                _gather(each, found)
    elif isinstance(value, list):
        for each in value:
            _gather(each, found)
