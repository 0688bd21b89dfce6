"""Decision support: regret, scenario discovery, switching values and what each part of a package adds."""

from sim.decision.decomposition import contributions, decomposed
from sim.decision.discovery import Discovery, discover
from sim.decision.draws import drawn_parameters
from sim.decision.robustness import robustness
from sim.decision.screening import screened
from sim.decision.switching import Switch, switches

__all__ = [
    "Discovery",
    "Switch",
    "contributions",
    "decomposed",
    "discover",
    "drawn_parameters",
    "robustness",
    "screened",
    "switches",
]
