"""The answer in plain words: at most three sentences, then three outcomes, and a line each on all else."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.present.report.beside import lines_of, outcomes_of
from experiments.present.report.clauses import (
    but,
    changed,
    for_whom,
    listed,
    most_of,
    names_of,
    pairs,
    sure,
    told,
    whom_of,
    with_and,
)
from experiments.present.report.lead import asked_about, has_moved, is_outcome, largest, leading, named
from experiments.present.report.price import price
from experiments.present.report.said import SCOPE, Answer
from experiments.present.report.several import of_several
from experiments.present.report.speech import Speech
from experiments.present.table import Row
from sim.analysis import aims, amounts
from sim.indicators import BY_NAME


def answer(speech: Speech) -> Answer:
    """The answer that the evidence gives."""
    about = asked_about(speech)
    return _of_one(speech, about) if about is not None else of_several(speech)


def _of_one(speech: Speech, scenario: str) -> Answer:
    words, rows = speech.words, speech.rows("comparison", scenario)
    names = {"scenario": words.scenario(scenario), "baseline": speech.baseline, "year": speech.year,
             "whom": for_whom(speech)}  # fmt: skip
    compared = [row for row in rows if row["verdict"] != "undefined"]
    if not compared:
        said = [words("There is no difference to report: no run of “{scenario}” and “{baseline}” gave a value in both.",
                      **names)]  # fmt: skip
        return Answer(said, [], [], words(SCOPE), None)
    if all(row["difference"] == 0 and not row["low"] < row["high"] for row in compared):
        said = [words("“{scenario}” and “{baseline}” decide nothing differently that acts before spring {year}, so "
                      "every difference is exactly 0; that says nothing of whether it works.", **names)]  # fmt: skip
        return Answer(said, [], [], words(SCOPE), None)
    lead = leading(speech, scenario)
    said = [_change(speech, compared, lead, names)]
    said += [text for text in (sure(speech, lead), price(speech, scenario)) if text]
    lines = lines_of(speech, [scenario], scenario)
    return Answer(said, outcomes_of(speech, scenario, lead), lines, words(SCOPE), None, of=scenario)


def _change(speech: Speech, rows: Sequence[Row], lead: Row | None, names: dict[str, object]) -> str:
    """What one scenario changes; else what it is shown not to change; else what cannot be told."""
    words = speech.words
    if lead is not None and has_moved(lead):
        return f"{changed(speech, lead, [told(speech, lead)])}."
    outcomes = [row for row in rows if is_outcome(row)]
    open_ = [row for row in outcomes if row["verdict"] == "cannot tell"]
    first = [row for i in named(speech) for row in outcomes if row["indicator"] == i.name]
    small = names_of(speech, [first], "too small to matter")
    besides = but(speech, [str(row["scenario"]) for row in rows])
    if small:
        return words("“{scenario}” changes {list} in {whom} by less than matters until spring {year}, compared with "
                     "“{baseline}”{but}.", list=most_of(small, words, with_and), but=besides, **names)  # fmt: skip
    if not open_:
        return words("“{scenario}” changes no outcome for {whom} by as much as matters until spring {year}, compared "
                     "with “{baseline}”{but}.", but=besides, **names)  # fmt: skip
    if first:
        indicator = BY_NAME[first[0]["indicator"]]
        return words("Whether “{scenario}” would {aim} in {whom} by spring {year}, compared with “{baseline}”, cannot "
                     "be told from {runs}{but}.", aim=aims.aim(indicator, words), runs=pairs(speech, open_),
                     but=besides, **names | {"whom": whom_of(speech, indicator)})  # fmt: skip
    unsure = [amounts.inside(words.label(BY_NAME[row["indicator"]])) for row in largest(open_)]
    return words("From {runs} it cannot be told whether “{scenario}” changes these outcomes in {whom} by spring "
                 "{year}, compared with “{baseline}”: {list}.", runs=pairs(speech, open_), list=listed(unsure, words),
                 **names)  # fmt: skip
