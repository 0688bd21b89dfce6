"""This file knows the command `run`: one scenario, by itself."""

from __future__ import annotations

import pandas as pd

from experiments.command import RECORDED, Call, closing_lines, recorded, work
from experiments.comparison import levels
from experiments.design import Design
from experiments.scenarios import scenario
from experiments.show import line, table
from experiments.store import Store
from experiments.world_names import check_world

HELP = """Runs one scenario and prints the headline indicators in the last spring, with their spread.

  kompetanse run scenario=model_2025 replications=5 world=agder horizon=2030
  kompetanse run scenario=./mine.yaml"""


def run(call: Call) -> int:
    """Run, print and store."""
    call.refuse_word("scenario")
    found = scenario(call.options.scenario)
    check_world(call.options)
    design = Design(call.options.setup(RECORDED), (found,), call.options.replications)
    with call.open(design) as store:
        done = work(call, design, store)
        _show(call, recorded(design, store, level="nation"), found.name, store)
        return closing_lines(call, done, store)


def _show(call: Call, frame: pd.DataFrame, name: str, store: Store) -> None:
    from sim.indicators import INDICATORS

    words = call.words
    found = levels(frame, name, INDICATORS)
    store.write_table("levels", found)
    label = {i.name: i.label_nb if words.language == "nb" else i.label_en for i in INDICATORS if i.headline}
    rows = [
        [label[row.indicator], row.unit, words.number(row.level), words.number(row.spread)]
        for row in found.itertuples()
        if row.indicator in label
    ]
    if not rows:
        return
    n = int(found["replications"].max())
    when = words(
        "spring {year}, 1 replication" if n == 1 else "spring {year}, {n} replications", year=call.options.horizon, n=n
    )
    columns = ("Indicator", "Unit", "Level", "Spread between replications")
    table(f"{name}, {when}", [words(c) for c in columns], rows, numbers=(2, 3))
    line("")
