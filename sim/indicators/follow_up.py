"""This file knows the indicators of the follow-up scheme: who is on its path, who is at risk, who gets help."""

from __future__ import annotations

import numpy as np

from sim.actors.owner import MUNICIPALITY
from sim.actors.school import UPPER_SECONDARY
from sim.indicators.registry import Indicator, Ratio
from sim.types import Floats
from sim.world import World


def _municipalities(w: World) -> Floats:
    counted: Floats = (w.owners.kind == MUNICIPALITY).astype(np.float64)
    return counted


def follow_up_share(w: World) -> Ratio:
    """Municipalities on the path of the follow-up scheme."""
    counted = _municipalities(w)
    return (w.owners.follow_year > 0) * counted, counted


def risk_share(w: World) -> Ratio:
    """Share of possible risk points, three years pooled."""
    counted = _municipalities(w)
    return w.owners.risk * counted, counted


def guidance(w: World) -> Ratio:
    """Guides' time where municipalities are on the path, 1 in a full preparatory year."""
    on_path = (w.owners.follow_year > 0).astype(np.float64)
    return w.owners.guidance * on_path, on_path


def learning_environment(w: World) -> Ratio:
    """Learning environment without sampling noise, primary and lower secondary."""
    pupils = w.schools.pupils * (w.schools.level < UPPER_SECONDARY)
    return w.schools.environment * pupils, pupils


P = "model section 4.14"
FOLLOW_UP_INDICATORS = (
    Indicator("follow_up_share", "share of municipalities", "on the path / municipalities", "owners", "flow", "0",
              0.02, "municipalities", False, "Municipalities in follow-up", "Kommuner i oppfølging", P,
              follow_up_share),
    Indicator("risk_share", "share of possible points", "risk points / possible points, three years pooled", "owners",
              "flow", "-", 0.02, "municipalities", False, "Risk points", "Risikopoeng", "Udir, rule O-3", risk_share),
    Indicator("guidance", "factor", "guides' time against a full year, municipalities in follow-up", "owners", "flow",
              "0", 0.05, "municipalities in follow-up", False, "Time of guides", "Veiledertid", P, guidance),
    Indicator("learning_environment", "pupil SD", "mean weighted by pupils, without sampling noise", "schools", "flow",
              "+", 0.01, "pupils", False, "Learning environment", "Læringsmiljø", "model section 4.15",
              learning_environment),
)  # fmt: skip
