"""The Mesa model: Norway's schools under a timeline of policies; one step is one semester of the school year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import mesa

import sim.choices  # noqa: F401  (makes the choices of the actors known)
from sim import labour
from sim.additions import agents_in_use
from sim.areas import ContextLevers
from sim.columns import Actor
from sim.indicators import INDICATORS, Indicator
from sim.mechanisms.years import stand_as_begun
from sim.now import Now
from sim.plugins import in_use, use
from sim.policy import Policy, policy_from
from sim.population import populate
from sim.scenario import FIRST_YEAR, Scenario, autumn_of, first_autumn, last_semester, year_of
from sim.schedule import due, school_year
from sim.setup import Ground, Setup
from sim.setup import ground as lay_ground
from sim.stage import Stage
from sim.timeline import scenario as read_scenario
from sim.world import Snapshot


class CompetenceModel(mesa.Model):
    """Norway's schools under a timeline of policies; one step is one semester.

    Attributes:
        world: All tables of the state.
        semester: The semester last lived through; 0 = autumn 2017, and the history begins at -6.
        plugins: What it was made with beside what is shipped.
        schedule: Stages of the school year, in order (`sim.schedule`).
        after_stage: Called with each stage that has ended; a trace, a clock or a test may listen.
    """

    def __init__(
        self,
        world: str = "norway",
        scenario: str | Scenario = "system_2026",
        seed: int = 1,
        *,
        replication: int = 0,
        horizon: int = 2035,
        uncertainty: str = "point",
        parameters: Mapping[str, float] | None = None,
        ground: Ground | None = None,
        variants: Sequence[type[Actor]] = (),
        since: int = FIRST_YEAR,
        settle: bool = True,
        collect: bool = True,
    ) -> None:
        """Build a country, populate it and, unless told otherwise, live through the years before the first step.

        Args:
            world: Name of the part of the country ("norway", a county, "tiny").
            scenario: The timeline of policies: a name, a path, or a scenario.
            seed: Root seed of all luck.
            replication: Number of the replication; each has other luck.
            horizon: Calendar year of the last spring semester, after which `running` is false.
            uncertainty: "point" (parameters at their values), "register" or "posterior" (drawn).
            parameters: Values that replace those of the register, by name.
            ground: A country, parameters and luck made before; world, seed and the like are then not used.
            variants: A user's own agent classes, each a subclass of the one it takes the place of.
            since: Year whose autumn is the first step; from 2014, when the history begins.
            settle: Whether to live through the years before that; without them the first step is the first of the
                burn-in.
            collect: Whether `datacollector` keeps the headline indicators of the nation at every step.

        Raises:
            ValueError: If the scenario, a parameter or the world does not exist, or a value is not legal.
        """
        super().__init__(rng=0)
        self.plugins = in_use()
        given = Setup(world, seed, horizon, uncertainty, dict(parameters or {}))
        country, self.params, self.luck = ground or lay_ground(given, replication)
        self.share = country.share
        self.last = last_semester(horizon)
        self.schedule = school_year()
        self.after_stage: list[Callable[[Stage], None]] = []
        self.world = populate(self, country, self.params, self.luck, (*agents_in_use(), *variants))
        self.years = country.years
        self.semester = first_autumn(self.params.staff.burn_in_years) - 1
        self.follow(read_scenario(scenario) if isinstance(scenario, str) else scenario)
        path = self.policy[ContextLevers].demography.path
        stand_as_begun(self.world, self.years, path, year_of(self.semester), self.params)
        labour.begin_staff(self.world, self.params, self.luck)
        self.market = labour.open_market(self.world, self.params, country.years)
        self.datacollector = mesa.DataCollector(model_reporters=national_reporters() if collect else {})
        while settle and self.semester < autumn_of(since) - 1:
            self.live()

    def follow(self, scenario: Scenario) -> None:
        """Take another scenario from here on (used to fork a shared history)."""
        self.scenario = scenario
        self.policies: Mapping[int, Policy] = {
            phase.start: policy_from(phase.levers, phase.local) for phase in scenario.phases
        }

    @property
    def policy(self) -> Policy:
        """The policy in force this semester."""
        begun = [start for start in self.policies if start <= self.semester]
        return self.policies[max(begun) if begun else min(self.policies)]

    @property
    def now(self) -> Now:
        """The semester as stages and choices see it."""
        draws = self.luck.at(self.semester)
        return Now(self.world, self.policy, self.params, draws, self.market, self.share, self.years)

    def step(self) -> None:
        """One semester, kept by the data collector; at the horizon `running` becomes false."""
        self.live()
        self.datacollector.collect(self)
        self.running = self.semester < self.last

    def live(self) -> None:
        """One semester: the stages of the school year that are due, in their order."""
        use(self.plugins)
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


def national_reporters() -> dict[str, Callable[[CompetenceModel], float]]:
    """The headline indicators of the nation, as Mesa's data collector asks for them, by name."""

    def reporter(indicator: Indicator) -> Callable[[CompetenceModel], float]:
        return lambda model: indicator.national(model.world)

    return {indicator.name: reporter(indicator) for indicator in INDICATORS if indicator.headline}
