"""The form of a study: a question, scenarios, and the commands whose results answer it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from experiments.refusals import BadInput, first_problem, near
from sim.paths import configs_folder
from sim.scenario_file import is_path
from sim.strict_yaml import read_yaml

Step = Literal["compare", "decompose", "discover", "switching", "sweep", "sensitivity"]
Text = Annotated[str, Field(min_length=1)]


class StudyFile(BaseModel):
    """A study as written.

    Attributes:
        name: Names the results folder.
        title: What people call it, by language; empty if it has no title but its name.
        question: What is asked, by language.
        baseline: What differences are taken from.
        scenarios: What is compared with it.
        replications: Of every step that names no other number.
        headline: Indicators that the question is about, the most important first.
        about: The scenario that the question is about, if it does not ask which of them is best.
        target: Whom the question is about, as `target=`; empty: the whole country.
        steps: Commands, each once, with the options that are not the study's own; `compare` is the first.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: dict[Literal["en", "nb"], Annotated[str, Field(min_length=1, max_length=60)]] = {}
    question: Annotated[dict[Literal["en", "nb"], Text], Field(min_length=1)]
    baseline: Text
    scenarios: Annotated[list[Text], Field(min_length=1)]
    replications: Annotated[int, Field(ge=1, le=1_000_000)]
    headline: list[Text]
    about: Text | None = None
    target: dict[str, Any] = {}
    steps: Annotated[
        list[Annotated[dict[Step, dict[str, Any]], Field(min_length=1, max_length=1)]], Field(min_length=1)
    ]

    @field_validator("steps")
    @classmethod
    def _in_order(cls, steps: list[dict[Step, dict[str, Any]]]) -> list[dict[Step, dict[str, Any]]]:
        names = [name for step in steps for name in step]
        if names[0] != "compare":
            raise ValueError(f"the first step is {names[0]}, but must be compare")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the step {name} is given twice")
        if "sensitivity" in names and "sweep" not in names[: names.index("sensitivity")]:
            raise ValueError("sensitivity reads a sweep; put the step sweep before it")
        return steps

    @field_validator("target")
    @classmethod
    def _of_the_country(cls, target: dict[str, Any]) -> dict[str, Any]:
        from sim.target import target_from

        target_from(target)
        return target

    @model_validator(mode="after")
    def _among_the_scenarios(self) -> Self:
        if self.about is not None and self.about not in self.scenarios:
            raise ValueError(f"about: {self.about} is not among the scenarios; {near(self.about, self.scenarios)}")
        return self

    @field_validator("headline")
    @classmethod
    def _known(cls, headline: list[str]) -> list[str]:
        from sim.indicators import INDICATORS

        known = [indicator.name for indicator in INDICATORS if "nation" in indicator.levels]
        for name in headline:
            if name not in known:
                raise ValueError(f"no indicator {name}; {near(name, known)}")
        return headline


def shipped_studies() -> list[str]:
    """Names of the studies in `configs/study/`."""
    return sorted(path.stem for path in (configs_folder() / "study").glob("*.yaml"))


def study(reference: str) -> StudyFile:
    """The study that a name or a path means.

    Raises:
        BadInput: If there is none, or its form is wrong: one line with file, key and what was allowed.
    """
    path = _located(reference)
    try:
        found = StudyFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise BadInput(f"{path.name}: {first_problem(error, lambda _: StudyFile.model_fields)}") from None
    if found.name in shipped_studies() and path.resolve().parent != (configs_folder() / "study").resolve():
        raise BadInput(
            f"{path.name}: name: {found.name!r} is a study that comes with the program; give yours another name"
        )
    return found


def _located(reference: str) -> Path:
    if is_path(reference):
        path = Path(reference).expanduser()
        if not path.is_file():
            raise BadInput(f"study file {reference} does not exist")
        return path
    if reference not in shipped_studies():
        hint = near(reference, shipped_studies())
        stop = "" if hint.endswith("?") else "."
        own = f"A file of your own is written as a path: ./{reference}.yaml"
        raise BadInput(f"study {reference!r} does not exist; {hint}{stop} {own}")
    return configs_folder() / "study" / f"{reference}.yaml"
