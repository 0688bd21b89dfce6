"""A posterior: one member a replication, the same in every scenario, and dropped when it no longer holds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sim.posterior
from experiments.designs.design import NEXT, Design, Point
from experiments.refusals import BadInput
from experiments.run.uncertainty import settle
from experiments.store import fingerprint
from experiments.store.posterior_files import change_since
from sim.analysis.calibration import behaviour
from sim.luck import Luck
from sim.parameters import draw
from sim.posterior import draw_all, member_of
from sim.setup import Setup, ground
from sim.timeline import scenario
from tests.experiments.posterior import forget, ship_one

WEIGHTS = (0.5, 0.25, 0.125, 0.125)


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Four members of two parameters and a lever, shipped in a folder of the test."""
    yield ship_one(tmp_path, monkeypatch)
    forget()


def test_members_are_joint_and_taken_by_their_weights(shipped):
    taken = Counter()
    for replication in range(400):
        member = member_of(Luck(1, replication))
        number = round(member["apply_rate"] * 100) - 5
        assert member["exit_qualified"] == pytest.approx(0.01 * (number + 1))
        taken[number] += 1
    assert [taken[n] / 400 for n in range(4)] == pytest.approx(WEIGHTS, abs=0.01)


def test_what_was_not_calibrated_is_drawn_as_before(shipped):
    luck = Luck(1, 3)
    drawn, before = draw_all("posterior", luck), draw(luck)
    assert {n for n, v in drawn.parameters.items() if v != before[n]} == {"apply_rate", "exit_qualified"}
    assert drawn.levers["dekom_s.requirement"] == member_of(luck)["dekom_s.requirement"]


def test_a_parameter_that_is_given_wins_and_nothing_is_drawn_at_a_point(shipped):
    found = ground(Setup(world="tiny", uncertainty="posterior", parameters={"apply_rate": 0.11}), 0).parameters
    assert found.study.apply_rate == 0.11
    assert found.staff.exit_qualified == member_of(Luck(1, 0))["exit_qualified"]
    assert draw_all("point", Luck(1, 0)) == ({}, {})


def test_the_other_luck_of_a_pair_has_the_member_of_the_next_replication(shipped):
    other = Point(uncertainty=NEXT).setup(Setup(world="tiny", uncertainty="posterior"), 4)
    assert other.parameters["apply_rate"] == member_of(Luck(1, 5))["apply_rate"]
    assert other.levers["dekom_s.requirement"] == member_of(Luck(1, 5))["dekom_s.requirement"]


def test_the_posterior_names_its_runs_and_no_others(shipped):
    def names():
        forget()
        setup = Setup(world="tiny", horizon=2020)
        return [list(Design(replace(setup, uncertainty=u), (scenario("never"),), 1).run_ids())
                for u in ("register", "posterior")]  # fmt: skip

    before = names()
    members = pd.read_csv(shipped / "posterior.csv").assign(apply_rate=0.07)
    members.to_csv(shipped / "posterior.csv", index=False)
    after = names()
    assert before[0] == after[0]
    assert before[1] != after[1]


def asked(call, **given):
    return settle(call(given)).options.uncertainty


@pytest.fixture
def call():
    from experiments.call import Call
    from experiments.options import Compare

    return lambda given: Call("compare", None, Compare(**given), {}, given=frozenset(given))


def test_it_is_the_default_while_it_holds_and_what_was_typed_wins(shipped, call, capsys):
    assert asked(call) == "posterior"
    assert asked(call, uncertainty="register") == "register"
    assert asked(call, uncertainty="point") == "point"
    assert capsys.readouterr().out == ""


def test_a_stale_one_is_dropped_with_one_line(shipped, call, capsys, monkeypatch):
    about = json.loads((shipped / "posterior.json").read_text(encoding="utf-8"))
    for key, said in (("register", "the register"), ("targets", "the targets"), ("source", "the model")):
        (shipped / "posterior.json").write_text(json.dumps(about | {key: "another"}), encoding="utf-8")
        sim.posterior.about.cache_clear()
        assert asked(call) == "register"
        assert capsys.readouterr().out.count(f"before {said} changed") == 1


def test_other_source_that_behaves_the_same_keeps_it(shipped, monkeypatch):
    about = json.loads((shipped / "posterior.json").read_text(encoding="utf-8"))
    behaves = behaviour.behaviour()
    told = about | {"source": "renamed", "behaviour": {name: v * (1 + 1e-11) for name, v in behaves.items()}}
    (shipped / "posterior.json").write_text(json.dumps(told), encoding="utf-8")
    sim.posterior.about.cache_clear()
    assert change_since(sim.posterior.about()) is None
    assert behaviour.differing({**behaves, "never practice": behaves["never practice"] * 1.001}) == ["never practice"]
    assert np.isfinite(list(behaves.values())).all()


def test_without_one_nothing_changes_and_asking_for_it_is_refused(call, monkeypatch):
    monkeypatch.setattr(sim.posterior, "is_shipped", lambda: False)
    assert asked(call) == "register"
    with pytest.raises(BadInput, match="ships no posterior"):
        asked(call, uncertainty="posterior")


def test_the_posterior_is_kept_out_of_the_digest_of_the_model(tmp_path):
    (tmp_path / "data" / "posterior").mkdir(parents=True)
    (tmp_path / "data" / "a.csv").write_text("1", encoding="utf-8")
    from unittest.mock import patch

    with patch.object(fingerprint, "files", lambda package: tmp_path):
        fingerprint.source_digest.cache_clear()
        before = fingerprint.source_digest()
        (tmp_path / "data" / "posterior" / "posterior.csv").write_text("2", encoding="utf-8")
        fingerprint.source_digest.cache_clear()
        assert fingerprint.source_digest() == before
    fingerprint.source_digest.cache_clear()
