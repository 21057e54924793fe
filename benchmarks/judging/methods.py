"""Ways to assign judges: the pairs that each chose, how many it had to choose from, and what it says.

Solvers are imported where they are used: not all of them are in one environment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging.instances import READINGS, Call

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    keys: Keys
    pairs: int
    says: str


def ours(call: Call, width: int, seconds: float) -> Answer:
    return _ours(call, bottleneck_first=False)


def ours_lowest_first(call: Call, width: int, seconds: float) -> Answer:
    return _ours(call, bottleneck_first=True)


def _ours(call: Call, *, bottleneck_first: bool) -> Answer:
    from superconnector.core.judging.assignment import assign  # noqa: PLC0415

    made = assign(call.problem(bottleneck_first=bottleneck_first))
    keys = [int(entry[1:]) * len(call.judges) + int(judge[1:]) for judge, entry in made.pairs]
    says = "proven over all pairs" if made.proven else f"at most {made.bound}"
    return Answer(np.array(keys), len(call.entries) * len(call.judges) - len(call.conflicts), says)


def flow(call: Call, width: int, seconds: float) -> Answer:
    """Minimum-cost flow of OR-tools over all pairs, or over each entry's best; floors as forced units."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415

    entry, judge, score = call.best(width)
    entries, judges = len(call.entries), len(call.judges)
    everyone, sink = np.arange(judges) + entries, entries + judges
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(entry, judge + entries, np.ones_like(entry), -score)
    free = call.most - call.least
    solver.add_arcs_with_capacity_and_unit_cost(everyone, np.full(judges, sink), free, np.zeros(judges, int))
    supply = np.concatenate(
        [np.full(entries, READINGS), -call.least, [call.least.sum() - entries * READINGS]]
    )
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    if solver.solve() != solver.OPTIMAL:
        return Answer(entry[:0], len(entry), "infeasible")
    used = solver.flows(np.arange(len(entry))) > 0
    return Answer(entry[used] * judges + judge[used], len(entry), "optimal over these pairs")


def highs(call: Call, width: int, seconds: float) -> Answer:
    """The linear programme; its corners are whole, since the matrix is that of a network."""
    import highspy  # noqa: PLC0415

    entry, judge, score = call.best(width)
    entries, judges, count = len(call.entries), len(call.judges), len(entry)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, entries + judges
    model.col_cost_ = -score.astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_ = np.concatenate([np.full(entries, READINGS), call.least]).astype(float)
    model.row_upper_ = np.concatenate([np.full(entries, READINGS), call.most]).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2)
    model.a_matrix_.index_ = np.stack([entry, judge + entries], axis=1).ravel()
    model.a_matrix_.value_ = np.ones(2 * count)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        return Answer(entry[:0], count, solver.modelStatusToString(status).lower())
    used = np.array(solver.getSolution().col_value) > 0.5
    return Answer(entry[used] * judges + judge[used], count, "optimal over these pairs")


def cp_sat(call: Call, width: int, seconds: float) -> Answer:
    from ortools.sat.python import cp_model  # noqa: PLC0415

    entry, judge, score = call.best(width)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(entry))]
    of_entry: list[list[cp_model.IntVar]] = [[] for _ in call.entries]
    of_judge: list[list[cp_model.IntVar]] = [[] for _ in call.judges]
    for e, j, variable in zip(entry.tolist(), judge.tolist(), chosen, strict=True):
        of_entry[e].append(variable)
        of_judge[j].append(variable)
    for those in of_entry:
        model.add(sum(those) == READINGS)
    for those, least, most in zip(of_judge, call.least.tolist(), call.most.tolist(), strict=True):
        model.add_linear_constraint(sum(those), least, most)
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, score.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        says = "infeasible" if status == cp_model.INFEASIBLE else "time limit reached"
        return Answer(entry[:0], len(entry), says)
    used = np.array([solver.boolean_value(variable) for variable in chosen])
    says = "optimal over these pairs" if status == cp_model.OPTIMAL else "time limit reached"
    return Answer(entry[used] * len(call.judges) + judge[used], len(entry), says)


def greedy(call: Call, width: int, seconds: float) -> Answer:
    """The best pair that is still free, again and again; floors are left to luck."""
    entry, judge, score = call.best(width)
    left, room = [READINGS] * len(call.entries), call.most.tolist()
    keys = []
    for at in np.argsort(-score, kind="stable"):
        e, j = int(entry[at]), int(judge[at])
        if left[e] and room[j]:
            left[e] -= 1
            room[j] -= 1
            keys.append(e * len(call.judges) + j)
    return Answer(np.array(keys), len(entry), "greedy")


METHODS: dict[str, Callable[[Call, int, float], Answer]] = {
    "ours": ours,
    "ours, lowest first": ours_lowest_first,
    "OR-tools flow": flow,
    "HiGHS": highs,
    "CP-SAT, 2 workers": cp_sat,
    "greedy": greedy,
}
ELSEWHERE = ("HiGHS",)
"""Methods that need the packages of requirements-bench.lock."""
