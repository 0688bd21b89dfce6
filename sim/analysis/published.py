"""Which published series of 2014-2025 the model is held against, and what of the model each measures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import pandas as pd

from sim.scenario import FIRST_YEAR


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
    group: Literal["staff", "schools", "study", "subjects", "money"]
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
        part: Whether it is of some of those the quantity counts, so that it is shown, but not scored.
    """

    name: str
    quantity: Quantity
    label_en: str = ""
    label_nb: str = ""
    part: bool = False


MILLIONS = "million kroner of 2025"
EXIT = Quantity("gross_exit", "staff", "gross_exit", "spring", "share per year", 0.002,
                "Qualified teachers leaving school work", "Kvalifiserte lærere som slutter")  # fmt: skip
UNQUALIFIED = Quantity("unqualified", "staff", "unqualified_compulsory", "autumn", "share of posts", 0.002,
                       "Unqualified, compulsory school", "Ukvalifiserte i grunnskolen")  # fmt: skip
ALONE = (
    Quantity("upper_60_plus", "staff", "upper_60_plus", "school_year", "share of posts", 0.005,
             "60 or older, upper secondary", "60 år eller eldre i videregående"),
    Quantity("over_55", "staff", "over_55", "school_year", "share of posts", 0.01, "Older than 55", "Eldre enn 55 år"),
    Quantity("pupils_compulsory", "schools", "pupils_compulsory", "autumn", "pupils", 1000,
             "Pupils, compulsory school", "Elever i grunnskolen", "world"),
    Quantity("teachers_compulsory", "schools", "teachers_compulsory", "autumn", "teachers", 500,
             "Teachers, compulsory school", "Lærere i grunnskolen", "world"),
    Quantity("teachers_upper", "schools", "teachers_upper", "autumn", "teachers", 500,
             "Teachers, upper secondary", "Lærere i videregående", "world"),
    Quantity("schools_compulsory", "schools", "schools_compulsory", "autumn", "schools", 20,
             "Schools, compulsory", "Grunnskoler", "world"),
    Quantity("schools_under_100", "schools", "schools_under_100", "autumn", "schools", 20,
             "Schools with fewer than 100 pupils", "Skoler med under 100 elever", "world"),
    Quantity("schools_100_299", "schools", "schools_100_299", "autumn", "schools", 20,
             "Schools with 100-299 pupils", "Skoler med 100–299 elever", "world"),
    Quantity("schools_300_plus", "schools", "schools_300_plus", "autumn", "schools", 20,
             "Schools with 300 pupils or more", "Skoler med 300 elever eller flere", "world"),
    Quantity("schools_upper", "schools", "schools_upper", "autumn", "schools", 5,
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
    Series("gross_exit_mean", EXIT, "mean of three codes of post", "gjennomsnitt av tre stillingskoder"),
    Series("gross_exit_adjunkt", EXIT, "adjunkt", "adjunkt", part=True),
    Series(
        "gross_exit_adjunkt_more", EXIT, "adjunkt with further education", "adjunkt med tilleggsutdanning", part=True
    ),
    Series("gross_exit_lektor_more", EXIT, "lektor with further education", "lektor med tilleggsutdanning", part=True),
    Series("gross_exit_adjunkt_tariff", EXIT, "adjunkt, other page of KS", "adjunkt, annen side hos KS", part=True),
    Series("unqualified_fte", UNQUALIFIED, "of teaching FTE", "av årsverk til undervisning"),
    Series("unqualified_persons", UNQUALIFIED, "of persons", "av personer"),
    *(Series(quantity.name, quantity) for quantity in ALONE),
)
QUANTITIES = (EXIT, UNQUALIFIED, *ALONE)


@cache
def observed() -> pd.DataFrame:
    """The published figures, one row each: series, year, value, unit, role, sets, source.

    The role is "set" where the figure was used to set a parameter, which `sets` names, so that agreement proves little;
    "check" where it never was; "input" where the model is handed it.
    """
    with (files("sim") / "data" / "observed.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file, keep_default_na=False)
