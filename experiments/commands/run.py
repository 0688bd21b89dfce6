"""The command `run`: one scenario, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import RECORDED, close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.fields import columns
from experiments.present.table import Table
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.reading import read_results
from sim.analysis.comparison import levels, partnerships, places
from sim.scenario import last_semester
from sim.timeline import scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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
        words = call.words.naming([found])
        _show(call, frame, found.name, store, words)
        if not frame.empty:
            draw(call, store.folder, store.manifest, lambda: _figures(call, design, frame, store, words), design)
        return close(call, done, store)


def _figures(
    call: Call[options.Run], design: Design, frame: pd.DataFrame, store: Store, words: Words
) -> dict[str, Figure]:
    """Figures of the nation, and of the ties between universities and counties if they were recorded."""
    from sim.analysis.figures import partnership_network, run_figures
    from sim.country.registers import load_registers

    registers = load_registers(design.setup.tables).tables
    last = last_semester(call.options.horizon)
    figures = run_figures(frame, words, leading=call.options.figures == "answer")
    ties = partnerships(read_results(design, store.folder, level="partnership", semester=last), registers)
    if ties.empty:
        return figures
    store.write_table("partnerships", ties)
    drawn = partnership_network(ties, places(ties, registers), "teachers", words, semester=last)
    return {**figures, "partnerships": drawn}


def _show(call: Call[options.Run], frame: pd.DataFrame, name: str, store: Store, words: Words) -> None:
    from sim.indicators import INDICATORS

    found = levels(frame, name, INDICATORS)
    store.write_table("levels", found)
    rows = found[found["indicator"].isin([i.name for i in INDICATORS if i.headline])].to_dict("records")
    if rows:
        title = words(
            "{scenario}, spring {year}, {replications}", scenario=words.scenario(name), year=call.options.horizon,
            replications=words.replications(int(found["replications"].max())),
        )  # fmt: skip
        show(Table("levels", title, columns(words, "indicator", "level", "spread"), rows), words)
