"""The command `decompose`: what each part of a scenario adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.decision_figures import parts_figures
from experiments.present.decision_sentences import effect_cell, percent
from experiments.present.show import line, table
from experiments.present.words import digits_for
from experiments.refusals import BadInput
from experiments.scenarios.choices import indicators, refuse_same, semester, spring
from experiments.scenarios.packages import Package, package
from experiments.scenarios.timeline import scenario
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.reading import read_results

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
        answer = _answer(call, found, frame, chosen, drawn, store)
        draw(call, store.folder, store.manifest, lambda: parts_figures(answer, asked.language), design)
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
    drawn: list[Order] | None, store: Store,
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
            _show(call, found, mine, indicator)
    return answer


def _show(call: Call[options.Decompose], found: Package, mine: pd.DataFrame, indicator: Indicator) -> None:
    words = call.words
    digits = digits_for(indicator.smallest_difference)
    rows = [
        (
            words(row["part"]), effect_cell(row["adds"], indicator, words),
            words.interval(row["low"], row["high"], digits), percent(row["share"], words),
            words.number(row["order_error"], digits), words(row["verdict"]),
        )
        for row in mine.to_dict("records")
    ]  # fmt: skip
    title = words(
        "What each part of {scenario} adds to {baseline}: {indicator} ({unit}), spring {year}, {n} replications",
        scenario=found.whole.name, baseline=found.baseline.name, indicator=words.label(indicator),
        unit=words.unit(indicator), year=spring(call.options), n=int(np.max(mine["replications"])),
    )  # fmt: skip
    columns = ("Part", "Adds", "95 % interval", "Share of total", "Error of orders", "Verdict")
    table(title, [words(c) for c in columns], rows, numbers=(1, 2, 3, 4))


def _say_method(call: Call[options.Decompose], subsets: int, parts: int, drawn: list[Order] | None) -> None:
    exact = "Shapley values over {subsets} subsets of {parts} parts; they add up to the total effect."
    sampled = (
        "{subsets} of the subsets of {parts} parts were drawn, in {orders} orders; that error is stated beside the "
        "interval over replications."
    )
    line(call.words(exact if drawn is None else sampled, subsets=subsets, parts=parts, orders=len(drawn or [])))
