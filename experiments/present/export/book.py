"""The workbook of a comparison, for a person: answer, differences, for whom, over time, assumptions, about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from experiments.present.names import word
from experiments.present.report.answer import answer
from experiments.present.report.lead import led_by
from experiments.present.report.price import cost_rows
from experiments.present.report.speech import Speech
from experiments.present.report.tables import PAYERS
from experiments.present.table import Column, Row, Table, missing
from experiments.present.workbook import Chart, Page
from sim.analysis import amounts
from sim.analysis.comparison import sort_of
from sim.indicators import BY_NAME, Indicator
from sim.scenario import year_of


def book_of(speech: Speech, assumptions: Table, about: Table) -> list[Page]:
    """The pages of the workbook, in order, numbers in natural units.

    Args:
        speech: What the answer rests on.
        assumptions: The register, as its CSV file has it.
        about: What the folder is and how it was made.
    """
    words, first = speech.words, led_by(speech)
    whom = [row for row in _groups(speech) if row["what"] == words.label(first)]
    time = _over_time(speech, first)
    several = [
        Column(words.scenario(name), (name,), "plain", digits=amounts.digits(first)) for name in speech.evidence.others
    ]
    told = [
        Column(words("Scenario"), ("scenario",), "scenario"), Column(words("What"), ("what",)),
        Column(words("Unit"), ("unit",)), Column(words("Difference"), ("difference",), "plain"),
        Column(words("{of}, low", of=words("95 % interval")), ("low",), "plain"),
        Column(words("{of}, high", of=words("95 % interval")), ("high",), "plain"),
        Column(words("Verdict"), ("verdict",), "verdict"),
    ]  # fmt: skip
    differences, groups = list(_differences(speech)), [*whom, *(row for row in _groups(speech) if row not in whom)]
    group = Column(words("Group"), ("group",))
    titles = words("Answer"), words("Differences"), words("For whom"), words("Over time"), words("Assumptions")
    unit = f"{words.label(first)}: {amounts.inside(words('Difference, {unit}', unit=amounts.unit(first, words)))}"
    years = Column(words("School year"), ("year",))
    kind = ("scenario", "level")
    mine = sum(all(row[name] == whom[0][name] for name in kind) for row in whom) if whom else 0
    series = range(1, 1 + len(several))
    return [
        Page(titles[0], Table("answer", "", [Column(words("Answer"), ("said",))], list(_said(speech)))),
        Page(titles[1], Table("differences", "", told, differences)),
        Page(titles[2], Table("whom", "", [told[0], group, *told[1:]], groups),
             Chart("column", f"{words.scenario(str(whom[0]['scenario']))}: {unit}", 1, (4,), mine) if mine else None),
        Page(titles[3], Table("time", "", [years, *several], time), Chart("line", unit, 0, series, len(time))),
        Page(titles[4], replace(assumptions, name="assumptions")),
        Page(words("About"), about),
    ]  # fmt: skip


def _said(speech: Speech) -> Iterator[Row]:
    yield {"said": speech.asked}
    for line in answer(speech):
        yield {"said": line}


def _differences(speech: Speech) -> Iterator[Row]:
    """Cost, outcomes and what is done of every scenario."""
    words = speech.words
    for scenario in speech.evidence.others:
        costs = cost_rows(speech, scenario)
        for payer in [payer for payer in PAYERS if payer in costs]:
            yield {"scenario": scenario, "what": words(PAYERS[payer]), "unit": words("kroner per teacher a year"),
                   "digits": 0, **{name: costs[payer][name] for name in ("difference", "low", "high")}}  # fmt: skip
        sorts = ("outcome", "activity", "money")
        rows = speech.rows("comparison", scenario)
        for row in sorted(rows, key=lambda row: sorts.index(sort_of(BY_NAME[row["indicator"]]))):
            yield _in_natural_units(speech, row)


def _in_natural_units(speech: Speech, row: Row) -> dict[str, object]:
    indicator, words = BY_NAME[row["indicator"]], speech.words
    times = amounts.times(indicator)
    numbers = {name: times * float(row[name]) for name in ("difference", "low", "high")}
    return {"scenario": row["scenario"], "what": words.label(indicator), "unit": amounts.unit(indicator, words),
            "verdict": row.get("verdict", row.get("verdict_alone")), "digits": amounts.digits(indicator),
            **numbers}  # fmt: skip


def _groups(speech: Speech) -> list[dict[str, object]]:
    """Outcomes by group of municipality and place, of every scenario."""
    found = []
    for scenario in speech.evidence.others:
        for row in speech.rows("by_group", scenario):
            if sort_of(BY_NAME[row["indicator"]]) == "outcome" and not missing(row["difference"]):
                name = f"{word(row['level'], speech.words)}: {speech.group(str(row['level']), row['group'])}"
                found.append(_in_natural_units(speech, row) | {"group": name, "level": row["level"]})
    return found


def _over_time(speech: Speech, indicator: Indicator) -> list[Row]:
    """The outcome that leads in every spring from the last in which scenarios are alike, a scenario a column."""
    found = speech.evidence.table("over_time")
    if found is None:
        return []
    mine = found[found["indicator"] == indicator.name]
    wide = mine.pivot(index="semester", columns="scenario", values="difference") * amounts.times(indicator)
    parted = (wide.fillna(0.0) != 0).any(axis=1).to_numpy()
    first = max(int(parted.argmax()) - 1, 0) if parted.any() else 0
    return [{"year": _school_year(int(semester)), **values} for semester, values in _rows(wide.iloc[first:])]


def _rows(wide: pd.DataFrame) -> Iterator[tuple[str, Mapping[str, float]]]:
    for semester, row in wide.iterrows():
        yield str(semester), {str(name): float(value) for name, value in row.items()}


def _school_year(semester: int) -> str:
    return f"{year_of(semester) - 1}/{year_of(semester) % 100:02d}"
