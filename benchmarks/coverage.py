"""How often do 95 % intervals hold the truth? Prints tables; run `uv run python -m benchmarks.coverage`.

Differences are drawn with a known mean, so that it can be counted how often an interval holds it. The ones of the
tests (`tests/analysis/comparison/`) are smaller runs of the same questions. Under a minute on one core.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.analysis.comparison.intervals import Interval, bootstrap_interval, interval
from sim.analysis.comparison.precision import LEAST, outlook
from sim.analysis.comparison.verdicts import holm, p_value
from sim.types import Floats

EXPERIMENTS = 2000
SIZES = (5, 10, 20, 50)
DRAWN: dict[str, Callable[[np.random.Generator, tuple[int, int]], Floats]] = {
    "normal": lambda rng, shape: rng.normal(0.0, 1.0, shape),
    "skewed (exponential)": lambda rng, shape: rng.exponential(1.0, shape) - 1.0,
    "heavy tails (t with 3 d.f.)": lambda rng, shape: rng.standard_t(3, shape),
}
"""Differences with mean 0, by name."""
WANTED, CAP, STAGES = 0.2, 400, 5
"""A search for precision on normal differences: half-width, most replications and stages."""


def covered(of: Callable[[Floats], Interval], drawn: Floats) -> float:
    """Share of experiments whose interval holds 0; drawn has shape (experiments, replications)."""
    return float(np.mean([(found := of(x)).low <= 0.0 <= found.high for x in drawn]))


def by_distribution() -> None:
    """Student's interval against the bootstrap."""
    print("coverage of 95 % intervals (Student / BCa)" + "".join(f"{f'n={n}':>16}" for n in SIZES))
    for name, draw in DRAWN.items():
        cells = []
        for n in SIZES:
            drawn = draw(np.random.default_rng(n), (EXPERIMENTS, n))
            cells.append(f"{covered(interval, drawn):.3f} / {covered(bootstrap_interval, drawn):.3f}")
        print(f"{name:<42}" + "".join(f"{cell:>16}" for cell in cells))


def in_stages(drawn: Floats) -> Interval:
    """The interval at which a search for precision ends; drawn has shape (CAP,)."""
    n = LEAST
    for _ in range(STAGES):
        seen = outlook(drawn[:n], n, WANTED, CAP)
        if seen.needed <= n:
            break
        n = seen.needed
    return interval(drawn[:n])


def after_every_run(drawn: Floats) -> Interval:
    """The same, looking after every replication from the second on."""
    for n in range(2, CAP):
        found = interval(drawn[:n])
        if (found.high - found.low) / 2.0 <= WANTED:
            return found
    return interval(drawn)


def by_search() -> None:
    """Searches for precision, by how often they look."""
    drawn = np.random.default_rng(6).normal(0.0, 1.0, (EXPERIMENTS, CAP))
    for name, of in (("planned stages", in_stages), ("a look after every run", after_every_run)):
        print(f"coverage where precision is sought, {name:<24}{covered(of, drawn):>8.3f}")


def by_adjustment() -> None:
    """False findings in families of 20 differences that are nothing, of 10 replications each."""
    drawn = np.random.default_rng(4).normal(0.0, 1.0, (EXPERIMENTS, 20, 10))
    p = np.array([[p_value(x) for x in family] for family in drawn])
    print(f"families with a false finding, p values alone{np.mean(p.min(axis=1) <= 0.05):>12.3f}")
    print(f"families with a false finding, Holm{np.mean([holm(row).min() <= 0.05 for row in p]):>22.3f}")


if __name__ == "__main__":
    by_distribution()
    by_search()
    by_adjustment()
