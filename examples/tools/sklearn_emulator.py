"""scikit-learn stands in for the model: a Gaussian process learns a sweep, and answers between its points at once.

A stand-in is only as good as its check: it is scored on points that it has not seen.
"""

from __future__ import annotations

from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

import kompetanse as ko

FACTORS = ["fade_unused", "routine_gain"]


def learn(points: int = 16, replications: int = 2, **shared: object) -> tuple[Pipeline, float]:
    """A stand-in for practice as a function of two parameters, and its R2 in cross-validation.

    Args:
        points: Of the design, a power of two.
        replications: Of each point.
        shared: Other options of `kompetanse.sweep`.
    """
    given = {"world": "tiny", "horizon": 2020, "workers": 1, **shared}
    swept = ko.sweep(FACTORS, "model_2025", points=points, replications=replications, **given)
    outcomes = swept.outcomes("practice").groupby("point").mean(numeric_only=True)
    x, y = outcomes[FACTORS].to_numpy(), outcomes["value"].to_numpy()
    kernel = RBF([1.0, 1.0], (0.1, 1e4)) + WhiteKernel(0.1, (1e-8, 10.0))
    model = make_pipeline(StandardScaler(), GaussianProcessRegressor(kernel, normalize_y=True, random_state=1))
    score = cross_val_score(model, x, y, cv=4).mean()
    return model.fit(x, y), float(score)


if __name__ == "__main__":
    emulator, score = learn()
    print(f"R2 on points it has not seen: {score:.2f}")
