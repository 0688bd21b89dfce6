"""Every public figure with made-up numbers: what it is drawn from, and how, given language and width."""

from __future__ import annotations

import atexit
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.analysis import figures
from sim.analysis.comparison import comparison
from tests.analysis.figures.conftest import MADE, SIZES, Made, made_frame

FACTORS = ("turnover.base", "dose.effect_in_hours", "forgetting.rate", "partnership.quality_gain", "capacity")
PARTS = (
    Made("broad_share", "share of hours", "0", 0.05, "Broad topics", "Brede temaer"),
    Made("subject_hours", "share of hours", "0", 0.05, "Subjects", "Fag"),
    Made("special_hours", "share of hours", "0", 0.05, "Special education", "Spesialpedagogikk"),
)


def table(name):
    with (files("sim") / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, dtype={"municipality_number": str, "county_number": str})


def parts_frame(replications=6):
    rng = np.random.default_rng(5)
    rows = []
    for k in range(2):
        for r in range(replications):
            for t in range(3, 24, 2):
                share = rng.dirichlet([60 - 10 * k * (t > 10), 12 + 20 * k * (t > 10), 5])
                rows += [
                    (f"scenario_{k}", r, t, "nation", "norway", p.name, v) for p, v in zip(PARTS, share, strict=True)
                ]
    return pd.DataFrame(rows, columns=["scenario", "replication", "semester", "level", "unit", "indicator", "value"])


def cells(n=5):
    xs, ys = np.meshgrid(np.linspace(0, 0.5, n), np.linspace(30, 110, n - 1))
    mean = 0.12 * (xs.ravel() - 0.2) + 0.0003 * (ys.ravel() - 60)
    return pd.DataFrame({"x": xs.ravel(), "y": ys.ravel(), "mean": mean, "low": mean - 0.006, "high": mean + 0.006})


def responses():
    value = np.array([0.1, 0.5, 1.0, 2.0])
    effect = 0.02 * np.log(value)
    limits = {"bound_by_money": 1.0 - value / 2.0, "bound_by_time": value / 4.0, "bound_by_planning": value / 4.0,
              "bound_by_university": 0.0 * value}  # fmt: skip
    return pd.DataFrame({"value": value, "difference": effect, "low": effect - 0.004, "high": effect + 0.004,
                         "cost_difference": 4000.0 * (value - 1.0), "replications": 20, **limits})  # fmt: skip


def swings():
    k = np.arange(1, len(FACTORS) + 1)
    low, high = -0.02 / k, 0.03 / k * (-1) ** k
    return pd.DataFrame({
        "factor": FACTORS, "at_low": low, "at_low_low": low - 0.003, "at_low_high": low + 0.003,
        "at_high": high, "at_high_low": high - 0.003, "at_high_high": high + 0.003,
    })  # fmt: skip


def screening():
    mu = 0.04 / np.arange(1, len(FACTORS) + 1)
    return pd.DataFrame({"factor": FACTORS, "mu_star": mu, "mu_star_low": 0.8 * mu, "mu_star_high": 1.3 * mu,
                         "sigma": 0.5 * mu, "mu": -mu})  # fmt: skip


def indices():
    first = 0.5 / np.arange(1, len(FACTORS) + 1)
    total = first + 0.06
    return pd.DataFrame({"factor": FACTORS, "first": first, "first_low": first - 0.05, "first_high": first + 0.05,
                         "total": total, "total_low": total - 0.05, "total_high": total + 0.06})  # fmt: skip


def importance():
    value = 0.6 / np.arange(1, len(FACTORS) + 1)
    return pd.DataFrame({"factor": FACTORS, "importance": value, "importance_low": value - 0.05,
                         "importance_high": value + 0.08})  # fmt: skip


def ranks():
    half = 0.45 * np.linspace(0.3, 1.0, len(FACTORS))
    return pd.DataFrame({"name": FACTORS, "rank_low": 0.5 - half, "rank_median": 0.5, "rank_high": 0.5 + half,
                         "width": half / 0.45, "moved": half < 0.4})  # fmt: skip


def sources():
    rows = [(i.name, s, v + 0.05 * k * (1 if s == "luck" else -1 if s == "policy" else 0), v - 0.04, v + 0.05)
            for k, i in enumerate(MADE)
            for s, v in (("luck", 0.2), ("parameters", 0.35), ("policy", 0.4), ("interactions", 0.05))]  # fmt: skip
    return pd.DataFrame(rows, columns=["indicator", "source", "share", "low", "high"])


def box():
    return pd.DataFrame({"factor": FACTORS[:3], "low": [0.12, 0.2, 0.01], "high": [0.19, 0.8, 0.03],
                         "full_low": [0.08, 0.0, 0.01], "full_high": [0.22, 0.8, 0.09]})  # fmt: skip


def peels():
    coverage = np.linspace(1, 0.35, 14)
    return pd.DataFrame({"coverage": coverage, "density": 0.3 + 0.62 * (1 - coverage) ** 0.6})


def intakes(replications=12):
    rng = np.random.default_rng(2)
    rows = []
    for r in range(replications):
        for year in range(-3, 7):
            common = 0.4 + 0.004 * year + rng.normal(0, 0.004)
            effect = 0.03 * min(max(year, 0), 3) / 3 * (1 - 0.12 * max(0, year - 3)) + rng.normal(0, 0.003) * (year > 0)
            rows += [(year, "shadow", common, r), (year, "helped", common + effect, r)]
    return pd.DataFrame(rows, columns=["years_since", "group", "value", "replication"])


def effects():
    """A made-up effect of every municipality, larger in the south, with intervals and ranks."""
    m = table("municipalities")
    rng = np.random.default_rng(4)
    mean = 0.012 * (64 - m["centre_lat"].to_numpy()) / 6 + rng.normal(0, 0.006, len(m))
    half = 0.004 + 0.01 * rng.random(len(m))
    rank = np.argsort(np.argsort(-mean)) + 1
    size = pd.cut(m["population_2026"], [0, 3000, 10000, 30000, 10**7], right=False, labels=list(SIZES)).astype(str)
    return m.assign(mean=mean, low=mean - half, high=mean + half, rank_low=np.maximum(1, rank - 25),
                    rank_high=np.minimum(len(m), rank + 30), value=mean, group=size, size_class=size,
                    verdict=np.where(mean - half > 0, "up", "cannot tell"))  # fmt: skip


def partnerships():
    ties, campuses, counties = table("uh_county_partners"), table("uh_campuses"), table("counties")
    n = np.arange(len(ties))
    names = dict(zip(counties["county_number"], counties["county_name"], strict=True))
    made = pd.DataFrame({
        "university": ties["inst_id"], "unit": [names[c] for c in ties["county_number"]], "weight": 1 + (7 * n) % 12,
        "quality": 0.2 + 0.6 * ((3 * n) % 10) / 10,
    })  # fmt: skip
    made["quality_low"], made["quality_high"] = made["quality"] - 0.04, made["quality"] + 0.04
    first = campuses.drop_duplicates("inst_id")
    places = [
        pd.DataFrame({"name": first["inst_id"], "kind": "university", "lat": first["lat"], "lon": first["lon"]}),
        pd.DataFrame({"name": counties["county_name"], "kind": "unit", "lat": counties["seat_lat"],
                      "lon": counties["seat_lon"]}),
    ]  # fmt: skip
    return made, pd.concat(places)


LEVERS = {
    "en": ("Subject quota, share", "Hours per teacher, hours"),
    "nb": ("Fagkvote, andel", "Timer per lærer, timer"),
}


@dataclass(frozen=True)
class Case:
    """One kind: its frame or table, how it is drawn, the columns of its values and of their bounds."""

    data: Callable[[], pd.DataFrame]
    draw: Callable[[pd.DataFrame, dict[str, Any]], Figure]
    values: tuple[str, ...] = ("value",)
    bounds: tuple[str, ...] = ()

    def __call__(self, how):
        return self.draw(self.data(), how)


def grouped_frame():
    return made_frame(2, 6, 6, levels=("nation", "size_class"))


def table_of_differences():
    return comparison(made_frame(3), "scenario_0", ["scenario_1", "scenario_2"], MADE)


def options():
    """Three options, the last of which costs more for less."""
    rows = [("scenario_1", 1, 0.03, 500.0), ("scenario_2", 1, 0.028, 90.0), ("scenario_3", 3, 0.004, 700.0)]
    found = pd.DataFrame(rows, columns=["scenario", "rank", "difference", "cost"])
    bounds = {"low": found["difference"] - 0.004, "high": found["difference"] + 0.004,
              "cost_low": found["cost"] - 40, "cost_high": found["cost"] + 40}  # fmt: skip
    return found.assign(**bounds, verdict="up", replications=20, dominated=[False, False, True])


@lru_cache(maxsize=1)
def outlines():
    """A square about the centre of every municipality, in a file that goes when the process ends."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    m = table("municipalities")
    ring = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
    features = [
        {"type": "Feature", "properties": {"kommunenummer": n},
         "geometry": {"type": "Polygon", "coordinates": [np.add([lon, lat], 0.1 * ring).tolist()]}}
        for n, lat, lon in zip(m["municipality_number"], m["centre_lat"], m["centre_lon"], strict=True)
    ]  # fmt: skip
    file = Path(folder.name) / "squares.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def moved(replications=20):
    """Effect by value of two parameters: one turns it within its range, one does nothing."""
    rows = [("routine_loss", v, 0.04 - 0.5 * v) for v in (0.0, 0.04, 0.07, 0.1)]
    rows += [("fade_unused", v, 0.02) for v in (0.02, 0.05, 0.09)]
    found = pd.DataFrame(rows, columns=["parameter", "value", "difference"])
    return found.assign(low=found["difference"] - 0.004, high=found["difference"] + 0.004, replications=replications)


def turned():
    return pd.DataFrame({"parameter": ["routine_loss", "routine_loss", "fade_unused"], "own_value": [0.04, 0.04, 0.05],
                         "switching_value": [np.nan, 0.07, np.nan], "low": [np.nan, 0.066, 0.088]})  # fmt: skip


def package():
    adds = np.array([0.012, -0.006, 0.0, 0.006])
    return pd.DataFrame({"part": ["dekom_s", "follow_up", "dekom_y", "total"], "adds": adds, "low": adds - 0.003,
                         "high": adds + 0.003, "replications": 20})  # fmt: skip


BASE = {"baseline": "scenario_0"}
EFFECT = ("mean", "value")
BOUNDS = ("low", "high")

GALLERY = {
    "paths": Case(lambda: made_frame(2), lambda d, how: figures.paths(d, MADE, **BASE, **how)),
    "difference_paths": Case(lambda: made_frame(2), lambda d, how: figures.difference_paths(d, MADE, **BASE, **how)),
    "by_group": Case(grouped_frame, lambda d, how: figures.by_group(d, MADE[0], **BASE, **how)),
    "differences": Case(table_of_differences, lambda d, how: figures.differences(d, MADE, **BASE, **how),
                        ("difference",), BOUNDS),
    "cost_plane": Case(options, lambda d, how: figures.cost_plane(d, MADE[0], **BASE, **how), ("difference", "cost"),
                       (*BOUNDS, "cost_low", "cost_high")),
    "fan_charts": Case(lambda: made_frame(2, 30), lambda d, how: figures.fan_charts(d, MADE[:2], **BASE, **how)),
    "fan_differences": Case(lambda: made_frame(2, 30),
                            lambda d, how: figures.fan_differences(d, MADE[:2], **BASE, **how)),
    "composition": Case(parts_frame, lambda d, how: figures.composition(d, PARTS, **how)),
    "response_curve": Case(
        responses, lambda d, how: figures.response_curve(d, MADE[0], LEVERS[how["language"]][0], **how),
        ("difference",)),
    "heat_map": Case(cells, lambda d, how: figures.heat_map(d, MADE[0], *LEVERS[how["language"]], **how),
                     ("mean",), BOUNDS),
    "tornado": Case(swings, lambda d, how: figures.tornado(d, MADE[0], **how), ("at_low", "at_high"),
                    ("at_low_low", "at_low_high", "at_high_low", "at_high_high")),
    "morris_bars": Case(screening, lambda d, how: figures.morris_bars(d, MADE[0], **how), ("mu_star", "sigma"),
                        ("mu_star_low", "mu_star_high")),
    "sobol_bars": Case(indices, lambda d, how: figures.sobol_bars(d, MADE[0], **how), ("first", "total"),
                       ("first_low", "first_high", "total_low", "total_high")),
    "importance_bars": Case(importance, lambda d, how: figures.importance_bars(d, MADE[0], **how), ("importance",),
                            ("importance_low", "importance_high")),
    "learned_ranks": Case(ranks, lambda d, how: figures.learned_ranks(d, **how), ("rank_median",),
                          ("rank_low", "rank_high")),
    "variance_sources": Case(sources, lambda d, how: figures.variance_sources(d, MADE, **how), ("share",), BOUNDS),
    "switching_ends": Case(moved, lambda d, how: figures.switching_ends(d, turned(), MADE[0], **how), ("difference",),
                           BOUNDS),
    "parts_bars": Case(package, lambda d, how: figures.parts_bars(d, MADE[0], **how), ("adds",), BOUNDS),
    "prim_box": Case(box, lambda d, how: figures.prim_box(d, peels(), 0.61, 0.83, "system_2026 > never", **how),
                     ("low", "high")),
    "event_study": Case(intakes, lambda d, how: figures.event_study(d, MADE[0], intakes=(2020, 2022, 2024), **how)),
    "group_spread": Case(effects, lambda d, how: figures.group_spread(d, MADE[0], SIZES, **how), EFFECT, BOUNDS),
    "winners_and_losers": Case(effects, lambda d, how: figures.winners_and_losers(d, MADE[0], **how), EFFECT),
    "tile_map": Case(effects, lambda d, how: figures.tile_map(d, MADE[0], **how), EFFECT, BOUNDS),
    "outline_map": Case(effects, lambda d, how: figures.outline_map(d, MADE[0], outlines(), **how), EFFECT, BOUNDS),
    "partnership_network": Case(lambda: partnerships()[0],
                                lambda d, how: figures.partnership_network(d, partnerships()[1], **how),
                                ("weight", "quality"), ("quality_low", "quality_high")),
}  # fmt: skip
"""By the name of the function that draws it."""
SETS = ("backtest_figures", "comparison_figures", "place_figures", "run_figures")
"""Functions that return several of these figures, or some of their own; test_sets.py and others."""
