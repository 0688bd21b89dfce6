"""Runs of a calibration: made where other runs are made, kept one a line, found again when the command is repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from experiments.progress import progress
from experiments.run.calls import Loss, WorkItem
from experiments.run.execution import Execution
from experiments.run.work import common_ground
from experiments.store.fingerprint import digest
from experiments.store.lines import append_line, read_lines

if TYPE_CHECKING:
    from sim.analysis.calibration.factors import Factors
    from sim.analysis.calibration.plan import Evaluation
    from sim.analysis.calibration.targets import Target
    from sim.scenario import Scenario
    from sim.simulation import Setup
    from sim.types import Floats

NAME = "evaluations.jsonl"
Measured: TypeAlias = "tuple[str, dict[str, float] | str]"
"""Key of an evaluation, and its statistics by target, or why there are none."""


def key_of(evaluation: Evaluation) -> str:
    """What an evaluation is found again by."""
    return digest(asdict(evaluation))


@dataclass(frozen=True)
class Measuring(WorkItem[Measured]):
    """One run of the model for its targets; any error of the model is told, not raised."""

    setup: Setup
    base: Scenario
    targets: tuple[Target, ...]
    factors: Factors
    evaluation: Evaluation

    def __call__(self) -> Measured:
        """Make it."""
        from sim.analysis.calibration.measuring import measure_run
        from sim.luck import Luck

        one = self.evaluation
        parameters, levers = self.factors.values({**self.factors.draw(Luck(self.setup.seed, one.draw)), **one.ranks})
        setup = replace(self.setup, parameters={**parameters, **self.setup.parameters}, levers=levers)
        try:
            return key_of(one), measure_run(setup, self.base, self.targets, one.luck)
        except Exception as error:
            return key_of(one), f"{type(error).__name__}: {' '.join(str(error).split())}"

    def give_up(self, loss: Loss) -> Measured:
        """The run failed."""
        return key_of(self.evaluation), f"{loss.type}: {loss.message}"


@dataclass
class Evaluator:
    """Makes the runs that are not in a results folder yet.

    Attributes:
        setup: World, seed, data and parameters held at a value.
        base: The schemes as they were.
        targets: The targets.
        factors: Everything that is uncertain.
        execution: Where runs are made.
        folder: Results folder.
        titles: What a stage is called while it runs, by its name.
        elsewhere: Setups of stages that are made in another world, by their names.
        failures: Why runs have no statistics; such a run leaves all targets undefined.
    """

    setup: Setup
    base: Scenario
    targets: tuple[Target, ...]
    factors: Factors
    execution: Execution
    folder: Path
    titles: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Mapping[str, Setup] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def __call__(self, stage: str, wanted: Sequence[Evaluation]) -> Floats:
        """Statistics, shape (evaluations, targets)."""
        path = self.folder / NAME
        known = dict(_read(path))
        left = [one for one in wanted if key_of(one) not in known]
        setup = self.elsewhere.get(stage, self.setup)
        items = [Measuring(setup, self.base, self.targets, self.factors, one) for one in left]
        with (
            progress(self.titles.get(stage, stage), len(left)) as on_runs,
            closing(self.execution.make(items, common_ground(self.folder))) as ended,
        ):
            for key, found in ended:
                on_runs(1)
                if isinstance(found, str):
                    self.failures.append(found)
                    continue
                _append(path, key, found)
                known[key] = found
        nothing: dict[str, float] = {}
        return np.array(
            [[known.get(key_of(one), nothing).get(t.name, np.nan) for t in self.targets] for one in wanted],
            dtype=np.float64,
        )


def _append(path: Path, key: str, found: Mapping[str, float]) -> None:
    """Add a run to the file; what is undefined stays away, for JSON has no word for it."""
    known = {name: value for name, value in found.items() if np.isfinite(value)}
    append_line(path, {"run": key, "values": known})


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Runs made before."""
    for told in read_lines(path):
        yield told["run"], told["values"]
