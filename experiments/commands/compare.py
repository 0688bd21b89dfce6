"""This file knows the command `compare`: scenarios against a baseline, on the same luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from experiments.command import DRAWN, RECORDED, Call, closing_lines, keep, recorded
from experiments.designs.design import Design
from experiments.designs.points import Point
from experiments.present.compare_tables import Tables, tables_of
from experiments.present.comparison import show
from experiments.present.figures import ANSWER
from experiments.present.outlines import outlines_of
from experiments.present.show import line
from experiments.refusals import BadInput
from experiments.run.parity_proof import prove_parity, proved_work
from experiments.run.precision import aim_of, until_known
from experiments.scenarios.timeline import scenarios
from experiments.scenarios.world_names import check_world
from experiments.store.folder import Store
from sim.scenario import last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HELP = """Runs each scenario and the baseline on the same luck, and prints the headline indicators: level in each,
paired difference with its 95 % interval, the interval from luck alone, the range of nine in ten single futures, and a
verdict (up, down, cannot tell, too small to matter); then for whom, and at what price. Each replication draws the
uncertain parameters too, the same in every scenario; uncertainty=point keeps them at their values. The figures of the
answer are in the folder's figures/, the others with figures=all; map=<file.geojson> draws maps on your own outlines.

  kompetanse compare
  kompetanse compare 'scenarios=[doubled,halved]' baseline=system_2026 replications=5 world=agder
  kompetanse compare map=./municipalities.geojson
  kompetanse compare 'precision={indicator:practice,half_width:0.002}'

precision= replicates until the 95 % interval of one difference is no wider than half_width on either side, or cap
replications are made: of an indicator, in a scenario (the first compared) and a spring (the horizon)."""


def run(call: Call) -> int:
    """Compare, print and store."""
    call.refuse_word("scenarios")
    check_world(call.options)
    outlines = outlines_of(call.options)
    design = _design(call)
    aim, spent = aim_of(call.options.precision, design, call.options.horizon), None
    if aim is not None:
        design, spent = until_known(call, design, aim)
    with call.open(design) as store:
        done = proved_work(call, design, store)
        prove_parity(call, design, store)
        answer, luck = _frames(design, store)
        found = tables_of(design, store, answer[answer["level"] == "nation"], luck)
        show(call, found, design)
        keep(call, _figures(call, answer, found, design, outlines), store)
        return closing_lines(call, spent or done, store)


def _design(call: Call) -> Design:
    """Scenarios x replications; where parameters are drawn, each also with parameters at their values."""
    options = call.options
    found = scenarios([options.against(), *_others(options.scenarios, options.against())])
    setup = options.setup(RECORDED)
    if "nation" not in setup.record:
        raise BadInput("record: compare needs the level nation")
    points = (Point(), Point(uncertainty="point")) if setup.uncertainty == "register" else (Point(),)
    return Design(setup, tuple(found), options.replications, points)


def _others(names: list[str], baseline: str) -> list[str]:
    """The scenarios to compare; a baseline among them is compared with nothing."""
    others = [name for name in names if name != baseline]
    if not others:
        raise BadInput(f"scenarios: nothing to compare with the baseline {baseline}; name another scenario")
    return others


def _frames(design: Design, store: Store) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Results of point 0, and those of luck alone where they stand beside it."""
    frame = recorded(design, store, level=DRAWN)
    luck = frame[(frame["point"] == 1) & (frame["level"] == "nation")] if len(design.points) > 1 else None
    return frame[frame["point"] == 0], luck


def _figures(
    call: Call, frame: pd.DataFrame, found: Tables, design: Design, outlines: Path | None
) -> dict[str, Figure]:
    """Figures of the nation, and of municipalities where they have an established difference."""
    from sim.analysis.figures import comparison_figures, place_figures
    from sim.indicators import INDICATORS

    baseline, *others = (s.name for s in design.scenarios)
    if baseline not in set(frame["scenario"]):
        return {}
    headline, words = [i for i in INDICATORS if i.headline], call.words.naming(design.scenarios)
    shown = found.comparison[found.comparison["indicator"].isin([i.name for i in headline])]
    kinds = ANSWER if call.options.figures == "answer" else None
    figures = comparison_figures(frame, baseline, words, scenarios=others, table=shown, kinds=kinds)
    places = place_figures(shown, found.municipalities, headline, words, outlines, baseline=baseline,
                           semester=last_semester(call.options.horizon), kinds=kinds)  # fmt: skip
    if outlines and not places:
        line(call.words("No map: no difference that municipalities have a value of is established."))
    return figures | {f"{kind}_{scenario}": figure for (kind, scenario), figure in places.items()}
