"""What the model gives may change only together with an entry in the changelog that says so."""

import json

import pandas as pd
import pytest

from tests.golden.__main__ import ABOUT
from tests.golden.changes import entries
from tests.golden.values import KEYS, PARTS, machine, missing, moved, values_of

AGAIN = "write a **Changes results** entry in CHANGELOG.md, then: uv run python -m tests.golden"


def same_as_recorded(world):
    part, about = PARTS[world], json.loads(ABOUT.read_text(encoding="utf-8"))[world]
    before, after = pd.read_parquet(part.file), values_of(part)
    exact = about["machine"] == machine()
    gone, changed = missing(before, after), moved(before, after, exact=exact)
    assert gone.empty, f"{len(gone)} recorded values are gone, first {gone[KEYS].iloc[0].to_dict()}; {AGAIN}"
    assert changed.empty, f"{len(changed)} values moved, first\n{changed.head(5).to_string()}\n{AGAIN}"
    return before, after


@pytest.mark.xdist_group("golden")
def test_tiny_gives_what_was_recorded():
    before, after = same_as_recorded("tiny")
    shaken = after.assign(total=after.total + 1e-8 * (1 + after.total.abs()), digest=after.digest ^ 1)
    assert len(moved(before, shaken, exact=True)) == len(before)  # seen to fail, both ways
    assert len(moved(before, shaken, exact=False)) == len(before)


@pytest.mark.slow
@pytest.mark.parametrize("world", ["agder", "norway"])
def test_larger_worlds_give_what_was_recorded(world):
    same_as_recorded(world)


def test_recorded_values_rest_on_entries_of_the_changelog():
    known = entries()
    for world, about in json.loads(ABOUT.read_text(encoding="utf-8")).items():
        lost = [entry for entry in about["entries"] if entry not in known]
        assert not lost, f"{world} was recorded under entries that are gone or reworded: {lost[:1]}"
