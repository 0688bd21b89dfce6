"""How well a country fits the published figures: one row a quantity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.country.colleges import UNIVERSITY
from sim.country.ground import MUNICIPALITY, ground_of
from sim.country.registers import Registers
from sim.country.school_register import COMBINED, LOWER, PRIMARY, UPPER
from sim.country.schools import SIZE_BORDERS, share_in_upper_grades
from sim.country.sums import BASE
from sim.country.world import Country
from sim.types import Floats

UNKNOWN = float("nan")

_NUMBERS_OF_SCHOOLS = (
    (0, 0, "no_school"),
    (1, 1, "one_school"),
    (2, 2, "two_schools"),
    (3, 5, "3_5_schools"),
    (6, 10, "6_10_schools"),
    (11, 1000, "11_or_more_schools"),
)


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
    built = standing(country)
    rows = [row for part in parts for row in part(built, registers)]
    frame = pd.DataFrame(rows, columns=list(Quantity._fields))
    if country.world != "norway":
        local = frame["quantity"].str.startswith("county ") & (country.world != "tiny")
        frame.loc[~local, "published"] = UNKNOWN
    frame.insert(3, "difference", frame["simulated"] - frame["published"])
    return frame


def fit_of_years(country: Country, registers: Registers) -> pd.DataFrame:
    """The fit (samsvar) of the yearly plan to the published series, in the years that have a figure.

    Args:
        country: The whole country.
        registers: The registers it was built from.

    Returns:
        Columns quantity, year, published, simulated, difference, status (published or derived), as in `school_years`.

    Raises:
        ValueError: If the country is only a part, or nothing moves in it.
    """
    if country.world != "norway" or country.years is None:
        raise ValueError("fit: only the whole country has a yearly plan that can be held against national series")
    schools, plan = country.tables["schools"], country.years
    primary = schools["level"] != UPPER
    frame = registers["school_years"].sort_values(["quantity", "year"], ignore_index=True)
    simulated = []
    for quantity, year in zip(frame["quantity"], frame["year"], strict=True):
        column = plan.at("main", int(year))
        pupils, posts = plan.pupils[column][primary], plan.posts[column][primary]
        here = {name: values[primary][posts > 0] for name, values in schools.items()}
        simulated.append(_of_year(quantity, here, pupils[posts > 0].astype(np.float64), int(posts.sum())))
    frame = frame.assign(published=frame["value"], simulated=simulated)
    frame = frame.assign(difference=frame["simulated"] - frame["published"])[frame["simulated"].map(np.isfinite)]
    return frame[["quantity", "year", "published", "simulated", "difference", "status"]].reset_index(drop=True)


def _of_year(quantity: str, schools: Mapping[str, Any], pupils: Floats, posts: int) -> float:
    """One quantity of `school_years` in the schools of a year; NaN if the plan does not have it."""
    levels = {"schools_primary": PRIMARY, "schools_combined": COMBINED, "schools_lower": LOWER}
    if quantity in levels:
        return float((schools["level"] == levels[quantity]).sum())
    bands = ("schools_under_100", "schools_100_299", "schools_300_plus")
    if quantity in bands:
        return float((np.searchsorted(SIZE_BORDERS, pupils, side="right") == bands.index(quantity)).sum())
    whole = {
        "schools_private": float(schools["private"].sum()),
        "pupils_private": float(pupils[schools["private"]].sum()),
        "teachers": float(posts),
    }
    return whole.get(quantity, UNKNOWN)


def standing(country: Country) -> Country:
    """The country with its open schools and posts only."""
    schools, posts = country.tables["schools"], country.tables["posts"]
    rows = np.flatnonzero(schools["n_posts"] > 0)
    place = np.arange(len(posts["school"])) - schools["first_post"][posts["school"]]
    held = place < schools["n_posts"][posts["school"]]
    number = np.cumsum(schools["n_posts"] > 0) - 1
    tables = dict(country.tables)
    tables["schools"] = {name: values[rows] for name, values in schools.items()}
    held_posts = {name: values[held] for name, values in posts.items()}
    tables["posts"] = held_posts | {"school": number[posts["school"][held]]}
    return replace(country, tables=tables)


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
    if country.world == "norway":
        total = registers.total("grunnskole_pupils_grades_8_10", BASE)
        part = share_in_upper_grades(level, pupils, total)
        yield Quantity("combined_share_in_grades_8_10", 0.3, part, "three of ten grades", "derived")
    names = ("school_size_under_100", "school_size_100_299", "school_size_300_plus")
    bands = np.bincount(np.searchsorted(SIZE_BORDERS, pupils, side="right"), minlength=3)
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
    series = registers["school_years"].query("quantity == 'teachers'").sort_values("year").iloc[-1]
    source = f"GSI, from FTE of {series['year']}"
    yield Quantity("grunnskole_teachers_persons", float(series["value"]), float((~upper).sum()), source, "derived")
    total = registers.total("grunnskole_teachers_persons", "2019-20")
    pupils = schools["pupils"][schools["level"] != UPPER]
    n = schools["n_posts"][schools["level"] != UPPER]
    fte = registers.total("grunnskole_pupils_per_teaching_fte", "2024-25")
    per_head = registers.total("grunnskole_teaching_fte_derived", "2019-20") / total
    yield Quantity("pupils_per_teaching_fte", fte, pupils.sum() / n.sum() / per_head, "GSI 2024-25", "derived")
    yield Quantity(
        "teachers_in_schools_under_100", UNKNOWN, _mean(n[pupils < SIZE_BORDERS[0]]), "aim 6-9", "assumption"
    )
    share = registers.total("grunnskole_without_approved_education", "2012-13") / 100.0
    unqualified = ~posts["qualified"]
    yield Quantity("unqualified_share_primary", share, unqualified[~upper].mean(), "GSI 2012-13", "published")
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
    registered = registers["primary_schools"]
    registered = registered[(registered["kind"] != "unit") & (registered["ownership"] == "public")]
    known = registered["municipality_number"].value_counts().to_numpy()
    for least, most, name in _NUMBERS_OF_SCHOOLS:
        real, built = (float(((count >= least) & (count <= most)).sum()) for count in (known, each))
        yield Quantity(f"municipalities_with_{name}", real, built, "NSR January 2026, own count", "derived")


def _universities(country: Country, _registers: Registers) -> Iterator[Quantity]:
    """Capacity and graduates of universities, capacity of vocational colleges."""
    partners = country.tables["universities"]
    own = partners["kind"] == UNIVERSITY
    for name, source in (
        ("graduates_primary", "new students and completion"),
        ("graduates_upper", "new students and completion"),
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
