"""Optuna drives the model, by ask and tell: which values of two parameters give a turnover that was observed?

Luck is handled by using the same seeds in every trial, so that trials differ by their parameters only.
"""

from __future__ import annotations

import optuna

import kompetanse as ko

OBSERVED = 0.10
"""Turnover to be met (made up for the example)."""
SEEDS = (1, 2)


def turnover(parameters: dict[str, float]) -> float:
    """Turnover in the last spring, mean over the seeds."""
    found = 0.0
    for seed in SEEDS:
        frame = ko.simulate(parameters, seed, scenario="never", world="tiny", horizon=2019)
        found += frame[frame["indicator"] == "turnover"]["value"].iloc[-1] / len(SEEDS)
    return found


def fit(trials: int = 20) -> optuna.Study:
    """Ask for values, run, tell how far off they were."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    known = ko.parameters()
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    for _ in range(trials):
        trial = study.ask()
        asked = {
            name: trial.suggest_float(name, known.loc[name, "low"], known.loc[name, "high"])
            for name in ("exit_qualified", "move_qualified")
        }
        study.tell(trial, abs(turnover(asked) - OBSERVED))
    return study


if __name__ == "__main__":
    study = fit()
    print(study.best_params, f"off by {study.best_value:.4f}")
