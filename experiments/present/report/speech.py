"""How a report names and numbers things: its evidence, its language, the titles of its scenarios."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from experiments.present.report.evidence import Evidence
from experiments.present.table import Row, missing
from experiments.present.words import Words, digits_for
from experiments.store.manifest import stored_scenarios
from sim.country.registers import load_registers
from sim.indicators import BY_NAME, INDICATORS, Indicator


class Speech:
    """What is known of one report, and how it is said.

    Attributes:
        evidence: What it rests on.
        words: Its language, with the titles of its scenarios.
    """

    def __init__(self, evidence: Evidence, language: str) -> None:
        self.evidence = evidence
        self.words = Words(language).naming(stored_scenarios(evidence.manifest))

    @property
    def year(self) -> int:
        """Year of the last spring."""
        return int(self.evidence.manifest["setup"]["horizon"])

    @property
    def baseline(self) -> str:
        """Title of the baseline."""
        return self.words.scenario(self.evidence.baseline)

    @cached_property
    def headline(self) -> list[Indicator]:
        """Headline indicators: those that the question is about first, then the registry's order."""
        first = [BY_NAME[name] for name in self.evidence.headline if name in BY_NAME]
        return first + [i for i in INDICATORS if i.headline and i not in first]

    def rows(self, table: str, scenario: str, **kept: Any) -> list[Row]:
        """Rows of a table for one scenario, those of headline indicators in their order; none if it is missing."""
        found = self.evidence.table(table)
        if found is None:
            return []
        mine = found[found["scenario"] == scenario]
        for column, value in kept.items():
            mine = mine[mine[column] == value]
        order = {indicator.name: place for place, indicator in enumerate(self.headline)}
        rows = [row for row in mine.to_dict("records") if row["indicator"] in order]
        return sorted(rows, key=lambda row: order[row["indicator"]])

    def group(self, level: str, unit: Any) -> str:
        """A group's name: of places as the registers have it, of classes in the words of the tables."""
        name = str(unit)
        return self._places.get(name, name) if level in ("county", "governor") else self.words.group(name)

    @cached_property
    def _places(self) -> dict[str, str]:
        """Names of counties and governors by code."""
        registers = load_registers(self.evidence.manifest["setup"]["tables"])
        counties, governors = registers["counties"], registers["governors"]
        return dict(zip(counties["county_number"].astype(str), counties["county_name"], strict=True)) | dict(
            zip(governors["governor_id"], governors["name"], strict=True)
        )

    def question(self, name: str) -> str:
        """The question of a scenario in the report's language, or in another that it has."""
        asked = self.evidence.manifest["scenarios"][name]["question"]
        return str(asked.get(self.words.language) or next(iter(asked.values())))

    @property
    def asked(self) -> str:
        """The study's question, that of the only scenario, or how several differ."""
        evidence, words = self.evidence, self.words
        if evidence.question:
            return evidence.question.get(words.language) or next(iter(evidence.question.values()))
        if len(evidence.others) == 1:
            return self.question(evidence.others[0])
        *most, last = (words("“{name}”", name=words.scenario(name)) for name in evidence.others)
        scenarios = words(" and ").join((", ".join(most), last))
        return words("How do {scenarios} differ from “{baseline}”?", scenarios=scenarios, baseline=self.baseline)

    def number(self, row: Row, key: str, sign: bool = False) -> str:
        """A number of a row with the decimals of its indicator."""
        write = self.words.difference if sign else self.words.number
        return write(float(row.get(key, math.nan)), digits_for(BY_NAME[row["indicator"]].smallest_difference))

    def interval(self, row: Row, stem: str = "") -> str:
        """An interval of a row: the columns `<stem>low` and `<stem>high`."""
        low, high = (float(row.get(f"{stem}{end}", math.nan)) for end in ("low", "high"))
        return self.words.interval(low, high, digits_for(BY_NAME[row["indicator"]].smallest_difference))


def has(rows: Iterable[Row], key: str) -> bool:
    """Whether any row has a number in a column."""
    return any(not missing(row.get(key)) for row in rows)
