"""This file knows how what decision support finds is said in sentences: conditions, switching values, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from experiments.words import Words, digits_for

if TYPE_CHECKING:
    from sim.decision import Discovery, Switch
    from sim.decision.box import Box
    from sim.indicators import Indicator


def percent(value: float, words: Words) -> str:
    """A share as a percentage; a dash where there is none."""
    return words.number(value) if np.isnan(value) else f"{words.number(100 * value, 0)} %"


def plain(value: float, words: Words) -> str:
    """A number of unknown size with three significant digits."""
    if value == 0 or not np.isfinite(value):
        return words.number(value, 0)
    return words.number(value, int(np.clip(2 - np.floor(np.log10(abs(value))), 0, 6)))


def condition(box: Box, words: Words) -> str:
    """The limits of a box as one clause, with the register's meaning and unit of each parameter."""
    from sim.decision.draws import uncertain

    known, clauses = uncertain(), []
    for name, (low, high) in box.limits.items():
        if np.isinf(high):
            text = '"{meaning}" is above {low} {unit}'
        elif np.isinf(low):
            text = '"{meaning}" is below {high} {unit}'
        else:
            text = '"{meaning}" lies between {low} and {high} {unit}'
        clauses.append(
            words(text, meaning=known.loc[name, "meaning"], unit=unit(name), low=plain(low, words),
                  high=plain(high, words))
        )  # fmt: skip
    return words(" and ").join(clauses)


def unit(parameter: str) -> str:
    """Unit of a parameter and its name, in brackets."""
    from sim.decision.draws import uncertain

    return f"({uncertain()['unit'].astype(str)[parameter]}; {parameter})"


def discovered(
    found: Discovery, scenario: str, baseline: str, indicator: Indicator, threshold: float, year: int, words: Words
) -> list[str]:
    """How often a scenario is better, when, and how sure that is."""
    text = (
        "{scenario} is better than {baseline} by at least {threshold} in {share} of {n} states of the world "
        "({indicator}, {unit}, spring {year})."
    )
    first = words(
        text, scenario=scenario, baseline=baseline, threshold=plain(threshold, words), n=found.n, year=year,
        share=percent(found.better, words), indicator=words.label(indicator), unit=words.unit(indicator),
    )  # fmt: skip
    if found.found == "condition" and found.box is not None:
        said = "{scenario} is better than {baseline} " + ("unless" if found.unless else "only if") + " {condition}."
        when = words(said, scenario=scenario, baseline=baseline, condition=condition(found.box, words))
        return [first, when, _how_sure(found, words)]
    if found.found == "no condition":
        return [first, words("No simple condition found: what half of the states suggest does not hold in the other "
                             "half better than by chance.")]  # fmt: skip
    if found.found == "too few":
        rarer = round(min(found.better, 1 - found.better) * found.n)
        return [first, words("The other outcome is too rare to search for a condition ({k} of {n}); more replications= "
                             "may help.", k=rarer, n=found.n)]  # fmt: skip
    return [first, words("No condition is needed: it is the same in every state.")]


def _how_sure(found: Discovery, words: Words) -> str:
    held, searched = found.held_out, found.searched
    assert held is not None
    assert searched is not None
    text = (
        "How sure: in states held out ({n}), {density} of those where this holds have that outcome, against {base} of "
        "all, and it covers {coverage} of that outcome; chance does as well with probability {chance}. Where it was "
        "searched it was {searched}: the fall is what searching overstates."
    )
    return words(
        text, n=held.n, density=percent(held.density, words), base=percent(held.base, words),
        coverage=percent(held.coverage, words), chance=plain(held.chance, words),
        searched=percent(searched.density, words),
    )  # fmt: skip


def switched(parameter: str, switch: Switch, own: float, beyond: float, words: Words) -> str:
    """One switching value, with its interval and how plausible the register finds what lies beyond."""
    from sim.decision.draws import uncertain

    text = (
        'If "{meaning}" is {side} {value} {unit} [{low}, {high}] (own value {own}), the verdict is {verdict}; the '
        "register gives that a probability of {beyond}."
    )
    numbers: Mapping[str, float] = {"value": switch.value, "low": switch.low, "high": switch.high, "own": own}
    shown = {key: plain(value, words) for key, value in numbers.items()}
    return words(
        text, meaning=uncertain().loc[parameter, "meaning"], unit=unit(parameter), side=words(switch.side),
        verdict=words(switch.there), beyond=percent(beyond, words), **shown,
    )  # fmt: skip


def effect_cell(value: float, indicator: Indicator, words: Words) -> str:
    """An effect with its sign, in the digits of its indicator."""
    return words.difference(value, digits_for(indicator.smallest_difference))
