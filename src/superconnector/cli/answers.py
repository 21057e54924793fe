"""The answers to one profile, in words: what is open, what may be, what is not and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from superconnector.apps.programmes.finder import Answer, Findings
from superconnector.base.codes import OUTCOMES
from superconnector.base.telling import day, reason_words, status_words, why_unsettled
from superconnector.base.workings import step_in_words
from superconnector.cli.output import Page
from superconnector.cli.words import code_words, language
from superconnector.core.rules.offers import Offer
from superconnector.core.rules.verdict import Clause, Outcome
from superconnector.ecosystem import show_money
from superconnector.ecosystem.schema import Programme

SHOWN = 12
"""How many programmes of a group are shown unless all are asked for."""


def tally(counts: Mapping[Outcome, int]) -> str:
    """`Open to you: 3 · May be open: 57 · …`"""
    return " · ".join(f"{words}: {counts[Outcome(code)]}" for code, words in OUTCOMES.items())


def print_findings(page: Page, findings: Findings, *, everything: bool) -> None:
    """All four groups, each programme with its reasons; without `everything` only what serves the aims."""
    place = page.ecosystem.file.names.text(language())
    page.title(f"{place} · {day(findings.on)}")
    page.line(tally(findings.counts))
    _group(page, Outcome.OPEN, findings.open, _in_full, len(findings.open))
    full_or_brief = _in_full if everything else _in_brief
    for outcome, answers, show in (
        (Outcome.MAY_BE_OPEN, findings.may_be_open, full_or_brief),
        (Outcome.NOT_FOR_YOU, findings.not_for_you, _in_full if everything else _refused),
        (Outcome.CLOSED, findings.closed, _closed),
    ):
        shown = len(answers) if everything else min(SHOWN, sum(answer.relevant for answer in answers))
        _group(page, outcome, answers, show, shown)
    page.list_sources()
    page.gap()
    page.line(page.ecosystem.file.disclaimer.text(language()))


def _group(
    page: Page,
    outcome: Outcome,
    answers: Sequence[Answer],
    show: Callable[[Page, Answer], None],
    shown: int,
) -> None:
    page.heading(f"{OUTCOMES[outcome]} ({len(answers)})")
    for number, answer in enumerate(answers[:shown]):
        if number and show is _in_full:
            page.gap()
        show(page, answer)
    if not answers:
        page.line(_("None."))
    elif shown < len(answers):
        page.line(_("%(n)s more: add --all to see them.") % {"n": len(answers) - shown})


def _in_full(page: Page, answer: Answer) -> None:
    _head(page, answer)
    for clause in answer.verdict.clauses:
        print_clause(page, clause, answer.programme)
    if not answer.verdict.clauses:
        page.clause(None, _("No source states who may apply."))
    if answer.verdict.outcome is Outcome.MAY_BE_OPEN:
        _open_question(page, answer)
    offer = answer.best
    if offer is not None:
        _working(page, offer, answer.programme)
    if answer.programme.address:
        page.address(answer.programme.address.url, indent=2)


def print_clause(page: Page, clause: Clause, programme: Programme) -> None:
    """A requirement, how it stands, and the conditions that decide it."""
    requirement = clause.requirement
    text = f"{requirement.text} ({_('normally')})" if requirement.soft else requirement.text
    page.clause(clause.truth, page.cited(text, requirement.cites, programme))
    for reason in clause.reasons:
        page.line(reason_words(reason, page.ecosystem), indent=6, style="dim")


def _in_brief(page: Page, answer: Answer) -> None:
    page.pair(_name(answer.programme), amount_words(page, answer.best))
    _open_question(page, answer)


def _refused(page: Page, answer: Answer) -> None:
    page.line(_name(answer.programme), style="bold")
    texts = {clause.requirement.id: clause.requirement.text for clause in answer.verdict.clauses}
    for reason in answer.verdict.deciding:
        text = texts.get(reason.requirement, "")
        page.clause(False, page.cited(text, reason.cites, answer.programme))
        page.line(reason_words(reason, page.ecosystem), indent=6, style="dim")


def _closed(page: Page, answer: Answer) -> None:
    status = answer.verdict.status
    page.line(_name(answer.programme), style="bold")
    page.line(page.cited(status_words(status), status.cites, answer.programme), indent=2)


def _head(page: Page, answer: Answer) -> None:
    page.pair(answer.programme.names.text(language()), amount_words(page, answer.best))
    about = [answer.programme.id, code_words(answer.programme.kind), operator_name(page, answer.programme)]
    page.line(" · ".join(part for part in about if part), indent=2, style="dim")


def _open_question(page: Page, answer: Answer) -> None:
    facts = answer.verdict.could_change[:3]
    if facts:
        labels = "; ".join(page.ecosystem.facts[fact].label.text(language()) for fact in facts)
        page.line(f"{_('Would settle it:')} {labels}", indent=2)
    else:
        page.line(why_unsettled(answer.verdict), indent=2)


def _working(page: Page, offer: Offer, programme: Programme) -> None:
    for step in offer.working:
        page.line(page.cited(step_in_words(step, page.ecosystem), step.cites, programme), lead="·", indent=2)
    if offer.unknown:
        labels = ", ".join(page.ecosystem.facts[fact].label.text(language()) for fact in offer.unknown)
        page.line(f"{_('Still unknown:')} {labels}", indent=2)


def amount_words(page: Page, offer: Offer | None) -> str:
    """`HK$450,000`, `up to HK$600,000`, or nothing."""
    sign = page.ecosystem.file.currency_sign
    if offer is None:
        return ""
    if offer.amount is not None:
        return show_money(offer.amount, sign)
    return f"{_('up to')} {show_money(offer.at_most, sign)}" if offer.at_most is not None else ""


def operator_name(page: Page, programme: Programme) -> str:
    """Who runs it: the name of an organisation or programme, else the note; empty if not stated."""
    operator = programme.operator
    return "" if operator is None else thing_name(page, operator.id) or operator.note or ""


def thing_name(page: Page, thing: str | None) -> str:
    """The name of an organisation or programme, the id where it has no file; empty without an id."""
    named = page.ecosystem.organisations.get(thing or "") or page.ecosystem.programmes.get(thing or "")
    return named.names.text(language()) if named else thing or ""


def _name(programme: Programme) -> str:
    return f"{programme.names.text(language())} ({programme.id})"
