"""This file knows the form of a scenario file and how to find and read one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.options import Day
from experiments.paths import configs_folder
from experiments.refusals import BadInput, first_problem, near
from experiments.scenarios.yaml_file import read_yaml


class Entry(BaseModel):
    """One dated decision: lever values from a day on."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    day: Day = Field(alias="from")
    set: dict[str, Any]


class ScenarioFile(BaseModel):
    """A scenario as written: what differs from its base, and when."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: dict[Literal["en", "nb"], Annotated[str, Field(min_length=1, max_length=60)]] = {}
    question: Annotated[dict[Literal["en", "nb"], str], Field(min_length=1)]
    base: Annotated[str, Field(min_length=1)] | None = None
    timeline: list[Entry]


def shipped() -> list[str]:
    """Names of the scenarios in `configs/scenario/`."""
    return sorted(path.stem for path in (configs_folder() / "scenario").glob("*.yaml"))


def locate(reference: str, beside: Path) -> Path:
    """The file that a name or a path means; paths are relative to the folder `beside`.

    Raises:
        BadInput: If there is no such file.
    """
    if not is_path(reference):
        if reference not in shipped():
            hint = near(reference, shipped())
            stop = "" if hint.endswith("?") else "."
            own = f"A file of your own is written as a path: ./{reference}.yaml"
            raise BadInput(f"scenario {reference!r} does not exist; {hint}{stop} {own}")
        return configs_folder() / "scenario" / f"{reference}.yaml"
    path = Path(reference).expanduser()
    path = path if path.is_absolute() else beside / path
    if not path.is_file():
        raise BadInput(f"scenario file {reference} does not exist")
    return path


def is_path(reference: str) -> bool:
    """Whether a reference is a path rather than a name."""
    return any(mark in reference for mark in "/\\") or reference.endswith((".yaml", ".yml"))


def read_scenario(path: Path) -> ScenarioFile:
    """A scenario file, its form and the names of its levers checked (values are checked with the whole policy).

    Raises:
        BadInput: One line that names file, key and what was allowed.
    """
    from experiments.scenarios.levers import kinds

    written = parse_scenario(path)
    for entry in written.timeline:
        for lever in entry.set:
            if lever not in kinds():
                raise BadInput(f"{path.name}: no lever {lever!r}; {near(lever, kinds())}")
    return written


def parse_scenario(path: Path) -> ScenarioFile:
    """A scenario file, its form checked, but not the names of its levers, for which the model must be loaded.

    Raises:
        BadInput: One line that names file, key and what was allowed.
    """
    try:
        return ScenarioFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise BadInput(f"{path.name}: {first_problem(error, _keys)}") from None


def _keys(depth: int) -> list[str]:
    return ["name", "title", "question", "base", "timeline"] if depth == 1 else ["from", "set"]
