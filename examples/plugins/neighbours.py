"""An own choice of agents, with an own parameter and an own section of levers: networks that follow their neighbours.

A network that did not want to take part looks at the others of its county. The more of them had measures last school
year, the likelier it joins after all. How strong the pull is, is a number of the theory, drawn as others are; how many
networks meet the others at all is policy: study visits that the state governor arranges, none unless decided.

    kompetanse 'plugins=[./neighbours.py]' 'scenarios=[./neighbours.yaml]'
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.agents.network import Network
from sim.levers import Levers, lever
from sim.parameters import Parameter

PULL = Parameter(
    "neighbours_pull", 0.3, (0.1, 0.6), "share", en="Chance to join where every neighbour works and visits are made.",
    nb="Sannsynlighet for å bli med når alle naboer arbeider og det er besøk.", source="An example",
)  # fmt: skip


@dataclass(frozen=True)
class NeighboursLevers(Levers):
    """Study visits between networks (studiebesøk)."""

    visits: float = lever(
        0.0, "0-1", en="Reach of study visits between networks.", nb="Rekkevidden av studiebesøk mellom nettverk.",
        status="assumption", source="An example",
    )  # fmt: skip


class NeighbourlyNetwork(Network):
    """A network that may join because its neighbours do; in all else it decides as networks do."""

    def take_part(self) -> None:
        """Decide alone first, then look at those of the county that worked last school year."""
        super().take_part()
        now = self.model.now
        networks, row = now.world.networks, self.row
        others = networks.county == networks.county[row]
        others[row] = False
        if networks.applied[row] or networks.eligible[row] <= 0 or not others.any():
            return
        working = (networks.delivered[others] > 0).mean()
        chance = now.policy[NeighboursLevers].visits * now.params.own[PULL.name] * working
        if now.draws.happens("network follows its neighbours", networks.uid[[row]], chance)[0]:
            networks.inside[row] = networks.applied[row] = True
