"""The page for a meeting as one HTML file: emulator, texts, evidence and script, with nothing left to fetch."""

from __future__ import annotations

import json
import math
import shlex
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from experiments.present.checks import not_grown
from experiments.present.meeting.story import Story
from experiments.present.meeting.texts import TEXTS
from experiments.present.report.whom import whom
from experiments.present.words import Words, digits_for, mark
from experiments.scenarios.meeting_file import DialFile
from sim.analysis.comparison import sort_of
from sim.analysis.emulator import Cell, Emulator
from sim.analysis.words import NONE
from sim.drawn_levers import uncertain_levers
from sim.groups import SIZE_CLASSES
from sim.indicators import BY_NAME, Indicator
from sim.policy import declarations
from sim.register_texts import register_in
from sim.scenario import semester_of
from sim.types import Floats

UNITS = {
    "0-1": (100.0, mark("points of 100")),
    "share of teachers": (100.0, mark("per 100 teachers")),
    "share of subject teachers": (100.0, mark("per 100 subject teachers")),
    "share of posts": (100.0, mark("per 100 posts")),
    "share per year": (100.0, mark("per 100 a year")),
}
"""How units are shown: what numbers are multiplied by, and what they are then of."""
LEAST_SPAN = 3
"""Smallest differences that matter from the middle of a picture to its edge, at least."""
MILLIONS = ("total_cost", "cost_state", "cost_owners", "cost_time")
"""Costs per teacher that are also told in millions."""


def meeting_html(story: Story, language: str) -> str:
    """The page as one HTML file that needs no other.

    Args:
        story: What it rests on.
        language: "en" or "nb".
    """
    words = Words(language).naming([story.base])
    environment = Environment(
        loader=PackageLoader("experiments.present.meeting"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    raw = {name: Markup(environment.loader.get_source(environment, file)[0])  # type: ignore[union-attr]
           for name, file in (("style", "style.css"), ("emulator", "emulator.js"), ("script", "page.js"))}  # fmt: skip
    return environment.get_template("meeting.html").render(raw | _context(story, words)) + "\n"


def _context(story: Story, words: Words) -> dict[str, Any]:
    file, emulator = story.file, story.emulator
    texts = {name: words(text) for name, text in TEXTS.items()}
    dials = [_dial(dial, emulator, words) for dial in file.dials]
    outcomes = [_outcome(name, story, words) for name in file.indicators if _cells(emulator, name)]
    places = [{"name": "nation", "label": _nation(story, words)}]
    there = {cell.place for cell in emulator.cells}
    places += [{"name": name, "label": words.group(name)} for name in SIZE_CLASSES if name in there]
    switches = [
        {"title": _said(s.title, words), "options": [_said(o.title, words) for o in s.options], "name": s.name,
         "lever": s.lever, "values": [o.value for o in s.options], "of_policy": s.of_policy}
        for s in file.switches
    ]  # fmt: skip
    data = {
        "model": emulator.plain(), "about": story.plain(), "texts": texts, "dials": dials, "switches": switches,
        "outcomes": outcomes, "places": places, "language": words.language, "base": file.base,
        "from": file.levers_from.isoformat(),
        "teachers": 0.0 if math.isnan(story.teachers) else story.teachers, "command": _command(story),
        "first": next(o["name"] for o in outcomes if not o["cost"]),
        "cost": next((o["name"] for o in outcomes if o["cost"]), ""), "titles": _titles(),
    }  # fmt: skip
    year = int(story.manifest["setup"]["horizon"])
    return {
        "t": texts, "dials": dials, "switches": switches, "outcomes": outcomes, "places": places,
        "language": words.language, "title": _said(file.title, words), "base": words.scenario(story.base.name),
        "lead": words("Move what policy decides from {day}, and see what it leads to by spring {year}, beside "
                      "“{base}”.", day=words.when(semester_of(file.levers_from)), year=year,
                      base=words.scenario(story.base.name)),
        "believe": _believe(story, words), "assumptions": _assumptions(story, words),
        "patterns": not_grown(story.checks or (), words), "no_patterns": _no_patterns(story, words),
        "errors": [_errors(o, places, emulator, words) for o in outcomes],
        "errors_said": words("Error at mixes that were left out when the page was fitted, root mean square, in "
                             "smallest differences that matter. In brackets: places where luck alone hides what "
                             "matters."),
        "scope": words("Not in the model: kindergartens, private owners one by one, firms one by one, and whatever "
                       "policy does outside these schemes. It says what follows from its assumptions, not what will "
                       "happen."),
        "made": words("{runs} runs of kompetanse {version} ({source}), {created}. Made by: {command}",
                      runs=words.number(story.runs, 0), version=story.manifest["program"],
                      source=str(story.manifest["source"])[:8], created=str(story.manifest["created"])[:10],
                      command=story.made),
        "data": Markup(_json(data)),
    }  # fmt: skip


def _json(data: Any) -> str:
    """Data that can stand in a page: NaN as nothing, and no tag that would end it."""
    return json.dumps(_finite(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("</", "<\\/")


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _said(texts: Mapping[Any, str], words: Words) -> str:
    return texts.get(words.language) or next(iter(texts.values()))


def _nation(story: Story, words: Words) -> str:
    world = whom({}, str(story.manifest["setup"]["world"]), words)
    return world[:1].upper() + world[1:]


def _titles() -> dict[str, dict[str, str]]:
    """Titles of the files that can be taken along."""
    return {"meeting_point": {"en": "The meeting's choice", "nb": "Møtets valg"},
            "meeting_baseline": {"en": "As today, other surroundings", "nb": "Som i dag, andre rammer"}}  # fmt: skip


def _dial(dial: DialFile, emulator: Emulator, words: Words) -> dict[str, Any]:
    place = next(one for one in emulator.space.dials if one.name == dial.name)
    title = _said(dial.title, words)
    return {
        "name": dial.name, "title": title, "unit": _said(dial.unit, words), "low": place.low, "high": place.high,
        "step": dial.step, "times": dial.times, "levers": dial.levers,
        "mark": round(100 * (place.now - place.low) / (place.high - place.low), 2),
        "back": words("{dial}: back to what is in force", dial=title),
    }  # fmt: skip


# ---- outcomes


def _cells(emulator: Emulator, name: str) -> list[Cell]:
    return [cell for cell in emulator.cells if cell.indicator == name]


def _outcome(name: str, story: Story, words: Words) -> dict[str, Any]:
    indicator = BY_NAME[name]
    times, unit = _unit(indicator, words)
    return {
        "name": name, "label": words.label(indicator), "unit": unit, "times": times,
        "digits": digits_for(indicator.smallest_difference * times), "direction": indicator.direction,
        "cost": name in story.file.costs, "done": sort_of(indicator) == "activity", "span": _span(name, story.emulator),
        "millions": name in MILLIONS and not math.isnan(story.teachers),
    }  # fmt: skip


def _unit(indicator: Indicator, words: Words) -> tuple[float, str]:
    if indicator.unit in UNITS:
        times, unit = UNITS[indicator.unit]
        return times, words(unit)
    return 1.0, words.unit(indicator)


def _span(name: str, emulator: Emulator) -> int:
    """Smallest differences from the middle to the edge of its pictures: what the ends of single dials reach."""
    space = emulator.space
    now = np.array([[dial.now for dial in space.dials]])
    ends = np.concatenate([_moved(now, j, end) for j, d in enumerate(space.dials) for end in (d.low, d.high)])
    chosen = np.zeros((len(ends), len(space.options)), dtype=bool)
    far = max(np.abs(emulator.predict(c, ends, chosen).mean).max() / c.smallest for c in _cells(emulator, name))
    return max(LEAST_SPAN, math.ceil(1.1 * float(far)))


def _moved(now: Floats, dial: int, value: float) -> Floats:
    there = now.copy()
    there[0, dial] = value
    return there


# ---- why it should be believed


def _relative(emulator: Emulator) -> dict[tuple[str, str], float]:
    """Error of each cell in smallest differences that matter."""
    return {(c.indicator, c.place): c.error / c.smallest for c in emulator.cells}


def _errors(outcome: Mapping[str, Any], places: Sequence[Mapping[str, str]], emulator: Emulator, words: Words) -> Any:
    found = {c.place: c for c in _cells(emulator, outcome["name"])}
    said = []
    for place in places:
        cell = found.get(place["name"])
        text = NONE if cell is None else words.number(cell.error / cell.smallest, 2)
        said.append(f"({text})" if cell is not None and emulator.too_lucky(cell) else text)
    return {"label": outcome["label"], "cells": said}


def _believe(story: Story, words: Words) -> list[str]:
    """Five sentences."""
    emulator, setup = story.emulator, story.manifest["setup"]
    errors = _relative(emulator)
    nation = [error for (_, place), error in errors.items() if place == "nation"]
    luck = words({
        "register": mark("each with parameters drawn anew from their ranges"),
        "posterior": mark("each with parameters drawn anew from what published figures leave possible"),
        "point": mark("all with the same parameters"),
    }[setup["uncertainty"]])  # fmt: skip
    return [
        words("Behind the page stand {runs} runs of the model: {points} mixes of what can be moved, each on "
              "{replications} kinds of luck, {luck}, beside the same luck with nothing moved.",
              runs=words.number(story.runs, 0), points=story.points, replications=emulator.replications, luck=luck),
        words("Between those mixes the page reckons with a fitted formula; at mixes it had not seen, its error for the "
              "nation was {middle} of the smallest difference that matters for the middling outcome, {worst} for the "
              "worst.", middle=words.number(median(nation), 2), worst=words.number(max(nation), 2)),
        words("The interval holds luck, what is not known of the parameters, and that error; it is hatched where the "
              "error is larger than what matters or the mix lies outside those that were run, and grey where luck "
              "alone hides what matters."),
        words("The model is held against patterns from evaluations: {held}", held=_held(story.checks, words))
        if story.checks is not None else
        words("The model was not held against patterns from evaluations beside this page; “kompetanse validate” does "
              "so."),
        words("Much that decides the answer is assumption: the {n} assumptions below are those to question first, and "
              "whoever would change one can run the point again with another value.",
              n=len(_assumptions(story, words))) if story.file.assumptions else
        words("Much that decides the answer is assumption; docs/assumptions.md has them all, with their ranges."),
    ]  # fmt: skip


def _assumptions(story: Story, words: Words) -> list[dict[str, str]]:
    """The assumptions named for the page, with their ranges, in words."""
    found = []
    levers = {one.name: one for one in uncertain_levers()}
    for name in story.file.assumptions:
        if name in levers:
            one, declared = levers[name], declarations()[levers[name].lever]
            meaning, unit = words.declared(declared.en), words.declared(declared.unit)
            status = str(declared.status)
            value, low, high = one.value, one.low, one.high
        else:
            row = register_in(words.language).loc[[name]].to_dict("records")[0]
            meaning, unit, status = row["meaning"], row["unit"], row["status"]
            value, low, high = (float(row[key]) for key in ("value", "low", "high"))
        found.append({"meaning": meaning, "unit": unit, "value": words.plain(value), "status": words(status),
                      "range": f"{words.plain(low)}–{words.plain(high)}"})  # fmt: skip
    return found


def _held(checks: Sequence[Mapping[str, Any]], words: Words) -> str:
    return words("{holds} of {all} grown values hold.", holds=sum(one["holds"] for one in checks), all=len(checks))


def _no_patterns(story: Story, words: Words) -> str:
    if story.checks is None:
        return words("Not known: run “kompetanse validate”, then make the page again.")
    return words("None of those that were tried.")


# ---- run for real


def _command(story: Story) -> str:
    """The command that runs a point for real on the page's own luck; {baseline} stands for what it is held against."""
    setup = story.manifest["setup"]
    given = ["kompetanse", "compare", "scenarios=[./meeting_point.yaml]", "baseline={baseline}"]
    levers = {lever for dial in story.file.dials for lever in dial.levers} | {s.lever for s in story.file.switches}
    undrawn = sorted({one.lever for one in uncertain_levers() if one.lever in levers})
    if undrawn and setup["uncertainty"] != "point":
        given.append(f"undrawn=[{','.join(undrawn)}]")
    given += [f"world={setup['world']}", f"seed={setup['seed']}", f"horizon={setup['horizon']}"]
    given += [f"replications={story.emulator.replications}", f"uncertainty={setup['uncertainty']}"]
    given += [f"parameters.{name}={value:g}" for name, value in setup["parameters"].items()]
    return shlex.join(given).replace("'baseline={baseline}'", "baseline={baseline}")
