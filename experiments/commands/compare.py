"""This file knows the command `compare`: scenarios against a baseline, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.command import RECORDED, Call, closing_lines, recorded, work
from experiments.comparison import comparison
from experiments.design import Design
from experiments.figures import save
from experiments.manifest import program_version
from experiments.refusals import BadInput
from experiments.scenarios import scenarios
from experiments.show import line, table
from experiments.store import Store
from experiments.words import Words, digits_for
from experiments.world_names import check_world

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.indicators import Indicator

HELP = """Runs each scenario and the baseline on the same luck, and prints the headline indicators: level in each,
paired difference, 95 % interval and a verdict (up, down, cannot tell, too small to matter).

  kompetanse compare
  kompetanse compare 'scenarios=[doubled,halved]' baseline=model_2025 replications=5 world=agder"""


def run(call: Call) -> int:
    """Compare, print and store."""
    call.refuse_word("scenarios")
    options = call.options
    found = scenarios([options.baseline, *_others(options.scenarios, options.baseline)])
    check_world(options)
    design = Design(options.setup(RECORDED), tuple(found), options.replications)
    if "nation" not in design.setup.record:
        raise BadInput("record: compare needs the level nation")
    with call.open(design) as store:
        done = work(call, design, store, prove=True)
        frame = recorded(design, store, level="nation")
        _show(call, frame, design, store)
        _draw(call, frame, design, store)
        return closing_lines(call, done, store)


def _others(names: list[str], baseline: str) -> list[str]:
    """The scenarios to compare; a baseline among them is compared with nothing."""
    others = [name for name in names if name != baseline]
    if not others:
        raise BadInput(f"scenarios: nothing to compare with the baseline {baseline}; name another scenario")
    return others


def _show(call: Call, frame: pd.DataFrame, design: Design, store: Store) -> None:
    from sim.indicators import INDICATORS

    words = call.words
    baseline, *others = design.scenarios
    found = comparison(frame, baseline.name, [s.name for s in others], INDICATORS)
    store.write_table("comparison", found)
    headline = {i.name: i for i in INDICATORS if i.headline}
    chosen = [row for row in found.to_dict("records") if row["indicator"] in headline]
    for other in others:
        mine = [row for row in chosen if row["scenario"] == other.name]
        if mine:
            rows = [_cells(row, headline[row["indicator"]], words) for row in mine]
            columns = ("Indicator", "Unit", baseline.name, other.name, "Difference", "95 % interval", "Verdict")
            against = words("{scenario} against {baseline}", scenario=other.name, baseline=baseline.name)
            when = words.when(call.options.horizon, max(row["replications"] for row in mine))
            call.ask(other)
            table(f"{against}, {when}", [words(c) for c in columns], rows, numbers=(2, 3, 4, 5))
            line("")


def _cells(row: Mapping[Any, Any], indicator: Indicator, words: Words) -> list[str]:
    digits = digits_for(indicator.smallest_difference)
    levels = [words.number(row[key], digits) for key in ("baseline_level", "level")]
    difference = words.difference(row["difference"], digits)
    interval = words.interval(row["low"], row["high"], digits)
    return [words.label(indicator), indicator.unit, *levels, difference, interval, words(row["verdict"])]


def _draw(call: Call, frame: pd.DataFrame, design: Design, store: Store) -> None:
    if find_spec("sim.figures") is None or frame.empty:
        return
    comparison_figures = getattr(import_module("sim.figures"), "comparison_figures", None)
    if comparison_figures is None:
        return
    baseline, *others = design.scenarios
    drawn: Mapping[str, Figure] = comparison_figures(
        frame, baseline=baseline.name, scenarios=[s.name for s in others], language=call.options.language
    )
    origin = {
        "question": design.question,
        "seed": design.setup.seed,
        "version": program_version(),
        "command": call.command,
    }
    for name, figure in drawn.items():
        save(figure, store.folder, name, origin)
