"""The command `changes`: which verdicts moved between two versions, by how much, and by which changes of the model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from experiments import options
from experiments.call import Call
from experiments.present.csv_files import write_csv
from experiments.present.fields import columns
from experiments.present.show import line
from experiments.present.table import Records, Table
from experiments.present.terminal import show
from experiments.refusals import FINE, BadInput, FolderUnusable
from experiments.scenarios.studies import read_note
from experiments.store.changelog import changes_since, result_changes

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("scenario", "indicator", "difference_before", "difference", "moved", "moved_interval", "verdict_before",
          "verdict")  # fmt: skip


def run(call: Call[options.Changes]) -> int:
    """Hold two results folders against each other."""
    old, new = (_read(folder) for folder in _folders(call))
    _refuse_another_question(old, new)
    _say_what_differs(call, old, new)
    _say_verdicts(call, old, new)
    _say_entries(call, old, new)
    return FINE


class _Folder:
    """What is known of a folder, of this format or an older one."""

    def __init__(self, path: Path, manifest: Mapping[str, Any], config: Mapping[str, Any], table: pd.DataFrame) -> None:
        self.path, self.manifest, self.table = path, manifest, table
        setup = manifest["setup"]
        self.question = {name: setup.get(name) for name in ("world", "horizon", "uncertainty", "parameters", "tables")}
        self.question["baseline"] = config.get("baseline")

    def titles(self, language: str) -> dict[str, str]:
        """Titles of the scenarios, or their names."""
        found = self.manifest["scenarios"].items()
        return {name: about.get("title", {}).get(language, name) for name, about in found}

    def knows(self) -> set[str]:
        """Hashes of the changes of results that its version had."""
        noted = self.manifest.get("changes")
        return set(result_changes()) - changes_since(str(self.manifest.get("program"))) if noted is None else set(noted)


def _folders(call: Call[options.Changes]) -> list[Path]:
    if call.options.new is None:
        raise BadInput("changes: which folders? write kompetanse changes results/<older> results/<newer>")
    return [call.folder(), call.folder_at(call.options.new)]


def _read(folder: Path) -> _Folder:
    """A folder of a comparison, or of a study that has one.

    Raises:
        FolderUnusable: If it has no comparison, or what says what it is cannot be read.
    """
    import pandas as pd

    note = read_note(folder)
    place = folder / note["parts"][0] if note else folder
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        config = yaml.safe_load((place / "config.yaml").read_text(encoding="utf-8"))
        return _Folder(place, manifest, config, pd.read_csv(place / "tables" / "comparison.csv"))
    except FileNotFoundError as error:
        raise FolderUnusable(f"{place}: there is no comparison in it (no {Path(error.filename).name})") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError):
        raise FolderUnusable(f"{place}: damaged; `kompetanse check {place}` says more") from None


def _refuse_another_question(old: _Folder, new: _Folder) -> None:
    for name, value in old.question.items():
        if new.question[name] != value:
            raise BadInput(
                f"not the same question: {name} is {value} in {old.path} and {new.question[name]} in {new.path}"
            )
    if not set(old.table["scenario"]) & set(new.table["scenario"]):
        raise BadInput(f"not the same question: {old.path} and {new.path} have no scenario in common")


def _say_what_differs(call: Call[options.Changes], old: _Folder, new: _Folder) -> None:
    words = call.words
    line(words("Before: {folder}, version {version}, {replications}, seed {seed}, {day}.", **_about(old, words)))
    line(words("Now: {folder}, version {version}, {replications}, seed {seed}, {day}.", **_about(new, words)))
    if old.manifest.get("source") == new.manifest.get("source"):
        line(words("Both were made by the same version of the model; what moved is luck."))


def _about(one: _Folder, words: Any) -> dict[str, str]:
    told = one.manifest
    return {
        "folder": str(one.path),
        "version": f"{told.get('program')} ({str(told.get('commit') or told.get('source'))[:8]})",
        "replications": words.replications(told.get("replications", 0)),
        "seed": str(told["setup"].get("seed")),
        "day": str(told.get("created"))[:10],
    }


def _say_verdicts(call: Call[options.Changes], old: _Folder, new: _Folder) -> None:
    from sim.analysis.comparison.moved import moved_verdicts
    from sim.indicators import BY_NAME

    words = call.words
    words = type(words)(words.language, old.titles(words.language) | new.titles(words.language))
    found = moved_verdicts(old.table, new.table)
    known = found[[name in BY_NAME for name in found["indicator"]]]
    other = known[known["other"]]
    headline = [BY_NAME[name].headline for name in other["indicator"]]
    title = words("{n} of {all} verdicts moved; those of headline indicators:", n=len(other), all=len(known))
    if any(headline):
        show(Table("changes", title, columns(words, *_SHOWN), Records(other[headline])), words)
    elif other.empty:
        line(words("None of {all} verdicts moved.", all=len(known)))
    else:
        line(words("{n} of {all} verdicts moved, none of a headline indicator.", n=len(other), all=len(known)))
    names = set(old.table["indicator"]) ^ set(new.table["indicator"])
    if names:
        line(words("In one of the two only: {names}.", names=", ".join(sorted(names))))
    if call.options.output:
        folder = Path(call.options.output)
        write_csv(folder, Table("changes", "", columns(words, *_SHOWN), Records(found)), words.language)
        line(words("All of them: {path}", path=folder / "changes.csv"))


def _say_entries(call: Call[options.Changes], old: _Folder, new: _Folder) -> None:
    """Print the entries of the changelog that the newer folder was made with and the older one was not."""
    words, between = call.words, new.knows() - old.knows()
    entries = [text for key, text in result_changes().items() if key in between]
    if entries:
        line(words.many("The changelog has 1 change of results in between:",
                        "The changelog has {n} changes of results in between:", len(entries)))  # fmt: skip
        for text in entries:
            line(f"- {text}")
    elif old.manifest.get("source") != new.manifest.get("source"):
        line(words("The changelog has no change of results in between."))
    strange = len(between - result_changes().keys())
    if strange:
        line(words("{n} more are not in the changelog of this version; use the newer one.", n=strange))
