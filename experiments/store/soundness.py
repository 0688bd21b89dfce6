"""This file knows which recorded values no sound run can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.records import Records
    from sim.simulation import Run


class NotFinite(Exception):  # noqa: N818 - a row of the failure table, where it reads as a finding
    """A run recorded infinity, or nothing but NaN; NaN by itself stands for an indicator that is undefined."""

    stage = "records"


def check_finite(run: Run) -> None:
    """Refuse a run whose records cannot be meant.

    Raises:
        NotFinite: If a value is infinite or all are NaN; names indicator, unit and semester of the first.
    """
    value = run.records.value
    infinite = np.isinf(value)
    if infinite.any():
        row = int(infinite.argmax())
        raise NotFinite(f"{_place(run.records, row)} is {value[row]:g}")
    if len(value) and np.isnan(value).all():
        raise NotFinite(f"every value is NaN, the first is {_place(run.records, 0)}")


def _place(records: Records, row: int) -> str:
    """Indicator, unit and semester of a row."""
    unit = f"{records.levels[records.level[row]]} {records.units[records.unit[row]]}"
    return f"{records.indicators[records.indicator[row]]} of {unit} in semester {records.semester[row]}"
