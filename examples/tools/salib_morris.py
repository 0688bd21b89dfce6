"""SALib drives the model: Morris screening of three uncertainties, with SALib's own sampler and analysis.

`kompetanse sweep design=morris` does the same with luck separated; here the model is just a function.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from SALib.analyze import morris
from SALib.sample.morris import sample

import kompetanse as ko

NAMES = ["fade_unused", "routine_gain", "exit_qualified"]


def practice(row: np.ndarray, seed: int = 1) -> float:
    """Practice in the last spring with these values of the parameters, on the luck of a seed."""
    found = ko.simulate(dict(zip(NAMES, row, strict=True)), seed, scenario="model_2025", world="tiny", horizon=2020)
    return float(found[found["indicator"] == "practice"]["value"].iloc[-1])


def screen(trajectories: int = 6) -> pd.DataFrame:
    """Mean absolute elementary effect (mu_star) and sigma of each parameter."""
    known = ko.parameters()
    bounds = [[known.loc[name, "low"], known.loc[name, "high"]] for name in NAMES]
    problem = {"num_vars": len(NAMES), "names": NAMES, "bounds": bounds}
    points = sample(problem, trajectories, seed=1)
    outcome = np.array([practice(row) for row in points])
    found = morris.analyze(problem, points, outcome, seed=1)
    return pd.DataFrame({"mu_star": found["mu_star"], "sigma": found["sigma"]}, index=NAMES)


if __name__ == "__main__":
    print(screen())
