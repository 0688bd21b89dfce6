"""Docking to LÆRERMOD, Statistics Norway's model of teachers: the same accounts from the same inputs.

Cohort accounting alone: who has a teacher education grows a year older each year, graduates come in at their age, and
at each age the share employed and their position size of the first year hold. No hazard of this model is in it.
"""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

from sim.types import Floats

TOLERANCE = 0.05
"""Largest difference from LÆRERMOD's supply in any year to 2040."""

STOCK_YEAR, FIRST, LAST = 2021, 2024, 2040
"""Year of the published ages (and edition), first year of the projection (and edition), last year compared."""

AGES = np.arange(18, 76)


def supply_of_stock(stock: Floats, graduates: Floats, work: Floats) -> Floats:
    """Full-time equivalents of people with a teacher education, year by year.

    Args:
        stock: People by age in the first year, shape (ages,).
        graduates: Graduates by age in each later year, shape (years, ages).
        work: Full-time equivalents a person of each age, shape (ages,).

    Returns:
        Shape (years + 1,).
    """
    supply = [float(stock @ work)]
    for new in graduates:
        stock = np.concatenate([[0.0], stock[:-1]]) + new
        supply.append(float(stock @ work))
    return np.array(supply)


def docking() -> pd.DataFrame:
    """LÆRERMOD's reference path of supply beside what cohort accounting makes of its inputs.

    Returns:
        Columns programme, year, published, reproduced, difference (share of the published), inside.
    """
    published = _table("laerermod_supply")
    frames = []
    for name in published["programme"].unique():
        mine = published[(published["programme"] == name) & (published["year"] <= LAST)].sort_values("year")
        reproduced = reproduced_supply(name, float(mine["fte"].iloc[0]))
        frames.append(pd.DataFrame({
            "programme": name, "year": mine["year"].to_numpy(), "published": mine["fte"].to_numpy(dtype=np.float64),
            "reproduced": reproduced[: len(mine)],
        }))  # fmt: skip
    frame = pd.concat(frames, ignore_index=True)
    frame["difference"] = frame["reproduced"] / frame["published"] - 1.0
    return frame.assign(inside=frame["difference"].abs() <= TOLERANCE)


def reproduced_supply(name: str, fte: float) -> Floats:
    """Supply of a programme 2024-2040 from its people by age, scaled to the full-time equivalents of 2024.

    Ages are those of 2021, three years older and with the graduates of three years. Lektors' ages are published only
    together with two other programmes'; theirs are those of as many years of today's graduates as make up the stock.

    Args:
        name: A programme of `laerermod_inputs`.
        fte: Full-time equivalents in 2024.
    """
    inputs = _of("laerermod_inputs", name, "edition")
    people = _of("laerermod_people", name, "age")
    people = people[["people", "employed", "mean_fte"]].reindex(AGES).fillna(0.0)
    count = people["people"].to_numpy(dtype=np.float64)
    employed = people["employed"].to_numpy(dtype=np.float64) / np.where(count > 0, count, 1.0)
    work: Floats = employed * people["mean_fte"].to_numpy(dtype=np.float64)
    number = inputs["new_students"] * inputs["completion"]
    ages = _ages_of_graduates(name, int(inputs["length"].iloc[-1]))
    before, now = float(number[STOCK_YEAR]) * ages, float(number[FIRST]) * ages
    if inputs["ages_published"].iloc[-1] == "no":
        stock = _as_many_years(now, work, fte)
    else:
        stock = count
        for _ in range(FIRST - STOCK_YEAR):
            stock = np.concatenate([[0.0], stock[:-1]]) + before
    return supply_of_stock(stock * fte / float(stock @ work), np.tile(now, (LAST - FIRST, 1)), work)


def _ages_of_graduates(name: str, length: int) -> Floats:
    """Share of a programme's graduates of each age, shape (ages,): new students by age, older by the programme."""
    students = _of("laerermod_students", name, "age")["new_students"]
    share: Floats = (students / students.sum()).reindex(AGES - length).fillna(0.0).to_numpy()
    return share


def _as_many_years(new: Floats, work: Floats, fte: float) -> Floats:
    """People by age after as many years of graduates as first make up a number of full-time equivalents."""
    stock: Floats = new.copy()
    while float(stock @ work) < fte:
        stock = np.concatenate([[0.0], stock[:-1]]) + new
    return stock


def _table(name: str) -> pd.DataFrame:
    with (files("sim") / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _of(table: str, programme: str, index: str) -> pd.DataFrame:
    frame = _table(table)
    return frame[frame["programme"] == programme].set_index(index)
