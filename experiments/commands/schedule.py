"""The command `schedule`: the school year of the model, stage by stage."""

from __future__ import annotations

from experiments.call import Call
from experiments.options import Options
from experiments.present.show import line
from experiments.present.table import Column, Table
from experiments.present.terminal import show
from experiments.present.words import mark
from sim.schedule import school_year, stages_of
from sim.schemes import SCHEMES

_COLUMNS = {
    "season": (mark("Half-year"), 0), "does": (mark("What happens"), 0), "scheme": (mark("Scheme"), 1),
    "name": (mark("Stage"), 2), "reads": (mark("Reads"), 3), "writes": (mark("Changes"), 4),
}  # fmt: skip
"""Headings by field, and which go first where a terminal is narrow."""
_SEASONS = (mark("Autumn"), mark("Spring"))


def run(call: Call[Options]) -> int:
    """Print the stages of an autumn and a spring of the history, in their order."""
    call.refuse_word("schedule")
    words = call.words
    scheme_of = {stage.name: words.pick(scheme.en, scheme.nb)
                 for scheme in SCHEMES for stages in scheme.stages.values() for stage in stages}  # fmt: skip
    rows = [
        {"season": words(season), "does": words.pick(stage.en, stage.nb), "scheme": scheme_of.get(stage.name, "–"),
         "name": stage.name, "reads": stage.reads, "writes": stage.writes}
        for semester, season in enumerate(_SEASONS) for stage in stages_of(school_year(), semester)
    ]  # fmt: skip
    columns = [Column(words(heading), (field,), drop=drop) for field, (heading, drop) in _COLUMNS.items()]
    show(Table("schedule", "", columns, rows), words)
    line(words("A stage takes place where its scheme runs. What a year brought to one place: kompetanse trace"))
    return 0
