"""The command `response`: what a lever does at several values, what that costs, and what limits it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.command import close, draw, make_runs
from experiments.designs.design import Design
from experiments.present.decisions import response as response_table
from experiments.present.drawings import responses
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.refusals import BadInput
from experiments.scenarios.choices import indicators, semester, spring
from experiments.scenarios.world_names import check_world
from experiments.store.reading import read_results
from sim.drawn_levers import own_values
from sim.scenario import Scenario, semester_of
from sim.timeline import refuse_illegal, scenario

if TYPE_CHECKING:
    from sim.analysis.response import Lever


def run(call: Call[options.Response]) -> int:
    """Run the scenario at each value, print the curve, draw and store."""
    from sim.analysis.response import Lever, curve

    call.refuse_word("lever")
    asked, base = call.options, scenario(call.options.scenario)
    check_world(asked)
    chosen, when = indicators(asked), semester(asked)
    named = [asked.lever] if isinstance(asked.lever, str) else asked.lever
    lever = Lever(tuple(named), semester_of(asked.levers_from))
    at = _at_values(asked, lever, base)
    each = tuple(moved for _, moved in at)
    for moved in each:
        refuse_illegal(moved)
    setup = replace(asked.setup(), levers=own_values(lever.names))
    design = Design(setup, each, asked.replications, record=asked.levels(("nation",)))
    with call.open(design) as store:
        done = make_runs(call, design, store)
        frame = read_results(design, store.folder, level="nation", semester=when)
        values = {moved.name: value for value, moved in at}
        found = curve(frame, values, lever.name_at(base, lever.now(base)), chosen)
        found = found.assign(lever=lever.names[0], scenario=base.name, year=spring(asked))
        store.write_table("response", found)
        _show(call, found, lever, base)
        draw(call, store.folder, store.manifest, lambda: responses(found, call.words.naming([base])), design)
        return close(call, done, store)


def _at_values(asked: options.Response, lever: Lever, base: Scenario) -> list[tuple[Any, Scenario]]:
    """The scenario at each value, the one in force among them.

    Raises:
        BadInput: If a value is given twice, or there is but one.
    """
    from sim.analysis.response import usual_values

    now = lever.now(base)
    given = list(usual_values(lever.names[0], now) if asked.values is None else map(_value, asked.values))
    if len({str(value) for value in given}) < len(given):
        raise BadInput(f"values={given}: one is given twice")
    if not any(value == now for value in given):
        given.append(now)
    if len(given) < 2:
        raise BadInput(f"values={given}: a curve needs another value than the one in force")
    numbers = all(isinstance(value, int | float) for value in given)
    return [(value, lever.at(base, value)) for value in (sorted(given) if numbers else given)]


def _value(text: str) -> Any:
    """A value as it was typed: a number, true or false, or the name of a rule."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return text


def _show(call: Call[options.Response], found: pd.DataFrame, lever: Lever, base: Scenario) -> None:
    from sim.indicators import BY_NAME

    words = call.words.naming([base])
    for name, mine in found.groupby("indicator", sort=False):
        title = words(
            "{indicator} ({unit}) in “{scenario}” by {lever}, spring {year}, {replications}",
            indicator=words.label(BY_NAME[str(name)]), unit=words.unit(BY_NAME[str(name)]), lever=lever.names[0],
            scenario=words.scenario(base.name), year=int(mine["year"].iloc[0]),
            replications=words.replications(int(mine["replications"].max())),
        )  # fmt: skip
        show(response_table(mine.to_dict("records"), words, title), words)
    line(words("Differences are from the value in force, {value}.", value=words.setting(lever.now(base))))
