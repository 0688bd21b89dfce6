"""The form of a page for a meeting: what can be moved, and what it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from experiments.refusals import BadInput, first_problem, near
from sim.analysis.emulator import Dial, Space, Switch
from sim.levers import is_rule
from sim.paths import configs_folder
from sim.policy import lever_kinds
from sim.scenario import Scenario, semester_of
from sim.scenario_file import is_path
from sim.strict_yaml import read_yaml

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[dict[Literal["en", "nb"], Text], Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Day = Annotated[date, BeforeValidator(lambda v: date.fromisoformat(v) if isinstance(v, str) else v)]
USUAL = "system_2026"
"""The page that is built unless another is named."""


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DialFile(_Form):
    """A dial as written.

    Attributes:
        name: Names it in links.
        title, unit: What people call it, and what its numbers are of, by language.
        range: Its ends.
        step: By how much it moves at a time.
        times: What its numbers are multiplied by when they are shown.
        levers: The levers it moves, each by how much of the dial's value; a negative factor where the dial is below 0.
    """

    name: Name
    title: Texts
    unit: Texts
    range: tuple[float, float]
    step: float
    times: float = 1.0
    levers: Annotated[dict[str, float], Field(min_length=1)]

    @field_validator("range", mode="before")
    @classmethod
    def _two(cls, value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else value

    def set(self, value: float) -> dict[str, float]:
        """Values of its levers; those of several are never below 0."""
        found = {lever: value * factor for lever, factor in self.levers.items()}
        if len(found) > 1:
            found = {lever: max(0.0, value) for lever, value in found.items()}
        return {lever: round(value) if lever_kinds()[lever] is int else value for lever, value in found.items()}

    def read(self, levers: Mapping[str, Any]) -> float:
        """Its value, from those of its levers (one on either side of 0 tells it)."""
        found = {factor > 0: levers[lever] / factor for lever, factor in reversed(self.levers.items())}
        return float(sum(found.values()))


class OptionFile(_Form):
    """One option of a switch: the value of its lever, and what people call it."""

    value: bool | str | float
    title: Texts


class SwitchFile(_Form):
    """A switch as written; the first option must be the one in force."""

    name: Name
    title: Texts
    lever: Text
    options: Annotated[list[OptionFile], Field(min_length=2, max_length=4)]

    @property
    def of_policy(self) -> bool:
        """Whether to turn it is a decision; what surrounds the schemes is not."""
        return not self.lever.startswith("context.")


class MeetingFile(_Form):
    """A page as written.

    Attributes:
        name: Names the results folder.
        title: What people call it, by language.
        base: The scenario that is changed, and that differences are taken from.
        levers_from: Day from which levers act.
        dials, switches: What can be moved.
        costs, outcomes: Indicators that are shown, costs first.
        assumptions: Parameters, or numbers of levers, that are known to move these differences.
    """

    name: Name
    title: Texts
    base: Text
    levers_from: Day
    dials: Annotated[list[DialFile], Field(min_length=1)]
    switches: list[SwitchFile] = []
    costs: list[str]
    outcomes: Annotated[list[str], Field(min_length=1)]
    assumptions: list[str] = []

    @model_validator(mode="after")
    def _known(self) -> MeetingFile:
        from sim.drawn_levers import uncertain_levers
        from sim.indicators import INDICATORS
        from sim.parameters import register

        levers = [lever for dial in self.dials for lever in dial.levers] + [s.lever for s in self.switches]
        names = [dial.name for dial in self.dials] + [switch.name for switch in self.switches]
        uncertain = [*(str(n) for n in register()["name"]), *(one.name for one in uncertain_levers())]
        indicators = [i.name for i in INDICATORS if "nation" in i.levels]
        for given, known, kind in (
            (levers, list(lever_kinds()), "lever"),
            (self.costs + self.outcomes, indicators, "indicator"),
            (self.assumptions, uncertain, "parameter or uncertain lever"),
        ):
            for name in given:
                if name not in known:
                    raise ValueError(f"no {kind} {name}; {near(name, known)}")
        for name in (lever for dial in self.dials for lever in dial.levers):
            if lever_kinds()[name] not in (int, float):
                raise ValueError(f"{name} is no number, so no dial moves it")
        for name in (*names, *levers, *self.costs, *self.outcomes):
            if max(found.count(name) for found in (names, levers, self.costs + self.outcomes)) > 1:
                raise ValueError(f"{name} is given twice")
        return self

    @property
    def indicators(self) -> list[str]:
        """Names of what is shown."""
        return self.costs + self.outcomes

    def moves(self) -> dict[str, Any]:
        """What decides the points, as plain data: everything but texts and what is shown."""
        dials = [[dial.name, list(dial.range), dict(dial.levers)] for dial in self.dials]
        switches = [[switch.lever, [option.value for option in switch.options]] for switch in self.switches]
        return {"kind": "meeting", "base": self.base, "dials": dials, "switches": switches}

    def space(self, base: Scenario) -> Space:
        """What can be moved, with where the base stands.

        Raises:
            BadInput: If the base stands outside a dial, or not at the first option of a switch.
        """
        levers = self.in_force(base)
        for switch in self.switches:
            if levers[switch.lever] != switch.options[0].value:
                said = f"{base.name} has {levers[switch.lever]}, which must be the first of its options"
                raise BadInput(f"{switch.name}: {said}")
        switches = (Switch(s.name, tuple(str(o.value) for o in s.options), s.of_policy) for s in self.switches)
        return Space(tuple(self._dial(dial, levers) for dial in self.dials), tuple(switches))

    def in_force(self, base: Scenario) -> dict[str, Any]:
        """Levers of the base on the day from which others act, by full name; rules by name."""
        sections = base.levers_at(semester_of(self.levers_from))
        levers = {f"{section}.{name}": value for section, values in sections.items() for name, value in values.items()}
        return {lever: value["rule"] if is_rule(lever_kinds()[lever]) else value for lever, value in levers.items()}

    def place(self, levers: Mapping[str, Any], base: Scenario) -> tuple[list[float], list[bool]]:
        """Where a point with some levers stands: values of the dials, and which options are chosen."""
        all_of_them = self.in_force(base) | dict(levers)
        chosen = [all_of_them[s.lever] == option.value for s in self.switches for option in s.options[1:]]
        return [dial.read(all_of_them) for dial in self.dials], chosen

    def _dial(self, dial: DialFile, levers: Mapping[str, Any]) -> Dial:
        now = dial.read(levers)
        if not dial.range[0] <= now <= dial.range[1]:
            raise BadInput(f"{dial.name}: {self.base} has {now:g}, outside of {list(dial.range)}")
        return Dial(dial.name, *dial.range, now)


def meeting_file(reference: str) -> MeetingFile:
    """The page that a name or a path means.

    Raises:
        BadInput: If there is none, or its form is wrong: one line with file, key and what was allowed.
    """
    path = _located(reference)
    try:
        return MeetingFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise BadInput(f"{path.name}: {first_problem(error, lambda _: MeetingFile.model_fields)}") from None


def shipped_meetings() -> list[str]:
    """Names of the pages in `configs/meeting/`."""
    return sorted(path.stem for path in (configs_folder() / "meeting").glob("*.yaml"))


def _located(reference: str) -> Path:
    if is_path(reference):
        path = Path(reference).expanduser()
        if not path.is_file():
            raise BadInput(f"meeting file {reference} does not exist")
        return path
    if reference not in shipped_meetings():
        hint = near(reference, shipped_meetings())
        raise BadInput(f"meeting {reference!r}: neither a page nor a results folder; {hint}")
    return configs_folder() / "meeting" / f"{reference}.yaml"
