"""The command `scenarios`: a list of the scenarios there are, with their questions."""

from __future__ import annotations

from experiments.call import Call
from experiments.options import Options
from experiments.present.show import line
from experiments.present.table import Column, Table
from experiments.present.terminal import show
from experiments.present.words import mark
from sim.paths import configs_folder
from sim.scenario_file import locate, parse_scenario, shipped

_COLUMNS = {
    "name": (mark("Scenario"), 0), "title": (mark("Title"), 1), "base": (mark("Builds on"), 2),
    "from": (mark("From"), 3), "question": (mark("Question"), 0),
}  # fmt: skip
"""Headings by field, and which go first where a terminal is narrow."""


def run(call: Call[Options]) -> int:
    """Print the list."""
    call.refuse_word("run scenario")
    rows = []
    for name in shipped():
        written = parse_scenario(locate(name, configs_folder()))
        question = written.question.get(call.options.language) or next(iter(written.question.values()))
        first = min((entry.day for entry in written.timeline), default=None)
        rows.append({"name": name, "title": written.title.get(call.options.language, ""), "base": written.base or "–",
                     "from": "–" if first is None else first.isoformat(), "question": question})  # fmt: skip
    words = call.words
    columns = [Column(words(heading), (field,), drop=drop) for field, (heading, drop) in _COLUMNS.items()]
    show(Table("scenarios", "", columns, rows), words)
    line("kompetanse run scenario=<name>", whole=True)
    line("kompetanse compare 'scenarios=[<name>]'", whole=True)
    return 0
