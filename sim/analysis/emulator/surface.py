"""A smooth surface through paired differences: lines, and a Gaussian process that is nothing where nothing is moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from sim.types import Floats

START = {"line": 0.5, "bend": 0.5, "noise": 0.05, "length": 2.0}
LEAST, MOST = {"noise": 1e-4, "length": 0.4}, {"noise": 2.0, "length": 50.0}
"""Where the search begins and may go: variances in mean squares of what is fitted, lengths in half ranges of a dial."""
PRIOR = 1.0
"""Standard deviation of the log of a length around its start: few points say little of dials that hardly matter."""
DIGITS = 7


@dataclass(frozen=True)
class Surface:
    """A fitted surface.

    Attributes:
        slopes: Of its lines, for each coordinate.
        lengths: Over which it bends, for each coordinate.
        weights: Of its centres.
        missed: Error at each point when it is left out.
    """

    slopes: Floats
    lengths: Floats
    weights: Floats
    missed: Floats


class Ground:
    """What surfaces over the same points share.

    A difference is taken from where nothing is moved: of a point z, the origin b. Functions g are drawn, and what is
    fitted is g(z) - g(b), so its covariance is k(z, z') - k(z, b') - k(b, z') + k(b, b'): a process that is nothing at
    every origin, not one that happens to pass there.
    """

    def __init__(self, points: Floats, origins: Floats) -> None:
        """Keep points and their origins, both of shape (n, coordinates)."""
        self.n, self.d = points.shape
        self.moved = points - origins
        self.kinds, self.kind = np.unique(origins, axis=0, return_inverse=True)
        self.centres = np.concatenate([points, self.kinds])
        self._squares = [_squares(a, b) for a, b in ((points, points), (points, origins), (origins, origins))]
        self._lines = self.moved @ self.moved.T

    def fit(self, y: Floats) -> Surface:
        """The surface that the points make likely.

        Args:
            y: Mean differences, shape (n,).

        Source:
            Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, ch. 5 (likelihood, left out).
        """
        size = float(np.sqrt(np.mean(y**2)))
        if size == 0.0:
            return Surface(np.zeros(self.d), np.ones(self.d), np.zeros(len(self.centres)), np.zeros(self.n))
        first = np.log([START["line"], START["bend"], START["noise"], *[START["length"]] * self.d])
        ends = [(-12.0, 6.0), (-12.0, 6.0), np.log((LEAST["noise"], MOST["noise"])).tolist()]
        ends += [np.log((LEAST["length"], MOST["length"])).tolist()] * self.d
        found = minimize(self._unlikely, first, (y / size,), jac=True, method="L-BFGS-B", bounds=ends,
                         options={"maxiter": 60}).x  # fmt: skip
        line, bend, noise = np.exp(found[:3])
        lengths = np.exp(found[3:])
        covariance = line * self._lines + bend * self._bends(lengths)[0] + noise * np.eye(self.n)
        inverse = np.linalg.inv(covariance)
        alpha = inverse @ (y / size)
        at_origins = np.array([-bend * alpha[self.kind == k].sum() for k in range(len(self.kinds))])
        weights = size * np.concatenate([bend * alpha, at_origins])
        return Surface(size * line * self.moved.T @ alpha, lengths, weights, size * alpha / np.diag(inverse))

    def _bends(self, lengths: Floats) -> tuple[Floats, list[Floats]]:
        """Covariance of what bends, and the parts it is made of."""
        parts = [np.exp(-0.5 * np.tensordot(lengths**-2.0, squares, 1)) for squares in self._squares]
        return parts[0] - parts[1] - parts[1].T + parts[2], parts

    def _unlikely(self, logs: Floats, y: Floats) -> tuple[float, Floats]:
        """Minus the log of likelihood times prior, and its slope."""
        line, bend, noise = np.exp(logs[:3])
        lengths = np.exp(logs[3:])
        bends, parts = self._bends(lengths)
        factor = cho_factor(line * self._lines + bend * bends + noise * np.eye(self.n), lower=True)
        alpha = cho_solve(factor, y)
        off = (logs[3:] - np.log(START["length"])) / PRIOR
        value = 0.5 * y @ alpha + np.log(np.diag(factor[0])).sum() + 0.5 * off @ off
        pull = 0.5 * (cho_solve(factor, np.eye(self.n)) - np.outer(alpha, alpha))
        pulled = [bend * pull * part for part in parts]
        by_length = [
            (a * pulled[0]).sum() - 2.0 * (b * pulled[1]).sum() + (c * pulled[2]).sum()
            for a, b, c in zip(*self._squares, strict=True)
        ]
        slopes = [line * (pull * self._lines).sum(), bend * (pull * bends).sum(), noise * np.trace(pull)]
        return float(value), np.array([*slopes, *(np.array(by_length) / lengths**2 + off / PRIOR)])


def _squares(a: Floats, b: Floats) -> Floats:
    """Squared differences by coordinate, shape (coordinates, n, n)."""
    return np.asarray((a.T[:, :, None] - b.T[:, None, :]) ** 2)


def height(centres: Floats, lengths: Floats, weights: Floats, points: Floats) -> Floats:
    """What bends, at points: a sum of bells around centres, shape (n,)."""
    far = ((points[:, None, :] - centres[None, :, :]) / lengths) ** 2
    return np.asarray(np.exp(-0.5 * far.sum(axis=2)) @ weights)
