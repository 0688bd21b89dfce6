"""The whole country: laws, published rates that must persist, and the same answer on any number of processes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from sim import Setup, load, replicate
from sim.luck import Luck
from sim.policy import lever_values
from sim.simulation import start
from sim.timeline import scenario, scenarios
from tests.handmade import handmade
from tests.laws import Watch, in_world, live, scenario_of

pytestmark = pytest.mark.slow


def test_every_law_holds_in_the_whole_country():
    model = in_world("norway", scenario("model_2025"))
    Watch(model)
    while model.semester < 13:
        model.step()
    assert model.world.networks.spent.sum() > 1e9


def test_the_periphery_has_more_unqualified_teachers():
    """The least central fifth of the schools has most; the most central has not the fewest, for cities compete."""
    world = start(Setup(), scenario("never"), 0).world
    schools, central = world.schools, world.owners.centrality[world.schools.municipality]
    fifth = np.searchsorted(np.quantile(central, (0.2, 0.4, 0.6, 0.8)), central)
    share = np.bincount(fifth, schools.unqualified) / np.bincount(fifth, schools.n_posts)
    assert share.argmax() == 0
    assert share.argmin() != 4


def frames(folder: Any) -> pd.DataFrame:
    frame = load(folder)
    keys = ["scenario", "replication", "semester", "level", "unit", "indicator"]
    return frame.astype(dict.fromkeys(("scenario", "level", "unit", "indicator"), str)).sort_values(keys)[
        [*keys, "value"]
    ]


def test_one_process_and_two_give_the_same_bits(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for workers in (1, 2):
        words = ["world=agder", "replications=3", "horizon=2023", f"workers={workers}", f"output=with{workers}"]
        assert main(words) == 0
    one, two = frames("with1"), frames("with2")
    pd.testing.assert_frame_equal(one.reset_index(drop=True), two.reset_index(drop=True), check_exact=True)


def test_forked_scenarios_equal_straight_ones_wherever_they_part():
    setup = Setup(world="tiny", horizon=2030, record=("nation", "municipality"))
    names = [
        "system_2026", "model_2025", "never", "ended_2026", "doubled", "subject_quota", "stop_and_go",
        "flexible_schools", "individual_first", "long_follow_up", "follow_up_folded_in",
    ]  # fmt: skip
    together = replicate(setup, scenarios(names), 0)
    for name, forked in zip(names, together, strict=True):
        straight = replicate(setup, [scenario(name)], 0)[0]
        assert forked.digest == straight.digest, name
        assert np.array_equal(forked.records.value, straight.records.value, equal_nan=True), name


def test_doubling_people_and_money_leaves_shares_unchanged_within_noise():
    """12 replications of a small and a doubled country; means within 4 standard errors of their difference."""
    levers = lever_values()
    started = (0, {"dekom_s.active": True})

    def shares(owners: int) -> Any:
        rows = []
        for k in range(12):
            country = handmade(owners=owners, schools_per_owner=2, posts_per_school=15, seed=k)
            w = live(country, scenario_of(levers, started), 9, luck=Luck(1, k)).world
            rows.append([
                w.schools.unqualified.sum() / w.posts.n, w.schools.turnover.mean(), w.schools.routines.mean(),
                w.owners.steering.mean(), w.networks.partner_trust().mean(), w.schools.mean_practice().mean(),
            ])  # fmt: skip
        return np.array(rows)

    small, large = shares(18), shares(36)
    error = np.sqrt((small.var(axis=0, ddof=1) + large.var(axis=0, ddof=1)) / 12)
    assert (np.abs(small.mean(axis=0) - large.mean(axis=0)) <= 4 * error).all()
