"""Where scenarios differ from their base: lever by lever, and between which dates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.policy import declarations
from sim.scenario import Scenario, is_autumn, year_of

COLUMNS = ("scenario", "base", "lever", "meaning", "unit", "from", "until", "value", "value_in_base")


def differing_levers(scenarios: Sequence[Scenario], base: Scenario) -> pd.DataFrame:
    """One row a scenario, lever and span of time in which it is another than in the base.

    Args:
        scenarios: What is held against the base.
        base: The base.

    Returns:
        `COLUMNS`; `from` and `until` are semesters such as "autumn 2026", `until` empty where it lasts.
    """
    rows = [row for scenario in scenarios if scenario.name != base.name for row in _rows(scenario, base)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(scenario: Scenario, base: Scenario) -> Iterator[tuple[str, ...]]:
    starts = sorted({max(phase.start, 0) for phase in (*scenario.phases, *base.phases)})
    ends = [*starts[1:], None]
    spans = [(s, e, _flat(scenario.levers_at(s)), _flat(base.levers_at(s))) for s, e in zip(starts, ends, strict=True)]
    for lever, declared in declarations().items():
        for start, end, value, before in _merged([(s, e, mine[lever], its[lever]) for s, e, mine, its in spans]):
            until = "" if end is None else _semester(end - 1)
            about = declared.en, declared.unit
            yield scenario.name, base.name, lever, *about, _semester(start), until, _text(value), _text(before)


def _merged(spans: Sequence[tuple[int, int | None, Any, Any]]) -> list[tuple[int, int | None, Any, Any]]:
    """Spans that differ, neighbours with the same values as one."""
    found: list[tuple[int, int | None, Any, Any]] = []
    for start, end, value, before in spans:
        if found and found[-1][1:] == (start, value, before):
            found[-1] = (found[-1][0], end, value, before)
        elif value != before:
            found.append((start, end, value, before))
    return found


def _flat(levers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Levers by their full names; values as JSON has them, so that a stored and a read policy compare."""
    plain = json.loads(json.dumps(levers, default=str))
    return {f"{section}.{name}": value for section, inner in plain.items() for name, value in inner.items()}


def _semester(semester: int) -> str:
    return f"{'autumn' if is_autumn(semester) else 'spring'} {year_of(semester)}"


def _text(value: Any) -> str:
    """A lever's value in one cell: a rule by name with its numbers, years with theirs, lists by commas."""
    if isinstance(value, Mapping):
        rule = value.get("rule")
        inner = "; ".join(f"{name}: {_text(part)}" for name, part in value.items() if name != "rule")
        return inner if rule is None else f"{rule} ({inner})" if inner else str(rule)
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
