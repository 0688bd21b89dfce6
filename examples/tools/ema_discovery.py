"""EMA Workbench drives the model: experiments over uncertainties and a lever, and which of them matter.

The model is a function of keyword arguments that returns a dictionary, which is what EMA Workbench asks for.
"""

from __future__ import annotations

import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
from ema_workbench.analysis import feature_scoring

import kompetanse as ko


def run(fade_unused: float, routine_gain: float, requirement: float) -> dict[str, float]:
    """What the decentralised scheme adds to practice by the last spring, against a country without it."""
    found = ko.simulate(
        {"fade_unused": fade_unused, "routine_gain": routine_gain}, levers={"dekom_s.requirement": requirement},
        levers_from=pd.Timestamp("2017-08-01").date(), scenario=["model_2025", "never"], world="tiny", horizon=2020,
    )  # fmt: skip
    practice = found[found["indicator"] == "practice"].groupby("scenario", observed=True)["value"].last()
    return {"added": float(practice["model_2025"] - practice["never"])}


def explore(experiments: int = 12) -> pd.DataFrame:
    """How much each uncertainty and lever matters to what the scheme adds (feature scores, which sum to 1)."""
    known, levers = ko.parameters(), ko.levers()
    model = Model("kompetanse", function=run)
    model.uncertainties = [
        RealParameter(name, known.loc[name, "low"], known.loc[name, "high"]) for name in ("fade_unused", "routine_gain")
    ]
    model.levers = [RealParameter("requirement", levers.loc["dekom_s.requirement", "least"], 1.0)]
    model.outcomes = [ScalarOutcome("added")]
    points, outcomes = perform_experiments(model, scenarios=experiments, policies=2)
    asked = points[["fade_unused", "routine_gain", "requirement"]].astype(float)
    return feature_scoring.get_feature_scores_all(asked, outcomes)


if __name__ == "__main__":
    print(explore())
