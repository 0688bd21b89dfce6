"""What the plugins in use add to the model: read from their modules, checked, put in, and taken out again."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass
from importlib.util import module_from_spec, spec_from_file_location
from inspect import isabstract
from itertools import count
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from sim.agents.county import County, StateGovernor
from sim.agents.network import Network
from sim.agents.owner import Owner
from sim.agents.school import School
from sim.agents.university import University
from sim.areas import AREAS
from sim.columns import Actor, Choice
from sim.indicator import Indicator
from sim.indicators import BY_NAME, INDICATORS
from sim.levers import Levers, levers_from
from sim.parameters import ADDED, Parameter, register
from sim.plugins import Plugin, content_digest
from sim.refusals import BadInput
from sim.remembered import forget
from sim.rules.base import AWAKE, PLUGIN, Rule, is_awake
from sim.schemes import SCHEMES
from sim.schemes.base import Scheme, SchemeLevers

T = TypeVar("T")
KINDS = (School, Owner, Network, University, County, StateGovernor)
"""Kinds of agents that choose."""


@dataclass(frozen=True)
class Additions:
    """What one plugin adds.

    Attributes:
        module: Name of its module.
        rules: Alternatives for decisions.
        schemes: Schemes, with all they consist of.
        areas: Sections of levers that belong to no scheme, by name.
        parameters: Numbers of the theory.
        indicators: What is measured, beside that of its schemes.
        agents: Classes that take the place of agents.
    """

    module: str
    rules: Sequence[type[Rule]]
    schemes: Sequence[Scheme]
    areas: Mapping[str, type[Levers]]
    parameters: Sequence[Parameter]
    indicators: Sequence[Indicator]
    agents: Sequence[type[Actor]]

    @property
    def measured(self) -> list[Indicator]:
        """All indicators, those of schemes too."""
        return [*self.indicators, *(one for scheme in self.schemes for one in scheme.indicators)]

    def names(self) -> dict[str, list[str]]:
        """Their names, by kind; kinds of which there are none are left out."""
        levers = [f"{name}.{lever}" for name, kind in self.areas.items() for lever in kind.kinds()]
        found = {
            "rules": [rule.option() for rule in self.rules],
            "schemes": [scheme.name for scheme in self.schemes],
            "levers": levers,
            "parameters": [parameter.name for parameter in self.parameters],
            "indicators": [indicator.name for indicator in self.measured],
            "agents": [agent.__name__ for agent in self.agents],
        }
        return {kind: names for kind, names in found.items() if names}


class _Broken(Exception):  # noqa: N818
    """What is wrong with a plugin."""


_LOADED: dict[str, Additions] = {}
"""Plugins that were loaded in this process, by digest."""
_NUMBERS = count()
"""Tells modules apart: one that failed may be loaded again."""
_IN: list[Additions] = []
"""What is in the model now."""


def put_in(plugin: Plugin) -> None:
    """Make what a plugin adds part of the model.

    Raises:
        BadInput: One line with what is wrong; then nothing is in the model that was not shipped with it.
    """
    try:
        if plugin.digest not in _LOADED:
            _LOADED[plugin.digest] = _read(_load(plugin), plugin)
        found = _LOADED[plugin.digest]
        AWAKE.add(found.module)
        _refuse_taken(found)
    except _Broken as broken:
        take_out_all()
        raise BadInput(f"plugins={plugin.name}: {broken}") from None
    SCHEMES.extend(found.schemes)
    AREAS.update(found.areas)
    ADDED.extend(found.parameters)
    for indicator in found.measured:
        INDICATORS.append(indicator)
        BY_NAME[indicator.name] = indicator
    _IN.append(found)
    forget()


def take_out_all() -> None:
    """Leave the model as it was shipped."""
    for found in _IN:
        for scheme in found.schemes:
            SCHEMES.remove(scheme)
        for name in found.areas:
            del AREAS[name]
        for indicator in found.measured:
            INDICATORS.remove(indicator)
            del BY_NAME[indicator.name]
    ADDED.clear()
    AWAKE.clear()
    _IN.clear()
    forget()


def agents_in_use() -> list[type[Actor]]:
    """Classes of the plugins in use that take the place of agents."""
    return [agent for found in _IN for agent in found.agents]


def names_of(plugin: Plugin) -> dict[str, list[str]]:
    """Names of what a plugin that was loaded adds, by kind."""
    return _LOADED[plugin.digest].names()


# ---- loading


def _load(plugin: Plugin) -> ModuleType:
    path, name = Path(plugin.path), f"{PLUGIN}{next(_NUMBERS)}_{plugin.digest[:16]}"
    if not path.exists():
        raise _Broken(f"{path} is not there")
    if content_digest(path) != plugin.digest:
        raise _Broken(f"{path} has changed since the command began; give the command again")
    package = [str(path)] if path.is_dir() else None
    spec = spec_from_file_location(name, path / "__init__.py" if package else path, submodule_search_locations=package)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    before = set(_rules())
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise _Broken(_in_one_line(error, path)) from None
    for rule in set(_rules()) - before:
        if not _is_of(rule, module):
            raise _Broken(f"it imports the rule {rule.__name__} from {rule.__module__} by its full name; a plugin of "
                          "several files imports its own as `from .name import ...`")  # fmt: skip
    return module


def _rules() -> Iterator[type[Rule]]:
    for decision in Rule.__subclasses__():
        yield from decision.__subclasses__()


def _is_of(kind: type, module: ModuleType) -> bool:
    return kind.__module__.partition(".")[0] == module.__name__


def _in_one_line(error: BaseException, path: Path) -> str:
    """An error of a user's code: file, line, kind and text."""
    if isinstance(error, SyntaxError):
        return f"{path.name}, line {error.lineno}: {error.msg}"
    mine = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(path)]
    where = f"{Path(mine[-1].filename).name}, line {mine[-1].lineno}" if mine else path.name
    return f"{where}: {type(error).__name__}: {error}"


# ---- reading


def _read(module: ModuleType, plugin: Plugin) -> Additions:
    """What a module adds: rules wherever they stand in it, all else as it stands in the module itself."""
    things = list({id(thing): thing for thing in vars(module).values()}.values())
    classes = [thing for thing in things if isinstance(thing, type) and _is_of(thing, module)]
    schemes = [thing for thing in things if isinstance(thing, Scheme) and thing not in SCHEMES]
    parts = {id(one) for scheme in schemes for one in scheme.indicators}
    found = Additions(
        module=module.__name__,
        rules=[rule for rule in _rules() if _is_of(rule, module)],
        schemes=schemes,
        areas={_section_of(kind): kind for kind in _below(classes, Levers) if not issubclass(kind, SchemeLevers)},
        parameters=[thing for thing in things if isinstance(thing, Parameter) and thing not in ADDED],
        indicators=[
            thing for thing in things
            if isinstance(thing, Indicator) and id(thing) not in parts and thing not in INDICATORS
        ],
        agents=_below(classes, Actor),
    )  # fmt: skip
    _refuse_refined_rules(classes)
    if not found.names():
        raise _Broken(f"{Path(plugin.path).name} adds nothing: no rule, scheme, indicator, agent, parameter or levers")
    for rule in found.rules:
        _check_rule(rule)
    for scheme in schemes:
        _check_levers(scheme.levers, scheme.name)
    for name, kind in found.areas.items():
        _check_levers(kind, name)
    for parameter in found.parameters:
        _check_parameter(parameter)
    for agent in found.agents:
        _check_agent(agent)
    return found


def _below(classes: Sequence[type], base: type[T]) -> list[type[T]]:
    return [kind for kind in classes if issubclass(kind, base)]


def _section_of(kind: type[Levers]) -> str:
    """Name of a section of levers: that of its class in snake_case, `MentoringLevers` is `mentoring`."""
    stem = kind.__name__.removesuffix("Levers")
    if stem in ("", kind.__name__):
        raise _Broken(f"{kind.__name__}: a section of levers is called <Name>Levers, which makes its name <name>")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()


def _refuse_refined_rules(classes: Sequence[type]) -> None:
    """Refuse a rule below another one: only those directly below a decision are found."""
    decisions = set(Rule.__subclasses__())
    for rule in _below(classes, Rule):
        if rule not in decisions and rule.__mro__[1] not in decisions:
            raise _Broken(f"{rule.__name__}: stands below {rule.__mro__[1].__name__}, and so is no alternative to it; "
                          "write it below the abstract class of the decision")  # fmt: skip


def _refuse_forgotten_decorator(kind: type) -> None:
    forgotten = [name for name, value in vars(kind).items() if isinstance(value, Field)]
    if forgotten:
        raise _Broken(f"{kind.__name__}.{forgotten[0]}: its class needs @dataclass(frozen=True) on the line above it")


def _check_rule(rule: type[Rule]) -> None:
    _refuse_forgotten_decorator(rule)
    if isabstract(rule):
        raise _Broken(f"{rule.__name__}: lacks {sorted(getattr(rule, '__abstractmethods__'))[0]}()")  # noqa: B009
    try:
        for name, told in rule.numbers().items():
            low, high = told.range or (told.value, told.value)
            if not 0 <= low <= told.value <= high <= told.high:
                raise _Broken(f"{rule.__name__}.{name}: {told.value:g} is not within its range, or that not from 0 to "
                              f"{told.high:g}")  # fmt: skip
    except KeyError:
        raise _Broken(f"{rule.__name__}: its numbers are declared with `= number(value, en=..., nb=...)`") from None


def _check_levers(kind: type[Levers], section: str) -> None:
    _refuse_forgotten_decorator(kind)
    try:
        levers_from(kind, section, kind.values())
    except KeyError:
        raise _Broken(f"{kind.__name__}: its levers are declared with `= lever(value, unit, en=..., ...)`") from None
    except (ValueError, TypeError, NameError) as error:
        raise _Broken(str(error)) from None


def _check_parameter(parameter: Parameter) -> None:
    low, high = parameter.range or (parameter.value, parameter.value)
    if not all(isfinite(x) for x in (low, parameter.value, high)) or not low <= parameter.value <= high:
        raise _Broken(f"parameter {parameter.name}: {parameter.value!r} is not a number within {low!r} to {high!r}")


def _check_agent(agent: type[Actor]) -> None:
    kind = agent.__mro__[1]
    if not issubclass(kind, KINDS) or kind.__module__.startswith(PLUGIN):
        known = ", ".join(k.__name__ for k in KINDS)
        raise _Broken(f"{agent.__name__}: is to stand directly below a kind of agent that chooses: {known}, or one of "
                      "the kinds of owner")  # fmt: skip
    known_choices = [name for name in dir(kind) if isinstance(getattr(kind, name), Choice)]
    if not [name for name in vars(agent) if name in known_choices]:
        raise _Broken(f"{agent.__name__}: makes no choice of {kind.__name__} itself; it can make "
                      f"{', '.join(known_choices) or 'none'}")  # fmt: skip


def _refuse_taken(found: Additions) -> None:
    """Refuse names that the model, or a plugin before, has already."""
    for rule in found.rules:
        decision: type[Rule] = rule.__mro__[1]
        if sum(is_awake(one) and one.option() == rule.option() for one in decision.__subclasses__()) > 1:
            raise _Broken(f"rule {rule.option()}: there is one for {decision.__name__} already")
    sections = [*found.areas, *(scheme.name for scheme in found.schemes)]
    taken_sections = {*AREAS, *(scheme.name for scheme in SCHEMES)}
    for what, names, taken in (
        ("indicator", [one.name for one in found.measured], set(BY_NAME)),
        ("section of levers", sections, taken_sections),
        ("parameter", [one.name for one in found.parameters], set(register()["name"])),
    ):
        for number, name in enumerate(names):
            if name in taken or name in names[:number]:
                raise _Broken(f"{what} {name}: there is one of that name already")
    for scheme in found.schemes:
        for part in scheme.columns:
            twice = set(part.columns) & set(part.of.columns)
            if twice:
                raise _Broken(f"column {sorted(twice)[0]}: {part.of.__name__} has one already")
    refined = {agent.__mro__[1] for agent in agents_in_use()}
    for number, agent in enumerate(found.agents):
        if agent.__mro__[1] in refined | {other.__mro__[1] for other in found.agents[:number]}:
            raise _Broken(f"{agent.__name__}: {agent.__mro__[1].__name__} is refined by another class already")
