"""This file knows the command `scenarios`: a list of the scenarios there are, with their questions."""

from __future__ import annotations

from experiments.command import Call
from experiments.present.show import line, table
from sim.paths import configs_folder
from sim.scenario_file import locate, read_scenario, shipped

HELP = """Lists the scenarios that come with the program: what each builds on, when it begins to differ, what it asks.
Make one of your own with `kompetanse new <name>`.

  kompetanse scenarios
  kompetanse scenarios language=nb"""


def run(call: Call) -> int:
    """Print the list."""
    call.refuse_word("run scenario")
    rows = []
    for name in shipped():
        written = read_scenario(locate(name, configs_folder()))
        question = written.question.get(call.options.language) or next(iter(written.question.values()))
        first = min((entry.day for entry in written.timeline), default=None)
        rows.append([name, written.base or "–", "–" if first is None else first.isoformat(), question])
    words = call.words
    table("", [words(heading) for heading in ("Scenario", "Base", "From", "Question")], rows)
    line("kompetanse run scenario=<name>    kompetanse compare 'scenarios=[<name>]' baseline=system_2026")
    return 0
