"""History matching: which ranks the targets leave, and how probable each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from scipy.stats import qmc

from sim.analysis.calibration.emulators import FOLDS, Emulator, fit_emulator, part_of
from sim.analysis.calibration.targets import Kind, Target, scaled
from sim.types import Bools, Floats

CUT = 3.0
"""Largest implausibility that is still plausible (Pukelsheim, 1994: 95 % of any unimodal distribution)."""
OF_ALL = 0.95
"""Share of the runs themselves that a cut over all targets must leave, each left out of what it is held against."""
CHUNK = 4096


@dataclass(frozen=True)
class Runs:
    """What emulators are fitted to.

    Attributes:
        u: Ranks of the active numbers, shape (points, active); everything else was drawn afresh at each.
        y: Statistics on the scales of the targets, shape (points, targets).
    """

    u: Floats
    y: Floats

    def and_(self, other: Runs) -> Runs:
        """These and others."""
        return Runs(np.concatenate([self.u, other.u]), np.concatenate([self.y, other.y]))


@dataclass(frozen=True)
class Fit:
    """Targets with an emulator each.

    Attributes:
        targets: The targets.
        emulators: One a target.
        luck: Variance of the luck of what was observed, on the scale of each target, shape (targets,).
        others: Variance by all that is not active, likewise.
        widen: Multiplies every discrepancy.
        power: Of the likelihood, 0-1; see `choose_power`.
    """

    targets: tuple[Target, ...]
    emulators: tuple[Emulator, ...]
    luck: Floats
    others: Floats
    widen: float = 1.0
    power: float = 1.0

    @cached_property
    def cut(self) -> float:
        """Largest implausibility that is still plausible: 3, or more where tails are heavy.

        Five in a hundred runs, left out of the emulators and observed as targets were, lie beyond it for some target.
        """
        return max(CUT, float(np.quantile(np.nanmax(np.abs(self.left_out), axis=1, initial=0.0), OF_ALL)))

    @cached_property
    def left_out(self) -> Floats:
        """What is missed at each run left out of the emulators, in the SD there, shape (runs, targets).

        As if it had been observed as the target was: with the luck, standard error and discrepancy of that.
        """
        missed = np.stack([emulator.left_out for emulator in self.emulators], axis=1)
        mine = np.array([emulator.error for emulator in self.emulators]) + self.luck + self.others
        share = mine / np.maximum(mine + self.own, 1e-300)
        drawn = np.random.default_rng(0).standard_normal(missed.shape)
        found: Floats = np.sqrt(share) * missed + np.sqrt(1.0 - share) * drawn
        return found

    @property
    def own(self) -> Floats:
        """Variance of observation and discrepancy, shape (targets,)."""
        return np.array([min(target.variances(self.widen)) for target in self.targets])

    @property
    def weight(self) -> Floats:
        """What each target counts: those about one statistic at one place share 1, shape (targets,)."""
        series = [(target.statistic, target.place) for target in self.targets]
        return np.array([1.0 / series.count(one) for one in series])

    def expected(self, u: Floats, part: int | None = None) -> tuple[Floats, Floats]:
        """Mean and variance of every target's surface at ranks, shape (points, targets) each.

        Args:
            u: Ranks, shape (points, active).
            part: Part of the runs that must not be known.
        """
        found = [emulator.predict(u, part) for emulator in self.emulators]
        return np.stack([mean for mean, _ in found], axis=1), np.stack([error for _, error in found], axis=1)

    def signed(self, u: Floats) -> Floats:
        """Implausibility with its sign at ranks, shape (points, targets); below 0 where a statistic is too low."""
        return self.judge(*self.expected(u))[0]

    def plausible(self, u: Floats) -> Bools:
        """Whether no target excludes ranks, shape (points,)."""
        chunks = [u[i : i + CHUNK] for i in range(0, len(u), CHUNK)]
        found: Bools = np.concatenate([np.abs(self.signed(c)).max(axis=1, initial=0.0) < self.cut for c in chunks])
        return found

    def log_likelihood(self, u: Floats) -> Floats:
        """Log-likelihood of the targets at ranks, up to a constant, shape (points,); minus infinity where excluded."""
        return self.judge(*self.expected(u))[1]

    def judge(self, mean: Floats, error: Floats) -> tuple[Floats, Floats]:
        """Signed implausibility, and log-likelihood up to a constant, of what is expected (see `expected`).

        Gaussian outside bounds and flat between them. Targets about one statistic at one place share its discrepancy,
        so that years of one series count together as one; and the whole counts to the power that the runs support.
        """
        more = error + self.luck + self.others
        away, each = np.empty_like(mean), np.empty_like(mean)
        for k, target in enumerate(self.targets):
            away[:, k] = target.away(mean[:, k], more[:, k], self.widen)
            spread = target.variances(self.widen)[0] + more[:, k]
            each[:, k] = -0.5 * away[:, k] ** 2 - (0.5 * np.log(spread) if target.kind is Kind.NUMBER else 0.0)
        inside = np.abs(away).max(axis=1, initial=0.0) < self.cut
        return away, np.where(inside, self.power * (each @ self.weight), -np.inf)

    def without(self, k: int) -> Fit:
        """The fit without one of its targets."""
        keep = [i for i in range(len(self.targets)) if i != k]
        return replace(
            self, targets=tuple(self.targets[i] for i in keep), emulators=tuple(self.emulators[i] for i in keep),
            luck=self.luck[keep], others=self.others[keep],
        )  # fmt: skip


def fit_all(
    runs: Runs, targets: Sequence[Target], leading: Sequence[Sequence[int]], luck: Floats, share: Floats, seed: int = 1
) -> Fit:
    """Fit an emulator to every target.

    Args:
        runs: What was run.
        targets: The targets, in the order of the statistics.
        leading: Ranks that move each target most.
        luck: Variance of the luck of one run, on the scale of each target, shape (targets,).
        share: What of it the luck of what was observed is, likewise: 1 where the whole of that is run.
        seed: Of the emulators.
    """
    found = tuple(fit_emulator(runs.u, runs.y[:, k], leading[k], seed) for k in range(len(targets)))
    noise = np.array([emulator.noise for emulator in found])
    return Fit(tuple(targets), found, luck * share, np.maximum(noise - luck, 0.0))


def choose_power(fit: Fit, u: Floats, seed: int = 1, points: int = 2**12) -> float:
    """The power of the likelihood, at most 1, under which runs of the prior, left out, tell their own ranks best.

    What is not active moves many targets at once and noise differs over the ranks, so misses are neither independent
    nor normal, and a likelihood that takes them so is too sure. The power maximises the mean log-density of the ranks
    that were run, given what came of them: a proper score, concave in the power.

    Args:
        fit: Emulators.
        u: Ranks of the runs they were fitted to, drawn from the prior, shape (runs, active).
        seed: Of the points of the prior.
        points: How many.

    Source:
        As temperature scaling: Guo et al. (2017), ICML; powers of likelihoods: Syring and Martin (2019), Biometrika
        106(2), doi 10.1093/biomet/asy054.
    """
    prior, part = sobol(points, u.shape[1], seed), part_of(len(u))
    noise = fit.luck + fit.others + fit.own
    there, all_of = np.empty(len(u)), np.empty((len(u), points))
    for k in range(FOLDS):
        rows = np.flatnonzero(part == k)
        (mean, error), (here, error_here) = fit.expected(prior, k), fit.expected(u[rows], k)
        spread, spread_here = error + noise, error_here + noise
        weight = fit.weight * np.isfinite(fit.left_out[rows])
        missed = np.nan_to_num(fit.left_out[rows])
        there[rows] = -0.5 * (weight * (missed**2 + np.log(spread_here))).sum(axis=1)
        for row, seen, counts in zip(rows, here + missed * np.sqrt(spread_here), weight, strict=True):
            all_of[row] = -0.5 * ((seen - mean) ** 2 / spread + np.log(spread)) @ counts
    found = minimize_scalar(lambda power: float(np.mean(logsumexp(power * all_of, axis=1) - power * there)),
                            bounds=(0.0, 1.0), method="bounded")  # fmt: skip
    return float(found.x)


def sobol(points: int, dims: int, seed: int) -> Floats:
    """Scrambled Sobol points in the unit cube, shape (points, dims)."""
    power = int(np.ceil(np.log2(max(points, 2))))
    found: Floats = qmc.Sobol(dims, seed=seed).random_base2(power)[:points]
    return found


@dataclass(frozen=True)
class Region:
    """What the targets leave of the prior.

    Attributes:
        share: Of prior mass.
        members: Sobol points that are left, in their order, shape (n, active).
        alone: Share of prior mass that each target excludes, shape (targets,).
        only: Share that no other target excludes, likewise.
    """

    share: float
    members: Floats
    alone: Floats
    only: Floats


def find_region(fit: Fit, dims: int, seed: int, points: int = 2**14) -> Region:
    """Which Sobol points of the prior are plausible, and which target excludes how many of the others."""
    u = sobol(points, dims, seed)
    out = np.concatenate([np.abs(fit.signed(u[i : i + CHUNK])) >= fit.cut for i in range(0, points, CHUNK)])
    left = ~out.any(axis=1)
    return Region(float(left.mean()), u[left], out.mean(axis=0), (out & (out.sum(axis=1) == 1)[:, None]).mean(axis=0))


def unreachable(runs: Runs, targets: Sequence[Target], tolerance: Floats) -> list[int]:
    """Targets that every run misses on the same side by more than the cut: to be told, not fitted.

    Args:
        runs: What was run.
        targets: The targets.
        tolerance: Further variance by target (luck of what was observed), shape (targets,).
    """
    found = []
    for k, target in enumerate(targets):
        away = target.away(runs.y[:, k], tolerance[k])
        away = away[np.isfinite(away)]
        if len(away) and (away.min() > CUT or away.max() < -CUT):
            found.append(k)
    return found


def scale_runs(values: Floats, targets: Sequence[Target]) -> Floats:
    """Statistics on the scales of the targets, shape (runs, targets)."""
    columns = [scaled(values[:, k], target.scale) for k, target in enumerate(targets)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(values), 0))
