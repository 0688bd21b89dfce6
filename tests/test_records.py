from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.agents.school import UPPER_SECONDARY
from sim.indicator import LEVELS
from sim.indicators import INDICATORS
from sim.records import Recorder, school_size_class, turnover_class
from sim.scenario import is_autumn
from tests.handmade import handmade
from tests.laws import live, scenario_of

ALL = tuple(dict.fromkeys(level for levels in LEVELS.values() for level in levels))
LAST = 6


@pytest.fixture
def recorded(levers):
    """A recorder of every level and the model it followed from autumn 2017 to autumn 2020."""
    model = live(handmade(), scenario_of(levers, (0, {"dekom_s.active": True})), -1)
    recorder = Recorder(model.world, ALL)
    while model.semester < LAST:
        model.step()
        recorder.keep(model.semester)
    return recorder, model


def frame(recorder):
    r = recorder.records()
    return pd.DataFrame({
        "semester": r.semester,
        "level": np.array(r.levels)[r.level],
        "unit": np.array(r.units)[r.unit],
        "indicator": np.array(r.indicators)[r.indicator],
        "value": r.value,
    })  # fmt: skip


@pytest.fixture
def table(recorded):
    return frame(recorded[0])


def test_all_columns_are_equally_long_and_codes_are_in_their_lists(recorded):
    r = recorded[0].records()
    assert len(r.semester) == len(r.level) == len(r.unit) == len(r.indicator) == len(r.value) > 0
    for code, texts in ((r.level, r.levels), (r.unit, r.units), (r.indicator, r.indicators)):
        assert code.min() >= 0
        assert code.max() < len(texts)
        assert len(set(texts)) == len(texts)


def test_no_value_is_recorded_twice(table):
    assert not table.duplicated(["semester", "level", "unit", "indicator"]).any()


def test_every_semester_is_recorded(table):
    assert table["semester"].unique().tolist() == list(range(LAST + 1))


def test_every_indicator_is_recorded_when_and_where_it_exists(table, recorded):
    w = recorded[1].world
    units = {"nation": 1, "county": 2, "governor": 1, "size_class": 4, "centrality_class": 6,
             "turnover_class": 3, "school_size_class": 4,
             "municipality": w.owners.n, "school": w.schools.n, "university": w.universities.n,
             "partnership": w.universities.n * w.counties.n}  # fmt: skip
    wrong = []
    for indicator in INDICATORS:
        mine = table[table["indicator"] == indicator.name]
        due = [s for s in range(LAST + 1) if indicator.stock_or_flow == "stock" or not is_autumn(s)]
        if mine["semester"].unique().tolist() != due or set(mine["level"]) != set(indicator.levels):
            wrong.append((indicator.name, "when or where"))
        counts = mine["level"].value_counts()
        wrong += [(indicator.name, level) for level in indicator.levels if counts[level] != len(due) * units[level]]
    assert wrong == []


def test_only_the_levels_asked_for_are_recorded(recorded):
    model = recorded[1]
    recorder = Recorder(model.world, ("nation", "county"))
    recorder.keep(1)
    assert set(frame(recorder)["level"]) == {"nation", "county"}


def test_no_level_and_no_semester_are_no_records(recorded):
    model = recorded[1]
    for levels, semesters in (((), (1,)), (("nation",), ())):
        recorder = Recorder(model.world, levels)
        for semester in semesters:
            recorder.keep(semester)
        r = recorder.records()
        assert len(r.semester) == len(r.value) == len(r.indicator) == 0


def test_parts_weighted_by_their_denominators_make_the_nation(recorded):
    """In the hand-made country all owners are municipalities and all schools theirs."""
    w = recorded[1].world
    every = np.arange(w.owners.n)
    parts_of = {"county": w.owners.county, "governor": 0 * every, "size_class": w.owners.size_class,
                "centrality_class": w.owners.centrality_class - 1, "municipality": every}  # fmt: skip
    recorder = Recorder(w, ("nation", *parts_of))
    recorder.keep(1)
    table, wrong = frame(recorder), []
    for indicator in (i for i in INDICATORS if i.base in ("schools", "owners")):
        denominator = indicator.of(w)[1]
        owner = w.schools.owner if indicator.base == "schools" else every
        mine = table[table["indicator"] == indicator.name]
        nation = mine.loc[mine["level"] == "nation", "value"].item()
        for level, part in parts_of.items():
            parts = mine.loc[mine["level"] == level, "value"].to_numpy()
            weight = np.bincount(part[owner], weights=denominator, minlength=len(parts))
            mean = np.nansum(parts * weight) / weight.sum() if weight.any() else np.nan
            if not np.array_equal(np.isnan(parts), weight == 0) or mean != pytest.approx(
                nation, rel=1e-12, nan_ok=True
            ):
                wrong.append((indicator.name, level))
    assert wrong == []


def test_the_national_value_of_an_indicator_is_the_recorded_one(recorded):
    w = recorded[1].world
    recorder = Recorder(w, ("nation",))
    recorder.keep(1)
    kept = frame(recorder).set_index("indicator")["value"]
    found = {i.name: i.national(w) for i in INDICATORS if "nation" in i.levels}
    assert {n: v for n, v in found.items() if v != pytest.approx(kept[n], rel=1e-12, nan_ok=True)} == {}


def test_schools_and_universities_are_recorded_under_their_ids(table, recorded):
    w = recorded[1].world
    now = table[table["semester"] == LAST]
    practice = now[(now["level"] == "school") & (now["indicator"] == "practice")].set_index("unit")["value"]
    nearness = now[(now["level"] == "university") & (now["indicator"] == "nearness")].set_index("unit")["value"]
    assert practice[w.schools.id].to_numpy() == pytest.approx(w.schools.mean_practice())
    assert nearness[w.universities.id].to_numpy() == pytest.approx(w.universities.nearness)


def test_a_fork_begins_with_what_was_kept_and_goes_on_alone(recorded):
    recorder, model = recorded
    before = frame(recorder)
    fork = recorder.fork()
    pd.testing.assert_frame_equal(frame(fork), before)
    model.step()
    fork.keep(model.semester)
    pd.testing.assert_frame_equal(frame(recorder), before)
    assert frame(fork)["semester"].max() == LAST + 1
    recorder.keep(LAST + 3)
    assert LAST + 3 not in set(frame(fork)["semester"])


def test_what_was_kept_does_not_change_with_the_model(recorded):
    recorder, model = recorded
    before = recorder.records().value.copy()
    model.step()
    assert np.array_equal(recorder.records().value, before, equal_nan=True)


def test_private_owners_count_in_the_county_but_in_no_municipality(recorded):
    w = recorded[1].world
    w.owners.kind[1] = 2
    recorder = Recorder(w, ("county", "municipality"))
    recorder.keep(1)
    table = frame(recorder)
    municipalities = table[(table["level"] == "municipality") & (table["indicator"] == "steering")]
    assert municipalities["unit"].tolist() == [i for i in w.owners.id if i != w.owners.id[1]]
    county = table[(table["level"] == "county") & (table["indicator"] == "steering")]["value"].iloc[0]
    assert county == pytest.approx(w.owners.steering[w.owners.county == 0].mean())


def test_state_owners_count_nowhere_among_owners(recorded):
    w = recorded[1].world
    w.owners.kind[1] = 3
    recorder = Recorder(w, ("nation",))
    recorder.keep(1)
    steering = frame(recorder).query("indicator == 'steering'")["value"].item()
    assert steering == pytest.approx(np.delete(w.owners.steering, 1).mean())


def test_schools_are_grouped_by_the_published_size_bands(recorded):
    w = recorded[1].world
    w.schools.level[:] = 0
    w.schools.level[-1] = UPPER_SECONDARY
    w.schools.pupils[:3] = [99.0, 100.0, 300.0]
    w.schools.pupils[-1] = 99.0
    assert school_size_class(w)[[0, 1, 2, -1]].tolist() == [0, 1, 2, 3]


def test_municipalities_are_grouped_in_thirds_by_turnover(recorded):
    w = recorded[1].world
    rate = np.bincount(w.schools.owner, weights=w.schools.turnover * w.schools.n_posts, minlength=w.owners.n)
    rate /= np.bincount(w.schools.owner, weights=w.schools.n_posts, minlength=w.owners.n)
    third = turnover_class(w)
    assert np.array_equal(np.sort(third), np.arange(w.owners.n) * 3 // w.owners.n)
    for k in range(third.max()):
        assert rate[third == k].max() <= rate[third == k + 1].min()


def test_recording_more_levels_changes_no_value_of_the_others(recorded):
    w, plain = recorded[1].world, ("nation", "county", "size_class", "municipality")
    few, all_ = Recorder(w, plain), Recorder(w, ALL)
    few.keep(1)
    all_.keep(1)
    kept = frame(all_)
    pd.testing.assert_frame_equal(
        frame(few).sort_values(["level", "unit", "indicator"], ignore_index=True),
        kept[kept["level"].isin(plain)].sort_values(["level", "unit", "indicator"], ignore_index=True),
    )
