"""This file knows the command `decompose`: what each part of a scenario adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.command import Call, closing_lines, keep, recorded, work
from experiments.designs.design import Design
from experiments.present.decisions import decomposition
from experiments.present.drawings import parts
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.refusals import BadInput
from experiments.scenarios.choices import indicators, refuse_same, semester, spring
from experiments.scenarios.packages import Package, package
from experiments.scenarios.timeline import scenario
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store

if TYPE_CHECKING:
    from sim.analysis.decision.decomposition import Order
    from sim.indicators import Indicator

HELP = """Takes a scenario apart: its decisions against the baseline in parts (one a scheme, or grouped with
parts.<name>=[...]), all subsets of the parts run on the same luck, and what each part adds on average over the orders
in which they can be added (Shapley value), with intervals; the parts add up to the whole effect. Up to 6 parts exactly
(64 subsets), more by drawing orders.

  kompetanse decompose system_2026 baseline=model_2025
  kompetanse decompose model_2025 baseline=never          (the schemes one by one)
  kompetanse decompose retention_package 'parts.pay=[staff.pay_premium]' 'parts.help=[staff.induction,staff.principal_support]'"""  # noqa: E501


def run(call: Call) -> int:
    """Build the subsets, run them, take apart, print and store."""
    from sim.analysis.decision.decomposition import orders, subsets

    chosen, when = indicators(call.options), semester(call.options)
    found = _package(call)
    drawn = orders(list(found.parts), call.options.seed)
    some = subsets(list(found.parts), drawn)
    design = Design(call.options.setup(("nation",)), tuple(found.scenario(s) for s in some), call.options.replications)
    with call.open(design) as store:
        done = work(call, design, store)
        frame = recorded(design, store, level="nation")
        _answer(call, found, frame[frame["semester"] == when], chosen, drawn, store)
        _say_method(call, len(some), len(found.parts), drawn)
        return closing_lines(call, done, store)


def _package(call: Call) -> Package:
    options = call.options
    check_world(options)
    asked = call.word or options.scenario
    refuse_same(asked, options.against())
    return package(scenario(options.against()), scenario(asked), options.parts)


def _answer(
    call: Call, found: Package, frame: pd.DataFrame, chosen: list[Indicator], drawn: list[Order] | None, store: Store
) -> None:
    from sim.analysis.decision import decomposed

    answer = decomposed(frame, list(found.parts), found.name_of, chosen, drawn)
    answer = answer.assign(scenario=found.whole.name, baseline=found.baseline.name, year=spring(call.options))
    store.write_table("decomposition", answer)
    if answer.empty:
        raise BadInput("indicator: none of those asked for has a value in every subset of the parts")
    words = call.words.naming([found.whole, found.baseline])
    for indicator in chosen:
        mine = answer[answer["indicator"] == indicator.name]
        if len(mine):
            _show(call, found, mine, indicator, words)
    keep(call, parts(answer, words), store)


def _show(call: Call, found: Package, mine: pd.DataFrame, indicator: Indicator, words: Words) -> None:
    title = words(
        "What each part of “{scenario}” adds to “{baseline}”: {indicator} ({unit}), spring {year}, {replications}",
        scenario=words.scenario(found.whole.name), baseline=words.scenario(found.baseline.name),
        indicator=words.label(indicator), unit=words.unit(indicator), year=spring(call.options),
        replications=words.replications(int(np.max(mine["replications"]))),
    )  # fmt: skip
    show(decomposition(mine.to_dict("records"), words, title), words)


def _say_method(call: Call, subsets: int, parts: int, drawn: list[Order] | None) -> None:
    exact = "Shapley values over {subsets} subsets of {parts} parts; they add up to the total effect."
    sampled = (
        "{subsets} of the subsets of {parts} parts were drawn, in {orders} orders; that error is stated beside the "
        "interval over replications."
    )
    line(call.words(exact if drawn is None else sampled, subsets=subsets, parts=parts, orders=len(drawn or [])))
