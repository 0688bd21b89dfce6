"""The generated parts of `docs/model.md`: entities, state, schedule, scenarios and indicators."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, get_type_hints

from experiments.documents.markdown import table
from sim.columns import Column, Population, Table
from sim.indicators import INDICATORS
from sim.labour import rows_away
from sim.parameters import groups, register
from sim.paths import configs_folder
from sim.rules.base import Rule, options
from sim.scenario_file import locate, read_scenario, shipped
from sim.schedule import school_year, stages_of
from sim.schemes import SCHEMES
from sim.simulation import Setup, ground
from sim.topics import TOPICS
from sim.world import World

SEASONS = {"Autumn": 0, "Spring": 1, "Autumn before the history": -2, "Spring before the history": -1}


def parts() -> dict[str, str]:
    """Every generated part, by the name it has in the markers of the text."""
    return {
        "entities": _entities(),
        "state": _state(),
        "topics": _topics(),
        "schedule": _schedule(),
        "rules": _rules(),
        "scenarios": _scenarios(),
        "parameters": _parameters(),
        "indicators": _indicators(),
    }


def _entities() -> str:
    """Tables, who stands in their rows, and how many there are in the whole country."""
    country, _, _ = ground(Setup(), 0)
    number = {name: len(columns["uid"]) for name, columns in country.tables.items()}
    number["away"] = rows_away(number["posts"])
    rows = [
        [f"`{kind.__name__}`", _first_line(kind), _agents(kind), number[name], len(_columns(kind))]
        for name, kind in _tables().items()
    ]
    return table(("Table", "What it is", "Agent class", "Rows in Norway", "Columns"), rows)


def _tables() -> dict[str, type[Table]]:
    return get_type_hints(World)


def _agents(kind: type[Table]) -> str:
    """Agent classes of a table; those of posts and of people away have none."""
    if not issubclass(kind, Population):
        return "none"
    below = [actor for actor in kind.actor.__subclasses__() if actor.__module__.startswith("sim.")]
    return ", ".join(f"`{actor.__name__}`" for actor in below or [kind.actor])


def _state() -> str:
    """State variables of every table."""
    blocks = []
    for kind in _tables().values():
        rows = [_variable(name, column) for name, column in _columns(kind).items()]
        columns = ("Column", "Meaning", "Unit", "For each", "Changes")
        blocks += [f"**{kind.__name__}**", table(columns, rows)]
    return "\n\n".join(blocks)


def _columns(kind: type[Table]) -> dict[str, Column[Any]]:
    """Columns of a table, its own and those that schemes add."""
    parts = [part for scheme in SCHEMES for part in scheme.columns if part.of is kind]
    return {name: column for owner in (kind, *parts) for name, column in owner.columns.items()}


def _variable(name: str, column: Column[Any]) -> list[object]:
    return [f"`{name}`", column.doc, column.unit, ", ".join(column.dims), not column.static]


def _topics() -> str:
    """Topics, and how many kinds of teacher each concerns."""
    rows = [
        [f"`{code}`", TOPICS.names_en[t], TOPICS.names_nb[t], TOPICS.groups[t],
         TOPICS.themes[t].replace("_", " "), float(TOPICS.relevance[:, t].min()), float(TOPICS.relevance[:, t].max())]
        for t, code in enumerate(TOPICS.codes)
    ]  # fmt: skip
    return table(("Topic", "English", "Norwegian", "Group", "Theme", "Least relevance", "Greatest relevance"), rows)


def _schedule() -> str:
    """The stages of each season, in their order, with what they read and write."""
    blocks = []
    for title, semester in SEASONS.items():
        said = [
            [f"`{stage.name}`", stage.en, stage.reads, stage.writes] for stage in stages_of(school_year(), semester)
        ]
        blocks += [f"**{title}.**", table(("Stage", "What happens", "Looks at", "Changes"), said)]
    return "\n\n".join(blocks)


def _rules() -> str:
    """Decisions that policy leaves open, and the alternatives for each."""
    rows = []
    for decision in sorted(Rule.__subclasses__(), key=lambda kind: kind.__name__):
        for name, rule in options(decision).items():
            rows.append([decision.__name__, f"`{name}`", _first_line(rule)])
    return table(("Decision", "Rule", "What it does"), rows)


def _scenarios() -> str:
    rows = []
    for name in shipped():
        written = read_scenario(locate(name, configs_folder()))
        rows.append([f"`{name}`", written.base, written.question["en"]])
    return table(("Scenario", "Base", "Question"), rows)


def _parameters() -> str:
    """How many parameters each mechanism has, and how many of them are assumptions."""
    rows = []
    for group, kind in groups().items():
        mine = register()[register()["group"] == group]
        assumed = int((mine["status"] == "assumption").sum())
        rows.append([f"[{group}](assumptions.md#{group})", _first_line(kind), len(mine), assumed])
    return table(("Group", "Mechanism", "Parameters", "Of these assumptions"), rows)


def _indicators() -> str:
    columns = ("Indicator", "Name", "Unit", "Formula", "Of", "Kind", "Better", "Headline", "Source")
    better: Mapping[str, str] = {"+": "more", "-": "less", "0": ""}
    rows = [
        [
            f"`{i.name}`",
            i.label_en,
            i.unit,
            i.formula,
            i.base,
            i.stock_or_flow,
            better[i.direction],
            i.headline,
            i.source,
        ]
        for i in INDICATORS
    ]
    return table(columns, rows)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").splitlines()[0]
