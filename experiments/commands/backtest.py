"""The command `backtest`: the model of 2017-2025 against published figures of those years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.show import line, table
from experiments.present.words import Words, digits_for
from experiments.scenarios.timeline import scenario
from experiments.scenarios.world_names import check_world
from experiments.store.reading import read_results
from sim.analysis.backtest import SERIES, Series, backtest, modelled


def run(call: Call[options.Backtest]) -> int:
    """Run, compare with what was published, print, draw and store."""
    call.refuse_word("scenario")
    found = scenario(call.options.scenario)
    check_world(call.options)
    asked = call.options
    design = Design(asked.setup(), (found,), asked.replications, record=asked.levels(("nation",)))
    with call.open(design) as store:
        done = make_runs(call, design, store)
        values = modelled(read_results(design, store.folder, level="nation"), _teachers(call))
        side_by_side = backtest(values)
        store.write_table("backtest", side_by_side)
        _show(call, side_by_side, found.name, int(values["replication"].nunique()))
        if not values.empty:
            from sim.analysis.figures import backtest_figures

            draw(call, store.folder, store.manifest,
                 lambda: backtest_figures(side_by_side, values, asked.language), design)  # fmt: skip
        return close(call, done, store)


def _teachers(call: Call[options.Backtest]) -> float:
    """Teachers of the nation, as published."""
    from sim.country.registers import load_registers

    registers = load_registers(call.options.tables)
    upper = float(registers["counties"]["vgs_teachers_2025"].sum())
    return registers.total("grunnskole_teachers_persons", "2019-20") + upper


def _show(call: Call[options.Backtest], side_by_side: pd.DataFrame, name: str, replications: int) -> None:
    words, by_name = call.words, {series.name: series for series in SERIES}
    rows = [_cells(row, by_name[row["series"]], words) for row in side_by_side.to_dict("records")]
    columns = ("Series", "Unit", "Year", "Published", "Modelled", "95 % range", "Inside", "Used to set parameters")
    runs = "1 replication" if replications == 1 else "{n} replications"
    title = words("{scenario} against published figures, " + runs, scenario=name, n=replications)
    table(title, [words(column) for column in columns], rows, numbers=(2, 3, 4, 5))
    for used, text in (
        (False, "Of {n} figures that no parameter was set by, {inside} lie inside the range."),
        (True, "Of {n} figures that parameters were set by, {inside} do."),
    ):
        mine = side_by_side[(side_by_side["used_to_set"] == used) & side_by_side["modelled"].notna()]
        line(words(text, n=len(mine), inside=int(mine["inside"].sum())))
    if call.options.world != "norway":
        line(words("Counts and sums of money are scaled to the nation by teachers."))
    line("")


def _cells(row: Mapping[Any, Any], series: Series, words: Words) -> list[str]:
    quantity = series.quantity
    digits = min(digits_for(quantity.smallest_difference), 4)
    name, apart = (getattr(x, f"label_{words.language}") for x in (quantity, series))
    return [
        f"{name}, {apart}" if apart else name,
        words.unit(quantity),
        str(row["year"]),
        words.number(row["observed"], digits),
        words.number(row["modelled"], digits),
        " … ".join(words.number(row[end], digits) for end in ("low", "high")),
        words("yes" if row["inside"] else "no"),
        words("yes" if row["used_to_set"] else "no"),
    ]
