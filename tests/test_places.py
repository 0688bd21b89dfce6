"""Places of decisions: named as registers name them, refused otherwise, and levers act there and nowhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from sim.areas import OwnersLevers
from sim.labour.market import applicants_by_county
from sim.now import Now
from sim.places import KINDS, names_of, place_from
from sim.policy import declarations
from sim.refusals import BadInput
from sim.setup import Setup
from sim.simulation import replicate, start
from sim.timeline import scenario


@pytest.fixture(scope="module")
def world():
    return start(Setup(world="tiny"), scenario("never"), 0).world


def test_each_kind_of_place_holds_the_owners_it_names(world):
    owners = world.owners
    for kind, of in (
        ("county", world.counties.id[owners.county]),
        ("governor", world.governors.id[world.counties.governor[owners.county]]),
        ("municipality", owners.id),
    ):
        name = str(of[0])
        assert np.array_equal(place_from({kind: name}).owners(world), of == name), kind
    size = place_from({"size_class": list(names_of("size_class"))}).owners(world)
    assert np.array_equal(size, owners.kind == 0), "all municipalities, and they alone, are of some size"


def test_of_several_kinds_all_must_hold_and_of_several_names_any(world):
    first, second = (str(world.counties.id[row]) for row in range(2))
    both = place_from({"county": [first, second]}).owners(world)
    one = place_from({"county": first, "size_class": list(names_of("size_class"))}).owners(world)
    assert both.sum() > place_from({"county": first}).owners(world).sum() > 0
    assert np.array_equal(one, place_from({"county": first}).owners(world) & (world.owners.kind == 0))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"county": "atlantis"}, "county: 'atlantis' is no county"),
        ({"planet": "tellus"}, "planet: no such kind of place"),
        ({}, "is not a place; name it by county, governor"),
        ("nordland", "is not a place"),
        ({"size_class": "huge"}, "size_class: 'huge' is no size class"),
    ],
)
def test_what_is_no_place_is_refused_in_one_line(written, said):
    with pytest.raises(BadInput, match=said) as refused:
        place_from(written)
    assert "\n" not in str(refused.value)


def written(tmp_path: Path, **entry) -> str:
    content = {"name": "mine", "question": {"en": "What if?"}, "base": "system_2026",
               "timeline": [{"from": "2026-08-01"} | entry]}  # fmt: skip
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return str(path)


def test_a_lever_acts_where_it_is_decided_and_nowhere_else(tmp_path, world):
    where = {"county": str(world.counties.id[0])}
    mine = scenario(written(tmp_path, where=where, set={"owners.capacity_grant_fte": 2.0}))
    model = start(Setup(world="tiny", horizon=2027), mine, 0)
    while model.semester < 18:
        model.step()
    now = Now(model.world, model.policy, model.params, model.now.draws, model.semester, model.market)
    granted = now.lever(OwnersLevers, "capacity_grant_fte", "owners")
    assert set(granted) == {0.0, 2.0}
    assert np.array_equal(granted > 0, place_from(where).owners(model.world))
    assert (model.world.owners.capacity_money[granted == 0] == 0).all()


def test_a_lever_that_acts_in_the_whole_country_only_is_refused_for_a_place(tmp_path):
    with pytest.raises(BadInput, match=r"timeline.0.where: dekom_s.active acts in the whole country only"):
        scenario(written(tmp_path, where={"county": "agder"}, set={"dekom_s.active": False}))


def test_applicants_can_become_fewer_in_some_counties_but_not_for_a_kind_of_municipality(tmp_path, world):
    one = str(world.counties.id[0])
    with pytest.raises(BadInput, match=r"where: context.applicants acts in whole counties, .* not by size_class"):
        scenario(written(tmp_path, where={"size_class": "below 3,000"}, set={"context.applicants": 0.5}))
    mine = scenario(written(tmp_path, where={"county": one}, set={"context.applicants": 0.5}))
    model = start(Setup(world="tiny", horizon=2027), mine, 0)
    while model.semester < 18:
        model.step()
    now = Now(model.world, model.policy, model.params, model.now.draws, model.semester, model.market)
    assert np.array_equal(applicants_by_county(now), np.where(world.counties.id == one, 0.5, 1.0))


def test_a_decision_everywhere_is_a_decision_for_the_country(tmp_path, world):
    """Under the same luck, to the bit."""
    everywhere = [str(name) for name in world.counties.id]
    setup = Setup(world="tiny", horizon=2028)
    decided = {
        "dekom_s.own_share": 0.1, "dekom_s.requirement": 0.5, "owners.capacity_grant_fte": 1.0,
        "owners.shared_office": 0.3, "staff.principal_support": 0.5, "context.applicants": 0.8,
    }  # fmt: skip
    there = scenario(written(tmp_path, where={"county": everywhere}, set=decided))
    whole = scenario(written(tmp_path, set=decided))
    one, other = (replicate(setup, [s], 0)[0].digest for s in (there, whole))
    assert one == other


def test_every_kind_of_place_has_names_and_some_levers_can_act_there():
    assert [kind for kind in KINDS if not names_of(kind)] == []
    local = {name for name, told in declarations().items() if told.local}
    assert local == {
        "context.applicants", "dekom_s.own_share", "dekom_s.requirement", "owners.capacity_grant_fte",
        "owners.shared_office", "staff.principal_support",
    }  # fmt: skip
