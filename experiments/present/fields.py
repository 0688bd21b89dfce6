"""What the fields of tables are called and how they are written: each once, for terminal, page and workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from experiments.present.names import factor, mechanism, part, pattern, quantity, series, source, units, word
from experiments.present.table import Column, Kind
from sim.analysis.words import Words, mark

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Field:
    """One field.

    Attributes:
        heading: In English.
        kind: How it is written.
        of: The fields it is written from, if others than the one of its own name.
        drop: As in `Column`.
        digits: As in `Column`.
        finer: As in `Column`.
        say: As in `Column`.
    """

    heading: str
    kind: Kind = "text"
    of: tuple[str, ...] = ()
    drop: int = 0
    digits: int | None = None
    finer: int = 0
    say: Callable[[Any, Words], str] | None = None


def _declared(text: Any, words: Words) -> str:
    return words.declared(str(text))


def _bounds(stem: str) -> tuple[str, str]:
    return f"{stem}low", f"{stem}high"


FIELDS = {
    # what a row is about
    "indicator": Field(mark("Indicator"), "indicator"),
    "label": Field(mark("Indicator"), "label"),
    "unit": Field(mark("Unit"), "unit"),
    "unit_of_measurement": Field(mark("Unit"), "unit"),
    "scenario": Field(mark("Scenario"), "scenario"),
    "baseline": Field(mark("Baseline"), "scenario"),
    "against": Field(mark("Against"), "scenario"),
    "than": Field(mark("Against"), "scenario"),
    "base": Field(mark("Builds on"), "scenario"),
    "better_scenario": Field(mark("Better more often"), "scenario"),
    "group": Field(mark("Group"), "group"),
    "reference": Field(mark("Reference group"), "group"),
    "municipality": Field(mark("Municipality")),
    "number": Field(mark("Municipality number")),
    "name": Field(mark("Name")),
    "university": Field(mark("University")),
    "parameter": Field(mark("Parameter"), "name"),
    "factor": Field(mark("Factor"), "name"),
    "lever": Field(mark("Lever"), "name"),
    "part": Field(mark("Part"), say=part),
    "series": Field(mark("Series"), say=series),
    "meaning": Field(mark("Meaning"), say=_declared),
    "definition": Field(mark("Definition")),
    "item": Field(mark("What")),
    "about": Field(mark("About")),
    "point": Field(mark("Point of the design"), "year"),
    "replication": Field(mark("Replication"), "year"),
    "year": Field(mark("Year"), "year"),
    "semester": Field(mark("Semester (0 = autumn 2017)"), "year"),
    "school_year": Field(mark("School year")),
    "season": Field(mark("Season"), say=word),
    # levels and differences
    "level": Field(mark("Level"), "number", drop=3, say=word),
    "baseline_level": Field(mark("Level in the baseline"), "number", drop=4),
    "difference": Field(mark("Difference"), "difference"),
    "interval": Field(mark("95 % interval"), "interval", _bounds("")),
    "difference_before": Field(mark("Difference before"), "difference"),
    "moved": Field(mark("Moved by"), "difference"),
    "moved_interval": Field(mark("95 % interval of that"), "interval", _bounds("moved_"), 2),
    "verdict_before": Field(mark("Verdict before"), "verdict"),
    "luck_difference": Field(mark("Luck only, difference"), "difference"),
    "luck_interval": Field(mark("Luck only"), "interval", _bounds("luck_"), 8),
    "spread_interval": Field(mark("9 in 10 futures"), "interval", _bounds("spread_"), 9),
    "bootstrap_interval": Field(mark("Bootstrap interval"), "interval", _bounds("bootstrap_")),
    "contrast": Field(mark("Less that of the reference"), "difference", drop=1),
    "contrast_interval": Field(mark("95 % interval of that"), "interval", _bounds("contrast_"), 2),
    "contrast_verdict": Field(mark("Verdict on that"), "verdict"),
    "share_up": Field(mark("Futures up"), "share", drop=7),
    "smallest_difference": Field(mark("Smallest that matters"), "plain", drop=6),
    "verdict": Field(mark("Verdict"), "verdict"),
    "verdict_alone": Field(mark("Verdict on this row alone"), "verdict"),
    "direction": Field(mark("Direction"), say=word),
    "p": Field(mark("p, paired t test"), "plain"),
    "p_adjusted": Field(mark("p, adjusted for all rows (Holm)"), "plain"),
    "difference_sd": Field(mark("Difference, standard deviation"), "number"),
    "spread": Field(mark("Spread between replications"), "number"),
    "mean": Field(mark("Mean"), "number"),
    "sd": Field(mark("Standard deviation"), "number"),
    "n": Field(mark("Replications"), "count"),
    "replications": Field(mark("Replications"), "count"),
    "pairs": Field(mark("Pairs"), "count"),
    # for whom
    "gaining": Field(mark("Better off"), "share", ("gaining", *_bounds("gaining_"))),
    "losing": Field(mark("Worse off"), "share", ("losing", *_bounds("losing_"))),
    "alike": Field(mark("Neither"), "share", ("alike", *_bounds("alike_"))),
    "surely_gaining": Field(mark("Surely better off"), "share", drop=1),
    "surely_losing": Field(mark("Surely worse off"), "share", drop=1),
    "municipalities": Field(mark("Municipalities"), "count"),
    "rank": Field(mark("Rank"), "count"),
    "rank_interval": Field(mark("Rank (9 in 10)"), "range", _bounds("rank_"), digits=0),
    "better_off": Field(mark("Better off in"), "share"),
    "worse_off": Field(mark("Worse off in"), "share"),
    "few": Field(mark("Few inhabitants"), "yes"),
    "synthetic": Field(mark("Inner state is synthetic"), "yes"),
    # price
    "cost": Field(mark("Cost counted"), say=word),
    "cost_difference": Field(mark("Difference in cost, kroner per teacher"), "difference", digits=0),
    "cost_interval": Field(mark("95 % interval of the cost"), "interval", _bounds("cost_"), digits=0),
    "discount_rate": Field(mark("Discount rate"), "share"),
    "per_thousand": Field(mark("Effect for each 1,000 kroner per teacher"), "difference", finer=1),
    "per_thousand_interval": Field(mark("95 % interval"), "interval", _bounds("per_thousand_"), finer=1),
    # what the answer rests on
    "regret": Field(mark("Expected regret"), "number"),
    "regret_interval": Field(mark("95 % interval"), "range", _bounds("regret_"), 4),
    "regret_90": Field(mark("Regret, 90th percentile"), "number", drop=3),
    "regret_most": Field(mark("Largest regret"), "number", drop=2),
    "best": Field(mark("Best in"), "share", ("best", *_bounds("best_"))),
    "good_enough": Field(mark("Good enough in"), "share", ("good_enough", *_bounds("good_enough_")), 1),
    "states": Field(mark("States of the world"), "count"),
    "threshold": Field(mark("Good enough from"), "plain"),
    "found": Field(mark("Found"), say=word),
    "better": Field(mark("Better in"), "share"),
    "side": Field(mark("Side"), say=word),
    "own_value": Field(mark("Own value"), "plain"),
    "switching_value": Field(mark("Switching value"), "plain"),
    "verdict_beyond": Field(mark("Verdict beyond"), "verdict", drop=1),
    "probability_beyond": Field(mark("Probability beyond"), "share", drop=2),
    "adds": Field(mark("Adds"), "difference"),
    "share": Field(mark("Share"), "share", ("share", *_bounds("share_"))),
    "order_error": Field(mark("Error of orders"), "number", drop=2),
    "measure": Field(mark("Measure"), say=word, drop=3),
    "importance": Field(mark("Importance"), "plain"),
    "importance_interval": Field(mark("95 % interval"), "range", _bounds("importance_"), 2),
    "effect": Field(mark("From low to high"), "difference", drop=1),
    "effect_interval": Field(mark("95 % interval"), "interval", _bounds("effect_"), 1),
    "variance": Field(mark("Variance"), "plain"),
    "kind": Field(mark("Kind"), say=word),
    "status": Field(mark("Status"), say=word),
    "grade": Field(mark("Grade of evidence (A–D)")),
    "source": Field(mark("Source"), say=_declared),
    "value": Field(mark("Value"), "plain"),
    "value_used": Field(mark("Value used"), "plain"),
    "value_in_base": Field(mark("Value in the base")),
    "drawn": Field(mark("Drawn in each replication"), "yes"),
    "distribution": Field(mark("Distribution"), say=word),
    "correlated_with": Field(mark("Drawn together with")),
    "uncertainty": Field(mark("Parameters"), say=word),
    "parameters": Field(mark("Parameters changed")),
    "levers": Field(mark("Levers changed")),
    "stock_or_flow": Field(mark("Stock or flow"), say=word),
    "weight": Field(mark("Weighted by")),
    "headline": Field(mark("In the headline table"), "yes"),
    "quality": Field(mark("Quality of the partnership"), "plain"),
    # checks
    "observed": Field(mark("Published"), "number"),
    "modelled": Field(mark("Modelled"), "number"),
    "inside": Field(mark("Inside"), "yes"),
    "role": Field(mark("Role"), say=word, drop=1),
    "sets": Field(mark("Sets"), "name"),
    "type": Field(mark("Type")),
    "message": Field(mark("Message")),
    "stage": Field(mark("Stage"), say=word),
    "from": Field(mark("From"), say=word),
    "until": Field(mark("Until"), say=word),
}
"""By name; the names that end in `interval` stand for two fields, its bounds."""

ELSEWHERE = {
    "results": {"unit": Field(mark("Code of the unit"))},
    "parameters": {
        "interval": Field(mark("Range"), "span", _bounds("")), "value": Field(mark("Value in the register"), "plain"),
        "group": Field(mark("Mechanism"), say=mechanism), "unit": Field(mark("Unit")),
        "name": Field(mark("Parameter"), "name"),
    },
    "assumptions_effect": {"interval": Field(mark("Range"), "span", _bounds("")), "unit": Field(mark("Unit"))},
    "discovery_limits": {"interval": Field(mark("Limits"), "span", _bounds(""))},
    "switching_curves": {"value": Field(mark("Value"), "plain"), "parameter": Field(mark("Parameter"), say=factor)},
    "switching_ranking": {"unit": Field(mark("Unit")), "parameter": Field(mark("Parameter"), say=factor)},
    "switching": {
        "interval": Field(mark("95 % interval"), "span", _bounds("")),
        "parameter": Field(mark("Parameter"), say=factor),
    },
    "sensitivity": {"factor": Field(mark("Factor"), say=factor)},
    "scenarios": {"value": Field(mark("Value"))},
    "theories": {
        "holding": Field(mark("Holds in theories")), "against_theories": Field(mark("Another verdict in")),
        "holds": Field(mark("Holds"), "yes"), "theory": Field(mark("Theory")),
        "theories": Field(mark("Theories"), "count"), "against": Field(mark("Another verdict in")),
        "verdict_alone": Field(mark("Verdict under the theory"), "verdict"),
    },
    "both": {
        "difference_before": Field(mark("Difference, register"), "difference"),
        "verdict_before": Field(mark("Verdict, register"), "verdict"),
        "difference": Field(mark("Difference, posterior"), "difference"),
        "verdict": Field(mark("Verdict, posterior"), "verdict"),
        "other": Field(mark("Another verdict"), "yes"),
    },
    "response": {
        "value": Field(mark("Value"), say=lambda value, words: words.setting(value)),
        "bound_by_money": Field(mark("Money limits"), "share", drop=1),
        "bound_by_time": Field(mark("Teachers' time limits"), "share", drop=2),
        "bound_by_planning": Field(mark("Owners' planning limits"), "share", drop=3),
        "bound_by_university": Field(mark("University staff limits"), "share", drop=4),
        "cost": Field(mark("Total cost, kroner per teacher"), "plain"),
        "cost_difference": Field(mark("Difference in total cost, kroner per teacher"), "difference", digits=0),
    },
    "backtest": {"interval": Field(mark("95 % range"), "range", _bounds(""))},
    "forecast": {
        "span": Field(mark("Years foretold")), "moves": Field(mark("Moves"), "yes", drop=4),
        "crps": Field(mark("Score"), "plain", drop=3), "crps_stays": Field(mark("Stays as it was"), "plain", drop=2),
        "skill": Field(mark("Skill"), "plain"), "unfitted": Field(mark("Unfitted"), "plain", drop=5),
        "covered": Field(mark("In the 90 % interval"), "share"),
        "set_with": Field(mark("Set with"), drop=1), "first": Field(mark("First year"), "year"),
        "last": Field(mark("Last year"), "year"), "years": Field(mark("Years"), "count"),
    },
    "partnerships": {
        "unit": Field(mark("County")), "weight": Field(mark("Teachers reached"), "count"),
        "share": Field(mark("Share of replications with the tie"), "share"),
    },
    "sources": {"source": Field(mark("Source"), say=source)},
    "validation": {
        "title": Field(mark("Pattern"), say=pattern), "measured": Field(mark("Measured"), say=pattern),
        "pattern": Field(mark("Code")), "value": Field(mark("Value"), "plain"), "why": Field(mark("Why"), say=pattern),
        "kind": Field(mark("Kind"), say=word),
    },
    "size": {"units": Field(mark("Units"), say=units), "number": Field(mark("Number"), "count")},
    "fit": {
        "quantity": Field(mark("Quantity"), say=quantity), "published": Field(mark("Published total"), "plain"),
        "simulated": Field(mark("Simulated"), "plain"), "source": Field(mark("Source"), drop=2, say=_declared),
        "status": Field(mark("Status"), say=word, drop=1),
    },
    "key": {
        "governors": Field(mark("State governors"), "count"), "inside": Field(mark("Within 10 per cent"), "count"),
        "largest": Field(mark("Largest difference"), "share"),
    },
    "docking": {
        "programme": Field(mark("Programme")), "published": Field(mark("Published total"), "plain"),
        "reproduced": Field(mark("Reproduced"), "plain"), "difference": Field(mark("Relative difference"), "plain"),
        "inside": Field(mark("Inside"), "yes"), "first": Field(mark("First year"), "year"),
        "last": Field(mark("Last year"), "year"), "largest": Field(mark("Largest difference"), "share"),
    },
    "years": {
        "quantity": Field(mark("Quantity"), say=quantity), "published": Field(mark("Published total"), "plain"),
        "simulated": Field(mark("Simulated"), "plain"), "status": Field(mark("Status"), say=word, drop=1),
    },
}  # fmt: skip
"""Fields that mean another thing in one table, by how its name begins."""


def columns(words: Words, *names: str, table: str = "") -> list[Column]:
    """Columns for fields, with their headings in the language."""
    return [column(words, name, table=table) for name in names]


def column(words: Words, name: str, table: str = "", **changes: Any) -> Column:
    """The column of a field.

    Args:
        words: Language.
        name: Of the field.
        table: Name of the table it stands in.
        changes: What is another than declared; a heading in the language.
    """
    known = _field(name, table)
    if known is None:
        return replace(Column(name.replace("_", " ").capitalize(), (name,)), **changes)
    made = Column(
        words(known.heading), known.of or (name,), known.kind, known.digits, known.drop, known.finer, known.say
    )
    return replace(made, **changes)


def columns_of(frame: pd.DataFrame, words: Words, table: str) -> list[Column]:
    """A column for every field of a frame, its heading in words; bounds of intervals stand by themselves."""
    return [_single(str(name), words, table) for name in frame]


def _single(name: str, words: Words, table: str) -> Column:
    known = _field(name, table)
    if known is not None:
        return Column(words(known.heading), (name,), known.kind, known.digits, 0, known.finer, known.say)
    for end, heading in (("low", mark("{of}, low")), ("high", mark("{of}, high"))):
        if name == end or name.endswith(f"_{end}"):
            whole = _whole(name.removesuffix(end), words, table)
            return replace(whole, heading=words(heading, of=whole.heading), fields=(name,))
    for end, heading in (("searched", mark("{of} (where it was searched)")), ("held_out", mark("{of} (held out)"))):
        if name.endswith(f"_{end}"):
            whole = _single(name.removesuffix(f"_{end}"), words, table)
            return replace(whole, heading=words(heading, of=whole.heading), fields=(name,))
    return Column(name.replace("_", " ").capitalize(), (name,), "plain")


def _whole(stem: str, words: Words, table: str) -> Column:
    """The column of what a bound is a bound of: `luck_` of `luck_low`."""
    known = _field(f"{stem}interval", table)
    if known is None:
        return _single(stem.rstrip("_"), words, table)
    number: dict[str, Kind] = {"interval": "difference", "range": "number", "span": "plain"}
    return Column(words(known.heading), (), number[known.kind], known.digits, finer=known.finer)


def _field(name: str, table: str) -> Field | None:
    own = next((fields for start, fields in ELSEWHERE.items() if table.startswith(start)), {})
    return own.get(name) or FIELDS.get(name)
