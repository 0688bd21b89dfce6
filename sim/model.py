"""The Mesa model: Norway's schools under a timeline of policies; one step is one semester of the school year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import mesa

import sim.choices  # noqa: F401  (makes the choices of the actors known)
from sim import labour
from sim.columns import Actor
from sim.country.world import Country
from sim.luck import Luck
from sim.now import Now
from sim.parameters import Parameters
from sim.policy import Policy, policy_from
from sim.population import populate
from sim.scenario import Scenario
from sim.schedule import due, school_year
from sim.stage import Stage
from sim.world import Snapshot


class CompetenceModel(mesa.Model):
    """Norway's schools under a timeline of policies; one step is one semester.

    Attributes:
        world: All tables of the state.
        semester: The semester last lived through; 0 = autumn 2017, burn-in is negative.
        schedule: Stages of the school year, in order (`sim.schedule`).
        after_stage: Called with each stage that has ended; a trace, a clock or a test may listen.
    """

    def __init__(
        self, country: Country, scenario: Scenario, parameters: Parameters, luck: Luck,
        variants: Sequence[type[Actor]] = (),
    ) -> None:  # fmt: skip
        """Populate the country and stand on the eve of the burn-in.

        Args:
            country: The country as built for this replication.
            scenario: The timeline of policies.
            parameters: The numbers of the theory.
            luck: The luck of this replication.
            variants: A user's own agent classes, each a subclass of the one it takes the place of.
        """
        super().__init__(rng=0)
        self.params = parameters
        self.luck = luck
        self.share = country.share
        self.schedule = school_year()
        self.after_stage: list[Callable[[Stage], None]] = []
        self.world = populate(self, country, parameters, luck, variants)
        self.market = labour.open_market(self.world, parameters)
        self.semester = -2 * int(parameters.staff.burn_in_years) - 1
        self.follow(scenario)

    def follow(self, scenario: Scenario) -> None:
        """Take another scenario from here on (used to fork a shared history)."""
        self.scenario = scenario
        self.policies: Mapping[int, Policy] = {phase.start: policy_from(phase.levers) for phase in scenario.phases}

    @property
    def policy(self) -> Policy:
        """The policy in force this semester."""
        begun = [start for start in self.policies if start <= self.semester]
        return self.policies[max(begun) if begun else min(self.policies)]

    @property
    def now(self) -> Now:
        """The semester as stages and choices see it."""
        return Now(self.world, self.policy, self.params, self.luck.at(self.semester), self.market, self.share)

    def step(self) -> None:
        """One semester: the stages of the school year that are due, in their order."""
        self.semester += 1
        now = self.now
        for stage in due(self.schedule, self.semester, now.policy):
            stage.act(now)
            for listen in self.after_stage:
                listen(stage)

    # ---- forking

    def save(self) -> tuple[int, Snapshot]:
        """The semester and a copy of the whole state."""
        return self.semester, self.world.save()

    def restore(self, saved: tuple[int, Snapshot]) -> None:
        """Go back to a saved state."""
        self.semester, snapshot = saved
        self.world.restore(snapshot)
