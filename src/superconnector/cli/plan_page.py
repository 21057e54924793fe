"""A plan on the terminal: who pays what and why not more, cash, calendar, alternatives, risks."""

from __future__ import annotations

from collections.abc import Iterable

import click

from superconnector.apps.programmes.planner import Planned
from superconnector.cli.output import Page
from superconnector.cli.plan_words import left_words, proof_words, reason_words, risk_words
from superconnector.core.planning import CostLine, Part
from superconnector.core.planning.project import APPLICANT
from superconnector.core.planning.reasons import Why
from superconnector.core.rules.terms import Cite
from superconnector.ecosystem import show_date, show_money


def print_plan(page: Page, planned: Planned) -> None:
    """The stack with its proof, the lines, the cash, the calendar, what else is possible, and the risks."""
    _PlanPage(page, planned).show()


class _PlanPage:
    def __init__(self, page: Page, planned: Planned) -> None:
        self.page, self.planned, self.plan = page, planned, planned.plan
        self.sign = page.ecosystem.file.currency_sign

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
        return self.page.ecosystem.programmes[programme].names.en

    def cited(self, text: str, programme: str, cites: Iterable[str | Cite]) -> str:
        return self.page.cited(text, cites, self.page.ecosystem.programmes[programme])

    def _summary(self) -> None:
        project, plan = self.planned.project, self.plan
        self.page.title(f"Plan of {len(project.lines)} cost lines, as of {show_date(self.planned.on, 'en')}")
        self.page.line(proof_words(plan, project, self.sign))
        self.page.pair("Cost of the project", self.money(project.cost), style="")
        self.page.pair("Public money, not repaid", self.money(plan.granted))
        self.page.pair("Left to pay", self.money(project.cost - plan.granted), style="")
        month = f"at the end of month {plan.deepest_month + 1}"
        self.page.pair(f"Deepest own outlay ({month})", self.money(plan.deepest), style="")

    def _lines(self) -> None:
        self.page.heading("Who pays what")
        for line in self.planned.project.lines:
            self._line(line)

    def _line(self, line: CostLine) -> None:
        self.page.gap()
        self.page.pair(f"{line.id} ({line.kind})", self.money(line.amount))
        for (programme, grant), parts in _by_grant(self.plan.of_line(line)).items():
            cents, claimed = sum(p.cents for p in parts), sum(p.claimed for p in parts)
            said = f"{self.money(cents)} from {self.name(programme)}, of {self.money(claimed)} claimed"
            self.page.line(said, lead="+", indent=2)
            reason = self.planned.binding[programme, grant]
            why = f"Not more: {reason_words(reason, self.page.ecosystem)}."
            self.page.line(self.cited(why, programme, reason.cites), indent=4)
        payer = "you" if line.payer == APPLICANT else line.payer
        self.page.line(f"{self.money(self.plan.own[line.id])} from {payer}", lead="=", indent=2)
        for reason in self.planned.not_more[line.id]:
            if reason.why is not Why.REFUSED:
                why = reason_words(reason, self.page.ecosystem)
                said = self.cited(f"{self.name(reason.programme)}: {why}.", reason.programme, reason.cites)
                self.page.line(f"Nothing from {said}", indent=4)

    def _cash(self) -> None:
        self.page.heading("Cash, month by month")
        click.echo(f"{'month':>5} {'out':>15} {'in':>15} {'balance':>16}")
        for month in self.plan.cash:
            if month.out or month.received or month.number == self.plan.deepest_month:
                deepest = "  deepest" if month.number == self.plan.deepest_month and self.plan.deepest else ""
                row = f"{month.number + 1:>5} {self.money(month.out):>15} {self.money(month.received):>15}"
                click.echo(f"{row} {_signed(month.balance, self.sign):>16}{deepest}")

    def _calendar(self) -> None:
        self.page.heading("Applications")
        if not self.planned.applications:
            self.page.line("None.")
        for each in self.planned.applications:
            programme = self.page.ecosystem.programmes[each.programme]
            when = (
                f"by {show_date(each.latest, 'en')}"
                if each.latest
                else "at once: its first cost falls before the day of this plan"
            )
            self.page.line(
                f"{self.name(each.programme)}: apply {when}. How long approval takes: ask.", lead="-"
            )
            for document in programme.documents:
                self.page.line(self.cited(document.text, each.programme, document.source), lead="·", indent=4)

    def _alternatives(self) -> None:
        self.page.heading("Other plans")
        if not self.planned.alternatives:
            self.page.line("None: no programme is used that one could do without.")
        for each in self.planned.alternatives:
            without = ", ".join(map(self.name, each.without))
            instead = f", with {', '.join(map(self.name, each.instead))}" if each.instead else ""
            self.page.line(
                f"Without {without}{instead}: {self.money(each.costs)} less public money.", lead="-"
            )

    def _possible(self) -> None:
        self.page.heading("What else is possible")
        if not self.planned.possible:
            self.page.line("Nothing that one more answer would bring.")
        for each in self.planned.possible:
            ask = f"answer {', '.join(each.unknown)}" if each.unknown else "ask the operator"
            self.page.line(
                f"{self.name(each.programme)}: up to {self.money(each.brings)} more; {ask}.", lead="?"
            )

    def _risks(self) -> None:
        if self.planned.risks:
            self.page.heading("Risks")
        for risk in self.planned.risks:
            said = f"{self.name(risk.programme)}: {risk_words(risk)}"
            self.page.line(self.cited(said, risk.programme, risk.cites), lead="!")

    def _left(self) -> None:
        told = [(each, words) for each in self.planned.left if (words := left_words(each))]
        if told:
            self.page.heading("Not in reach")
        for each, words in told:
            status = each.verdict.status
            self.page.line(self.cited(f"{self.name(each.programme)}: {words}.", each.programme, status.cites))


def _by_grant(parts: tuple[Part, ...]) -> dict[tuple[str, str], list[Part]]:
    found: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        found.setdefault((part.programme, part.grant), []).append(part)
    return found


def _signed(cents: int, sign: str) -> str:
    return f"-{show_money(-cents, sign)}" if cents < 0 else show_money(cents, sign)
