"""What the software needs of a call beside its file: the door's answer by group, and a pinned text reread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.terms import Requirement, State, Status, Terms
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.ecosystem.convert import cites, dated
from superconnector.ecosystem.document import read_document
from superconnector.ecosystem.draft import typed
from superconnector.ecosystem.ecosystem import Ecosystem
from superconnector.ecosystem.problems import EcosystemError
from superconnector.ecosystem.schema import Call, Group, Programme, RequirementTerm

PINNED = "call.yaml"
"""The name under which the problems of a pinned text are told."""


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """Whether somebody may enter in a group, with the proof. The days of entry are not looked at."""

    group: Group
    verdict: Verdict

    @property
    def may_enter(self) -> bool | None:
        """None: it depends on what is not answered yet, or no source states it."""
        return {Outcome.OPEN: True, Outcome.NOT_FOR_YOU: False}.get(self.verdict.outcome)


def core_terms_of_group(call: Call, group: Group, programme: Programme | None = None) -> Terms:
    """Who may enter in a group, as terms that are always open; their id is `call/group`.

    `programme` is the call's; its clauses come first where the group says `programme_terms`.
    Raises ValueError if they are needed and it is not given.
    """
    clauses = list(group.who)
    inherited = programme if group.programme_terms else None
    if group.programme_terms and inherited is None:
        raise ValueError(f"{call.id}/{group.id} takes the terms of a programme that is not given")
    if inherited is not None:
        clauses = [*inherited.who, *clauses]
    return Terms(
        programme=f"{call.id}/{group.id}",
        statuses=(Status(State.OPEN),),
        requirements=tuple(_requirement(clause) for clause in clauses),
        parameters={name: dated(each) for name, each in inherited.parameters.items()} if inherited else {},
    )


def _requirement(clause: RequirementTerm) -> Requirement:
    return Requirement(
        clause.id,
        clause.expression,
        clause.text,
        clause.soft,
        clause.from_,
        clause.to,
        cites(clause.source),
    )


def judge_groups(ecosystem: Ecosystem, call: Call, profile: Profile, on: date) -> tuple[GroupAnswer, ...]:
    """The answer of every group on a day, in the order of the file, so that the door can offer another group.

    Raises RuleError if the ecosystem no longer has a fact that a pinned call asks for, and KeyError if it no
    longer has the call's programme.
    """
    programme = ecosystem.programmes[call.programme] if call.programme is not None else None
    terms = [core_terms_of_group(call, group, programme) for group in call.groups]
    book = RuleBook.compile(terms, ecosystem.vocabulary, on, ecosystem.file.stale_after_days)
    return tuple(
        GroupAnswer(group, verdict) for group, verdict in zip(call.groups, book.judge(profile), strict=True)
    )


def read_call(text: str) -> Call:
    """The call of a definition's text. What it names elsewhere (programme, facts, sources) is not looked up.

    Raises EcosystemError with every problem of form, by line.
    """
    document = read_document(PINNED, text)
    model = document if isinstance(document, list) else typed(Call, document)
    if isinstance(model, list):
        raise EcosystemError(model)
    return model
