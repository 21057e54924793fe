"""An independent reference: the mixed model by generalised least squares with the full covariance
matrix (best linear unbiased prediction: Henderson, Biometrics 31, 1975).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import Table

Array = npt.NDArray[np.float64]


def dense(table: Table, variances: Variances) -> tuple[Array, Array, Array, Array]:
    """Mean and covariance of the entries' worth (track included), then of the judges' shifts."""
    entries, judges, tracks = table.size
    z = np.eye(entries)[table.entry]
    w = np.eye(judges)[table.judge]
    x = np.eye(tracks)[table.track][table.entry]
    inverse = np.linalg.inv(
        z @ z.T * variances.entry + w @ w.T * variances.judge + np.eye(len(table.value)) * variances.noise
    )
    fixed = np.linalg.inv(x.T @ inverse @ x)
    beta = fixed @ x.T @ inverse @ table.value
    rest = inverse - inverse @ x @ fixed @ x.T @ inverse
    to_entry = np.eye(tracks)[table.track] @ fixed @ x.T @ inverse + variances.entry * z.T @ rest
    worth = np.eye(tracks)[table.track] @ beta + variances.entry * z.T @ inverse @ (table.value - x @ beta)
    # The error of the prediction has the covariance of (worth − A y) with A = to_entry.
    joint = variances.entry * z.T
    whole = np.linalg.inv(inverse)
    error = (
        variances.entry * np.eye(entries)
        - to_entry @ joint.T
        - joint @ to_entry.T
        + to_entry @ whole @ to_entry.T
    )
    shift = variances.judge * w.T @ rest @ table.value
    of_judges = variances.judge * np.eye(judges) - variances.judge**2 * w.T @ rest @ w
    return worth, error, shift, of_judges
