"""`docs/patterns.md`: what the model is judged by, what was put in, and why each value is of its kind."""

from __future__ import annotations

from experiments.documents.markdown import table
from sim.analysis.validation import LEAST_REPLICATIONS, PATTERNS, Claim, Kind

_HEAD = f"""\
# Patterns

What `kompetanse validate` measures, and how it judges. Generated from `sim/data/patterns.csv` by
`uv run python -m experiments.documents`; edit that file, not this one.

A value is **grown** if a mechanism makes it and its removal must break it: it is judged and counted. It is an **input**
if it reads back a number that was put in, and **open** if no source says how large it should be or no mechanism of the
model can make it: both are shown and not counted. A pattern counts as grown if one of its values is.

A grown value **holds** if its whole 95 % interval over replications lies in its band, and **fails** if none of it does;
between the two it cannot be told. A missing mechanism **breaks** it if the mean leaves the band and the change, on the
same luck, is clear of 0. Fewer than {LEAST_REPLICATIONS} replications support no claim. An ablation changes one
parameter, or one lever, of one mechanism. Bands were fixed before the values were first measured and are not moved to
fit.

*Grade* says how far the source carries the bounds: A a published figure for Norway, B close evidence, C the source
gives the direction and the size is ours, D judgement."""

_COLUMNS = ("Kind", "Measured", "Band", "Grade", "Source", "Why", "Must break without")


def patterns() -> str:
    """The whole document."""
    claims = [claim for pattern in PATTERNS for claim in pattern.claims]
    counts = ", ".join(f"{sum(c.kind is kind for c in claims)} {kind.value}" for kind in Kind)
    grown = sum(any(c.kind is Kind.GROWN for c in p.claims) for p in PATTERNS)
    blocks = [_HEAD, f"{len(PATTERNS)} patterns, {grown} of them grown; {len(claims)} values: {counts}."]
    for pattern in PATTERNS:
        blocks += [f"## {pattern.code} {pattern.en}", table(_COLUMNS, [_row(claim) for claim in pattern.claims])]
    return "\n\n".join(blocks) + "\n"


def _row(claim: Claim) -> list[str]:
    condition = f" ({claim.case.en})" if claim.case.en else ""
    without = "<br>".join(case.en for case in claim.ablations)
    band = "" if claim.band is None else str(claim.band)
    return [claim.kind.value, claim.en + condition, band, claim.grade, claim.source, claim.why_en, without]
