"""This file knows the command `scenarios`: a list of the scenarios there are, with their questions."""

from __future__ import annotations

from experiments.command import Call
from experiments.paths import configs_folder
from experiments.scenario_file import locate, read_scenario, shipped
from experiments.show import line, table

HELP = """Lists the scenarios that come with the program; make one of your own with `kompetanse new <name>`.

  kompetanse scenarios
  kompetanse scenarios language=nb"""


def run(call: Call) -> int:
    """Print the list."""
    call.refuse_word("run scenario")
    rows = []
    for name in shipped():
        written = read_scenario(locate(name, configs_folder()))
        question = written.question.get(call.options.language) or next(iter(written.question.values()))
        rows.append([name, question])
    words = call.words
    table("", [words("Scenario"), words("Question")], rows)
    line("kompetanse run scenario=<name>    kompetanse compare 'scenarios=[<name>]' baseline=model_2025")
    return 0
