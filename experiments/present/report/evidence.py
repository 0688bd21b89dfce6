"""What a report rests on: the tables, runs and notes of one results folder and of others beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from experiments.refusals import BadInput, FolderUnusable
from experiments.store.manifest import read_manifest
from experiments.store.parts import Failure, failures

MAIN = "comparison"
"""The table without which there is nothing to report."""


@dataclass(frozen=True)
class Evidence:
    """What a report rests on.

    Attributes:
        folder: Results folder of the comparison.
        manifest: What that folder answers, and with what it was made.
        config: Options of the call that made it.
        tables: Tables by name, those of the folder first.
        origins: Folder and manifest that each table comes from, by name of the table.
        question: Question by language, if a study asks one of its own.
        headline: Indicators that the question is about, the most important first.
        command: The command that made everything, if a study did.
        about: The scenario that the question is about, if it does not ask which of them is best.
    """

    folder: Path
    manifest: Mapping[str, Any]
    config: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    origins: Mapping[str, Path]
    question: Mapping[str, str]
    headline: tuple[str, ...] = ()
    command: str = ""
    about: str | None = None

    @property
    def target(self) -> Mapping[str, Any]:
        """Whom the question is about, as written; empty: the whole country."""
        return dict(self.manifest["setup"].get("target", {}))

    @property
    def comparison(self) -> pd.DataFrame:
        """Paired differences in the last semester."""
        return self.tables[MAIN]

    @property
    def baseline(self) -> str:
        """Name of the scenario that differences are taken from."""
        named = str(self.config.get("baseline"))
        left = [name for name in self.manifest["scenarios"] if name not in set(self.others)]
        return named if named in left or len(left) != 1 else left[0]

    @cached_property
    def others(self) -> list[str]:
        """Names of the scenarios compared, in order."""
        return [str(name) for name in self.comparison["scenario"].unique()]

    @property
    def replications(self) -> int:
        """Pairs behind most differences."""
        return int(self.comparison["replications"].max()) if len(self.comparison) else 0

    @property
    def drawn(self) -> bool:
        """Whether each replication draws the uncertain parameters too."""
        return bool(self.manifest["setup"]["uncertainty"] != "point")

    @cached_property
    def failed(self) -> list[Failure]:
        """Runs that failed and have not succeeded since."""
        return failures(self.folder)

    def table(self, name: str) -> pd.DataFrame | None:
        """A table that is there and has rows."""
        found = self.tables.get(name)
        return found if found is not None and len(found) else None


def gathered(folder: Path, beside: Sequence[Path] = (), question: Mapping[str, str] | None = None,
             headline: Sequence[str] = (), command: str = "", about: str | None = None) -> Evidence:  # fmt: skip
    """Read what a report rests on.

    Args:
        folder: Results folder of a comparison.
        beside: Folders whose tables are used too; the first that has a table is heard.
        question: Question by language instead of the scenarios' own.
        headline: Indicators that the question is about, the most important first.
        command: The command that made everything, if it was not the folder's own.
        about: The scenario that the question is about, if it does not ask which of them is best.

    Raises:
        FolderUnusable: If a folder is no results folder, or damaged.
        BadInput: If the first holds no comparison.
    """
    manifest = read_manifest(folder)
    tables: dict[str, pd.DataFrame] = {}
    origins: dict[str, Path] = {}
    for place in (folder, *beside):
        read_manifest(place)
        for name, table in _tables(place):
            if name not in tables:
                tables[name], origins[name] = table, place
    if MAIN not in tables or origins[MAIN] != folder:
        raise BadInput(
            f"report {folder}: the command {manifest['command']} filled this folder, and it holds no comparison; "
            "report wants a folder of compare or study"
        )
    config = config_in(folder)
    return Evidence(folder, manifest, config, tables, origins, dict(question or {}), tuple(headline), command, about)


def _tables(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    for path in sorted((folder / "tables").glob("*.csv")):
        try:
            yield path.stem, pd.read_csv(path)
        except pd.errors.EmptyDataError:
            continue
        except (ValueError, OSError):
            raise FolderUnusable(f"{path} is damaged; give the command that made the folder again") from None


def config_in(folder: Path) -> dict[str, Any]:
    """Options of the call that made a results folder.

    Raises:
        FolderUnusable: If they cannot be read.
    """
    try:
        found = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        found = None
    if not isinstance(found, dict):
        raise FolderUnusable(f"{folder / 'config.yaml'} is damaged; give the command that made the folder again")
    return found
