"""The command `decompose`: what each part of a scenario adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.decisions import decomposition
from experiments.present.drawings import parts
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.refusals import BadInput
from experiments.scenarios.choices import indicators, refuse_same, semester, spring
from experiments.scenarios.packages import Package, package
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.reading import read_results
from sim.timeline import scenario

if TYPE_CHECKING:
    from sim.analysis.decision.decomposition import Order
    from sim.indicators import Indicator


def run(call: Call[options.Decompose]) -> int:
    """Build the subsets, run them, take apart, print and store."""
    from sim.analysis.decision.decomposition import orders, subsets

    chosen, when = indicators(call.options), semester(call.options)
    found = _package(call)
    drawn = orders(list(found.parts), call.options.seed)
    some = subsets(list(found.parts), drawn)
    asked, each = call.options, tuple(found.scenario(s) for s in some)
    design = Design(asked.setup(), each, asked.replications, record=asked.levels(("nation",)))
    with call.open(design) as store:
        done = make_runs(call, design, store)
        frame = read_results(design, store.folder, level="nation", semester=when)
        words = call.words.naming([found.whole, found.baseline])
        answer = _answer(call, found, frame, chosen, drawn, store, words)
        draw(call, store.folder, store.manifest, lambda: parts(answer, words), design)
        _say_method(call, len(some), len(found.parts), drawn)
        return close(call, done, store)


def _package(call: Call[options.Decompose]) -> Package:
    asked = call.options
    check_world(asked)
    whole = call.word or asked.scenario
    refuse_same(whole, asked.baseline)
    return package(scenario(asked.baseline), scenario(whole), asked.parts)


def _answer(
    call: Call[options.Decompose], found: Package, frame: pd.DataFrame, chosen: list[Indicator],
    drawn: list[Order] | None, store: Store, words: Words,
) -> pd.DataFrame:  # fmt: skip
    from sim.analysis.decision import decomposed

    answer = decomposed(frame, list(found.parts), found.name_of, chosen, drawn)
    answer = answer.assign(scenario=found.whole.name, baseline=found.baseline.name, year=spring(call.options))
    store.write_table("decomposition", answer)
    if answer.empty:
        raise BadInput("indicator: none of those asked for has a value in every subset of the parts")
    for indicator in chosen:
        mine = answer[answer["indicator"] == indicator.name]
        if len(mine):
            _show(call, found, mine, indicator, words)
    return answer


def _show(
    call: Call[options.Decompose], found: Package, mine: pd.DataFrame, indicator: Indicator, words: Words
) -> None:
    title = words(
        "What each part of “{scenario}” adds to “{baseline}”: {indicator} ({unit}), spring {year}, {replications}",
        scenario=words.scenario(found.whole.name), baseline=words.scenario(found.baseline.name),
        indicator=words.label(indicator), unit=words.unit(indicator), year=spring(call.options),
        replications=words.replications(int(np.max(mine["replications"]))),
    )  # fmt: skip
    show(decomposition(mine.to_dict("records"), words, title), words)


def _say_method(call: Call[options.Decompose], subsets: int, parts: int, drawn: list[Order] | None) -> None:
    exact = "Shapley values over {subsets} subsets of {parts} parts; they add up to the total effect."
    sampled = (
        "{subsets} of the subsets of {parts} parts were drawn, in {orders} orders; that error is stated beside the "
        "interval over replications."
    )
    line(call.words(exact if drawn is None else sampled, subsets=subsets, parts=parts, orders=len(drawn or [])))
