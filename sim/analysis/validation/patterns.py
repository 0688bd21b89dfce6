"""The patterns P1-P17, read from `sim/data/patterns.csv`: what is claimed of each, and from where its band comes."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.validation import setups
from sim.analysis.validation.bands import Band
from sim.analysis.validation.claims import Claim, Kind, Measure, Pattern
from sim.analysis.validation.measures import (
    event_study,
    follow_up,
    pace,
    partnership,
    staff,
    topics,
    universities,
    vocational,
)
from sim.analysis.validation.setups import Case

NAMES = {
    "P1": ("Infrastructure that lasts", "Infrastruktur som varer"),
    "P2": ("Quality stays spread", "Kvaliteten forblir ujevn"),
    "P3": ("Spread explained", "Ujevnheten forklart"),
    "P4": ("Support in principle before delivered quality", "Støtte i prinsippet før levert kvalitet"),
    "P5": ("Nearer to practice, more critical", "Nærmere praksis, mer kritisk"),
    "P6": ("Universities learn by doing", "Universitetene lærer ved å gjøre"),
    "P7": ("Double purpose weak, late and uneven", "Dobbelt formål svakt, sent og ujevnt"),
    "P8": ("Collective development is broad", "Kollektiv utvikling er bred"),
    "P9": ("Depth is left to individual study", "Dybde overlates til videreutdanning"),
    "P10": ("Dekom Y against Dekom S", "Dekom Y mot Dekom S"),
    "P11": ("The open pot", "Den åpne potten"),
    "P12": ("Follow-up lifts structure first", "Oppfølging løfter struktur først"),
    "P13": ("Follow-up rests on leaders who stay", "Oppfølging hviler på ledere som blir"),
    "P14": ("Structure before practice", "Struktur før praksis"),
    "P15": ("The periphery", "Periferien"),
    "P16": ("Further education", "Videreutdanning"),
    "P17": ("Turnover erodes, discipline buffers", "Gjennomtrekk tærer, disiplin demper"),
}
"""Names of the patterns in English and Bokmål."""

DRAWN = {"P12": tuple(event_study.MEASURES.values())}
"""What is measured for a pattern's figures only."""

CASES = {case.name: case for case in vars(setups).values() if isinstance(case, Case)}
MEASURES = {
    measure.name: measure
    for module in (follow_up, pace, partnership, staff, topics, universities, vocational)
    for measure in vars(module).values()
    if isinstance(measure, Measure)
}


def _read() -> tuple[Pattern, ...]:
    with (files("sim") / "data" / "patterns.csv").open(encoding="utf-8") as file:
        rows = pd.read_csv(file, dtype={"ablations": str}, keep_default_na=False, na_values={"low": "", "high": ""})
    return tuple(
        Pattern(code, *names, tuple(_claim(row) for row in rows[rows["pattern"] == code].to_dict("records")),
                DRAWN.get(code, ()))
        for code, names in NAMES.items()
    )  # fmt: skip


def _claim(row: dict[Any, Any]) -> Claim:
    low, high = row["low"], row["high"]
    bounds = (-np.inf if np.isnan(low) else low, np.inf if np.isnan(high) else high)
    return Claim(
        Kind(row["kind"]), row["en"], row["nb"], MEASURES[row["measure"]], row["why_en"], row["why_nb"], row["source"],
        Band(*bounds) if np.isfinite(bounds).any() else None, row["grade"],
        tuple(CASES[name] for name in row["ablations"].split()), CASES[row["case"]],
    )  # fmt: skip


PATTERNS: tuple[Pattern, ...] = _read()
