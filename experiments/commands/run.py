"""The command `run`: one scenario, by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import RECORDED, close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.show import line, table
from experiments.present.words import Words, digits_for
from experiments.scenarios.timeline import scenario
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.reading import read_results
from sim.analysis.comparison import levels, partnerships, places
from sim.scenario import last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.indicators import Indicator


def run(call: Call[options.Run]) -> int:
    """Run, print and store."""
    call.refuse_word("scenario")
    asked, found = call.options, scenario(call.options.scenario)
    check_world(asked)
    design = Design(asked.setup(), (found,), asked.replications, record=asked.levels((*RECORDED, "partnership")))
    with call.open(design) as store:
        done = make_runs(call, design, store)
        call.ask(found)
        frame = read_results(design, store.folder, level="nation")
        _show(call, frame, found.name, store)
        if not frame.empty:
            draw(call, store.folder, store.manifest, lambda: _figures(call, design, frame, store), design)
        return close(call, done, store)


def _figures(call: Call[options.Run], design: Design, frame: pd.DataFrame, store: Store) -> dict[str, Figure]:
    """Figures of the nation, and of the ties between universities and counties if they were recorded."""
    from sim.analysis.figures import partnership_network, run_figures
    from sim.country.registers import load_registers

    registers, language = load_registers(design.setup.tables).tables, call.options.language
    last = last_semester(call.options.horizon)
    figures = run_figures(frame, language)
    ties = partnerships(read_results(design, store.folder, level="partnership", semester=last), registers)
    if ties.empty:
        return figures
    store.write_table("partnerships", ties)
    drawn = partnership_network(ties, places(ties, registers), "teachers", language, semester=last)
    return {**figures, "partnerships": drawn}


def _show(call: Call[options.Run], frame: pd.DataFrame, name: str, store: Store) -> None:
    from sim.indicators import INDICATORS

    words = call.words
    found = levels(frame, name, INDICATORS)
    store.write_table("levels", found)
    headline = {i.name: i for i in INDICATORS if i.headline}
    chosen = [row for row in found.to_dict("records") if row["indicator"] in headline]
    if chosen:
        rows = [_cells(row, headline[row["indicator"]], words) for row in chosen]
        columns = ("Indicator", "Unit", "Level", "Spread between replications")
        when = words.when(call.options.horizon, int(found["replications"].max()))
        table(f"{name}, {when}", [words(c) for c in columns], rows, numbers=(2, 3))
        line("")


def _cells(row: Mapping[Any, Any], indicator: Indicator, words: Words) -> list[str]:
    digits = digits_for(indicator.smallest_difference)
    return [
        words.label(indicator),
        words.unit(indicator),
        *(words.number(row[key], digits) for key in ("level", "spread")),
    ]
