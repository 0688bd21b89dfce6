"""Does a calibration cover? Synthetic truths, all of them drawn from the register, against what it says of them.

Each truth is one run that draws *everything*; its statistics are the data, without discrepancy. Emulators are fitted
once.
Run: `uv run python -m benchmarks.calibration [world=tiny truths=100 points=150 active=a,b,c folder=results/covers
keep=true]`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.run.evaluations import Evaluator
from experiments.run.execution import Execution
from experiments.store.posterior_files import COVERAGE
from sim.analysis.calibration.factors import Factors, of_ranks
from sim.analysis.calibration.learned import moved
from sim.analysis.calibration.matching import Fit, Runs, choose_power, fit_all, scale_runs, sobol
from sim.analysis.calibration.screening import gaps, pooled_luck
from sim.analysis.calibration.targets import Kind, Role, Target, read_targets
from sim.analysis.calibration.waves import PAIRED, PRIOR, WAVES, Evaluation
from sim.luck import Luck
from sim.posterior import folder
from sim.simulation import Setup
from sim.timeline import scenario
from sim.types import Floats

ACTIVE = ("apply_rate", "exit_qualified", "participation_floor", "course_gain", "choice_precision", "stipend_share",
          "uh_nearness_sd", "base_qualified")  # fmt: skip
EXACT, POINTS, DRAWS = 1e-9, 2**13, 400
ENDS = (0.05, 0.95)
QUESTIONS = {
    "inside": ("truth inside the region", "at least 0.95"),
    "numbers": ("90 % intervals of numbers that are moved", "0.85-0.95"),
    "predicted": ("90 % intervals of predictions", "0.85-0.95"),
}


@dataclass(frozen=True)
class Trained:
    """Emulators of all targets, and which of them are data and which are predicted.

    Attributes:
        fit: Emulators of all targets.
        seen, unseen: Places of the targets that are data, and of those that are only predicted.
        u: Ranks of the runs.
    """

    fit: Fit
    seen: Sequence[int]
    unseen: Sequence[int]
    u: Floats

    @cached_property
    def power(self) -> float:
        """Of the likelihood of what is seen."""
        nothing = np.zeros(len(self.fit.targets))
        return choose_power(self._exactly(nothing), self.u)

    def told(self, y: Floats) -> Fit:
        """The fit to a truth: its own statistics in the place of what was published."""
        return replace(self._exactly(y), power=self.power)

    def _exactly(self, y: Floats) -> Fit:
        keep = list(self.seen)
        targets = tuple(exactly(self.fit.targets[k], y[k]) for k in keep)
        emulators = tuple(self.fit.emulators[k] for k in keep)
        return Fit(targets, emulators, self.fit.luck[keep], self.fit.others[keep])


def exactly(target: Target, value: float) -> Target:
    """A target that was observed without error, on its own scale."""
    found: Target = _Scaled(**{**target.__dict__, "kind": Kind.NUMBER, "low": value, "high": value, "se": EXACT,
                               "discrepancy": 0.0})  # fmt: skip
    return found


class _Scaled(Target):
    """A target whose bounds are on its scale already."""

    @property
    def bounds(self) -> tuple[float, float]:
        return self.low, self.high

    def variances(self, widen: float = 1.0) -> tuple[float, float]:  # noqa: ARG002 - there is nothing to widen
        return EXACT**2, EXACT**2


def train(evaluate: Evaluator, active: Sequence[str], points: int, seed: int = 1) -> Trained:
    """Run a first wave, a third of it again on other luck, and fit all emulators."""
    u = sobol(points, len(active), seed + 1)
    wanted = [Evaluation(WAVES + k, WAVES + k, ranks) for k, ranks in enumerate(of_ranks(u, active))]
    again = [Evaluation(one.draw, one.luck + PAIRED, one.ranks) for one in wanted[: points // 3]]
    both = scale_runs(evaluate("wave", [*wanted, *again]), evaluate.targets)
    y, second = both[:points], both[points:]
    luck = np.nan_to_num(pooled_luck(y[: len(second)], second))
    undefined = gaps([target.name for target in evaluate.targets], y)
    usable = [k for k, target in enumerate(evaluate.targets) if target.name not in undefined]
    targets = [evaluate.targets[k] for k in usable]
    fit = fit_all(Runs(u, y[:, usable]), targets, [()] * len(usable), luck[usable], np.ones(len(usable)), seed)
    seen = [k for k, target in enumerate(targets) if target.role is Role.FIT]
    return Trained(fit, seen, [k for k in range(len(targets)) if k not in seen], u)


def cover(trained: Trained, ranks: Floats, y: Floats, active: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """What a calibration says of each truth: whether it is inside, and which intervals hold it.

    The emulators are the same for all, so points of the prior are predicted once and weighed for each truth.

    Args:
        trained: Emulators.
        ranks: Of the truths, shape (truths, active).
        y: Their statistics on the scales of the targets, shape (truths, targets).
        active: Names of the numbers.
        seed: Of the points, and of the luck of predictions.

    Returns:
        One row an answer: truth, question ("inside", "numbers" that are moved, "predicted"), holds.
    """
    points, rng = sobol(POINTS, len(active), seed), np.random.default_rng(seed)
    mean, error = trained.fit.expected(np.concatenate([points, ranks]))
    seen = list(trained.seen)
    rows: list[tuple[int, str, bool]] = []
    for truth, (its, statistics) in enumerate(zip(ranks, y, strict=True)):
        log = trained.told(statistics).judge(mean[:, seen], error[:, seen])[1]
        rows.append((truth, "inside", bool(np.isfinite(log[POINTS + truth]))))
        if not np.isfinite(log[:POINTS]).any():
            continue
        weights = np.exp(log[:POINTS] - log[:POINTS].max())
        table = moved(points, weights, active)
        held = (table["rank_low"] <= its) & (its <= table["rank_high"])
        rows += [(truth, "numbers", bool(one)) for one in held[table["moved"]]]
        chosen = rng.choice(POINTS, DRAWS, p=weights / weights.sum())
        for k in trained.unseen:
            spread = np.sqrt(error[chosen, k] + trained.fit.luck[k] + trained.fit.others[k])
            low, high = np.quantile(mean[chosen, k] + spread * rng.standard_normal(DRAWS), ENDS)
            rows.append((truth, "predicted", bool(low <= statistics[k] <= high)))
    return pd.DataFrame(rows, columns=["truth", "question", "holds"])


def table_of(world: str, truths: int, points: int, active: Sequence[str], results: Path) -> pd.DataFrame:
    """One row a question: share, its standard error (truths are independent, their numbers not), and what is wanted."""
    factors, targets = Factors.all(), read_targets()
    setup, base = Setup(world=world), scenario("model_2025")
    results.mkdir(parents=True, exist_ok=True)
    evaluate = Evaluator(setup, base, targets, factors, Execution(executor="inline"), results)
    trained = train(evaluate, active, points)
    drawn = [Evaluation(PRIOR + k, PRIOR + k) for k in range(truths)]
    usable = [k for k, target in enumerate(targets) if target in trained.fit.targets]
    y = scale_runs(evaluate("truths", drawn), targets)[:, usable]
    of_all = [factors.draw(Luck(setup.seed, one.draw)) for one in drawn]
    ranks = np.array([[one[name] for name in active] for one in of_all])
    whole = np.isfinite(y).all(axis=1)
    told = cover(trained, ranks[whole], y[whole], active)
    rows = []
    for name, (question, wanted) in QUESTIONS.items():
        mine = told[told["question"] == name]
        share = mine["holds"].mean()
        off = (mine["holds"] - share).groupby(mine["truth"]).sum()
        rows.append((question, share, np.sqrt((off**2).sum()) / max(len(mine), 1), len(mine), wanted))
    return pd.DataFrame(rows, columns=["question", "share", "se", "of", "wanted"]).assign(
        world=world, runs=points, truths=int(whole.sum()), numbers=len(active), power=trained.power
    )


def main(words: Sequence[str]) -> None:
    """Print the table, and write it where `docs/calibration.md` and the report read it if that is asked for."""
    given = dict(word.split("=", 1) for word in words)
    active = tuple(given["active"].split(",")) if "active" in given else ACTIVE
    truths, points = int(given.get("truths", 100)), int(given.get("points", 150))
    table = table_of(given.get("world", "tiny"), truths, points, active, Path(given.get("folder", "results/covers")))
    print(table.to_string(index=False))
    if given.get("keep") == "true":
        folder().mkdir(exist_ok=True)
        table.round(3).to_csv(folder() / COVERAGE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
