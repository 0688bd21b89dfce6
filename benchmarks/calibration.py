"""Does a calibration cover? Synthetic truths, all of them drawn from the register, against what it says of them.

Each truth is one run that draws *everything*; its statistics are the data, without discrepancy. Emulators are fitted
once.
Run: `uv run python -m benchmarks.calibration [world=tiny truths=100 points=150 active=a,b,c folder=results/covers]`.
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
from sim.analysis.calibration import Factors, Target, read_targets
from sim.analysis.calibration.factors import of_ranks
from sim.analysis.calibration.learned import moved, weighted_quantiles
from sim.analysis.calibration.matching import Fit, Runs, choose_power, find_region, fit_all, scale_runs, sobol
from sim.analysis.calibration.screening import gaps, pooled_luck
from sim.analysis.calibration.targets import Kind, Role
from sim.analysis.calibration.tempering import temper
from sim.analysis.calibration.waves import PAIRED, PRIOR, WAVES, Evaluation
from sim.luck import Luck
from sim.simulation import Setup
from sim.timeline import scenario
from sim.types import Floats

ACTIVE = ("apply_rate", "exit_qualified", "participation_floor", "course_gain", "choice_precision", "stipend_share",
          "uh_nearness_sd", "base_qualified")  # fmt: skip
PARTICLES, EXACT = 250, 1e-9
ENDS = (0.05, 0.95)


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


def cover(trained: Trained, ranks: Floats, y: Floats, active: Sequence[str], seed: int) -> dict[str, list[bool]]:
    """What a calibration says of one truth: whether it is inside, and which intervals hold it."""
    fit = trained.told(y)
    found: dict[str, list[bool]] = {"inside": [bool(fit.plausible(ranks[None, :])[0])], "numbers": [], "predicted": []}
    region = find_region(fit, len(active), seed, 2**11)
    if not len(region.members):
        return found
    u = temper(region.members, fit.log_likelihood, PARTICLES, seed)
    even = np.full(len(u), 1.0 / len(u))
    table = moved(u, even, active)
    for column, tells in enumerate(table["moved"]):
        if tells:
            low, high = weighted_quantiles(u[:, column], even, ENDS)
            found["numbers"].append(bool(low <= ranks[column] <= high))
    rng = np.random.default_rng(seed)
    for k in trained.unseen:
        mean, error = trained.fit.emulators[k].predict(u)
        spread = np.sqrt(error + trained.fit.luck[k] + trained.fit.others[k])
        low, high = np.quantile(mean + spread * rng.standard_normal(len(u)), ENDS)
        found["predicted"].append(bool(low <= y[k] <= high))
    return found


def table_of(world: str, truths: int, points: int, active: Sequence[str], folder: Path) -> pd.DataFrame:
    """One row a question: share, how many it was asked of, and where it should lie."""
    factors, targets = Factors.all(), read_targets()
    setup, base = Setup(world=world), scenario("model_2025")
    folder.mkdir(parents=True, exist_ok=True)
    evaluate = Evaluator(setup, base, targets, factors, Execution(executor="inline"), folder)
    trained = train(evaluate, active, points)
    drawn = [Evaluation(PRIOR + k, PRIOR + k) for k in range(truths)]
    seen = scale_runs(evaluate("truths", drawn), targets)
    usable = [k for k, target in enumerate(targets) if target in trained.fit.targets]
    answers: dict[str, list[bool]] = {"inside": [], "numbers": [], "predicted": []}
    for k, one in enumerate(drawn):
        if np.isfinite(seen[k, usable]).all():
            ranks = factors.draw(Luck(setup.seed, one.draw))
            here = cover(trained, np.array([ranks[name] for name in active]), seen[k, usable], active, k)
            answers = {name: [*known, *here[name]] for name, known in answers.items()}
    rows = [
        ("truth inside the region", "inside", "at least 0.95"),
        ("90 % intervals of numbers that are moved", "numbers", "0.85-0.95"),
        ("90 % intervals of predictions", "predicted", "0.85-0.95"),
    ]
    return pd.DataFrame(
        [(text, np.mean(answers[name]) if answers[name] else np.nan, len(answers[name]), wanted)
         for text, name, wanted in rows], columns=["question", "share", "of", "wanted"]
    )  # fmt: skip


def main(words: Sequence[str]) -> None:
    """Print the table."""
    given = dict(word.split("=", 1) for word in words)
    active = tuple(given["active"].split(",")) if "active" in given else ACTIVE
    truths, points = int(given.get("truths", 100)), int(given.get("points", 150))
    folder = Path(given.get("folder", "results/covers"))
    print(table_of(given.get("world", "tiny"), truths, points, active, folder).to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])
