"""A programme file in words, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from superconnector.apps.programmes.finder import TermsView
from superconnector.base.codes import CEILINGS, EFFECTS, INTAKES, PAYMENTS
from superconnector.base.telling import count_words, day, standing_words, term_dates
from superconnector.base.workings import clause_in_words
from superconnector.cli.answers import thing_name
from superconnector.cli.output import Page
from superconnector.cli.timeline import print_timeline
from superconnector.cli.words import code_words, language
from superconnector.ecosystem import show_money
from superconnector.ecosystem.schema import Figure, GiveTerm, Programme, Role, Sourced, Tier


def print_programme(page: Page, programme: Programme, view: TermsView) -> None:
    """All of it: `programme` is the whole file, `view` what holds on the day."""
    _head(page, programme, view)
    held = view.programme
    _who(page, held, view.on)
    _gives(page, held)
    _costs(page, held)
    _practice(page, held)
    print_timeline(page, view.timeline)
    _figures(page, programme)
    _limits(page, programme)
    page.list_sources()
    page.gap()
    page.line(_("Checked against its sources on %(day)s") % {"day": day(programme.checked)})


def _head(page: Page, programme: Programme, view: TermsView) -> None:
    names, status = programme.names, view.standing.status
    page.title(names.text(language()))
    if names.zh_hant and language() == "en":
        page.line(names.zh_hant)
    page.line(" · ".join([programme.id, code_words(programme.kind), *programme.aliases]), style="dim")
    page.gap()
    for statement in programme.about:
        page.line(page.cited(statement.text, statement.source, programme))
    page.gap()
    page.entry(_("As of"), day(view.on))
    page.entry(_("Status"), page.cited(standing_words(view.standing), status.cites, programme))
    if status.note:
        page.line(status.note, indent=2, style="dim")
    page.entry(_("Run by"), _role(page, programme.operator, programme))
    page.entry(_("Paid from"), _role(page, programme.funder, programme))
    if programme.part_of:
        page.entry(_("Part of"), page.ecosystem.programmes[programme.part_of].names.text(language()))
    if programme.address:
        page.entry(_("Address"), page.cited("", programme.address.source, programme))
        page.address(programme.address.url, indent=2)
    _intake(page, programme)


def _role(page: Page, role: Role | None, programme: Programme) -> str:
    if role is None:
        return _("not stated")
    said = " · ".join(part for part in (thing_name(page, role.id), role.note) if part)
    return page.cited(said, role.source, programme)


def _intake(page: Page, programme: Programme) -> None:
    intake = programme.intake
    if intake is None:
        return
    said = " ".join(part for part in (str(INTAKES[intake.mode]), intake.text) if part)
    page.entry(_("Intake"), page.cited(said, intake.source, programme))
    for window in intake.windows:
        text = " ".join(part for part in (term_dates(window), window.text) if part)
        page.line(page.cited(text, window.source, programme), lead="·", indent=2)


def _who(page: Page, held: Programme, on: date) -> None:
    page.heading(_("Who may apply"))
    if not held.who:
        page.line(_("No source states who may apply."))
    for term in held.who:
        text = f"{term.text} ({_('normally')})" if term.soft else term.text
        page.line(_said(page, held, text, term), lead="·")
        page.line(clause_in_words(term, held, page.ecosystem, on), indent=4, style="dim")


def _gives(page: Page, held: Programme) -> None:
    page.heading(_("What it gives"))
    if not held.gives:
        page.line(_("No source states what it gives."))
    for give in held.gives:
        page.line(_cited(page, held, f"{code_words(give.kind)}: {give.text}", give.source), lead="·")
        _amounts(page, held, give, indent=2)
        for tier in give.tiers:
            page.line(_cited(page, held, tier.text, tier.source), lead="·", indent=2)
            _amounts(page, held, tier, indent=4)
        if give.note:
            page.line(give.note, indent=2, style="dim")


def _amounts(page: Page, held: Programme, figures: GiveTerm | Tier, indent: int) -> None:
    sign = page.ecosystem.file.currency_sign
    lines: list[tuple[str, str, Sourced]] = []
    lines += [(_("Public share"), term.value, term) for term in figures.shares]
    lines += [(str(CEILINGS[term.per]), _dollars(term.amount, sign), term) for term in figures.ceilings]
    if isinstance(figures, GiveTerm):
        lines += [(_("Least cost"), _dollars(term.amount, sign), term) for term in figures.minimum_cost]
        for own in figures.own_contribution:
            parts = (own.share, _dollars(own.amount, sign), own.form)
            lines.append((_("Own contribution"), " ".join(part for part in parts if part), own))
        for rate in figures.rates:
            most = f"{_('up to')} {_dollars(rate.up_to, sign)}" if rate.up_to is not None else ""
            lines.append((rate.label or _("Rate"), f"{rate.value} {most}".strip(), rate))
    lines += [(term.label or _("Amount"), _dollars(term.amount, sign), term) for term in figures.amounts]
    lines += [(_("People at once"), f"{t.value} {t.per or ''}".strip(), t) for t in figures.people_at_once]
    lines += [(_("Length"), count_words(term, "months"), term) for term in figures.months]
    for label, value, term in lines:
        page.line(_said(page, held, f"{label}: {value}", term), indent=indent)


def _costs(page: Page, held: Programme) -> None:
    for title, costs in ((_("Pays for"), held.costs.eligible), (_("Does not pay for"), held.costs.excluded)):
        if costs:
            page.heading(title)
        for cost in costs:
            text = f"{cost.text} (≤ {cost.share})" if cost.share else cost.text
            page.line(_said(page, held, text, cost), lead="·")


def _practice(page: Page, held: Programme) -> None:
    projects = held.projects
    lines: list[tuple[str, str, Sourced]] = []
    lines += [(_("Length"), count_words(term, "months"), term) for term in held.duration]
    for pay in held.pays:
        share = f" ({pay.share})" if pay.share else ""
        lines.append((_("How it pays"), f"{PAYMENTS[pay.mode]}{share}: {pay.text}", pay))
    lines += [(_("Number of projects"), count_words(term, "lifetime"), term) for term in projects.lifetime]
    lines += [(_("Number of projects"), count_words(term, "at_once"), term) for term in projects.at_once]
    for relation in held.relations:
        other = f"{EFFECTS[relation.effect]} {_other(page, relation.to)}"
        lines.append((_("With other programmes"), f"{other}: {relation.text}", relation))
    lines += [(_("Documents"), term.text, term) for term in held.documents]
    for weighed in held.assessment:
        weight = f" ({weighed.weight})" if weighed.weight else ""
        lines.append((_("How it is judged"), f"{weighed.text}{weight}", weighed))
    lines += [(_("Conditions"), term.text, term) for term in held.conditions]
    _labelled(page, held, _("How it works"), lines)


def _other(page: Page, programme_id: str) -> str:
    if programme_id == "any-public-funding":
        return _("any other public funding")
    programme_id = page.ecosystem.aliases.get(programme_id, programme_id)
    other = page.ecosystem.programmes.get(programme_id)
    return other.names.text(language()) if other else programme_id.replace("-", " ")


def _figures(page: Page, programme: Programme) -> None:
    lines = [(code_words(figure.role), _value(figure), figure) for figure in programme.figures]
    _labelled(page, programme, _("Figures"), lines)


def _value(figure: Figure) -> str:
    match figure.value:
        case dict() as parts:
            said = " : ".join(f"{part:f}" for part in parts.values())
        case Decimal() as number:
            said = f"{number:,f}"
        case _:
            said = str(figure.value or "")
    qualifier = "" if figure.qualifier == "exact" else figure.qualifier.replace("_", " ")
    before, after = (figure.currency, "") if figure.currency else ("", figure.unit)
    when = " ".join(part for part in (figure.as_of, figure.period) if part)
    parts_said = (qualifier, before, said, "" if after == "money" else after, f"({when})" if when else "")
    return " ".join(part for part in parts_said if part)


def _limits(page: Page, programme: Programme) -> None:
    for item in programme.contradictions:
        page.heading(_("The sources disagree. Both are shown."))
        page.line(item.topic)
        for reading in item.readings:
            page.line(_cited(page, programme, reading.text, reading.source), lead="·")
    if programme.not_stated:
        page.heading(_("Not stated by any source we read"))
    for text in programme.not_stated:
        page.line(text, lead="·")


def _labelled(
    page: Page, programme: Programme, title: str, lines: Sequence[tuple[str, str, Sourced]]
) -> None:
    """Values under their labels; a label that several values share is printed once."""
    if lines:
        page.heading(title)
    last = ""
    for label, text, term in lines:
        if label != last:
            page.line(label, style="bold")
        page.line(_said(page, programme, text, term), lead="·", indent=2)
        last = label


def _said(page: Page, programme: Programme, text: str, term: Sourced) -> str:
    """The text with its days, its sources and its note."""
    dates = term_dates(term)
    dated = f"{text} ({dates})" if dates else text
    return " ".join(part for part in (page.cited(dated, term.source, programme), term.note) if part)


def _cited(page: Page, programme: Programme, text: str, cites: list[str] | None) -> str:
    return page.cited(text, cites, programme)


def _dollars(amount: Decimal | None, sign: str) -> str:
    return "" if amount is None else show_money(int(amount * 100), sign)
