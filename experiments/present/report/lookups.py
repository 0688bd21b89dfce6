"""This file knows how the report names things: indicators, groups, scenarios and numbers in one language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from experiments.present.report.cells import Cell
from experiments.present.report.evidence import Evidence
from experiments.present.report.texts import Texts, texts
from experiments.present.words import Words, digits_for
from sim.country.registers import load_registers
from sim.indicators import BY_NAME, INDICATORS, Indicator

Row: TypeAlias = Mapping[Any, Any]
_NO_VALUE = "–"


class Printed(Words):
    """Words whose numbers have a true minus sign, as in print."""

    def number(self, value: float, digits: int = 3) -> str:
        """A number for a table."""
        return super().number(value, digits).replace("-", "\u2212")


class Speech:
    """What is known of one report: its evidence, its language and how numbers are written in it."""

    def __init__(self, evidence: Evidence, language: str) -> None:
        self.evidence = evidence
        self.language = language
        self.words = Printed(language)
        self.texts: Texts = texts(language)

    @property
    def year(self) -> int:
        """Year of the last spring."""
        return int(self.evidence.manifest["setup"]["horizon"])

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
        asked: Mapping[str, str] = self.evidence.manifest["scenarios"][name]["question"]
        return asked.get(self.language) or next(iter(asked.values()))

    def number(self, row: Row, key: str, sign: bool = False) -> str:
        """A number of a row with the decimals of its indicator."""
        write = self.words.difference if sign else self.words.number
        return write(self._value(row, key), digits_for(BY_NAME[row["indicator"]].smallest_difference))

    def interval(self, row: Row, stem: str = "") -> str:
        """An interval of a row: the columns `<stem>low` and `<stem>high`."""
        low, high = self._value(row, f"{stem}low"), self._value(row, f"{stem}high")
        return self.words.interval(low, high, digits_for(BY_NAME[row["indicator"]].smallest_difference))

    def share(self, value: float) -> str:
        """A share as per cent."""
        return _NO_VALUE if math.isnan(value) else f"{self.words.number(100 * value, 0)} %"

    def plain(self, value: float) -> str:
        """A number without an indicator, with the digits it needs."""
        if math.isnan(value):
            return _NO_VALUE
        text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
        text = text.replace("-", "\u2212")
        return text.replace(",", "\u00a0").replace(".", ",") if self.language == "nb" else text

    def cell(self, row: Row, key: str, sign: bool = False) -> Cell:
        """A cell with a number of a row."""
        return Cell(self.number(row, key, sign), self._value(row, key), "number")

    def interval_cell(self, row: Row, stem: str = "") -> Cell:
        """A cell with an interval, sorted by its middle."""
        middle = (self._value(row, f"{stem}low") + self._value(row, f"{stem}high")) / 2
        return Cell(self.interval(row, stem), middle, "number")

    def verdict_cell(self, verdict: str) -> Cell:
        """A verdict, marked by a class of its own."""
        return Cell(self.words(verdict), None, "verdict " + verdict.replace(" ", "-"))

    def and_list(self, items: Iterable[str]) -> str:
        """Things named one after the other."""
        return "; ".join(items)

    @staticmethod
    def _value(row: Row, key: str) -> float:
        return float(row.get(key, math.nan))


def has(rows: Iterable[Row], key: str) -> bool:
    """Whether any row has a number in a column."""
    return any(not math.isnan(float(row.get(key, math.nan))) for row in rows)
