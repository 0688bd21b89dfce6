"""This file knows the command `compare`: scenarios against a baseline, on the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.command import DRAWN, RECORDED, Call, closing_lines, keep, recorded, work
from experiments.design import Design
from experiments.parity_proof import prove_parity
from experiments.refusals import BadInput
from experiments.scenarios import scenarios
from experiments.show import line, table
from experiments.store import Store
from experiments.words import Words, digits_for
from experiments.world_names import check_world
from sim.comparison import comparison
from sim.scenario import last_semester, parting

if TYPE_CHECKING:
    from sim.indicators import Indicator
    from sim.scenario import Scenario

HELP = """Runs each scenario and the baseline on the same luck, and prints the headline indicators: level in each,
paired difference, 95 % interval and a verdict (up, down, cannot tell, too small to matter).

  kompetanse compare
  kompetanse compare 'scenarios=[doubled,halved]' baseline=system_2026 replications=5 world=agder"""


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
        prove_parity(call, design, store)
        frame = recorded(design, store, level=DRAWN)
        compared = _compared(frame, design, store)
        _show(call, compared, design)
        _draw(call, frame, compared, design, store)
        return closing_lines(call, done, store)


def _others(names: list[str], baseline: str) -> list[str]:
    """The scenarios to compare; a baseline among them is compared with nothing."""
    others = [name for name in names if name != baseline]
    if not others:
        raise BadInput(f"scenarios: nothing to compare with the baseline {baseline}; name another scenario")
    return others


def _compared(frame: pd.DataFrame, design: Design, store: Store) -> pd.DataFrame:
    """Paired differences in the headline indicators; those in all indicators are stored."""
    from sim.indicators import INDICATORS

    baseline, *others = (s.name for s in design.scenarios)
    found = comparison(frame, baseline, others, INDICATORS)
    store.write_table("comparison", found)
    return found[found["indicator"].isin([i.name for i in INDICATORS if i.headline])]


def _show(call: Call, compared: pd.DataFrame, design: Design) -> None:
    from sim.indicators import INDICATORS

    words = call.words
    baseline, *others = design.scenarios
    indicators = {i.name: i for i in INDICATORS}
    for other in others:
        mine = compared[compared["scenario"] == other.name].to_dict("records")
        if mine:
            rows = [_cells(row, indicators[row["indicator"]], words) for row in mine]
            columns = ("Indicator", "Unit", baseline.name, other.name, "Difference", "95 % interval", "Verdict")
            against = words("{scenario} against {baseline}", scenario=other.name, baseline=baseline.name)
            when = words.when(call.options.horizon, max(row["replications"] for row in mine))
            call.ask(other)
            _say_if_alike(call, baseline, other)
            table(f"{against}, {when}", [words(c) for c in columns], rows, numbers=(2, 3, 4, 5))
            line("")


def _say_if_alike(call: Call, baseline: Scenario, other: Scenario) -> None:
    """Say in one line that a scenario decides nothing else before the horizon, so that its differences are 0."""
    last = last_semester(call.options.horizon)
    if parting([baseline, other], 0, last) > last:
        alike = "{scenario} and {baseline} are the same until spring {year}: they part after the horizon, if at all."
        line(call.words(alike, scenario=other.name, baseline=baseline.name, year=call.options.horizon))


def _cells(row: Mapping[Any, Any], indicator: Indicator, words: Words) -> list[str]:
    digits = digits_for(indicator.smallest_difference)
    levels = [words.number(row[key], digits) for key in ("baseline_level", "level")]
    difference = words.difference(row["difference"], digits)
    interval = words.interval(row["low"], row["high"], digits)
    return [words.label(indicator), words.unit(indicator), *levels, difference, interval, words(row["verdict"])]


def _draw(call: Call, frame: pd.DataFrame, compared: pd.DataFrame, design: Design, store: Store) -> None:
    from sim.figures import comparison_figures

    baseline, *others = (s.name for s in design.scenarios)
    if baseline in set(frame["scenario"]):
        language = call.options.language
        keep(call, comparison_figures(frame, baseline, language, scenarios=others, table=compared), design, store)
