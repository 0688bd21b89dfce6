"""The command `scenarios`: a list of the scenarios there are, with their questions."""

from __future__ import annotations

from experiments.call import Call
from experiments.options import Options
from experiments.paths import configs_folder
from experiments.present.show import line, table
from experiments.scenarios.scenario_file import locate, parse_scenario, shipped


def run(call: Call[Options]) -> int:
    """Print the list."""
    call.refuse_word("run scenario")
    rows = []
    for name in shipped():
        written = parse_scenario(locate(name, configs_folder()))
        question = written.question.get(call.options.language) or next(iter(written.question.values()))
        first = min((entry.day for entry in written.timeline), default=None)
        rows.append([name, written.base or "–", "–" if first is None else first.isoformat(), question])
    words = call.words
    table("", [words(heading) for heading in ("Scenario", "Base", "From", "Question")], rows)
    line("kompetanse run scenario=<name>    kompetanse compare 'scenarios=[<name>]' baseline=system_2026")
    return 0
