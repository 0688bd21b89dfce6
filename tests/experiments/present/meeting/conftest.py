"""A page for a meeting fitted to a made-up country, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.designs.meeting import levers_at
from experiments.present.meeting import Story, meeting_html
from experiments.scenarios.meeting_file import USUAL, meeting_file
from sim.analysis.emulator import fit
from sim.analysis.emulator.fitting import Outcome
from sim.groups import SIZE_CLASSES
from sim.indicators import BY_NAME
from sim.timeline import scenario

MANIFEST = {
    "program": "0.2.0", "source": "0123456789", "created": "2026-11-29T12:00:00",
    "setup": {"world": "norway", "seed": 1, "horizon": 2035, "uncertainty": "register", "parameters": {}},
}  # fmt: skip
POINTS, LUCK = 80, 8
CHECKS = [{"pattern": f"P{k}", "title": "Grown", "measured": "as said", "holds": k != 9} for k in range(8, 12)]


def made_up(name: str, place: int, x: np.ndarray, low: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Differences that bend with money and hours, by as much as matters, more where a municipality is large."""
    size = BY_NAME[name].smallest_difference * (1.0 + place)
    lift = np.sqrt(x[:, 0]) - 1.0 + 0.3 * x[:, 1] + 0.2 * (x[:, 5] / 25 - 1) * x[:, 0] - 0.5 * x[:, 8] * low
    slope = rng.normal(1.0, 0.2, LUCK)
    return size * (4.0 * lift[:, None] * slope + 0.1 * rng.normal(size=(len(x), LUCK)))


@pytest.fixture(scope="session")
def story() -> Story:
    file = meeting_file(USUAL)
    base = scenario(file.base)
    rng = np.random.default_rng(1)
    ranks = rng.random((POINTS, len(file.dials) + len(file.switches)))
    x, chosen = (
        np.array(part) for part in zip(*(file.place(levers_at(file, row), base) for row in ranks), strict=True)
    )
    outcomes = {
        (name, place): Outcome(
            BY_NAME[name].smallest_difference, 0.4, made_up(name, k, x, chosen[:, 0], rng),
            BY_NAME[name].smallest_difference * (9.0 if place == "below 3,000" and name == "turnover" else 0.2),
        )
        for name in file.indicators
        for k, place in enumerate(("nation", *SIZE_CLASSES))
    }  # fmt: skip
    emulator = fit(file.space(base), x, chosen, outcomes)
    return Story(file, base, emulator, MANIFEST, POINTS, 1000, 70_000.0, CHECKS, "kompetanse")


@pytest.fixture(scope="session")
def pages(story) -> dict[str, str]:
    return {language: meeting_html(story, language) for language in ("en", "nb")}
