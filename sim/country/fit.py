"""This file knows how well a country fits the published figures: one row a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.country.colleges import UNIVERSITY
from sim.country.ground import MUNICIPALITY, ground_of
from sim.country.registers import Registers
from sim.country.schools import COMBINED, LOWER, PRIMARY, UPPER
from sim.country.size_bands import BORDERS
from sim.country.sums import BASE
from sim.country.world import Country

UNKNOWN = float("nan")


class Quantity(NamedTuple):
    """One quantity of the country; `published` is NaN where nothing is."""

    quantity: str
    published: float
    simulated: float
    source: str
    status: str


def fit(country: Country, registers: Registers) -> pd.DataFrame:
    """The fit (samsvar) of a country to the published totals.

    Args:
        country: Any world; in part worlds a published value stands only where the part has one.
        registers: The registers it was built from.

    Returns:
        Columns quantity, published, simulated, difference, source, status (published, derived or assumption).
    """
    parts = (_schools, _posts, _upper, _counties, _municipalities, _universities, _networks)
    rows = [row for part in parts for row in part(country, registers)]
    frame = pd.DataFrame(rows, columns=list(Quantity._fields))
    if country.world != "norway":
        local = frame["quantity"].str.startswith("county ") & (country.world != "tiny")
        frame.loc[~local, "published"] = UNKNOWN
    frame.insert(3, "difference", frame["simulated"] - frame["published"])
    return frame


def _schools(country: Country, registers: Registers) -> Iterator[Quantity]:
    """Primary and lower-secondary schools and their pupils."""
    schools = country.tables["schools"]
    primary = schools["level"] != UPPER
    level, private, pupils = (schools[name][primary] for name in ("level", "private", "pupils"))
    ssb = "Statistics Norway, utgrs"
    counts = {
        "grunnskoler_total": len(level),
        "grunnskoler_public": (~private).sum(),
        "grunnskoler_private": private.sum(),
        "grunnskoler_primary_only": (level == PRIMARY).sum(),
        "grunnskoler_combined": (level == COMBINED).sum(),
        "grunnskoler_lower_secondary_only": (level == LOWER).sum(),
        "grunnskole_pupils": pupils.sum(),
        "grunnskole_pupils_public": pupils[~private].sum(),
        "grunnskole_pupils_private": pupils[private].sum(),
    }
    for name, value in counts.items():
        yield Quantity(name, registers.total(name, BASE), float(value), ssb, "published")
    upper_grades = pupils[level == LOWER].sum() + 0.3 * pupils[level == COMBINED].sum()
    published = registers.total("grunnskole_pupils_grades_8_10", BASE)
    yield Quantity("grunnskole_pupils_grades_8_10", published, float(upper_grades), ssb, "published")
    names = ("school_size_under_100", "school_size_100_299", "school_size_300_plus")
    bands = np.bincount(np.searchsorted(BORDERS, pupils, side="right"), minlength=3)
    before = [registers.total(name, "2023-24") for name in names]
    scale = registers.total("grunnskoler_total", BASE) / sum(before)
    for name, was, value in zip(names, before, bands, strict=True):
        yield Quantity(name, was * scale, float(value), "Udir 2023-24, scaled to 2025-26", "derived")
    mean = registers.total("grunnskole_pupils", BASE) / registers.total("grunnskoler_total", BASE)
    yield Quantity("mean_pupils_per_school", mean, float(pupils.mean()), ssb, "derived")


def _posts(country: Country, registers: Registers) -> Iterator[Quantity]:
    """Posts in primary and lower secondary, and who holds them."""
    schools, posts = country.tables["schools"], country.tables["posts"]
    upper = schools["level"][posts["school"]] == UPPER
    total = registers.total("grunnskole_teachers_persons", "2019-20")
    yield Quantity("grunnskole_teachers_persons", total, float((~upper).sum()), "GSI 2019-20", "published")
    pupils = schools["pupils"][schools["level"] != UPPER]
    n = schools["n_posts"][schools["level"] != UPPER]
    heads = registers.total("grunnskole_pupils", BASE) / total
    yield Quantity("pupils_per_teacher", heads, pupils.sum() / n.sum(), "Statistics Norway and GSI", "derived")
    fte = registers.total("grunnskole_pupils_per_teaching_fte", "2024-25")
    per_head = registers.total("grunnskole_teaching_fte_derived", "2019-20") / total
    yield Quantity("pupils_per_teaching_fte", fte, pupils.sum() / n.sum() / per_head, "GSI 2024-25", "derived")
    yield Quantity("teachers_in_schools_under_100", UNKNOWN, _mean(n[pupils < BORDERS[0]]), "aim 6-9", "assumption")
    share = registers.total("grunnskole_fte_not_meeting_employment_requirement", "2024-25") / 100.0
    unqualified = ~posts["qualified"]
    yield Quantity("unqualified_share_primary", share, unqualified[~upper].mean(), "GSI 2024-25", "published")
    wider = registers.total("vgs_fte_without_teacher_education", "2020")
    wider = share * wider / registers.total("grunnskole_fte_without_teacher_education", "2020")
    source = "GSI share, scaled by Statistics Norway 2020"
    yield Quantity("unqualified_share_upper", wider, _mean(unqualified[upper]), source, "derived")
    central = country.tables["owners"]["centrality_class"][schools["municipality"]][posts["school"]]
    for name, group in (("1_2", central <= 2), ("3_4", (central > 2) & (central < 5)), ("5_6", central >= 5)):
        value = _mean(unqualified[group & ~upper])
        yield Quantity(f"unqualified_share_primary_centrality_{name}", UNKNOWN, value, "slope", "assumption")
    senior = posts["age"] >= 60
    yield Quantity("share_60_plus_primary", UNKNOWN, senior[~upper].mean(), "LÆRERMOD, ages moved back", "assumption")
    sixty = registers.total("vgs_teachers_60_plus", "2025") / 100.0
    source = "Statistics Norway 2025; here when the country begins"
    yield Quantity("share_60_plus_upper", sixty, _mean(senior[upper]), source, "published")
    known = _mean(posts["origin"][posts["qualified"]] >= 0)
    yield Quantity("qualified_with_known_university", UNKNOWN, known, "origin_unknown", "assumption")


def _upper(country: Country, registers: Registers) -> Iterator[Quantity]:
    """Upper-secondary schools and posts."""
    schools, owners = country.tables["schools"], country.tables["owners"]
    upper = schools["level"] == UPPER
    register = registers["upper_secondary_schools"]
    real = (register["distance_or_exam_unit"] == 0) & (register["pupils_2025_26"] >= 20)
    kind = owners["kind"][schools["owner"]][upper]
    groups = {"county": (kind < 2), "private": kind == 2, "state": kind == 3}
    for name, group in groups.items():
        published = float((real & (register["ownership"] == name)).sum())
        yield Quantity(f"upper_schools_{name}", published, float(group.sum()), "NSR 2025-26, own count", "derived")
    pupils = registers.total("vgs_pupils", BASE)
    yield Quantity("vgs_pupils", pupils, float(schools["pupils"][upper].sum()), "Udir 2025-26", "published")
    teachers = registers.total("vgs_teachers_persons", "2025")
    simulated = float(schools["n_posts"][upper].sum())
    yield Quantity("vgs_teachers_persons", teachers, simulated, "Statistics Norway 12091", "published")


def _counties(country: Country, registers: Registers) -> Iterator[Quantity]:
    """Teachers, training offices and firms by county."""
    counties, schools = country.tables["counties"], country.tables["schools"]
    register = registers["counties"].set_index("county_number")
    ground = ground_of(registers)
    weight = pd.Series(ground.teacher_weight / ground.teacher_weight.sum(), index=register.index)
    public = (schools["level"] != UPPER) & ~schools["private"]
    offices = registers["training_offices"]["county_number"].value_counts()
    total = public_posts_total(country)
    for row, key in enumerate(counties["id"]):
        here = schools["county"] == row
        upper = float(schools["n_posts"][here & (schools["level"] == UPPER)].sum())
        primary = float(schools["n_posts"][here & public].sum())
        name = counties["name"][row]
        expected = weight[key] * total if country.world == "norway" else UNKNOWN
        source = "GSI 2019-20 by old county, mapped to 2024"
        yield Quantity(f"county {key} {name}: public primary teachers", expected, primary, source, "derived")
        pupils = float(schools["pupils"][here & (schools["level"] == UPPER)].sum())
        published = float(register.loc[key, "vgs_pupils_2025_26"])
        yield Quantity(f"county {key} {name}: upper-secondary pupils", published, pupils, "Udir 2025-26", "published")
        published = float(register.loc[key, "vgs_teachers_2025"])
        source = "Statistics Norway 12091"
        yield Quantity(f"county {key} {name}: upper-secondary teachers", published, upper, source, "published")
        here_offices = float(counties["training_offices"][row])
        published = float(offices.get(key, 0))
        yield Quantity(f"county {key} {name}: training offices", published, here_offices, "NOR 2026", "published")
    offices_total = registers.total("training_offices", "2026")
    simulated = float(counties["training_offices"].sum())
    yield Quantity("training_offices", offices_total, simulated, "NOR 2026", "published")
    firms = registers.total("training_companies_approved", "2021-22")
    yield Quantity("training_firms", firms, float(counties["training_firms"].sum()), "Udir 2021-22", "published")


def public_posts_total(country: Country) -> float:
    """Posts in public primary and lower-secondary schools."""
    schools = country.tables["schools"]
    return float(schools["n_posts"][(schools["level"] != UPPER) & ~schools["private"]].sum())


def _municipalities(country: Country, registers: Registers) -> Iterator[Quantity]:
    """Municipalities by size, their school offices and their results."""
    owners, schools = country.tables["owners"], country.tables["schools"]
    own = owners["kind"] == MUNICIPALITY
    people = owners["population"][own]
    total = registers.total("municipalities", "2024-2026")
    yield Quantity("municipalities", total, float(own.sum()), "own count", "published")
    groups = {
        "municipalities_under_1000": people < 1000,
        "municipalities_under_3000": people < 3000,
        "municipalities_over_25000": people > 25000,
        "municipalities_over_50000": people > 50000,
        "municipalities_over_100000": people > 100000,
    }
    for name, group in groups.items():
        published = registers.total(name, "2020")
        row = f"{name} (published of 2020, simulated of 2026)"  # two years apart: municipalities grew and merged
        yield Quantity(row, published, float(group.sum()), "NPK 2020; population of 2026", "published")
    for size, aim in enumerate(("0.3-1", "1-2.5", "2-6", "5-30 or more")):
        value = _mean(owners["office_fte"][own & (owners["size_class"] == size)])
        yield Quantity(f"office_fte_size_class_{size}", UNKNOWN, value, f"aim {aim}", "assumption")
    weight = schools["pupils"].astype(np.float64)
    level = schools["structural_level"]
    place = schools["municipality"]
    pupils = np.bincount(place, weights=weight, minlength=len(own))
    mean = np.bincount(place, weights=weight * level, minlength=len(own)) / np.maximum(pupils, 1.0)
    spread = float(mean[pupils > 0].std())
    yield Quantity("structural_level_sd_between_municipalities", UNKNOWN, spread, "aim 0.10-0.20", "assumption")
    public = (schools["level"] != UPPER) & ~schools["private"]
    each = np.bincount(schools["owner"][public], minlength=len(own))[own]
    published = registers.total("grunnskoler_public", BASE) / total
    yield Quantity("public_schools_per_municipality", published, float(each.mean()), "Statistics Norway", "derived")
    yield Quantity("municipalities_with_one_school", UNKNOWN, float((each == 1).sum()), "drawn", "assumption")


def _universities(country: Country, _registers: Registers) -> Iterator[Quantity]:
    """Capacity and graduates of universities, capacity of vocational colleges."""
    partners = country.tables["universities"]
    own = partners["kind"] == UNIVERSITY
    for name, source in (
        ("graduates_primary", "inflow_share of posts"),
        ("graduates_upper", "inflow_share of posts"),
        ("staff_hours", "uh_hours"),
    ):
        yield Quantity(f"universities_{name}", UNKNOWN, float(partners[name][own].sum()), source, "assumption")
    hours = float(partners["staff_hours"][~own].sum())
    yield Quantity("vocational_colleges_staff_hours", UNKNOWN, hours, "college_hours", "assumption")


def _networks(country: Country, _registers: Registers) -> Iterator[Quantity]:
    """Networks of municipalities."""
    networks, owners = country.tables["networks"], country.tables["owners"]
    own = networks["kind"] == MUNICIPALITY
    member = owners["network"][owners["network"] >= 0]
    size = np.bincount(member, minlength=len(own))[own]
    yield Quantity("municipal_networks", UNKNOWN, float(own.sum()), "drawn", "assumption")
    yield Quantity("municipalities_per_network", UNKNOWN, float(size.mean()), "aim 2.5-4.5", "assumption")
    yield Quantity("largest_network", UNKNOWN, float(size.max()), "aim at most 6", "assumption")


def _mean(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> float:
    """Mean, or NaN of nothing."""
    return float(np.asarray(values, dtype=np.float64).mean()) if len(values) else UNKNOWN
