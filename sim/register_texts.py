"""The register of parameters in Bokmål: meanings, units and sources, by their English text."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from sim.parameters import ADDED, register
from sim.remembered import remembered

TEXTS = ("meaning", "unit", "source")
"""Columns of the register that people read."""


@remembered
def bokmaal() -> dict[str, str]:
    """Every text of the register in Bokmål, by its English text (`sim/data/parameters/texts_nb.csv`).

    Of parameters of plugins the meaning; unit and source stand as they are where they are nobody else's.
    """
    with (files("sim") / "data" / "parameters" / "texts_nb.csv").open(encoding="utf-8") as file:
        known = dict(pd.read_csv(file, dtype=str, keep_default_na=False).itertuples(index=False, name=None))
    own = {text: text for parameter in ADDED for text in (parameter.unit, parameter.source)}
    return own | known | {parameter.en: parameter.nb for parameter in ADDED}


@remembered
def register_in(language: str) -> pd.DataFrame:
    """The register by name, its texts in a language (do not change it in place).

    Args:
        language: "en" or "nb".

    Returns:
        As `sim.parameters.register`, with the index `name`.

    Raises:
        KeyError: If a text has no translation.
    """
    known = register().set_index("name")
    if language == "en":
        return known
    return known.assign(**{column: [bokmaal()[text] for text in known[column]] for column in TEXTS})
