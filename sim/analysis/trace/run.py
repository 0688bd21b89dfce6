"""How one unit is followed through two scenarios: both runs straight, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.analysis.trace.lines import Line
from sim.analysis.trace.parting import END, Heard, Parting, State, differing, first_difference
from sim.analysis.trace.sentences import listen
from sim.analysis.trace.story import tell
from sim.analysis.trace.unit import Unit, find_unit
from sim.model import CompetenceModel
from sim.scenario import Scenario, last_semester
from sim.simulation import Setup, start

BURN_IN = "burn_in"


@dataclass(frozen=True)
class Chapter:
    """One semester of the story.

    Attributes:
        semester: 0 = autumn 2017.
        told: Lines of each scenario, in the order of the scenarios.
    """

    semester: int
    told: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Trace:
    """The story of one unit in two scenarios.

    Attributes:
        unit: Whose story it is.
        chapters: What happened, semester by semester.
        parting: Where the unit's own rows differ first, None if never.
        anywhere: Where the two worlds differ first, None if never.
    """

    unit: Unit
    chapters: tuple[Chapter, ...]
    parting: Parting | None
    anywhere: Parting | None


class _Follower:
    """Follows one unit through one run, and remembers its state after each sentence of the semester."""

    def __init__(self, model: CompetenceModel, unit: Unit) -> None:
        self.model, self.unit = model, unit
        self.of_unit: list[tuple[str, State]] = []
        self.of_world: list[tuple[str, State]] = []
        self.look_around = True
        self.remember("")
        listen(model, self.remember)

    def remember(self, sentence: str) -> None:
        """Keep the state after a sentence; that of the whole world only until a first difference is found."""
        self.of_unit.append((sentence, self.unit.state(self.model.world)))
        if self.look_around:
            self.of_world.append((sentence, self.model.world.digests()))

    def live(self) -> tuple[Line, ...]:
        """One semester, and what there is to tell of it."""
        before = self.of_unit[-1][1]
        self.of_unit = [("", before)]
        self.of_world = [("", state) for _, state in self.of_world[-1:]]
        self.model.live()
        self.remember(END)
        return tell(self.model, self.unit, before)


def trace(setup: Setup, scenarios: Sequence[Scenario], replication: int, kind: str, id_: str) -> Trace:
    """Tell the story of one unit in two scenarios.

    Args:
        setup: What both runs have in common.
        scenarios: The two scenarios.
        replication: Number of the replication.
        kind: "municipality", "school" or "university".
        id_: Municipality number, school id or short name.

    Raises:
        KeyError: If the world has no such unit.
    """
    models = [start(setup, scenario, replication) for scenario in scenarios]
    unit = find_unit(models[0].world, kind, id_)
    one, two = (_Follower(model, unit) for model in models)
    parting = _parted_in_burn_in(one.of_unit, two.of_unit)
    anywhere = _parted_in_burn_in(one.of_world, two.of_world)
    chapters = []
    for semester in range(last_semester(setup.horizon) + 1):
        one.look_around = two.look_around = anywhere is None
        chapters.append(Chapter(semester, (one.live(), two.live())))
        parting = parting or first_difference(semester, one.of_unit, two.of_unit)
        anywhere = anywhere or first_difference(semester, one.of_world, two.of_world)
    return Trace(unit, tuple(chapters), parting, anywhere)


def _parted_in_burn_in(one: Heard, two: Heard) -> Parting | None:
    """Scenarios that differ before autumn 2017 have lived through different years before the story."""
    columns = differing(one[-1][1], two[-1][1])
    return Parting(-1, BURN_IN, columns) if columns else None
