"""Scenario files: their form, where they are found, and what one says once it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.paths import configs_folder
from sim.refusals import BadInput, near
from sim.strict_yaml import read_yaml

if TYPE_CHECKING:
    from sim.places import Place

FIRST_DAY, LAST_DAY = date(2017, 1, 1), date(2100, 12, 31)
LANGUAGES = ("en", "nb")
LONGEST_TITLE = 60
"""Characters; what fits a heading of a table."""


@dataclass(frozen=True)
class Entry:
    """One dated decision: lever values from a day on.

    Attributes:
        day: The day from which it holds.
        set: Lever values as written, by full name.
        where: Where it acts, None for the whole country.
    """

    day: date
    set: Mapping[str, Any]
    where: Place | None = None


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario as written: what differs from its base, and when.

    Attributes:
        name: Identifier.
        question: The question it answers, by language.
        timeline: Its decisions.
        title: What people call it, by language; empty where the name must do.
        base: Name or path of the scenario it changes, None if it begins with the declared values of the levers.
    """

    name: str
    question: Mapping[str, str]
    timeline: tuple[Entry, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None


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


def is_shipped(reference: str) -> bool:
    """Whether a path is that of a file that comes with the program."""
    return Path(reference).expanduser().resolve().parent == (configs_folder() / "scenario").resolve()


def read_scenario(path: Path) -> ScenarioFile:
    """A scenario file, its form and the names of its levers checked (values are checked with the whole policy).

    Raises:
        BadInput: One line that names file, key and what was allowed.
    """
    written = parse_scenario(path)
    _refuse_levers(written, path.name)
    return written


def scenario_from(written: Mapping[str, Any]) -> ScenarioFile:
    """As `read_scenario`, of what such a file would hold, as plain data; a question may be missing.

    Raises:
        BadInput: One line that names key and what was allowed.
    """
    name = written.get("name", "scenario")
    plain = {"question": {"en": str(name)}, **written}
    plain["timeline"] = [_with_day_as_text(entry) for entry in plain.get("timeline", ())]
    found = _parsed(plain, str(name))
    _refuse_levers(found, str(name))
    return found


def _with_day_as_text(entry: Any) -> Any:
    if isinstance(entry, Mapping) and isinstance(entry.get("from"), date):
        return {**entry, "from": entry["from"].isoformat()}
    return entry


def _refuse_levers(written: ScenarioFile, file: str) -> None:
    """Refuse levers that do not exist, or that cannot act in a part of the country."""
    from sim.policy import declarations, lever_kinds

    for lever in (lever for entry in written.timeline for lever in entry.set):
        if lever not in lever_kinds():
            raise BadInput(f"{file}: no lever {lever!r}; {_instead(lever)}")
    for i, entry in enumerate(written.timeline):
        for lever in entry.set if entry.where else ():
            local = declarations()[lever].local
            kinds = set(entry.where.named) if entry.where else set()
            if isinstance(local, tuple) and not kinds <= set(local):
                raise BadInput(f"{file}: timeline.{i}.where: {lever} acts in whole counties, so its place is named by "
                               f"{' or '.join(local)}, not by {', '.join(sorted(kinds - set(local)))}")  # fmt: skip
            if not local:
                able = ", ".join(name for name, declared in declarations().items() if declared.local)
                raise BadInput(f"{file}: timeline.{i}.where: {lever} acts in the whole country only; "
                               f"these can act in a part: {able}")  # fmt: skip


def _instead(lever: str) -> str:
    """What to write instead of a name that is no lever."""
    from sim.parameters import register
    from sim.policy import lever_kinds

    if lever in set(register()["name"]):
        return f"it is a parameter of the register, given to a command as parameters.{lever}="
    return near(lever, lever_kinds())


def parse_scenario(path: Path) -> ScenarioFile:
    """A scenario file, its form checked, but not the names of its levers, for which the model must be loaded.

    Raises:
        BadInput: One line that names file, key and what was allowed.
    """
    return _parsed(read_yaml(path), path.name)


def _parsed(plain: Any, file: str) -> ScenarioFile:
    try:
        written = _mapping("", plain, _KEYS, needed=("name", "question", "timeline"))
        entries = tuple(_entry(f"timeline.{i}", entry) for i, entry in enumerate(written["timeline"]))
        _refuse_contradictions(entries)
        return ScenarioFile(**{**written, "timeline": entries})
    except _Wrong as wrong:
        raise BadInput(f"{file}: {wrong}") from None


def _refuse_contradictions(timeline: Sequence[Entry]) -> None:
    """Refuse two decisions on one day, for the same places, that give a lever two values."""
    decided: dict[tuple[date, str, str], tuple[int, Any]] = {}
    for i, entry in enumerate(timeline):
        for lever, value in entry.set.items():
            place = entry.where.text if entry.where else ""
            first, before = decided.setdefault((entry.day, place, lever), (i, value))
            if before != value:
                raise _Wrong(f"timeline.{i}.set.{lever}: {value!r}, but timeline.{first} sets it to {before!r} on the "
                             f"same day, {entry.day}")  # fmt: skip


class _Wrong(Exception):  # noqa: N818
    """What is wrong at a place of the file."""


def _mapping(
    place: str, given: Any, keys: Mapping[str, Callable[[str, Any], Any]], needed: tuple[str, ...]
) -> dict[str, Any]:
    """A mapping with known keys only, each value as its check returns it."""
    if not isinstance(given, Mapping):
        raise _Wrong(f"{place}: {given!r} is not a list of `key: value` lines")
    below = f"{place}." if place else ""
    for key in given:
        if key not in keys:
            raise _Wrong(f"{below}{key}: no such key; {near(str(key), keys)}")
    for key in needed:
        if key not in given:
            raise _Wrong(f"{below}{key}: missing")
    return {key: keys[key](f"{below}{key}", value) for key, value in given.items()}


def _name(place: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise _Wrong(f"{place}: {value!r} is not a name of small letters, digits and underscores")
    return value


def _text(place: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"{place}: {value!r} is not a text")
    return value


def _texts(place: str, value: Any) -> dict[str, str]:
    texts = _mapping(place, value, dict.fromkeys(LANGUAGES, _text), needed=())
    if not texts:
        raise _Wrong(f"{place}: give a text in {' or '.join(LANGUAGES)}")
    return texts


def _title(place: str, value: Any) -> dict[str, str]:
    titles = _texts(place, value)
    for language, title in titles.items():
        if len(title) > LONGEST_TITLE:
            raise _Wrong(f"{place}.{language}: {title!r} is longer than {LONGEST_TITLE} characters")
    return titles


def _base(place: str, value: Any) -> str | None:
    return None if value is None else _text(place, value)


def _timeline(place: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong(f"{place}: {value!r} is not a list of dated decisions")
    return value


def _entry(place: str, value: Any) -> Entry:
    written = _mapping(place, value, {"from": _day, "set": _levers, "where": _place}, needed=("from", "set"))
    return Entry(written["from"], written["set"], written.get("where"))


def _place(place: str, value: Any) -> Place:
    from sim.places import place_from  # late: a list of scenarios must not wait for the registers

    try:
        return place_from(value)
    except BadInput as error:
        raise _Wrong(f"{place}: {error}") from None


def _day(place: str, value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"{place}: {value!r} is not a date such as 2026-08-01") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise _Wrong(f"{place}: {value} is not from {FIRST_DAY} to {LAST_DAY}")
    return day


def _levers(place: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _Wrong(f"{place}: {value!r} is not a list of `lever: value` lines")
    return {str(lever): given for lever, given in value.items()}


_KEYS: Mapping[str, Callable[[str, Any], Any]] = {
    "name": _name, "title": _title, "question": _texts, "base": _base, "timeline": _timeline,
}  # fmt: skip
