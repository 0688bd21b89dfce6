"""Primary and lower-secondary schools as the register has them, as arrays, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.country.draws import uids
from sim.country.registers import Registers
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

PRIMARY, COMBINED, LOWER, UPPER = range(4)
"""Levels of a school: grades 1-7, 1-10 (and other spans across both stages), 8-10 and upper secondary."""

LEVELS = 3
"""Levels below upper secondary."""

_CLASSES = 6
_SPECIAL = 0
_DECKS = 1 + LEVELS + LEVELS * _CLASSES


@dataclass(frozen=True)
class SchoolRegister:
    """Schools in operation (grunnskoler), by municipality, public before private; shape (schools,) unless said.

    Attributes:
        ids: Organisation number; with "-g" where it names an upper-secondary school too.
        municipality: Row of the municipality where the school stands.
        pupils: Of 2022-23, NaN where the register has none.
        like: Rows of `decks` from which the size of a school without pupils is drawn: first one, and how many, shape
            (schools, 2).
        decks: Registered sizes, those of schools alike side by side, shape (schools with pupils,).
        opened: Autumn in which the school opened, 0 if before the years known or only reorganised.
    """

    ids: Texts
    uid: Ids
    municipality: Rows
    private: Bools
    level: Smalls
    pupils: Floats
    like: Ints
    decks: Floats
    opened: Ints


def school_register(registers: Registers) -> SchoolRegister:
    """Read the schools out of the register; units without pupils of their own are no schools.

    A municipality whose own school the register has lost gets one of grades 1-10, for every municipality has one.

    Raises:
        ValueError: If no school like one without pupils has any.
    """
    frame = registers["primary_schools"]
    frame = frame[frame["kind"] != "unit"]
    frame = pd.concat([frame, _lost(frame, registers["municipalities"])], ignore_index=True)
    frame = frame.assign(private=frame["ownership"] == "private")
    frame = frame.sort_values(["municipality_number", "private", "org_number"], ignore_index=True)
    places = registers["municipalities"]
    row = {number: i for i, number in enumerate(places["municipality_number"])}
    at = np.array([row[number] for number in frame["municipality_number"]], dtype=np.int32)
    low, high = frame["grade_from"].to_numpy(), frame["grade_to"].to_numpy()
    level = np.select([high <= 7, low >= 8], [PRIMARY, LOWER], COMBINED).astype(np.int8)
    private = frame["private"].to_numpy(dtype=bool)
    pupils = frame["pupils_2022_23"].to_numpy(dtype=np.float64)
    centrality = places["centrality_class_2024"].to_numpy()[at] - 1
    deck = np.where(private, 1 + level, 1 + LEVELS + level * _CLASSES + centrality)
    deck[(frame["kind"] == "special").to_numpy()] = _SPECIAL
    decks, like = _decks(deck, pupils)
    both = set(registers["upper_secondary_schools"]["org_number"])  # one unit in the registers, two schools here
    ids = np.array([f"{name}-g" if name in both else name for name in frame["org_number"]], dtype=object)
    frame = frame.assign(opened=frame["opened"].fillna(0) if "opened" in frame else 0)
    opened = _new(frame["opened"].to_numpy(dtype=np.int64), at, level, private, pupils)
    return SchoolRegister(ids, uids("schools", ids), at, private, level, pupils, like, decks, opened)


def _lost(frame: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """A school of grades 1-10 in each municipality that has no public school."""
    own = set(frame.loc[frame["ownership"] == "public", "municipality_number"])
    lost = [number for number in municipalities["municipality_number"] if number not in own]
    named = {"org_number": [f"{number}-1" for number in lost], "municipality_number": lost}
    return pd.DataFrame(named).assign(ownership="public", grade_from=1, grade_to=10, kind="school")


def _new(opened: Ints, at: Rows, level: Smalls, private: Bools, pupils: Floats) -> Ints:
    """Opening years without those of schools that only changed form: most pupils of a place cannot have been nowhere.

    Before a public school is new, others in the municipality must have had at least half of the pupils of each stage.
    """
    opened, size = opened.copy(), np.where(np.isnan(pupils), np.nanmean(pupils), pupils)
    for without in (LOWER, PRIMARY):  # schools that teach grades 1-7, then those that teach grades 8-10
        mine = ~private & (level != without)
        for place in np.unique(at[mine & (opened > 0)]):
            here = np.flatnonzero(mine & (at == place))
            here = here[np.argsort(opened[here], kind="stable")]
            enough = np.cumsum(size[here]) >= 0.5 * size[here].sum()
            opened[here[: int(np.argmax(enough)) + 1]] = 0
    return opened


def _decks(deck: Ints, pupils: Floats) -> tuple[Floats, Ints]:
    """Known sizes deck by deck, and where those of each school's deck begin and how many they are."""
    known = ~np.isnan(pupils)
    order = np.lexsort((pupils[known], deck[known]))
    count = np.bincount(deck[known], minlength=_DECKS)
    first = np.cumsum(count) - count
    if (count[deck[~known]] == 0).any():
        raise ValueError("primary_schools.pupils_2022_23: no school like one without pupils has any")
    return pupils[known][order], np.stack([first[deck], count[deck]], axis=1)
