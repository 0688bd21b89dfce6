"""What published figures taught: the posterior behind an answer, what it moved, missed and was held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from experiments.present.calibration import learned_tables, targets_table
from experiments.present.report.speech import Speech
from experiments.present.report.whom import whom
from experiments.present.table import Table
from experiments.store.fingerprint import drawn_from
from experiments.store.manifest import source_of_draws
from experiments.store.posterior_files import read_coverage
from sim.analysis.calibration.distances import HIT


@dataclass(frozen=True)
class Learned:
    """The section: sentences and tables."""

    said: list[str]
    tables: list[Table]


def learned(speech: Speech) -> Learned | None:
    """What the posterior behind the answer learned; None if it was not drawn from the one that is shipped."""
    told = posterior_behind(speech)
    if told is None:
        return None
    return Learned(list(_said(told, speech)), [targets_table(told, speech.words), *learned_tables(told, speech.words)])


def posterior_behind(speech: Speech) -> Mapping[str, Any] | None:
    """What is known of the posterior that the answer draws from, if that is the one that is shipped."""
    from sim.posterior import about, is_shipped

    source = source_of_draws(speech.evidence.manifest)
    return about() if is_shipped() and source == drawn_from("posterior") else None


def tests_of(told: Mapping[str, Any]) -> dict[str, str]:
    """What published figures say of each number that they say something or nothing of: moved, tested or untested."""
    numbers = {row["name"]: "moved" if row["moved"] else "tested" for row in told["numbers"]}
    return dict.fromkeys(told["untested"], "untested") | numbers


def checks_said(told: Mapping[str, Any], speech: Speech) -> str:
    """How the posterior does on the figures that were kept back."""
    kept = [row for row in told["fit"] if row["role"] == "check"]
    near = sum(row["distance"] is not None and abs(row["distance"]) <= HIT for row in kept)
    return speech.words("{n} of {all} figures kept back from the fit are within two tolerances", n=near, all=len(kept))


def _said(told: Mapping[str, Any], speech: Speech) -> Iterator[str]:
    words, numbers = speech.words, told["numbers"]
    fitted = [row for row in told["fit"] if row["role"] == "fit" and row["explained"] is not None]
    yield words(
        "The numbers were held against {n} published figures with {runs} runs ({world}); {left} of the register is "
        "left. With every discrepancy half as large {half} would be left, twice as large {double}.",
        n=len(fitted), runs=told["runs"], world=whom({}, told["world"], words), left=words.percent(told["left"][-1]),
        half=words.percent(told["left_if_discrepancies_are"]["0.5"]),
        double=words.percent(told["left_if_discrepancies_are"]["2.0"]),
    )  # fmt: skip
    before, after = told["hits_before"], told["hits_after"]
    yield words(
        "Of single runs {all} are within two tolerances of all these figures (register: {all_before}), {one} of all "
        "but one ({one_before}), {two} of all but two ({two_before}).",
        all=words.percent(after["all"]), all_before=words.percent(before["all"]), one=words.percent(after["but_one"]),
        one_before=words.percent(before["but_one"]), two=words.percent(after["but_two"]),
        two_before=words.percent(before["but_two"]),
    )  # fmt: skip
    missed = [row["target"] for row in fitted if row["distance"] is not None and abs(row["distance"]) > HIT]
    yield (
        words("Missed by more than two tolerances: {names}.", names=", ".join(missed))
        if missed
        else words("None of them is missed by more than two tolerances by the median run.")
    )
    yield f"{checks_said(told, speech)}."
    moved = sum(bool(row["moved"]) for row in numbers)
    yield words(
        "{moved} of {n} calibrated numbers were moved. All others are drawn from the register, and {untested} of them "
        "move no figure by a quarter of a tolerance: what rests on those was never tested.",
        moved=moved, n=len(numbers), untested=len(told["untested"]),
    )  # fmt: skip
    if told["theories"]:
        stand = [row["theory"] for row in told["theories"] if row["stands"]]
        yield words("Theories left standing: {n} of {all} ({names}).", n=len(stand), all=len(told["theories"]),
                    names=", ".join(stand))  # fmt: skip
    yield from _coverage(speech)


def _coverage(speech: Speech) -> Iterator[str]:
    table: pd.DataFrame | None = read_coverage()
    if table is not None:
        words = speech.words
        inside, numbers, predicted = (words.percent(share) for share in table["share"])
        yield words(
            "On {n} truths that are known ({world}) the method left {inside} inside; its 90 % intervals held {numbers} "
            "of the numbers it moved and {predicted} of what it was not shown.",
            n=int(table["truths"].iloc[0]), world=whom({}, str(table["world"].iloc[0]), words), inside=inside,
            numbers=numbers, predicted=predicted,
        )  # fmt: skip
