"""Functions with analytic Sobol indices, designs over them, and noise as replications bring it."""

from __future__ import annotations

import numpy as np

G = np.array([0.0, 1.0, 9.0])
_PARTS = 1 / (3 * (1 + G) ** 2)
G_VARIANCE = np.prod(1 + _PARTS) - 1
G_FIRST = _PARTS / G_VARIANCE
G_TOTAL = _PARTS * np.prod(1 + _PARTS) / (1 + _PARTS) / G_VARIANCE

_A, _B = 7.0, 0.1
_VARIANCE = _A**2 / 8 + _B * np.pi**4 / 5 + _B**2 * np.pi**8 / 18 + 0.5
_FIRST = np.array([0.5 * (1 + _B * np.pi**4 / 5) ** 2, _A**2 / 8, 0.0])
_BOTH = 8 * _B**2 * np.pi**8 / 225
ISHIGAMI_FIRST = _FIRST / _VARIANCE
ISHIGAMI_TOTAL = (_FIRST + np.array([_BOTH, 0.0, _BOTH])) / _VARIANCE


def g_function(u):
    """Sobol' g-function of 3 factors in 0-1."""
    return np.prod((np.abs(4 * u - 2) + G) / (1 + G), axis=-1)


def ishigami(u):
    """Ishigami and Homma's function of 3 factors in 0-1."""
    x = np.pi * (2 * u - 1)
    return np.sin(x[..., 0]) + _A * np.sin(x[..., 1]) ** 2 + _B * x[..., 2] ** 4 * np.sin(x[..., 0])


def saltelli(n, d, rng):
    """A Saltelli design in the order of SALib, from independent points, shape (n (d + 2), d)."""
    a, b = rng.random((2, n, d))
    blocks = np.repeat(a[:, None], d + 2, axis=1)
    blocks[:, -1] = b
    for j in range(d):
        blocks[:, j + 1, j] = b[:, j]
    return blocks.reshape(-1, d)


def with_luck(f, u, replications, rng, common=2.0, own=0.7, slope=0.0):
    """Outcomes by replication: luck all points share, luck of each point, luck that changes the effect of factor 2.

    Sizes are in standard deviations of f.
    """
    sd = f.std()
    shared = common * sd * rng.normal(size=replications)
    apart = own * sd * rng.normal(size=(len(f), replications))
    turned = slope * sd * np.sqrt(12) * (u[:, [2]] - 0.5) * rng.normal(size=replications)
    return f[:, None] + shared + apart + turned
