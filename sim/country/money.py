"""What the state has set aside and paid, by year: prices, frames by scheme, and what reached the universities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.country.registers import Registers

MILLION = 1e6

TO_UNIVERSITIES = (("21", "853"), ("21", "877"), ("22", "679"), ("22", "853"), ("22", "877"))
"""Posts and accounts by which universities are paid: transfers to state bodies, and on post 22 study places bought.

Bodies were moved between 853 and 877, and the purchase of study places to 679 in 2021-24: only the sums are steady.
"""


def price_levels(registers: Registers, base: int = 2025) -> pd.Series:
    """Consumer prices of each year against those of one year, which is 1.

    Args:
        registers: The registers; `price_index` must have every year between its first and last.
        base: Year whose prices are 1.

    Raises:
        ValueError: A year is missing from the table.
    """
    change = registers["price_index"].set_index("year")["change_percent"]
    expected = range(int(change.index[0]), int(change.index[-1]) + 1)
    missing = sorted({*expected, base} - set(change.index))
    if missing:
        raise ValueError(f"price_index.year: {missing[0]} is missing; needed are the years without a gap")
    level = np.cumprod(1.0 + change.to_numpy(dtype=np.float64) / 100.0)
    return pd.Series(level / level[change.index.get_loc(base)], index=change.index)


def frames(registers: Registers, base: int = 2025) -> pd.DataFrame:
    """National frames (rammer) by scheme and year in the kroner of one year.

    The years to 2025 are what was paid or is taken to have been, 2026 follows the adopted budget, 2027 the proposed
    one. `other` are tasks of the governors that are no scheme of the model.

    Returns:
        Columns scheme, year, nominal (million kroner of the year), kroner, low, high (kroner of the base year),
        status.
    """
    table = registers["scheme_frames"]
    real = MILLION / price_levels(registers, base).reindex(table["year"]).to_numpy()
    return pd.DataFrame({
        "scheme": table["scheme"], "year": table["year"], "nominal": table["million_kroner"],
        "kroner": table["million_kroner"] * real, "low": table["low"] * real, "high": table["high"] * real,
        "status": table["status"],
    })  # fmt: skip


def paid_to_universities(registers: Registers, base: int = 2025) -> pd.DataFrame:
    """What universities and university colleges of the state got by post in kroner of one year, shape (years, posts).

    An upper bound: a part of the accounts goes to other state bodies. Private ones are on account 876 and left out.
    """
    table = registers["state_accounts"]
    keys = pd.MultiIndex.from_frame(table[["post", "account"]])
    paid = table[keys.isin(TO_UNIVERSITIES)].pivot_table(
        index="year", columns="post", values="million_kroner", aggfunc="sum"
    )
    return paid.mul(MILLION / price_levels(registers, base).reindex(paid.index), axis="index")
