"""The key (fordelingsnøkkel) by which the state's money reaches the counties, derived from what the governors paid out.

No page gives the key. What governors paid on post 21 has the shape of a fixed part for each governor, a part by
teaching, and supplements in the north; their sizes are fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from sim.country.ground import ground_of
from sim.country.registers import Registers
from sim.types import Floats

SUPPLEMENTED = ("SFNO", "SFTF")
"""Governors that got more than size and fixed part explain, in every complete year: Nordland, Troms og Finnmark."""


@dataclass(frozen=True)
class CountyKey:
    """A key from the nation to the governors.

    Attributes:
        fixed: Share of the frame in equal parts, one a governor.
        supplements: Share of the frame that goes to a governor on top, by governor; the rest goes by teaching.
    """

    fixed: float
    supplements: dict[str, float]

    def by_governor(self, registers: Registers) -> pd.Series:
        """Share of the national frame by governor, summing to 1."""
        terms, teaching = _terms(registers, tuple(self.supplements))
        sizes = np.array([self.fixed, *self.supplements.values()])
        return teaching + (terms.sub(teaching, axis="index") @ sizes)

    def by_county(self, registers: Registers) -> pd.Series:
        """Share of the national frame by county: that of its governor, by teaching; sums to 1."""
        counties = registers["counties"]
        weight = pd.Series(ground_of(registers).teacher_weight, index=counties["county_number"])
        governor = counties.set_index("county_number")["governor_id"]
        within = weight / weight.groupby(governor).transform("sum")
        return within * governor.map(self.by_governor(registers))


def derive_key(
    registers: Registers, years: Sequence[int] = (), supplemented: Sequence[str] = SUPPLEMENTED
) -> CountyKey:
    """The key nearest to what the governors paid, by the squares of the relative differences.

    Args:
        registers: The registers; `governor_grants` gives what was paid.
        years: Years to fit; empty for all in which every governor is complete.
        supplemented: Governors with a supplement; the model that the year's money is fitted to.

    Raises:
        ValueError: A year is not complete in the table.
    """
    paid = paid_shares(registers)
    for year in years:
        if year not in paid.columns:
            raise ValueError(f"governor_grants.year: {year} is not complete; known are {list(map(int, paid.columns))}")
    seen = paid[list(years)] if years else paid
    terms, teaching = _terms(registers, tuple(supplemented))
    wanted = np.concatenate([((seen[y] - teaching) / seen[y]).to_numpy() for y in seen])
    given = np.concatenate([terms.sub(teaching, axis="index").div(seen[y], axis="index").to_numpy() for y in seen])
    sizes = np.linalg.lstsq(given, wanted, rcond=None)[0]
    return CountyKey(float(sizes[0]), dict(zip(supplemented, sizes[1:].tolist(), strict=True)))


@lru_cache(maxsize=8)
def national_key(registers: Registers) -> Floats:
    """Part of the national frame that goes to each county, by the key fitted to all complete years, (counties,)."""
    shares: Floats = derive_key(registers).by_county(registers).to_numpy(dtype=np.float64)
    return shares


def paid_shares(registers: Registers) -> pd.DataFrame:
    """Share of what all governors paid on post 21, complete years only, shape (governors, years)."""
    table = registers["governor_grants"]
    complete = table[table["status"] == "complete"]
    paid = complete.pivot(index="governor_id", columns="year", values="million_kroner")
    paid = paid.reindex(registers["governors"]["governor_id"]).dropna(axis="columns")
    return paid / paid.sum()


def key_errors(registers: Registers, key: CountyKey) -> pd.DataFrame:
    """What the key predicts over what was paid, less 1, shape (governors, complete years)."""
    paid = paid_shares(registers)
    return (1.0 / paid).mul(key.by_governor(registers), axis="index") - 1.0


WITHIN = 0.10
"""Relative difference within which a predicted share counts as met."""


def key_check(registers: Registers, key: CountyKey) -> pd.DataFrame:
    """How well the key predicts the governors' shares.

    Returns:
        Columns year, governors, inside (number within 10 per cent), largest (relative difference).
    """
    apart = key_errors(registers, key).abs()
    return pd.DataFrame({
        "year": apart.columns.astype(int), "governors": len(apart), "inside": (apart <= WITHIN).sum().to_numpy(),
        "largest": apart.max().to_numpy(),
    })  # fmt: skip


def _terms(registers: Registers, supplemented: Sequence[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Shares of the fixed part and of each supplement by governor, and each governor's share of teaching."""
    governors = pd.Index(registers["governors"]["governor_id"])
    weight = pd.Series(ground_of(registers).teacher_weight).groupby(registers["counties"]["governor_id"]).sum()
    terms = pd.DataFrame({"fixed": 1.0 / len(governors)}, index=governors)
    for name in supplemented:
        terms[name] = (governors == name).astype(np.float64)
    return terms, (weight / weight.sum()).reindex(governors)
