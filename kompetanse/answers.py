"""What a question came to: tables and values as tidy frames, figures that are returned and not saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.designs.design import Design
from experiments.present.compare_tables import Tables
from experiments.present.report.answer import answer
from experiments.present.report.evidence import gathered
from experiments.present.report.speech import Speech
from experiments.present.words import Words
from experiments.refusals import BadInput, near
from experiments.store.reading import read_cells, read_results, read_sweep
from sim.analysis.figures import comparison_figures, run_figures
from sim.indicators import INDICATORS
from sim.scenario import FIRST_YEAR, last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.present.sensitivity_tables import Analysis


@dataclass(frozen=True)
class Answer:
    """Runs that were made and stored.

    Attributes:
        folder: The results folder, which the commands read too (`kompetanse report <folder>`).
        design: What was run.
        failures: Runs that failed, one row each; empty if none did.
    """

    folder: Path
    design: Design
    failures: pd.DataFrame

    def values(self, level: str | Sequence[str] = "nation", **kept: Any) -> pd.DataFrame:
        """What was recorded, one row a value.

        Args:
            level: Level or levels.
            kept: What else to keep, as `load` takes it: indicator, scenario, replication, year, ...

        Raises:
            BadInput: If a level was not recorded, or there is no such indicator, scenario or year.
        """
        known: dict[str, Sequence[Any]] = {
            "level": [entry.split(":")[0] for entry in self.design.record],
            "indicator": [i.name for i in INDICATORS],
            "scenario": [scenario.name for scenario in self.design.scenarios],
            "year": range(FIRST_YEAR, self.design.setup.horizon + 1),
        }
        for name, asked in {"level": level, **kept}.items():
            for one in [asked] if isinstance(asked, str | int) else asked:
                if name in known and one not in known[name]:
                    raise BadInput(
                        f"{name}={one}: not among what was recorded; {near(str(one), map(str, known[name]))}"
                    )
        return read_results(self.design, self.folder, level=level, **kept)

    def _words(self, language: str) -> Words:
        return Words(language).naming(self.design.scenarios)


@dataclass(frozen=True)
class Runs(Answer):
    """One scenario by itself.

    Attributes:
        table: Indicators of the nation in the last spring: level, and spread between replications.
    """

    table: pd.DataFrame

    def figures(self, language: str = "en") -> dict[str, Figure]:
        """Figures by name: how the headline indicators develop, and what collective hours are about."""
        return run_figures(self.values(), self._words(language))


@dataclass(frozen=True)
class Comparison(Answer):
    """Scenarios against a baseline, paired on the same luck.

    Attributes:
        tables: All tables, as the command stores them: comparison, over_time, by_group, municipalities, per_krone.
        theories: One row a headline difference and theory: the verdict under it, and whether the answer's holds; empty
            if none was asked for.
        both: One row a headline difference: its verdict under the posterior and under the register; empty unless asked
            for.
    """

    tables: Tables
    theories: pd.DataFrame
    both: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """Paired differences of the nation in the last spring, with intervals and verdicts."""
        return self.tables.comparison

    def said(self, language: str = "en") -> str:
        """The answer in words, a line each, as the command says it: what changes for whom, how sure, at what cost."""
        return "\n".join(answer(Speech(gathered(self.folder), language)))

    def figures(self, language: str = "en") -> dict[str, Figure]:
        """Figures by name: "differences", "difference_paths", "paths", fans, and by size where it was recorded."""
        levels = [entry.split(":")[0] for entry in self.design.record]
        drawn = [level for level in ("nation", "size_class", "centrality_class") if level in levels]
        baseline, *others = (scenario.name for scenario in self.design.scenarios)
        headline = [i.name for i in INDICATORS if i.headline]
        table = self.table[self.table["indicator"].isin(headline)]
        return comparison_figures(
            self.values(drawn, point=0), baseline, self._words(language), scenarios=others, table=table
        )


@dataclass(frozen=True)
class Sweep(Answer):
    """Scenarios at the points of a design.

    Attributes:
        points: One row a point: its number, and the value of each factor.
        summary: Mean, spread and paired difference by point, scenario and headline indicator in the last spring.
    """

    points: pd.DataFrame
    summary: pd.DataFrame

    def outcomes(self, indicator: str, year: int | None = None) -> pd.DataFrame:
        """One row a cell: the factors, scenario, replication and the nation's value in the spring of a year.

        Raises:
            BadInput: If there is no such indicator or year.
        """
        self._refuse_unknown(indicator, year)
        when = last_semester(year or self.design.setup.horizon)
        cells = read_cells(self.design, self.folder, indicator=indicator, semester=when)
        factors = self.points[[name for name in self.points if not str(name).startswith("rank:")]]
        return factors.merge(cells, on="point").drop(columns=["semester", "indicator"])

    def sensitivity(self, indicator: str, year: int | None = None, baseline: str | None = None) -> Analysis:
        """What moves an indicator, as `kompetanse sensitivity`: frames `sensitivity` and `sources`, and `notes`.

        Raises:
            BadInput: If there is no such indicator or year.
        """
        from experiments.present.sensitivity_tables import analysed

        self._refuse_unknown(indicator, year)
        chosen = [i for i in INDICATORS if i.name == indicator]
        against = baseline or self.design.untouched
        return analysed(read_sweep(self.folder), chosen, year or self.design.setup.horizon, against, 1)

    def _refuse_unknown(self, indicator: str, year: int | None) -> None:
        known = [i.name for i in INDICATORS if "nation" in i.levels]
        if indicator not in known:
            raise BadInput(f"indicator={indicator}: no such indicator; {near(indicator, known)}")
        if year is not None and not FIRST_YEAR < year <= self.design.setup.horizon:
            raise BadInput(f"year={year}: must lie within {FIRST_YEAR + 1}-{self.design.setup.horizon} (horizon=)")
