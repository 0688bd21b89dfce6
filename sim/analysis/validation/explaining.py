"""How well drivers explain differences they were not fitted to, and what each driver adds to that."""

from __future__ import annotations

import numpy as np

from sim.types import Floats, Ints


def explained(y: Floats, drivers: Floats, unit: Ints) -> float:
    """Share of variance explained out of sample: each half of the units is predicted by a fit to the other half.

    Args:
        y: What is to be explained, standardised, shape (n,).
        drivers: Standardised, shape (n, drivers).
        unit: Unit of each row; even and odd numbers are the halves, shape (n,).

    Returns:
        1 less squared error over variance, so below 0 where drivers mislead; NaN if there is too little to fit.
    """
    predicted = np.full(len(y), np.nan)
    for half in (0, 1):
        mine, others = unit % 2 == half, unit % 2 != half
        if others.sum() > drivers.shape[1] + 1:
            predicted[mine] = drivers[mine] @ np.linalg.lstsq(drivers[others], y[others], rcond=None)[0]
    variance = float((y**2).sum())
    return 1.0 - float(((y - predicted) ** 2).sum()) / variance if variance > 0 else np.nan


def added_by(y: Floats, drivers: Floats, unit: Ints, driver: int) -> float:
    """What one driver adds to the share explained by the others, all out of sample.

    Args:
        y: As above.
        drivers: As above.
        unit: As above.
        driver: Column of the driver.
    """
    return explained(y, drivers, unit) - explained(y, np.delete(drivers, driver, axis=1), unit)
