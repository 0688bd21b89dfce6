"""Which published series of 2017-2025 the model is held against, and sets the two side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import pandas as pd

from sim.scenario import FIRST_YEAR

RANGE = (0.025, 0.975)
"""Quantiles between which 95 % of replications lie."""
COLUMNS = ["series", "year", "unit", "observed", "modelled", "low", "high", "inside", "used_to_set", "source"]


@dataclass(frozen=True)
class Quantity:
    """Something of the nation that is both modelled and published; it can be shown like an indicator.

    Attributes:
        name: Identifier.
        group: What it is shown together with.
        indicator: Indicator of the model it is made of.
        when: Semester a year's figure belongs to: the autumn or the spring of that year, or the spring after, where
            the indicator sums up the school year that begins in that year.
        unit: Unit of measurement.
        smallest_difference: The smallest difference that matters, in that unit.
        label_en, label_nb: Names to show.
        per: Multiplies the indicator: "" by 1, "teacher" by the nation's teachers, "world" by the nation's teachers
            over those of the simulated part of the country.
        factor: Multiplies it further, to reach the unit.
    """

    name: str
    group: Literal["staff", "study", "subjects", "money"]
    indicator: str
    when: Literal["autumn", "spring", "school_year"]
    unit: str
    smallest_difference: float
    label_en: str
    label_nb: str
    per: Literal["", "teacher", "world"] = ""
    factor: float = 1.0

    @property
    def direction(self) -> str:
        """Neither more nor less is better."""
        return "0"

    def year_of(self, semester: int) -> int | None:
        """Year whose figure a semester gives, None if it gives none."""
        year, spring = FIRST_YEAR + (semester + 1) // 2, semester % 2 == 1
        if spring == (self.when == "autumn"):
            return None
        return year - 1 if self.when == "school_year" else year


@dataclass(frozen=True)
class Series:
    """One published series.

    Attributes:
        name: Identifier, as in `data/observed.csv`.
        quantity: The quantity it measures.
        label_en, label_nb: What sets it apart from other series of the same quantity; empty if there are none.
    """

    name: str
    quantity: Quantity
    label_en: str = ""
    label_nb: str = ""


MILLIONS = "million kroner of 2025"
EXIT = Quantity("gross_exit", "staff", "gross_exit", "spring", "share per year", 0.002,
                "Qualified teachers leaving school work", "Kvalifiserte lærere som slutter")  # fmt: skip
UNQUALIFIED = Quantity("unqualified", "staff", "unqualified_compulsory", "autumn", "share of posts", 0.002,
                       "Unqualified, compulsory school", "Ukvalifiserte i grunnskolen")  # fmt: skip
ALONE = (
    Quantity("teachers_compulsory", "staff", "teachers_compulsory", "autumn", "teachers", 500,
             "Teachers, compulsory school", "Lærere i grunnskolen", "world"),
    Quantity("teachers_upper", "staff", "teachers_upper", "autumn", "teachers", 500,
             "Teachers, upper secondary", "Lærere i videregående", "world"),
    Quantity("schools_compulsory", "staff", "schools_compulsory", "autumn", "schools", 20,
             "Schools, compulsory", "Grunnskoler", "world"),
    Quantity("schools_upper", "staff", "schools_upper", "autumn", "schools", 5,
             "Schools, upper secondary", "Videregående skoler", "world"),
    Quantity("applications", "study", "applications", "spring", "applications", 200,
             "Applications", "Søknader", "teacher"),
    Quantity("approved", "study", "approved", "spring", "applications", 200,
             "Approved by owners", "Godkjent av eier", "teacher"),
    Quantity("places", "study", "places", "spring", "places", 200, "Places granted", "Tildelte plasser", "teacher"),
    Quantity("approval", "study", "approval", "spring", "share of applications", 0.02,
             "Approved, of applications", "Godkjent, av søknadene"),
    Quantity("grant_rate", "study", "grant_rate", "spring", "share of approved", 0.02,
             "Granted, of approved", "Tildelt, av de godkjente"),
    Quantity("places_mathematics", "subjects", "places_mathematics", "spring", "share of places", 0.01,
             "Mathematics", "Matematikk"),
    Quantity("places_norwegian", "subjects", "places_norwegian", "spring", "share of places", 0.01,
             "Norwegian", "Norsk"),
    Quantity("places_english", "subjects", "places_english", "spring", "share of places", 0.01, "English", "Engelsk"),
    Quantity("places_special_education", "subjects", "places_special_education", "spring", "share of places", 0.01,
             "Special education", "Spesialpedagogikk"),
    Quantity("places_digital", "subjects", "places_digital", "spring", "share of places", 0.01,
             "Digital, programming", "Digital, programmering"),
    Quantity("places_practical_aesthetic", "subjects", "places_practical_aesthetic", "spring", "share of places", 0.01,
             "Practical and aesthetic", "Praktisk-estetisk"),
    Quantity("further_education_money", "money", "individual_grant", "school_year", MILLIONS, 50,
             "Further education, paid by the state", "Videreutdanning, betalt av staten", "teacher", 1e-6),
    Quantity("dekom_s_money", "money", "collective_grant", "school_year", MILLIONS, 10,
             "Dekom S, later with Kompetanseløftet, spent", "Dekom S, siden med Kompetanseløftet, brukt", "teacher",
             1e-6),
    Quantity("dekom_y_money", "money", "y_frame", "school_year", MILLIONS, 5,
             "Dekom Y, frame", "Dekom Y, ramme", "teacher", 1e-6),
    Quantity("open_pot_left", "money", "open_pot_left", "school_year", "share of open pot", 0.05,
             "Dekom Y, open pot left after round one", "Dekom Y, igjen av åpen pott etter runde én"),
)  # fmt: skip
SERIES = (
    Series("gross_exit_adjunkt", EXIT, "adjunkt", "adjunkt"),
    Series("gross_exit_adjunkt_more", EXIT, "adjunkt with further education", "adjunkt med tilleggsutdanning"),
    Series("gross_exit_lektor_more", EXIT, "lektor with further education", "lektor med tilleggsutdanning"),
    Series("gross_exit_adjunkt_tariff", EXIT, "adjunkt, other page of KS", "adjunkt, annen side hos KS"),
    Series("unqualified_fte", UNQUALIFIED, "of teaching FTE", "av årsverk til undervisning"),
    Series("unqualified_persons", UNQUALIFIED, "of persons", "av personer"),
    *(Series(quantity.name, quantity) for quantity in ALONE),
)
QUANTITIES = (EXIT, UNQUALIFIED, *ALONE)
COUNTED = ("teachers_compulsory", "teachers_upper")
"""Indicators that add up to the teachers of the simulated part of the country."""


@cache
def observed() -> pd.DataFrame:
    """The published figures, one row each: series, year, value, unit, used_to_set (yes or no), source.

    Used to set: the figure was used to set a parameter or to build the country, so agreement proves little.
    """
    with (files("sim") / "data" / "observed.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def modelled(frame: pd.DataFrame, teachers: pd.Series) -> pd.DataFrame:
    """The model's counterparts of the published series.

    Args:
        frame: Tidy results of one scenario.
        teachers: Teachers of the nation by autumn; the first and the last year known hold before and after.

    Returns:
        One row a value: quantity, year, replication, value.
    """
    nation = frame[frame["level"] == "nation"]
    size = _teachers_of_world(nation)
    found = [_values(nation, quantity, teachers, size) for quantity in QUANTITIES]
    return pd.concat(found, ignore_index=True)


def _teachers_of_world(nation: pd.DataFrame) -> pd.Series:
    """Teachers of the simulated part of the country by autumn, the same in every replication; empty if not recorded."""
    counted = nation[nation["indicator"].isin(COUNTED) & (nation["semester"].astype(int) % 2 == 0)]
    first = counted.groupby([_autumn(counted), "indicator"], observed=True)["value"].first()
    return first.groupby(level=0).sum()


def _autumn(rows: pd.DataFrame) -> pd.Series:
    """Year of the autumn in which the school year of a row begins."""
    return FIRST_YEAR + rows["semester"].astype(int) // 2


def _values(nation: pd.DataFrame, quantity: Quantity, teachers: pd.Series, size: pd.Series) -> pd.DataFrame:
    rows = nation[nation["indicator"] == quantity.indicator]
    years = rows["semester"].astype(int).map(quantity.year_of)
    rows, years = rows[years.notna()], years.dropna().astype(int)
    scale = np.full(len(rows), quantity.factor)
    if quantity.per:
        autumn = _autumn(rows).to_numpy()
        scale = scale * np.interp(autumn, teachers.index.to_numpy(dtype=float), teachers.to_numpy(dtype=float))
        if quantity.per == "world":
            scale = scale / size.reindex(autumn).to_numpy(dtype=float)
    kept = rows[["replication", "value"]].assign(quantity=quantity.name, year=years)
    return kept.assign(value=scale * kept["value"])[["quantity", "year", "replication", "value"]]


def ranges(values: pd.DataFrame) -> pd.DataFrame:
    """Mean over replications and where 95 % of them lie: quantity, year, modelled, low, high."""
    known = values.dropna(subset="value").groupby(["quantity", "year"], sort=False)["value"]
    low, high = (known.quantile(q) for q in RANGE)
    return pd.DataFrame({"modelled": known.mean(), "low": low, "high": high}).reset_index()


def backtest(values: pd.DataFrame) -> pd.DataFrame:
    """Every published figure beside what the model gives for the same year.

    Args:
        values: What `modelled` returns.

    Returns:
        One row a figure, in the order of `SERIES`: series, year, unit, observed, modelled (mean over replications),
        low, high (95 % range over replications), inside (whether observed lies in it), used_to_set, source; NaN and
        not inside where the model has no value for the year.
    """
    figures = observed().rename(columns={"value": "observed"})
    figures["quantity"] = figures["series"].map({series.name: series.quantity.name for series in SERIES})
    found = figures.merge(ranges(values), on=["quantity", "year"], how="left")
    found["inside"] = (found["low"] <= found["observed"]) & (found["observed"] <= found["high"])
    found["used_to_set"] = found["used_to_set"] == "yes"
    order = {series.name: place for place, series in enumerate(SERIES)}
    return found.sort_values(["series", "year"], key=lambda c: c.map(order) if c.name == "series" else c)[COLUMNS]
