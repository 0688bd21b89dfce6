"""This file knows the command `compare`: scenarios against a baseline, on the same luck."""

from __future__ import annotations

from importlib.util import find_spec

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
from experiments.world_names import check_world

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
        others = [s.name for s in found[1:]]
        _show(call, frame, found[0].name, others, store)
        _draw(call, frame, found[0].name, others, design, store)
        return closing_lines(call, done, store)


def _others(names: list[str], baseline: str) -> list[str]:
    """The scenarios to compare; a baseline among them is compared with nothing."""
    others = [name for name in names if name != baseline]
    if not others:
        raise BadInput(f"scenarios: nothing to compare with the baseline {baseline}; name another scenario")
    return others


def _show(call: Call, frame: pd.DataFrame, baseline: str, others: list[str], store: Store) -> None:
    from sim.indicators import INDICATORS

    words = call.words
    headline = [i for i in INDICATORS if i.headline]
    compared = comparison(frame, baseline, others, headline)
    store.write_table("comparison", comparison(frame, baseline, others, INDICATORS))
    labels = {i.name: i.label_nb if words.language == "nb" else i.label_en for i in INDICATORS}
    for other in others:
        mine = compared[compared["scenario"] == other] if len(compared) else compared
        if mine.empty:
            continue
        rows = [
            [
                labels[row.indicator],
                row.unit,
                words.number(row.baseline_level),
                words.number(row.level),
                words.difference(row.difference),
                f"{words.difference(row.low)} … {words.difference(row.high)}" if row.low == row.low else "–",
                words(row.verdict),
            ]
            for row in mine.itertuples()
        ]
        n = int(mine["replications"].max())
        title = words("{scenario} against {baseline}", scenario=other, baseline=baseline) + ", "
        title += words(
            "spring {year}, 1 replication" if n == 1 else "spring {year}, {n} replications",
            year=call.options.horizon,
            n=n,
        )
        columns = ("Indicator", "Unit", baseline, other, "Difference", "95 % interval", "Verdict")
        table(title, [words(c) for c in columns], rows, numbers=(2, 3, 4, 5))
        line("")


def _draw(call: Call, frame: pd.DataFrame, baseline: str, others: list[str], design: Design, store: Store) -> None:
    if find_spec("sim.figures") is None or frame.empty:
        return
    from sim.figures import comparison_figures

    origin = {
        "question": design.question,
        "seed": design.setup.seed,
        "version": program_version(),
        "command": call.command,
    }
    drawn = comparison_figures(frame, baseline=baseline, scenarios=others, language=call.options.language)
    for name, figure in drawn.items():
        save(figure, store.folder, name, origin)
