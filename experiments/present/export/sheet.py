"""This file knows what a sheet is: a table with a name, and what it holds in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Sheet:
    """One table of an export.

    Attributes:
        name: Identifier; its CSV file is named so.
        frame: The table, columns by identifier.
        about: What it holds: a sentence of `experiments.present.words`, in English.
    """

    name: str
    frame: pd.DataFrame
    about: str
