"""From a plan to the API's answer, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from superconnector.api import plan_schemas as out
from superconnector.api.schemas import Named
from superconnector.api.shapes import cites
from superconnector.apps.programmes.planner import Planned
from superconnector.base import plan_words
from superconnector.core.planning import CostLine, Part
from superconnector.core.planning.reasons import Reason
from superconnector.ecosystem import Ecosystem

GOAL: dict[str, out.Goal] = {"grant": "grant", "cash": "cash", "applications": "applications"}


@dataclass(frozen=True, slots=True)
class PlanShaper:
    """Writes one plan in one language."""

    ecosystem: Ecosystem
    language: str
    planned: Planned

    def plan(self) -> out.PlanOut:
        planned, plan = self.planned, self.planned.plan
        return out.PlanOut(
            on=planned.on,
            currency=self.ecosystem.file.currency,
            status=plan.status.value,
            cost_cents=planned.project.cost,
            public_cents=plan.granted,
            deepest_cents=plan.deepest,
            deepest_month=plan.deepest_month + 1,
            proofs=[out.ProofOut(goal=GOAL[p.goal], value=p.value, bound=p.bound) for p in plan.proofs],
            lines=[self._line(line) for line in planned.project.lines],
            cash=self._cash(),
            applications=self._applications(),
            risks=[
                out.RiskOut(
                    programme=self._named(risk.programme),
                    code=risk.code.value,
                    text=str(plan_words.RISKS[risk.code]),
                    detail=risk.detail,
                    sources=cites(risk.cites),
                )
                for risk in planned.risks
            ],
            alternatives=self._alternatives(),
            possible=self._possible(),
            untried=[self._named(programme) for programme in planned.untried],
            out_of_reach=[
                out.LeftOutcome(
                    programme=self._named(left.programme),
                    why=left.why.value,
                    text=str(plan_words.LEFT[left.why]),
                )
                for left in planned.left
            ],
        )

    def _named(self, programme: str) -> Named:
        return Named(id=programme, name=self.ecosystem.programmes[programme].names.text(self.language))

    def _line(self, line: CostLine) -> out.LineOut:
        plan = self.planned.plan
        return out.LineOut(
            id=line.id,
            amount_cents=line.amount,
            parts=[self._part(part) for part in plan.of_line(line)],
            own_cents=plan.own[line.id],
            why_not_more=[self._why(reason) for reason in self._reasons(line)],
        )

    def _part(self, part: Part) -> out.PartOut:
        grants = {(s.programme, g.id): g for s in self.planned.schemes for g in s.grants}
        return out.PartOut(
            programme=self._named(part.programme),
            grant=part.grant,
            first_month=part.first_month + 1,
            months=part.end - part.first_month,
            claimed_cents=part.claimed,
            cents=part.cents,
            sources=cites(grants[part.programme, part.grant].cites),
        )

    def _reasons(self, line: CostLine) -> list[Reason]:
        planned = self.planned
        return plan_words.reasons_of(planned.plan, line, planned.not_more[line.id], planned.binding)

    def _why(self, reason: Reason) -> out.WhyOut:
        return out.WhyOut(
            code=reason.why.value,
            programme=self._named(reason.programme),
            text=plan_words.reason_words(reason, self.ecosystem),
            sources=cites(reason.cites),
        )

    def _cash(self) -> list[out.MonthOut]:
        return [
            out.MonthOut(
                month=month.number + 1,
                first_day=self.planned.project.first_day(month.number),
                out_cents=month.out,
                received_cents=month.received,
                balance_cents=month.balance,
            )
            for month in self.planned.plan.cash
        ]

    def _applications(self) -> list[out.ApplicationOut]:
        awards = self.planned.plan.awards
        return [
            out.ApplicationOut(
                programme=self._named(step.programme),
                cents=sum(award.cents for award in awards if award.programme == step.programme),
                first_cost=step.first_cost,
                latest=step.latest,
                closes=step.closes,
            )
            for step in self.planned.applications
        ]

    def _possible(self) -> list[out.PossibleOut]:
        return [
            out.PossibleOut(
                programme=self._named(each.programme),
                brings_cents=each.brings,
                missing_facts=list(each.unknown),
            )
            for each in self.planned.possible
        ]

    def _alternatives(self) -> list[out.AlternativeOut]:
        return [
            out.AlternativeOut(
                without=[self._named(programme) for programme in each.without],
                instead=[self._named(programme) for programme in each.instead],
                public_cents=each.plan.granted,
                deepest_cents=each.plan.deepest,
            )
            for each in self.planned.alternatives
        ]
