"""The best assignment by integer programming, goal after goal: CP-SAT with a variable for every pair."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Entry, Judge, Pair, Problem
from tests.core.judging.exhaustive import Scores, is_guest, possible

Expr = cp_model.LinearExprT


class _Model:
    def __init__(self, problem: Problem, scores: Scores) -> None:
        self.problem, self.scores = problem, scores
        self.cp = cp_model.CpModel()
        self.chosen = {
            (judge.id, entry.id): self.cp.new_bool_var("")
            for entry in problem.entries
            for judge in problem.judges
            if possible(problem, entry, judge)
        }
        self.done = {entry.id: sum(e == entry.id for _, e in problem.fixed) for entry in problem.entries}
        self.did = {judge.id: sum(j == judge.id for j, _ in problem.fixed) for judge in problem.judges}

    def of_entry(self, entry: Entry) -> list[tuple[Judge, cp_model.IntVar]]:
        found = ((judge, self.chosen.get((judge.id, entry.id))) for judge in self.problem.judges)
        return [(judge, chosen) for judge, chosen in found if chosen is not None]

    def missing(self) -> list[Expr]:
        """Missing readings, and the ones that are missing on top of another."""
        whole, repeated = [], []
        for entry in self.problem.entries:
            asked = max(entry.readings - self.done[entry.id], 0)
            lack = self.cp.new_int_var(0, asked, "")
            self.cp.add(lack + sum(chosen for _, chosen in self.of_entry(entry)) == asked)
            square = self.cp.new_int_var(0, asked * asked, "")
            self.cp.add_multiplication_equality(square, [lack, lack])
            whole.append(lack)
            repeated.append(square - lack)
        return [-sum(whole), -sum(repeated)]

    def links(self, network: Network) -> Expr:
        made = []
        for entry, need in zip(network.entries, network.needs.tolist(), strict=True):
            those = self.of_entry(entry)
            before = {judge for judge, read in self.problem.before if read == entry.id}
            guests = [c for judge, c in those if is_guest(entry, judge) and judge.id not in before]
            self.cp.add(sum(guests) <= need)
            linked = self.cp.new_int_var(0, need, "")
            self.cp.add(linked <= sum(chosen for judge, chosen in those if judge.tracks != {entry.track}))
            made.append(linked)
        return sum(made)

    def floors(self) -> Expr:
        met = []
        for judge in self.problem.judges:
            new = [chosen for (name, _), chosen in self.chosen.items() if name == judge.id]
            self.cp.add(sum(new) <= max(judge.at_most - self.did[judge.id], 0))
            reached = self.cp.new_int_var(0, judge.at_least, "")
            self.cp.add(reached <= sum(new) + self.did[judge.id])
            met.append(reached)
        return sum(met)

    def lowest(self) -> Expr:
        least = self.cp.new_int_var(0, 1001, "")
        for entry in self.problem.entries:
            for judge, chosen in self.of_entry(entry):
                pair = (judge.id, entry.id)
                if pair not in self.problem.before and not is_guest(entry, judge):
                    self.cp.add(least <= self.scores[pair]).only_enforce_if(chosen)
        return least

    def goals(self) -> list[Expr]:
        """As in exhaustive.worth, the most important first."""
        kept = sum(chosen for pair, chosen in self.chosen.items() if pair in self.problem.before)
        lowest = [self.lowest()] if self.problem.bottleneck_first else []
        total = sum(self.scores[pair] * chosen for pair, chosen in self.chosen.items())
        return [*self.missing(), self.links(Network(self.problem)), self.floors(), kept, *lowest, total]


def best_pairs(problem: Problem, scores: Scores) -> set[Pair]:
    """The new pairs of one best assignment."""
    model = _Model(problem, scores)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    goals: Sequence[Expr] = model.goals()
    for goal in goals:
        model.cp.maximize(goal)
        assert solver.solve(model.cp) == cp_model.OPTIMAL
        model.cp.add(goal >= round(solver.objective_value))
    return {pair for pair, chosen in model.chosen.items() if solver.value(chosen)}
