"""The command `backtest`: the model of 2014-2025 against published figures, and what it foretells from 2019."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.checks import backtest as backtest_table
from experiments.present.checks import better
from experiments.present.checks import docking as docking_table
from experiments.present.checks import forecast as forecast_table
from experiments.present.checks import inside as figures_inside
from experiments.present.checks import key as key_table
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import Words, mark
from experiments.refusals import BadInput
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from experiments.store.reading import read_results
from sim.analysis.backtest import backtest, modelled
from sim.analysis.forecast import KNOWN, foretell
from sim.analysis.known import AS_THEY_CAME, policy_known, tables_of_2019
from sim.scenario import HISTORY_YEAR
from sim.setup import Setup
from sim.timeline import scenario


def run(call: Call[options.Backtest]) -> int:
    """Run, compare with what was published, print, draw and store."""
    call.refuse_word("scenario")
    asked = call.options
    known, setup, found = asked.drivers == "known_2019", _setup(asked), scenario(asked.scenario)
    check_world(asked)
    policy = policy_known(found) if known else found
    design = Design(setup, (policy,), asked.replications, record=asked.levels(("nation",)))
    with call.open(design) as store:
        done = make_runs(call, design, store)
        values = modelled(read_results(design, store.folder, level="nation"), _teachers(setup))
        side_by_side = backtest(values)
        store.write_table("backtest", side_by_side)
        scored = foretell(values, handed=AS_THEY_CAME if known else ())
        store.write_table("forecast", scored)
        words = call.words.naming([found])
        _show(call, side_by_side, found.name, int(values["replication"].nunique()), words)
        _show_forecast(call, scored, words)
        _show_accounts(call, store, words)
        if not values.empty:
            from sim.analysis.figures import backtest_figures

            draw(call, store.folder, store.manifest, lambda: backtest_figures(side_by_side, values, words), design)
        return close(call, done, store)


def _setup(asked: options.Backtest) -> Setup:
    """Runs from autumn 2014, in which what is solved knows the years to 2019 only.

    Raises:
        BadInput: If a table is given that the drivers have of their own.
    """
    tables = tables_of_2019() if asked.drivers == "known_2019" else {}
    for name in tables:
        if name in asked.tables:
            raise BadInput(f"tables.{name}: drivers=known_2019 has its own; choose drivers=real")
    setup = asked.setup()
    return replace(setup, since=HISTORY_YEAR, tables={**setup.tables, **tables},
                   parameters={"usual_growth_until": float(KNOWN), **setup.parameters})  # fmt: skip


def _show_forecast(call: Call[options.Backtest], scored: pd.DataFrame, words: Words) -> None:
    show(forecast_table(scored, words), words)
    drivers = {"real": mark("as they came"), "known_2019": mark("as known in 2019")}
    line(words("Pupils, posts, graduates, frames: {drivers}.", drivers=words(drivers[call.options.drivers])))
    (n, k), (_, unfitted) = better(scored), better(scored, "unfitted")
    said = mark(
        "Of {n} series that move the model foretells {better} better than “stays as it was”; unfitted {unfitted}."
    )
    line(words(said, n=n, better=k, unfitted=unfitted))
    n, k = better(scored[scored["set_with"] == 0])
    line(words("Of those of them that no later figure set: {better} of {n}.", n=n, better=k))
    line("")


def _teachers(setup: Setup) -> pd.Series:
    """Teachers of the nation by autumn, as published and between published years on the line."""
    from sim.country.ground import ground_of
    from sim.country.registers import load_registers

    years = ground_of(load_registers(setup.tables)).years
    upper = years.upper_teachers[: years.observed].sum(axis=1)
    return pd.Series(years.teachers + upper, index=years.year[: years.observed])


def _show_accounts(call: Call[options.Backtest], store: Store, words: Words) -> None:
    """What is held against published figures without a run: the key to the counties, and LÆRERMOD's supply."""
    from sim.analysis.docking import docking
    from sim.country.county_key import derive_key, key_check
    from sim.country.registers import load_registers

    registers = load_registers(call.options.tables)
    key, supply = key_check(registers, derive_key(registers)), docking()
    store.write_table("key", key)
    store.write_table("docking", supply)
    show(key_table(key.to_dict("records"), words), words)
    show(docking_table(supply, words), words)


def _show(call: Call[options.Backtest], side_by_side: pd.DataFrame, name: str, replications: int, words: Words) -> None:
    title = words("“{scenario}” against published figures, {replications}", scenario=words.scenario(name),
                  replications=words.replications(replications))  # fmt: skip
    show(backtest_table(side_by_side, words, title), words)
    n, inside = figures_inside(side_by_side, "check")
    line(words("Of {n} figures that no parameter was set by, {inside} lie inside the range.", n=n, inside=inside))
    n, inside = figures_inside(side_by_side, "set")
    line(words("Of {n} figures that parameters were set by, {inside} do.", n=n, inside=inside))
    if call.options.world != "norway":
        line(words("Counts and sums of money are scaled to the nation by teachers."))
    line("")
