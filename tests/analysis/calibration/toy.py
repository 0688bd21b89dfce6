"""A model of six numbers, of which two tell and one tells little, and targets about it."""

from __future__ import annotations

import numpy as np

from sim.analysis.calibration.targets import Kind, Role, Scale, Target

NAMES = tuple(f"x{k}" for k in range(6))
LUCK = 0.05


def ranks_of(evaluation):
    drawn = np.random.default_rng(evaluation.draw + 10).random(len(NAMES))
    return np.array([evaluation.ranks.get(name, drawn[k]) for k, name in enumerate(NAMES)])


def statistics(x, luck):
    noise = LUCK * np.random.default_rng(luck + 7_000_000).standard_normal(4)
    return np.array([2.0 * x[0] + 0.2 * x[5], np.sin(3.0 * x[1]) + x[0] * x[1], 0.0, x[1] - x[0]]) + noise


def evaluate(stage, wanted):
    return np.array([statistics(ranks_of(one), one.luck) for one in wanted])


def target(name, value=0.0, role=Role.FIT, kind=Kind.NUMBER, low=None, high=None, discrepancy=0.1):
    ends = (value, value) if kind is Kind.NUMBER else (low, high)
    return Target(name, name, "nation", 2018, kind, *ends, 0.01, discrepancy, "toy", Scale.NONE, role, "A", "toy")


TARGETS = (
    target("first", 0.6),
    target("second", kind=Kind.INTERVAL, low=0.6, high=np.inf),
    target("still"),
    target("checked", 0.4, Role.CHECK),
)
