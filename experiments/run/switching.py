"""The runs of switching values: to rank parameters, at chosen values, and to close in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.call import Call
from experiments.command import make_runs
from experiments.designs.design import Design, Point
from experiments.options import Switching
from experiments.present.show import line
from experiments.refusals import BadInput
from experiments.run.runner import Account
from experiments.scenarios.choices import parameters_asked
from experiments.store.folder import Store
from experiments.store.reading import pair, read_cells, read_states, refuse_missing
from sim.analysis.decision.draws import triangle
from sim.analysis.decision.screening import screened
from sim.analysis.decision.switching import Switch, switches, to_run
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator
    from sim.scenario import Scenario

ROUNDS = 2
"""Times that values near a switch are run, so that a bent response is followed (assumption: two are enough)."""


@dataclass(frozen=True)
class Question:
    """The paired difference whose verdict may switch."""

    baseline: Scenario
    scenario: Scenario
    indicator: Indicator
    semester: int


@dataclass(frozen=True)
class Curve:
    """How a paired difference moves with one parameter.

    Attributes:
        parameter: Its name.
        own: Its own value, one of the levels.
        levels: Values that were run, rising, shape (m,).
        differences: By replication and value, shape (n, m).
        smallest: The smallest difference that matters.
    """

    parameter: str
    own: float
    levels: Floats
    differences: Floats
    smallest: float

    @property
    def switches(self) -> list[Switch]:
        """Switching values on both sides of the own value."""
        return switches(self.levels, self.differences, self.own, self.smallest)

    def table(self) -> pd.DataFrame:
        """Mean difference and its interval by value."""
        from sim.analysis.comparison import interval

        found = [interval(column) for column in self.differences.T]
        return pd.DataFrame(
            {
                "parameter": self.parameter, "value": self.levels, "difference": [f.mean for f in found],
                "low": [f.low for f in found], "high": [f.high for f in found], "replications": [f.n for f in found],
            }
        )  # fmt: skip


@dataclass(frozen=True)
class Curves:
    """The answer: curves of the parameters looked at, the difference at own values, and the ranking that chose."""

    curves: tuple[Curve, ...]
    centre: Floats
    ranking: pd.DataFrame | None


def find_curves(call: Call[Switching], question: Question) -> tuple[Curves, Account, Store]:
    """Make the runs in stages and put the curves together."""
    design = _first(call, question)
    _say_plan(call, design)
    ranking, done = None, Account()
    factors = call.options.factors
    if factors is None:
        ranking, design, done = _rank(call, question, design)
        names = list(ranking["parameter"][: call.options.most])
    else:
        names = parameters_asked(factors, call.options.parameters)
    names = [name for name in names if name not in call.options.parameters]
    design = replace(design, points=(*tuple(design.points), *_ends(names)))
    for stage in range(ROUNDS + 1):
        _say_cost(call, design, done)
        with call.open(design) as store:
            done = _add(done, make_runs(call, design, store))
            found = _curves(design, store, question, names)
        more = [Point({c.parameter: v}, uncertainty="point") for c in found for v in _next(c)]
        if stage == ROUNDS or not more:
            break
        design = replace(design, points=(*tuple(design.points), *more))
    return Curves(tuple(found), _centre(found), ranking), done, store


def _first(call: Call[Switching], question: Question) -> Design:
    """The design without chosen values: a point that draws all parameters, if it is needed to rank them.

    The number of replications names the folder too, because it decides which values are run next.
    """
    options = call.options
    own = options.factors is None and call.word is None
    about = {
        "switching": [question.scenario.canonical(), question.baseline.canonical()], "most": options.most,
        "judged": [question.indicator.name, question.semester], "factors": options.factors, "ranked": call.word,
        "replications": options.replications,
    }  # fmt: skip
    both = (question.baseline, question.scenario)
    points = (Point(),) if own else ()
    return Design(options.setup(), both, options.replications, points, options.levels(("nation",)), about=about)


def _ends(names: Sequence[str]) -> list[Point]:
    """All parameters at their own values, and each at its lowest and its highest."""
    moved = []
    for name in names:
        low, own, high = triangle(name)
        moved += [{name: end} for end in (low, high) if end != own]
    return [Point(uncertainty="point"), *(Point(values, uncertainty="point") for values in moved)]


def _rank(call: Call[Switching], question: Question, design: Design) -> tuple[pd.DataFrame, Design, Account]:
    """Parameters by what they explain of the paired difference where all of them are drawn."""
    if call.word is not None:
        return _ranking(Path(call.word), question), design, Account()
    with call.open(design) as store:
        done = make_runs(call, design, store)
        return _ranking(store.folder, question), design, done


def _ranking(folder: Path, question: Question) -> pd.DataFrame:
    states = read_states(folder, question.semester)
    names = [question.baseline.name, question.scenario.name]
    refuse_missing(states, names, folder)
    draws, differences = pair(states, states.differences(question.indicator.name, names[1], names[0]))
    if len(differences) < 4:
        raise BadInput(f"{folder}: {len(differences)} pairs are too few to rank parameters; at least 4 are needed")
    return screened(draws, differences)


def _curves(design: Design, store: Store, question: Question, names: Sequence[str]) -> list[Curve]:
    differences = _differences(design, store, question)
    centre = next(i for i, p in enumerate(design.points) if p.uncertainty == "point" and not p.parameters)
    found = []
    for name in names:
        own = triangle(name)[1]
        at = {own: centre} | {p.parameters[name]: i for i, p in enumerate(design.points) if name in p.parameters}
        whole = differences.reindex(columns=[at[v] for v in sorted(at)]).dropna()
        if whole.empty:
            raise BadInput(f"indicator={question.indicator.name}: has no value in both scenarios at every {name}")
        levels = np.array(sorted(at), dtype=np.float64)
        smallest = question.indicator.smallest_difference
        found.append(Curve(name, own, levels, whole.to_numpy(dtype=np.float64), smallest))
    if not found:
        raise BadInput("factors: no parameter is left to move; parameters= holds all of them at a value")
    return found


def _differences(design: Design, store: Store, question: Question) -> pd.DataFrame:
    """Paired differences, one row a replication, one column a point."""
    cells = read_cells(design, store.folder, indicator=question.indicator.name, semester=question.semester)
    wide = cells.pivot(index=["replication", "point"], columns="scenario", values="value")
    wide = wide.reindex(columns=[question.scenario.name, question.baseline.name])
    return (wide[question.scenario.name] - wide[question.baseline.name]).unstack("point")


def _next(curve: Curve) -> list[float]:
    return to_run(curve.levels, curve.differences, curve.own, curve.smallest)


def _centre(found: Sequence[Curve]) -> Floats:
    first = found[0]
    centre: Floats = first.differences[:, first.levels == first.own][:, 0]
    return centre


def _add(before: Account, now: Account) -> Account:
    """What stages did together; later stages find the runs of earlier ones, which are counted once."""
    found = max(0, now.found - before.made)
    return Account(found, before.made + now.made, now.failures, 0, before.seconds + now.seconds)


def _say_plan(call: Call[Switching], design: Design) -> None:
    options = call.options
    many = options.most if options.factors is None else len(options.factors)
    pair = 2 * options.replications
    text = (
        "Plan: {first} runs to rank parameters, then about {second} at chosen values (and up to {third} to close in on "
        "switching values). Cores: {cores}."
    )
    line(call.words(text, first=design.size, second=pair * (2 * many + 1), third=pair * 2 * many * ROUNDS,
                    cores=options.cores()))  # fmt: skip


def _say_cost(call: Call[Switching], design: Design, done: Account) -> None:
    """What the next stage costs, once earlier runs have told the rate."""
    runs = design.size - done.made
    if done.made and runs > 0:
        seconds = call.words.number(runs * done.seconds / done.made, 0)
        line(call.words("{runs} runs to go, at most about {seconds} s.", runs=runs, seconds=seconds))
