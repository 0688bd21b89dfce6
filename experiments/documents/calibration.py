"""`docs/calibration.md`: what the model is fitted to, what was learned, and how it does on what it was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.documents.markdown import number, table
from experiments.store.posterior_files import read_coverage
from sim.analysis.calibration.targets import Role, Target, of_role, read_targets
from sim.posterior import about, is_shipped

_HEAD = """\
# Calibration

What `kompetanse calibrate` fits and checks. Generated from `sim/data/targets.csv` and the posterior that is shipped by
`uv run python -m experiments.documents`; do not edit.

A **target** is a published figure (number), a band (interval), or a difference that must not be below a bound
(ordering). Its *SE* is the standard error of what was observed; its *discrepancy* is how far a model of this kind may
honestly be off, an SD, with the reason. A **check** is never used in the fit and scored once after it."""

_HOW = """\
## How

1. The register is drawn 64 times, half of them again on other luck. A target that spreads less than half a tolerance
   beyond luck can say nothing: it is named and left out. So are those that are often undefined.
2. Morris trajectories over *all* uncertain parameters and levers; effects are taken in tolerances. At most 25 numbers,
   until 95 per cent of every target's squared effects are carried. **All others are drawn afresh in every run.**
3. Waves: ten points a number, each on its own luck, a third again on other luck. A Gaussian process per target on a
   linear mean; a point is implausible if any target is three standard deviations from what is predicted there,
   counting the emulator's error, the luck of *what was observed*, all that is not active, the standard error and the
   discrepancy; more than three where five in a hundred runs, left out, would themselves be excluded. Runs are left out
   a fifth at a time, with everything found anew without them. A new wave only where the last one halved what was left,
   or an emulator errs by a quarter of all else.
4. Sequential Monte Carlo on the emulators; years of one series count together as one, and the whole likelihood to the
   power, at most 1, at which runs of the first wave, left out, tell their own ranks best. Each member is run for real,
   the emulators learn those runs, and the members are weighed anew once. An effective sample below a third of them (100
   of 300) is refused.

The posterior belongs to a behaviour of the model, a register and a list of targets. When one of them changes, `compare`
says so in one line and draws from the register. To make it anew and ship it: `kompetanse calibrate
output=results/posterior`, then `python -m experiments.ship results/posterior`."""

_NONE = "## What was found\n\nThis version ships no posterior: `compare` draws from the register."


def calibration() -> str:
    """The whole document."""
    blocks = [_HEAD, *_targets(), _HOW, *_coverage()]
    return "\n\n".join([*blocks, *(_found(about()) if is_shipped() else [_NONE])]) + "\n"


def _targets() -> list[str]:
    columns = ("Target", "Kind", "Published", "SE", "Discrepancy", "Why that much", "Grade", "Source")
    blocks = []
    for role, title in ((Role.FIT, "## Fitted"), (Role.CHECK, "## Checks")):
        blocks += [title, table(columns, [_row(target) for target in of_role(read_targets(), role)])]
    return blocks


def _coverage() -> list[str]:
    """How often a calibration holds what is known."""
    told = read_coverage()
    if told is None:
        return []
    first = told.iloc[0]
    said = (
        f"World {first['world']}: {first['numbers']} numbers calibrated on {first['runs']} runs, {first['truths']} "
        "truths. Each truth is one run that draws everything, its statistics the data, without discrepancy. The power "
        f"of the likelihood was {first['power']:.2f}. Printed by `python -m benchmarks.calibration`."
    )
    rows = told[["question", "share", "se", "of", "wanted"]].to_numpy().tolist()
    return ["## Does it cover", said, table(("Question", "Share", "SE", "Of", "Wanted"), rows)]


def _row(target: Target) -> list[Any]:
    return [f"`{target.name}`", target.kind.value, _bounds(target.low, target.high), target.se, target.discrepancy,
            target.reason, target.grade, target.source]  # fmt: skip


def _bounds(low: float | None, high: float | None) -> str:
    """A value or a band."""
    ends = ["" if bound is None or not np.isfinite(bound) else number(bound) for bound in (low, high)]
    if not ends[0] or not ends[1]:
        return f"≤ {ends[1]}" if ends[1] else f"≥ {ends[0]}"
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _found(told: Mapping[str, Any]) -> list[str]:
    """What the posterior that is shipped says."""
    left = ", ".join(f"{share:.0%}" for share in told["left"])
    widened = told["left_if_discrepancies_are"]
    hits = [[when, *(told[key][k] for k in ("all", "but_one", "but_two"))]
            for when, key in (("register", "hits_before"), ("posterior", "hits_after"))]  # fmt: skip
    not_fitted = "; ".join(f"{why}: {', '.join(names)}" for why, names in told["not_fitted"].items() if names)
    fit = [row for row in told["fit"] if row["role"] == "fit"]
    checks = [row for row in told["fit"] if row["role"] == "check"]
    missed = sum(abs(row["distance"] or 0.0) > 2.0 for row in checks)
    moved = sum(bool(row["moved"]) for row in told["numbers"])
    return [
        "## What was found",
        f"World {told['world']}, seed {told['seed']}, {told['runs']} runs; made {told['created'][:10]}. Of the "
        f"register is left, wave by wave: {left}; with every discrepancy halved {widened['0.5']:.0%}, doubled "
        f"{widened['2.0']:.0%}. Effective sample {told['effective']:.0f} of {told['members']} members.",
        f"Not fitted ({not_fitted})." if not_fitted else "Every target was fitted.",
        "Share of single runs that come within two tolerances of all fitted targets, all but one, all but two:",
        table(("Drawn from", "All", "All but one", "All but two"), hits),
        "### Fitted targets",
        _fit_table(fit),
        "### Checks, scored once",
        f"{len(checks) - missed} of {len(checks)} checks are within two tolerances.",
        _fit_table(checks),
        "### Numbers",
        f"{moved} of {len(told['numbers'])} calibrated numbers were moved: less than 0.9 of the width left, or the "
        "mean off by 0.1. All others are drawn from the register, in whose range ranks are.",
        table(("Number", "Moved", "Width left", "Shift", "Rank 5 %", "Rank 95 %"),
              [[f"`{r['name']}`", r["moved"], r["width"], r["shift"], r["rank_low"], r["rank_high"]]
               for r in told["numbers"]]),
        *(_untested(told["untested"]) if told["untested"] else []),
        *(_theories(told["theories"]) if told["theories"] else []),
        "### Known better together than alone",
        table(("Number", "With", "Correlation"), [[r["one"], r["other"], r["r"]] for r in told["together"]]),
    ]  # fmt: skip


def _untested(names: list[str]) -> list[str]:
    said = f"{len(names)} numbers move no target by a quarter of a tolerance; what rests on them was never tested:"
    return ["### Never tested", said, ", ".join(f"`{name}`" for name in sorted(names))]


def _theories(rows: list[Mapping[str, Any]]) -> list[str]:
    columns = ("Theory", "Stands", "Missed by three tolerances", "Farthest (tolerances)")
    told = [[r["theory"], r["stands"], ", ".join(r["excluded_by"]), r["farthest"]] for r in rows]
    standing = sum(bool(row["stands"]) for row in rows)
    said = f"{standing} of {len(rows)} are left standing; 20 members each, the medians of their runs."
    return ["### Theories", said, table(columns, told)]


def _fit_table(rows: list[Mapping[str, Any]]) -> str:
    columns = ("Target", "Published", "Predicted", "5 %", "95 %", "Off by (tolerances)", "Excludes of the register")
    return table(columns, [[f"`{r['target']}`", _bounds(r["low"], r["high"]), r["predicted"], r["predicted_low"],
                            r["predicted_high"], r["distance"], r["excludes"]] for r in rows])  # fmt: skip
