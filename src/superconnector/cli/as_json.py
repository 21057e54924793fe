"""What the commands print with --json. docs/how-to/use-the-command-line.md describes every key.

Money is a text in whole units with two decimals beside its currency; a day is year-month-day; a key that
has nothing to say is null or an empty list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from superconnector.apps.programmes.finder import Answer, Change, Findings, TermsView
from superconnector.base.telling import reason_words, why_unsettled
from superconnector.base.workings import clause_in_words, step_in_words
from superconnector.cli.sources import Sources
from superconnector.core.rules.offers import Offer
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import Status
from superconnector.core.rules.verdict import Clause, Outcome, Reason
from superconnector.ecosystem import Ecosystem
from superconnector.ecosystem.schema import Programme

Json = dict[str, Any]
MONEY = frozenset({"amount", "up_to"})
"""The keys of a programme file that hold money."""


def findings_as_json(ecosystem: Ecosystem, findings: Findings, language: str) -> Json:
    """Every answer, those that serve the aims first."""
    sources = Sources(ecosystem)
    answers = [_answer(ecosystem, sources, answer, language) for answer in findings.answers]
    return {
        **_origin(ecosystem, language),
        "on": findings.on.isoformat(),
        "counts": {outcome.value: count for outcome, count in findings.counts.items()},
        "answers": answers,
        "sources": _listed(sources),
    }


def programme_as_json(ecosystem: Ecosystem, view: TermsView, language: str) -> Json:
    """One programme as it stood on a day, with every change ever."""
    sources, programme = Sources(ecosystem), view.programme
    rules = {term.id: clause_in_words(term, programme, ecosystem, view.on) for term in programme.who}
    return {
        **_origin(ecosystem, language),
        "on": view.on.isoformat(),
        "id": programme.id,
        "name": programme.names.text(language),
        "standing": _standing(view.standing, sources, programme),
        "terms": _plain(programme, ecosystem, sources, programme, ""),
        "rules": rules,
        "timeline": [
            _change(change, sources, language) for moment in view.timeline for change in moment.changes
        ],
        "sources": _listed(sources),
    }


def changes_as_json(
    ecosystem: Ecosystem, changes: Sequence[Change], since: date, until: date, language: str
) -> Json:
    """What happened between two days, newest first."""
    sources = Sources(ecosystem)
    return {
        **_origin(ecosystem, language),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "changes": [_change(change, sources, language) for change in changes],
        "sources": _listed(sources),
    }


def _origin(ecosystem: Ecosystem, language: str) -> Json:
    return {"ecosystem": ecosystem.id, "edition": ecosystem.digest, "language": language}


# --- answers ---------------------------------------------------------------------------------------------


def _answer(ecosystem: Ecosystem, sources: Sources, answer: Answer, language: str) -> Json:
    programme, verdict = answer.programme, answer.verdict
    unsettled = verdict.outcome is Outcome.MAY_BE_OPEN and not verdict.could_change
    texts = {clause.requirement.id: clause.requirement.text for clause in verdict.clauses}
    return {
        "programme": programme.id,
        "name": programme.names.text(language),
        "kind": programme.kind,
        "operator": programme.operator.id if programme.operator else None,
        "address": programme.address.url if programme.address else None,
        "relevant": answer.relevant,
        "outcome": verdict.outcome.value,
        "status": _status(verdict.status, sources, programme),
        "at_most": _money(answer.at_most, ecosystem),
        "clauses": [_clause(clause, ecosystem, sources, programme) for clause in verdict.clauses],
        "deciding": [
            {"clause": reason.requirement, "text": texts.get(reason.requirement, "")}
            | _reason(reason, ecosystem)
            for reason in verdict.deciding
        ],
        "would_settle": list(verdict.could_change),
        "why_unsettled": why_unsettled(answer.verdict) if unsettled else None,
        "gives": [_offer(offer, ecosystem, sources, programme) for offer in answer.offers],
    }


def _clause(clause: Clause, ecosystem: Ecosystem, sources: Sources, programme: Programme) -> Json:
    return {
        "id": clause.requirement.id,
        "text": clause.requirement.text,
        "normally": clause.requirement.soft,
        "met": clause.truth,
        "reasons": [_reason(reason, ecosystem) for reason in clause.reasons],
        "sources": sources.keys(clause.requirement.cites, programme),
    }


def _reason(reason: Reason, ecosystem: Ecosystem) -> Json:
    words, known = reason_words(reason, ecosystem), reason.truth is not None
    return {"condition": words, "known": known, "facts": list(reason.facts)}


def _offer(offer: Offer, ecosystem: Ecosystem, sources: Sources, programme: Programme) -> Json:
    return {
        "id": offer.give.id,
        "kind": offer.give.kind.value,
        "text": offer.give.text,
        "applies": offer.applies,
        "amount": _money(offer.amount, ecosystem),
        "at_most": _money(offer.at_most, ecosystem),
        "unknown": list(offer.unknown),
        "working": [
            {
                "kind": step.kind.value,
                "text": step_in_words(step, ecosystem),
                "amount": _money(step.amount, ecosystem),
                "sources": sources.keys(step.cites, programme),
            }
            for step in offer.working
        ],
        "sources": sources.keys(offer.give.cites, programme),
    }


def _status(status: Status, sources: Sources, programme: Programme) -> Json:
    return {
        "state": status.state.value,
        "from": _day(status.from_day),
        "to": _day(status.to_day),
        "as_of": _day(status.as_of),
        "note": status.note or None,
        "sources": sources.keys(status.cites, programme),
    }


def _standing(standing: Standing, sources: Sources, programme: Programme) -> Json:
    return {"takes_applications": standing.truth} | _status(standing.status, sources, programme)


# --- programmes and changes ------------------------------------------------------------------------------


def _change(change: Change, sources: Sources, language: str) -> Json:
    return {
        "on": change.on.isoformat(),
        "programme": change.programme.id,
        "name": change.programme.names.text(language),
        "kind": change.kind.value,
        "part": change.part or None,
        "began": change.began,
        "text": change.text or None,
        "value": change.value or None,
        "note": change.note or None,
        "sources": sources.keys(change.cites, change.programme),
    }


def _plain(value: object, ecosystem: Ecosystem, sources: Sources, programme: Programme, key: str) -> Any:
    """A part of a programme file as JSON: keys as in the file, what is not stated left out, cites as keys."""
    if isinstance(value, BaseModel):
        fields = {
            field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()
        }
        left_out = {"sources"} if isinstance(value, Programme) else set()
        said = {
            name: _plain(each, ecosystem, sources, programme, name)
            for name, each in fields.items()
            if name not in left_out
        }
        return {name: each for name, each in said.items() if each is not None and each not in ([], {})}
    if key in ("source", "names_source"):
        return sources.keys(_cites(value), programme)
    if isinstance(value, dict):
        return {name: _plain(each, ecosystem, sources, programme, "") for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, ecosystem, sources, programme, key) for each in value]
    if isinstance(value, Decimal):
        return _money(int(value * 100), ecosystem) if key in MONEY else f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _cites(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _listed(sources: Sources) -> Json:
    return {
        key: {
            "title": source.title,
            "url": source.url,
            "publisher": source.publisher,
            "kind": source.kind,
            "dated": source.dated,
            "read": source.read.isoformat(),
        }
        for key, source in sorted(sources.by_key().items())
    }


def _money(cents: int | None, ecosystem: Ecosystem) -> Json | None:
    if cents is None:
        return None
    return {"amount": f"{cents // 100}.{cents % 100:02}", "currency": ecosystem.file.currency}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
