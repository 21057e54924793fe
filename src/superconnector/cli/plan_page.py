"""A plan on the terminal: who pays what and why not more, cash, calendar, alternatives, risks."""

from __future__ import annotations

from collections.abc import Iterable

import click
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from superconnector.apps.programmes.planner import Application, Planned
from superconnector.apps.programmes.schemes import Left
from superconnector.base.plan_words import LEFT, proof_words, reason_words, risk_words
from superconnector.cli.output import Page
from superconnector.core.planning import CostLine, Part
from superconnector.core.planning.project import APPLICANT
from superconnector.core.planning.reasons import Why
from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import show_date, show_money

SAID_BY_THE_FINDER = frozenset((Left.NOT_FOR_YOU, Left.NO_MONEY))


def print_plan(page: Page, planned: Planned) -> None:
    """The stack with its proof, the lines, the cash, the calendar, what else is possible, and the risks."""
    _PlanPage(page, planned).show()


class _PlanPage:
    def __init__(self, page: Page, planned: Planned) -> None:
        self.page, self.planned, self.plan = page, planned, planned.plan
        self.sign = page.ecosystem.file.currency_sign
        self.language = get_language() or "en"

    def show(self) -> None:
        self._summary()
        self._lines()
        self._cash()
        self._calendar()
        self._alternatives()
        self._possible()
        self._risks()
        self._left()
        self.page.list_sources()

    def money(self, cents: int) -> str:
        return show_money(cents, self.sign)

    def name(self, programme: str) -> str:
        return self.page.ecosystem.programmes[programme].names.text(self.language)

    def cited(self, text: str, programme: str, cites: Iterable[str | Cite]) -> str:
        return self.page.cited(text, cites, self.page.ecosystem.programmes[programme])

    def _summary(self) -> None:
        plan, cost, risks = self.plan, self.planned.project.cost, len(self.planned.risks)
        day = show_date(self.planned.on, self.language)
        self.page.title(
            ngettext(
                "Plan of %(n)s cost line, as of %(day)s",
                "Plan of %(n)s cost lines, as of %(day)s",
                len(self.planned.project.lines),
            )
            % {"n": len(self.planned.project.lines), "day": day}
        )
        self.page.line(f"{plan.status}: {proof_words(plan, self.sign)}")
        granted = self.money(plan.granted)
        self.page.pair(_("Cost of the project"), self.money(cost), style="")
        self.page.pair(
            _("Public money, not repaid"), _("up to %(amount)s") % {"amount": granted} if risks else granted
        )
        self.page.pair(_("Left to pay"), self.money(cost - plan.granted), style="")
        outlay = _("Deepest own outlay (at the end of month %(month)s)") % {"month": plan.deepest_month + 1}
        self.page.pair(outlay, self.money(plan.deepest), style="")
        if risks:
            self.page.line(
                ngettext(
                    "The plan rests on %(n)s point that no source settles.",
                    "The plan rests on %(n)s points that no source settles.",
                    risks,
                )
                % {"n": risks}
            )

    def _lines(self) -> None:
        self.page.heading(_("Who pays what"))
        for line in self.planned.project.lines:
            self._line(line)

    def _line(self, line: CostLine) -> None:
        self.page.gap()
        self.page.pair(f"{line.id} ({line.kind})", self.money(line.amount))
        for (programme, grant), parts in _by_grant(self.plan.of_line(line)).items():
            said = _("%(amount)s from %(programme)s, of %(claimed)s claimed") % {
                "amount": self.money(sum(part.cents for part in parts)),
                "programme": self.name(programme),
                "claimed": self.money(sum(part.claimed for part in parts)),
            }
            self.page.line(said, lead="+", indent=2)
            reason = self.planned.binding[programme, grant]
            why = reason_words(reason, self.page.ecosystem)
            self.page.line(self.cited(why, programme, reason.cites), indent=4)
        payer = _("you") if line.payer == APPLICANT else line.payer
        own = _("%(amount)s from %(payer)s") % {"amount": self.money(self.plan.own[line.id]), "payer": payer}
        self.page.line(own, lead="=", indent=2)
        for reason in self.planned.not_more[line.id] if self.plan.own[line.id] else ():
            if reason.why is not Why.REFUSED:
                why = reason_words(reason, self.page.ecosystem)
                self.page.line(self.cited(why, reason.programme, reason.cites), indent=4)

    def _cash(self) -> None:
        self.page.heading(_("Cash, month by month"))
        heads = (_("month"), _("out"), _("in"), _("balance"))
        click.echo("{:>5} {:>15} {:>15} {:>16}".format(*heads))
        for month in self.plan.cash:
            if month.out or month.received or month.number == self.plan.deepest_month:
                lowest = month.number == self.plan.deepest_month and self.plan.deepest
                row = f"{month.number + 1:>5} {self.money(month.out):>15} {self.money(month.received):>15}"
                mark = f"  {_('deepest')}" if lowest else ""
                click.echo(f"{row} {self.money(month.balance):>16}{mark}")

    def _calendar(self) -> None:
        self.page.heading(_("Applications"))
        if not self.planned.applications:
            self.page.line(_("None."))
        for each in self.planned.applications:
            programme = self.page.ecosystem.programmes[each.programme]
            self.page.line(f"{self.name(each.programme)}: {self._when(each)}", lead="-")
            for document in programme.documents:
                self.page.line(self.cited(document.text, each.programme, document.source), lead="·", indent=4)

    def _when(self, each: Application) -> str:
        if each.latest is None:
            said = _("apply at once: its first cost falls before the day of this plan.")
        else:
            said = _("apply by %(day)s.") % {"day": show_date(each.latest, self.language)}
        return f"{said} {_('How long approval takes: ask.')}"

    def _alternatives(self) -> None:
        self.page.heading(_("Other plans"))
        if not self.planned.alternatives:
            self.page.line(_("None: no programme is used that one could do without."))
        for each in self.planned.alternatives:
            names = {
                "without": ", ".join(map(self.name, each.without)),
                "instead": ", ".join(map(self.name, each.instead)),
                "amount": self.money(each.costs),
            }
            if each.instead:
                said = _("Without %(without)s, with %(instead)s: %(amount)s less public money.")
            else:
                said = _("Without %(without)s: %(amount)s less public money.")
            self.page.line(said % names, lead="-")

    def _possible(self) -> None:
        self.page.heading(_("What else is possible"))
        if not self.planned.possible:
            self.page.line(_("Nothing that one more answer would bring."))
        for each in self.planned.possible:
            if each.unknown:
                ask = _("answer %(facts)s") % {"facts": ", ".join(each.unknown)}
            else:
                ask = _("ask the operator")
            said = _("%(programme)s: up to %(amount)s more; %(ask)s.") % {
                "programme": self.name(each.programme),
                "amount": self.money(each.brings),
                "ask": ask,
            }
            self.page.line(said, lead="?")
        if self.planned.untried:
            names = ", ".join(map(self.name, self.planned.untried))
            self.page.line(_("Not tried, for want of time: %(names)s.") % {"names": names})

    def _risks(self) -> None:
        if self.planned.risks:
            self.page.heading(_("Risks"))
        for risk in self.planned.risks:
            said = f"{self.name(risk.programme)}: {risk_words(risk)}"
            self.page.line(self.cited(said, risk.programme, risk.cites), lead="!")

    def _left(self) -> None:
        """What the plan cannot use, but for what the finder tells better."""
        told = [each for each in self.planned.left if each.why not in SAID_BY_THE_FINDER]
        if told:
            self.page.heading(_("Not in reach"))
        for each in told:
            status = each.verdict.status
            why = str(LEFT[each.why])
            if each.why is Left.CLOSED and status.from_day:
                why = _("closed since %(day)s") % {"day": show_date(status.from_day, self.language)}
            elif each.why is Left.CLOSED:
                continue
            self.page.line(self.cited(f"{self.name(each.programme)}: {why}.", each.programme, status.cites))


def _by_grant(parts: tuple[Part, ...]) -> dict[tuple[str, str], list[Part]]:
    found: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        found.setdefault((part.programme, part.grant), []).append(part)
    return found
