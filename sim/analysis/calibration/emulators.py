"""Emulators: what a target's statistic would be at ranks that were never run, with how sure that is.

A ridge-linear mean and, on what it leaves, a Gaussian process over the ranks that move the target most. Noise (luck,
and all that is not active, drawn afresh in every run) is learned as the nugget.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.types import Floats, Ints

SURE = 0.8
"""Share of the variance left by noise that an emulator must predict where points are left out."""
FAR, OFTEN = 3.0, 0.02
"""Standardised residuals beyond `FAR` may be this share of all."""
LEADING = 6
"""Most ranks that the Gaussian process of a target has lengths of its own for; the mean is linear in all."""
FOLDS = 5
"""Parts that points are left out in. Mean, lengths and noise are found anew without each: an emulator that knew them
from the point itself would miss it by too little."""


@dataclass(frozen=True)
class Surface:
    """A fitted surface.

    Attributes:
        linear: Intercept and slopes of the mean.
        process: Fitted process on what the mean leaves, in its own SD; None if nothing is left to learn.
        dims: Ranks the process looks at.
        sd: SD of what the mean leaves.
        noise: Variance of one point about the surface.
    """

    linear: Floats
    process: Any
    dims: Sequence[int]
    sd: float
    noise: float

    def predict(self, u: Floats) -> tuple[Floats, Floats]:
        """Mean and variance of the surface at ranks, shape (points,) each."""
        mean = _features(u) @ self.linear
        if self.process is None:
            return mean, np.zeros(len(u))
        added, sd = self.process.predict(u[:, self.dims], return_std=True)
        return mean + self.sd * added, np.maximum((sd * self.sd) ** 2 - self.noise, 0.0)


@dataclass(frozen=True)
class Emulator:
    """One target's emulator.

    Attributes:
        surface: Fitted to all points.
        without: Fitted without each part of the points.
        error: Least variance of the surface: what it missed of points left out, if that is more than it says itself;
            0 where it is sure.
        explained: Share of the variance left by noise that it predicts.
        far: Share of points left out beyond three of its SD.
        left_out: What is missed at each point left out, in the SD there; NaN where there is no value.
    """

    surface: Surface
    without: tuple[Surface, ...]
    error: float
    explained: float
    far: float
    left_out: Floats

    @property
    def sure(self) -> bool:
        """Whether its own word for its error is taken."""
        return self.error == 0.0

    @property
    def noise(self) -> float:
        """Variance of one point about the surface."""
        return self.surface.noise

    def predict(self, u: Floats, part: int | None = None) -> tuple[Floats, Floats]:
        """Mean and variance of the surface at ranks, shape (points,) each.

        Args:
            u: Ranks, shape (points, active).
            part: Part of the points that must not be known.
        """
        mean, own = (self.surface if part is None else self.without[part]).predict(u)
        return mean, np.maximum(own, self.error)


def part_of(points: int) -> Ints:
    """The part in which each point is left out, shape (points,); the same for all targets."""
    return np.arange(points) % FOLDS


def fit_emulator(u: Floats, y: Floats, leading: Sequence[int] = (), seed: int = 1) -> Emulator:
    """Fit an emulator.

    Args:
        u: Ranks of the points, shape (points, active).
        y: The statistic on the target's scale, shape (points,); points without a value do not count.
        leading: Ranks that move it most, the first first; by the slopes of the linear mean if none are named.
        seed: Of the restarts.

    Raises:
        ValueError: If fewer than ten points have a value.
    """
    sound, part = np.isfinite(y), part_of(len(y))
    if sound.sum() < 10:
        raise ValueError(f"an emulator needs ten points with a value, there are {int(sound.sum())}")
    surface = _fit(u[sound], y[sound], leading, seed, restarts=1)
    if surface.process is None:
        return Emulator(surface, (surface,) * FOLDS, 0.0, 1.0, 0.0, np.where(sound, 0.0, np.nan))
    without, missed, own = [], np.full(len(y), np.nan), np.full(len(y), np.nan)
    for k in range(FOLDS):
        out = part == k
        without.append(_fit(u[sound & ~out], y[sound & ~out], leading, seed))
        mean, own[out] = without[-1].predict(u[out])
        missed[out] = y[out] - mean
    wrong = max(float(np.nanmean(missed**2)) - surface.noise, 0.0)
    explained = 1.0 - min(wrong / max(float(np.var(y[sound])) - surface.noise, 1e-300), 1.0)
    far = float(np.mean(np.abs(missed / np.sqrt(own + surface.noise))[sound] > FAR))
    error = 0.0 if explained >= SURE and far <= OFTEN else wrong
    left_out = missed / np.sqrt(np.maximum(own, error) + surface.noise)
    return Emulator(surface, tuple(without), error, explained, far, left_out)


def _fit(u: Floats, y: Floats, leading: Sequence[int], seed: int, restarts: int = 0) -> Surface:
    linear, freedom = _ridge(u, y)
    left = y - _features(u) @ linear
    sd = float(np.sqrt((left**2).sum() / max(len(y) - freedom, 1.0)))
    dims = [int(k) for k in (leading or np.argsort(-np.abs(linear[1:]), kind="stable"))[:LEADING]]
    if sd <= 1e-9 * max(1.0, float(np.abs(y).max())):
        return Surface(linear, None, dims, 0.0, 0.0)
    process = _process(u[:, dims], left / sd, seed, restarts)
    return Surface(linear, process, dims, sd, float(process.kernel_.k2.noise_level) * sd**2)


def _features(u: Floats) -> Floats:
    found: Floats = np.concatenate([np.ones((len(u), 1)), u - 0.5], axis=1)
    return found


def _ridge(u: Floats, y: Floats) -> tuple[Floats, float]:
    """Coefficients of a ridge regression, its penalty by generalised cross-validation, and its degrees of freedom."""
    x, mean = u - u.mean(axis=0), float(y.mean())
    left, singular, right = np.linalg.svd(x, full_matrices=False)
    along = left.T @ (y - mean)
    best: tuple[float, Floats, float] | None = None
    for penalty in np.geomspace(1e-3, 1e3, 25) * max(float((singular**2).mean()), 1e-12):
        kept = singular**2 / (singular**2 + penalty)
        freedom = 1.0 + float(kept.sum())
        rest = float(((y - mean - left @ (kept * along)) ** 2).sum())
        score = rest / max(1.0 - freedom / len(y), 1e-3) ** 2
        if best is None or score < best[0]:
            slopes = right.T @ (singular / (singular**2 + penalty) * along)
            best = score, slopes, freedom
    assert best is not None
    _, slopes, freedom = best
    intercept = mean - float((u.mean(axis=0) - 0.5) @ slopes)
    return np.concatenate([[intercept], slopes]), freedom


def _process(u: Floats, y: Floats, seed: int, restarts: int) -> Any:
    """A Gaussian process with a length a rank and learned noise; one thread, so that runs beside it are not starved."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from threadpoolctl import threadpool_limits

    lengths = np.ones(u.shape[1])
    kernel = ConstantKernel(0.5, (1e-4, 10.0)) * RBF(lengths, (0.2, 20.0)) + WhiteKernel(0.5, (1e-5, 2.0))
    found = GaussianProcessRegressor(kernel, n_restarts_optimizer=restarts, random_state=seed)
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore")  # a length at its bound says that a rank does not matter
        found.fit(u, y)
    return found
