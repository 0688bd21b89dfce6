"""This file knows the command `run`: one scenario, by itself."""

from __future__ import annotations

import pandas as pd

from experiments.command import RECORDED, Call, closing_lines, keep, recorded, work
from experiments.designs.design import Design
from experiments.present.fields import columns
from experiments.present.table import Table
from experiments.present.terminal import show
from experiments.present.words import Words
from experiments.scenarios.timeline import scenario
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from sim.analysis.comparison import levels, partnerships, places
from sim.scenario import last_semester

HELP = """Runs one scenario and prints the headline indicators in the last spring, with their spread; draws how they
develop, what collective hours are about, and which universities serve which counties.

  kompetanse run scenario=model_2025 replications=5 world=agder horizon=2030
  kompetanse run scenario=./mine.yaml"""


def run(call: Call) -> int:
    """Run, print and store."""
    call.refuse_word("scenario")
    found = scenario(call.options.scenario)
    check_world(call.options)
    from sim.analysis.figures import run_figures

    design = Design(call.options.setup((*RECORDED, "partnership")), (found,), call.options.replications)
    with call.open(design) as store:
        done = work(call, design, store)
        call.ask(found)
        frame = recorded(design, store, level="nation")
        words = call.words.naming([found])
        _show(call, frame, found.name, store, words)
        if not frame.empty:
            keep(call, run_figures(frame, words, leading=call.options.figures == "answer"), store)
            _draw_partnerships(call, design, store)
        return closing_lines(call, done, store)


def _draw_partnerships(call: Call, design: Design, store: Store) -> None:
    """Store and draw the ties between universities and counties, if they were recorded and there is any."""
    from sim.analysis.figures import partnership_network
    from sim.country.registers import load_registers

    registers, language = load_registers(design.setup.tables).tables, call.options.language
    last = last_semester(call.options.horizon)
    ties = partnerships(recorded(design, store, level="partnership", semester=last), registers)
    if not ties.empty:
        store.write_table("partnerships", ties)
        figure = partnership_network(ties, places(ties, registers), "teachers", language, semester=last)
        keep(call, {"partnerships": figure}, store)


def _show(call: Call, frame: pd.DataFrame, name: str, store: Store, words: Words) -> None:
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
