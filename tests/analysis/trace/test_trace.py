"""One unit through two scenarios: heard stage by stage, parted at the right one, told without contradiction."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.analysis.trace import KINDS, Trace, find_unit, story, trace, units_of
from sim.analysis.trace.parting import END, Parting, first_difference
from sim.analysis.trace.sentences import listen, sentences_of, stage_name
from sim.policy import lever_values
from sim.scenario import Scenario
from sim.simulation import Setup
from tests.handmade import handmade
from tests.laws import live, scenario_of

BASE = (0, {"dekom_s.active": True})
UNITS = {"municipality": "owner2", "school": "school4", "university": "university1"}


@pytest.fixture(scope="module")
def follow(monkeypatch_module: pytest.MonkeyPatch) -> Callable[..., Trace]:
    """The story of a unit of the hand-made country."""

    def follow(kind: str, *scenarios: Scenario, horizon: int = 2022) -> Trace:
        return trace(Setup(horizon=horizon), scenarios, 0, kind, UNITS[kind])

    return follow


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        started = "sim.analysis.trace.run.start"
        patch.setattr(started, lambda setup, scenario, replication: live(handmade(), scenario, -1))
        yield patch


def made(*changes) -> Scenario:
    return scenario_of(lever_values(), *changes)


# ---- sentences


def test_the_model_is_heard_in_the_order_it_is_written():
    model = live(handmade(), made(BASE), -1)
    said: list[str] = []
    listen(model, said.append)
    for semester in (0, 1):
        said.clear()
        model.step()
        order = sentences_of(semester)
        assert said == sorted(said, key=order.index)
        assert {"staff_changes", "everyone_learns", "partners_learn"} <= set(said)


# ---- where two runs part


@pytest.mark.parametrize("kind", KINDS)
def test_a_scenario_never_parts_from_itself(follow, kind):
    told = follow(kind, made(BASE), made(BASE))
    assert told.parting is None
    assert told.anywhere is None
    assert all(one == two for one, two in (chapter.told for chapter in told.chapters))


def test_they_part_at_the_sentence_that_the_change_acts_in(follow):
    told = follow("municipality", made(BASE), made(BASE, (5, {"dekom_s.requirement": 0.2})))
    assert told.parting is not None
    assert told.parting.sentence == "spring_needs_are_met"
    assert told.parting.semester >= 5
    assert told.anywhere is not None
    assert step(told.anywhere) <= step(told.parting)
    assert set(told.parting.columns) <= set(told.anywhere.columns)
    alike = [chapter for chapter in told.chapters if chapter.semester < told.parting.semester]
    assert alike
    assert all(one == two for one, two in (chapter.told for chapter in alike))


def step(parting: Parting) -> tuple[int, int]:
    """Semester and place of the sentence in it."""
    return parting.semester, [*sentences_of(parting.semester), END].index(parting.sentence)


def test_a_unit_may_stay_the_same_where_the_world_does_not(follow):
    more_students = made(BASE, (2, {"teacher_education.admissions_factor": 2.0}))
    told = follow("municipality", made(BASE), more_students, horizon=2019)
    assert told.parting is None
    assert told.anywhere is not None
    assert (told.anywhere.semester, told.anywhere.sentence) == (2, "new_cohort")
    assert told.anywhere.columns == ("universities.cohort_size",)


def test_scenarios_that_differ_before_the_history_part_in_the_burn_in(follow):
    told = follow("school", made(), made((-1000, {"further_education.active": False})), horizon=2018)
    assert told.parting is not None
    assert (told.parting.semester, told.parting.sentence) == (-1, "burn_in")


def test_a_sentence_only_one_of_them_speaks_is_compared_with_what_the_other_was_before():
    still = ("", {"a.x": np.array([1])})
    one = [still, ("staff_changes", {"a.x": np.array([2])}), ("new_cohort", {"a.x": np.array([3])})]
    two = [still, ("staff_changes", {"a.x": np.array([2])})]
    assert first_difference(0, one, two) == Parting(0, "new_cohort", ("a.x",))
    assert first_difference(0, one, one) is None


# ---- units


def test_a_unit_is_its_own_rows():
    world = live(handmade(), made(), -2).world
    town = find_unit(world, "municipality", "owner2")
    assert [int(r) for r in town.rows["schools"]] == [6, 7, 8]
    assert len(town.rows["posts"]) == 60
    assert town.row("networks") == 0
    assert find_unit(world, "university", "university1").row("owners") == -1


def test_a_school_that_is_not_open_has_nothing_to_tell():
    model = live(handmade(), made(), 4)
    schools, school = model.world.schools, find_unit(model.world, "school", "school4")
    model.world.posts.open[school.rows["posts"]], schools.n_posts[school.rows["schools"]] = False, 0
    (only,) = story.tell(model, school, {})
    assert only.pieces[0] == "the school is not open"


def test_every_unit_of_a_country_can_be_found():
    country = handmade()
    world = live(country, made(), -2).world
    for kind in KINDS:
        known = units_of(country, kind)
        assert [find_unit(world, kind, id_).id for id_ in known] == list(known)
        with pytest.raises(KeyError):
            find_unit(world, kind, "nobody")


# ---- the story


@pytest.fixture(scope="module")
def town(follow) -> Trace:
    return follow("municipality", made(BASE), made())


def values(town: Trace, about: str, which: int = 0) -> list[dict[str, float]]:
    told = [line for chapter in town.chapters for line in chapter.told[which] if line.about == about]
    return [{place: getattr(v, "number", np.nan) for place, v in line.values.items()} for line in told]


def test_as_many_come_as_leave(town):
    for found in values(town, "Teachers"):
        assert found["left"] == found["graduates"] + found["others"] + found["untrained"]


def test_a_network_spends_no_more_than_it_was_granted(town):
    granted, spent = values(town, "Grant"), values(town, "Money")
    assert spent
    assert all(s["grant"] <= g["granted"] <= g["asked"] for g, s in zip(granted, spent, strict=False))


def test_without_the_scheme_there_is_no_grant_and_no_measure(town):
    assert values(town, "Grant", 1) == []
    assert values(town, "Measures", 1) == []
    assert values(town, "Measures", 0)
    assert values(town, "Own development", 0)
    assert values(town, "Own development", 1), "schools develop themselves without a scheme too"


def test_no_more_get_a_place_than_are_approved_and_no_more_are_approved_than_apply(town):
    springs = [found for found in values(town, "Further education") if "applied" in found]
    assert springs
    assert all(found["places"] <= found["approved"] <= found["applied"] for found in springs)


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_of_a_line_has_a_value(follow, kind):
    for chapter in follow(kind, made(BASE), made(), horizon=2020).chapters:
        for line in (*chapter.told[0], *chapter.told[1]):
            assert "".join(line.pieces).format(**line.values)


def test_every_stage_of_the_semester_has_a_name_in_both_languages():
    for stage in (*sentences_of(0), *sentences_of(1), END, "burn_in"):
        en, nb = stage_name(stage)
        assert en != nb
        assert en != stage.replace("_", " ")
