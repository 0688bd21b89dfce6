"""Stands in for the runs of a calibration: every target follows the rate of applications, with a little luck."""

from __future__ import annotations

import numpy as np


def measure(setup, base, targets, replication):
    luck = np.random.default_rng(replication).standard_normal(len(targets))
    rate = setup.parameters["apply_rate"]
    found = {}
    for target, noise in zip(targets, luck, strict=True):
        ends = [end for end in (target.low, target.high) if np.isfinite(end)]
        middle = float(np.mean(ends))
        found[target.name] = middle * (1.0 + 2.0 * (rate - 0.1) + 0.01 * noise)
    return found
