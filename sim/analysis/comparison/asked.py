"""Values of those a question is about, in the place of the nation's."""

from __future__ import annotations

import pandas as pd

TARGET = "target"
"""Level at which they are recorded."""


def of_those_asked(frame: pd.DataFrame) -> pd.DataFrame:
    """Values of those asked about, called the nation; of the whole nation where nothing less has a value.

    Args:
        frame: Tidy results with the levels nation and, where a question has a target, target.
    """
    level = frame["level"].astype(str)
    asked = frame[level == TARGET]
    nation = frame[level == "nation"]
    whole = nation[~nation["indicator"].isin(asked["indicator"].unique())]
    return pd.concat([asked.assign(level="nation"), whole]) if len(asked) else nation


def of_those_asked_and_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """As `of_those_asked`, with the values of all other levels beside."""
    left = frame[~frame["level"].astype(str).isin(["nation", TARGET])]
    return pd.concat([of_those_asked(frame), left.astype({"level": str})])
