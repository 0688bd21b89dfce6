"""Decision support: regret, scenario discovery, switching values and what each part of a package adds."""

from sim.analysis.decision.decomposition import contributions, decomposed
from sim.analysis.decision.discovery import Discovery, discover, judged_together
from sim.analysis.decision.draws import drawn_parameters
from sim.analysis.decision.robustness import robustness
from sim.analysis.decision.screening import screened
from sim.analysis.decision.switching import Switch, switches

__all__ = [
    "Discovery",
    "Switch",
    "contributions",
    "decomposed",
    "discover",
    "drawn_parameters",
    "judged_together",
    "robustness",
    "screened",
    "switches",
]
