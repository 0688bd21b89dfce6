"""Measures a page for a meeting against real runs at fresh points on other luck.

uv run python -m benchmarks.meeting results/meeting-1a2b3c4d                        # 100 points, on four sets of luck
uv run python -m benchmarks.meeting results/meeting-1a2b3c4d points=32 replications=8 sets=2 first=2000

Points that share their luck are off together, so they are dealt out over sets of replications. Real runs are kept in
measured.npz, so that a page made again is judged without them being made again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.commands.meeting import story
from experiments.designs.design import Point
from experiments.designs.meeting import around, levers_at, surroundings
from experiments.present.meeting import Story
from experiments.present.words import Words
from experiments.store.manifest import read_manifest
from sim.analysis.comparison import Interval, interval, sort_of, verdict
from sim.analysis.comparison.verdicts import Verdict, holm, p_value, verdict_among
from sim.drawn_levers import own_values
from sim.indicators import BY_NAME
from sim.records import Records
from sim.scenario import last_semester, semester_of
from sim.simulation import Setup, replicate
from sim.types import Floats

FIRST = 1_000
"""Number of the first replication: other luck and other draws than any page was fitted to."""
FAR = 2.0
"""Errors of the emulator from a threshold within which verdicts may differ."""


def main() -> int:
    """Run fresh points for real, and print how the page does; returns 1 if it does not do as well as it must."""
    given = dict(word.split("=") for word in sys.argv[2:])
    folder = Path(sys.argv[1])
    manifest = read_manifest(folder)
    told = story(folder, manifest, Words("en"))
    asked = [int(given.get(name, usual)) for name, usual in (
        ("points", 100), ("replications", told.emulator.replications), ("sets", 4), ("first", FIRST))]  # fmt: skip
    kept = folder / "measured.npz"
    if not kept.exists() or np.load(kept)["asked"].tolist() != asked:
        began = time.process_time()
        x, chosen, real = run_fresh(told, *asked)
        np.savez_compressed(kept, asked=asked, x=x, chosen=chosen, real=real)
        print(f"{time.process_time() - began:.0f} s of processor time for the real runs")
    found = np.load(kept)
    return report(judge(told, found["x"], found["chosen"], found["real"]))


def run_fresh(told: Story, points: int, replications: int, sets: int, first: int) -> tuple[Floats, Any, Floats]:
    """Real paired differences at fresh points: dials, options, and values of shape (points, cells, replications)."""
    file, shape = told.file, len(told.file.dials) + len(told.file.switches)
    ranks = np.random.default_rng(2_026).random((points, shape))
    levers = [levers_at(file, row) for row in ranks]
    start = semester_of(file.levers_from)
    outside = surroundings(file)
    each = [Point(levers=part).scenario(told.base, start) for part in (*outside, *levers)]
    reference = [outside.index(around(file, part)) for part in levers]
    differences = []
    for number, mine in enumerate(np.array_split(np.arange(points), sets)):
        asked = [*each[: len(outside)], *(each[len(outside) + p] for p in mine)]
        luck = range(first + number * replications, first + (number + 1) * replications)
        values = np.stack([_values(told, asked, r) for r in luck], axis=-1)
        differences.append(values[len(outside) :] - values[[reference[p] for p in mine]])
    places = [file.place(part, told.base) for part in levers]
    return np.array([x for x, _ in places]), np.array([c for _, c in places], dtype=bool), np.concatenate(differences)


def _values(told: Story, each: list[Any], replication: int) -> Floats:
    """Values in the last spring by scenario and cell, shape (scenarios, cells)."""
    runs = replicate(_setup(told.manifest["setup"], told), each, replication)
    last = last_semester(int(told.manifest["setup"]["horizon"]))
    return np.stack([_last(run.records, told, last) for run in runs])


def _setup(about: Mapping[str, Any], told: Story) -> Setup:
    moved = [lever for dial in told.file.dials for lever in dial.levers] + [s.lever for s in told.file.switches]
    return Setup(about["world"], about["seed"], about["horizon"], parameters=about["parameters"],
                 uncertainty=about["uncertainty"], levers=own_values(moved),
                 record=("nation", "size_class"))  # fmt: skip


def _last(records: Records, told: Story, last: int) -> Floats:
    now = records.semester == last
    names = np.array(records.indicators)[records.indicator[now]]
    levels = np.array(records.levels)[records.level[now]]
    places = np.where(levels == "nation", "nation", np.array(records.units)[records.unit[now]])
    value = dict(zip(zip(names, places, strict=True), records.value[now], strict=True))
    return np.array([value[cell.indicator, cell.place] for cell in told.emulator.cells])


def judge(told: Story, x: Floats, chosen: Any, real: Floats) -> pd.DataFrame:
    """One row a point and cell: what runs found, what the page says, and how far from a threshold."""
    emulator, n = told.emulator, real.shape[-1]
    rows = []
    verdicts = [_verdicts(told, real[p]) for p in range(len(x))]
    where = {cell.place for cell in emulator.cells}
    said = [{at: emulator.verdicts(at, x[p : p + 1], chosen[p : p + 1]) for at in where} for p in range(len(x))]
    for place, cell in enumerate(emulator.cells):
        found = emulator.predict(cell, x, chosen)
        half, fresh = emulator.half_width(found), emulator.half_width(found, n)
        trusted = emulator.trusted(x, chosen)
        for p in range(len(x)):
            mean = float(real[p, place].mean())
            bounds = interval(real[p, place])
            rows.append({
                "point": p, "indicator": cell.indicator, "place": cell.place, "smallest": cell.smallest,
                "real": mean, "page": found.mean[p], "real_verdict": verdicts[p][place],
                "page_verdict": said[p][cell.place][cell.indicator],
                "inside": abs(mean - found.mean[p]) <= fresh[p], "trusted": bool(trusted[p]),
                "lucky": emulator.too_lucky(cell), "noise": float(real[p, place].std(ddof=1) / np.sqrt(n)),
                "far": _far(bounds, cell.smallest) > FAR * float(fresh[p] / emulator.quantile),
                "half": half[p],
            })  # fmt: skip
    return pd.DataFrame(rows)


def _verdicts(told: Story, real: Floats) -> list[Verdict]:
    """Verdicts on real runs at a point, as `compare` gives them, shape of `real`: (cells, replications)."""
    cells = told.emulator.cells
    alone = [verdict(interval(real[k]), cell.smallest) for k, cell in enumerate(cells)]
    nation = [k for k, cell in enumerate(cells) if cell.place == "nation"]
    adjusted = holm(np.array([p_value(real[k]) for k in nation]))
    for k, p in zip(nation, adjusted, strict=True):
        alone[k] = verdict_among(alone[k], p)
    return alone


def _far(found: Interval, smallest: float) -> float:
    """How far an interval is from another verdict: its ends from 0 and what matters, its mean from what matters."""
    ends = [abs(end - edge) for end in (found.low, found.high) for edge in (-smallest, 0.0, smallest)]
    return float(min(*ends, abs(abs(found.mean) - smallest)))


def report(found: pd.DataFrame) -> int:
    """Print the measures; returns 0 if all are as good as they must be."""
    hidden = found["lucky"] & ~found["page_verdict"].isin(["up", "down"])
    shown = found[~hidden & found["trusted"]]
    decided = ("up", "down", "too small to matter")
    both = shown[shown["page_verdict"].isin(decided) & shown["real_verdict"].isin(decided)]
    contradicting = (both["page_verdict"] != both["real_verdict"]).sum() / max(len(shown), 1)
    far = shown[shown["far"]]
    same = (far["page_verdict"] == far["real_verdict"]).mean()
    # the noise of the real runs is no error of the page; where luck hides what matters, error cannot be told from it
    told = shown[~shown["lucky"]]
    square = ((told["real"] - told["page"]) ** 2 - told["noise"] ** 2) / told["smallest"] ** 2
    error = np.sqrt(square.groupby([told["indicator"], told["place"]]).mean().clip(lower=0))
    covered = shown["inside"].mean()
    is_outcome = np.array([sort_of(BY_NAME[name]) == "outcome" for name, _ in error.index])
    outcomes, others = error[is_outcome], error[~is_outcome]
    lines = (
        ("contradicting verdicts", contradicting, "at most 0.01", contradicting <= 0.01),
        (f"same verdict away from thresholds ({len(far)} of {len(shown)} cells)", same, "at least 0.95", same >= 0.95),
        ("same verdict everywhere", (shown["page_verdict"] == shown["real_verdict"]).mean(), "", True),
        (f"worst outcome's error, {'/'.join(outcomes.idxmax())}", outcomes.max(), "below 1", outcomes.max() < 1),
        (f"worst error of what is done and paid, {'/'.join(others.idxmax())}", others.max(), "", True),
        ("middling error", error.median(), "", True),
        ("95 % band covers", covered, "0.90-0.97", 0.90 <= covered <= 0.97),
        ("cells shown of all", len(shown) / len(found), "", True),
    )
    for name, value, wanted, good in lines:
        print(f"{name:70} {value:8.3f}  {wanted:14} {'' if good else 'NOT MET'}")
    print(f"\nError by outcome and place, in smallest differences that matter:\n{error.unstack().round(2).to_string()}")
    return 0 if all(good for *_, good in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
