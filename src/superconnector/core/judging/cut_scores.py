"""What readings say whose total stands at the end of the scale: that much or more, not that much.

A judge who would have given 11 of 10 gives 10. Taken at its word this makes noise and severity look smaller
than they are, most where the best entries are read again and again. So such a reading is taken for what it
is, a bound (Tobin, Econometrica 26, 1958): the posterior is the normal one around its own mode (Laplace's
method), in which a bound acts like a total and a weight of its own, found by Newton's method. Variances are
those that explain themselves in it, as MacKay (Neural Computation 4, 1992) fits them.
"""

from __future__ import annotations

from dataclasses import replace
from math import erfc, pi, sqrt

import numpy as np

from superconnector.core.judging.calibration_variances import LEAST, variances
from superconnector.core.judging.chance import Floats
from superconnector.core.judging.posterior import Posterior, Seen, posterior
from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import Table

ROUNDS = 12
"""Of Newton's method and of the variances together; the last change is far below a thousandth."""
MOST_CUT = 0.5
"""Where more of the readings are cut, too few are left that tell how wide noise is: all stay as given."""
FAR = -30.0
"""So many deviations from the edge the tail is too thin for erfc; its expansion takes over."""
NODES, SHARES = np.polynomial.hermite_e.hermegauss(7)
"""Where a normal number is looked at for a mean over it (Gauss and Hermite), and with what weight."""


def estimated(table: Table) -> tuple[Variances, Seen | None] | None:
    """Variances, and what the readings say where some are cut; None if entries show no difference."""
    start = variances(table)
    cut = np.count_nonzero(table.cut)
    if start is None or not 0 < cut <= MOST_CUT * len(table.cut):
        return None if start is None else (start, None)
    known, opinion = start, table.value
    for _ in range(ROUNDS):
        found = posterior(table, known, seed="", draws=0, seen=seen(table, known, opinion))
        known, opinion = _explained(table, known, found), found.opinion
        # An end of the scale hides noise. Where all is explained but for it, better too wide than too sure.
        known = replace(known, noise=max(known.noise, start.noise))
    return known, seen(table, known, opinion)


def seen(table: Table, known: Variances, opinion: Floats) -> Seen:
    """Totals with the weight of noise; of a bound, what its likelihood looks like around `opinion`."""
    cut, deviation = table.cut != 0, sqrt(known.noise)
    ahead = (table.cut * (opinion - table.edge))[cut] / deviation
    slope = hazard(ahead)
    bend = np.maximum(slope * (slope + ahead), LEAST)
    value, weight = table.value.copy(), np.full(len(cut), 1 / known.noise)
    value[cut] = opinion[cut] + table.cut[cut] * deviation * slope / bend
    weight[cut] = bend / known.noise
    return Seen(value, weight)


def hazard(ahead: Floats) -> Floats:
    """The density of a standard normal number over its distribution function: the slope of the logarithm."""
    at = np.maximum(ahead, FAR)
    below = np.array([erfc(-each / sqrt(2)) / 2 for each in at.ravel().tolist()]).reshape(at.shape)
    far = np.minimum(ahead, FAR)
    slope: Floats = np.where(ahead < FAR, -far - 1 / far, np.exp(-(at**2) / 2) / sqrt(2 * pi) / below)
    return slope


def _explained(table: Table, known: Variances, found: Posterior) -> Variances:
    """The variances of what was found, each over the number of figures that the readings have settled."""
    entries, judges, _ = table.size
    settled = entries - float(np.sum(found.own_variance)) / known.entry
    entry = float(np.sum(found.own**2)) / max(settled, LEAST)
    settled = judges - float(np.sum(found.judge_sd**2)) / known.judge
    judge = float(np.sum(found.judge**2)) / max(settled, LEAST)
    noise = _noise(table, known, found)
    least = LEAST * (entry + judge + noise)
    return Variances(max(entry, least), max(judge, least), max(noise, least))


def _noise(table: Table, known: Variances, found: Posterior) -> float:
    """The mean of the squared noise to be expected (EM): it cannot overshoot where little is left free."""
    whole, bound = table.cut == 0, table.cut != 0
    rest = np.sum((table.value - found.opinion)[whole] ** 2 + found.opinion_variance[whole])
    ahead = (table.cut * (found.opinion - table.edge))[bound]
    points = ahead[:, None] + np.sqrt(found.opinion_variance[bound])[:, None] * NODES
    points /= sqrt(known.noise)
    beyond = known.noise * np.sum(1 - points * hazard(points) @ SHARES / np.sum(SHARES))
    return float(rest + beyond) / len(table.value)
