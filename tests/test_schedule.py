"""The school year as a table of stages: it reads like one, and each stage touches what it says and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from sim.columns import Column, Columns, Part
from sim.model import CompetenceModel
from sim.now import Now
from sim.policy import lever_values, policy_from
from sim.scenario import is_autumn
from sim.schedule import due, school_year, stages_of
from sim.schemes import SCHEMES
from sim.setup import Setup
from sim.setup import ground as lay_ground
from sim.stage import Moment, Stage
from tests.handmade import handmade
from tests.laws import live, scenario_of
from tests.test_model import ALL, TURNS

SCHEDULE = school_year()
BY_NAME = {stage.name: stage for stage in SCHEDULE}
LAST = 19
"""Spring 2027."""


# ---- the table


def test_no_two_stages_have_one_name_and_each_is_told_in_both_languages():
    assert len(BY_NAME) == len(SCHEDULE)
    wanting = [s.name for s in SCHEDULE if not (s.en.endswith(".") and s.nb.endswith(".") and s.en != s.nb)]
    wanting += [s.name for s in SCHEDULE if not s.name.isidentifier() or s.name != s.name.lower()]
    assert wanting == []


def test_every_stage_belongs_to_a_half_year_and_takes_place_before_the_history_or_in_it():
    assert [s.name for s in SCHEDULE if not s.season or not s.season <= {"autumn", "spring"}] == []
    assert [s.name for s in SCHEDULE if not (s.burn_in or s.history)] == []


def test_every_table_and_column_that_a_stage_names_is_there():
    tables = live(handmade(), scenario_of(lever_values()), -14).world.tables()
    changing = {f"{table}.{name}" for table, columns in tables.items() for name in columns.state()}
    unknown = {s.name: (s.written - changing) | (set(s.reads.split()) - set(tables)) for s in SCHEDULE}
    assert {name: names for name, names in unknown.items() if names} == {}


def test_every_stage_of_a_scheme_takes_place_once_at_its_moment():
    of_schemes = [stage.name for scheme in SCHEMES for stages in scheme.stages.values() for stage in stages]
    assert len(set(of_schemes)) == len(of_schemes)
    assert [name for name in of_schemes if name not in BY_NAME] == []
    moment_of = {s.name: moment for scheme in SCHEMES for moment, stages in scheme.stages.items() for s in stages}
    order = [list(Moment).index(moment_of[s.name]) for s in SCHEDULE if s.name in moment_of]
    assert order == sorted(order)


AUTUMN = (
    "years_move", "leaders_change", "staff_changes", "new_cohort", "frames_arrive_in_autumn", "follow_up_goes_on",
    "measures_are_delivered", "vocational_autumn", "courses_begin", "everyone_learns", "partners_learn",
)  # fmt: skip
SPRING = (
    "staff_changes", "vocational_spring", "everyone_learns", "partners_learn", "frames_arrive", "spring_needs_are_met",
    "places_are_granted", "results_come_in", "municipalities_are_selected", "everybody_is_asked", "accounts_are_closed",
)  # fmt: skip
BURN_IN_SPRING = ("staff_changes", "everyone_learns", "owners_settle", "places_are_granted", "stock_is_taken")


def test_it_reads_like_a_school_year():
    """People come and go; money and measures in autumn; learning; money in spring; places; results; accounts."""
    for semester, told in ((4, AUTUMN), (5, SPRING), (-7, BURN_IN_SPRING)):
        names = [stage.name for stage in stages_of(SCHEDULE, semester)]
        assert [name for name in names if name in told] == list(told)
        season = "autumn" if is_autumn(semester) else "spring"
        assert all(season in BY_NAME[name].season for name in names)


def test_what_needs_a_policy_takes_place_under_it_only(levers):
    idle = {s.name for s in due(SCHEDULE, 5, policy_from(levers))}
    levers["dekom_s"]["active"] = True
    busy = {s.name for s in due(SCHEDULE, 5, policy_from(levers))}
    assert busy - idle == {"frames_arrive", "spring_needs_are_met"}
    assert idle < {s.name for s in stages_of(SCHEDULE, 5)}


# ---- what stages really touch


@dataclass
class Seen:
    """What a stage was seen to change and to look at, over all runs."""

    changed: set[str] = field(default_factory=set)
    looked_at: set[str] = field(default_factory=set)
    times: int = 0


class Eyes:
    """Watches every stage of a model: columns that change, and tables whose columns are asked for."""

    def __init__(self) -> None:
        self.seen: dict[str, Seen] = defaultdict(Seen)
        self.static: set[str] = set()
        self._stage: Seen | None = None
        self._names: dict[type[Columns], str] = {}

    @contextmanager
    def open(self) -> Iterator[None]:
        """Notice who is asked for a column, as long as a stage acts."""
        get = Column.__get__

        def noticed(column: Column[Any], table: Any, kind: Any) -> Any:
            if table is not None and self._stage is not None:
                whose = table.of if isinstance(table, Part) else type(table)
                self._stage.looked_at.add(self._names[whose])
            return get(column, table, kind)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Column, "__get__", noticed)
            yield

    def follow(self, model: CompetenceModel, until: int) -> None:
        """Live through a history from its burn-in on."""
        self._names = {type(table): name for name, table in model.world.tables().items()}
        model.schedule = tuple(replace(stage, act=self._watched(model, stage)) for stage in model.schedule)
        before = static_columns(model)
        while model.semester < until:
            model.step()
        after = static_columns(model)
        self.static |= {name for name in before if not same(before[name], after[name])}

    def _watched(self, model: CompetenceModel, stage: Stage) -> Any:
        def act(now: Now) -> None:
            before, seen = model.world.save(), self.seen[stage.name]
            self._stage = seen
            stage.act(now)
            self._stage = None
            seen.times += 1
            seen.changed |= {name for name, array in model.world.state().items() if not same(array, before[name])}

        return act


def same(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    return bool(np.array_equal(one, other))


def static_columns(model: CompetenceModel) -> dict[str, np.ndarray[Any, Any]]:
    return {
        f"{table}.{name}": columns.arrays[name].copy()
        for table, columns in model.world.tables().items()
        for name, spec in columns.declared.items()
        if spec.static
    }


MORE = {
    "levers on staff, owners and teacher education": [
        (0, {"dekom_s.subject_share_min": 0.3, "staff.pay_premium": 0.1, "owners.capacity_grant_fte": 1.0,
             "staff.induction": 0.5, "dekom_s.shared_with_others": 0.1, "further_education.other_staff": 0.1,
             "teacher_education.practice_schools": 0.5, "teacher_education.admissions_factor": 1.5,
             "dekom_s.equality": 0.5, "guidance.active": True, "guidance.frame": {2017: 1e8, 2019: 5e9, 2021: 1e8},
             "guidance.reach_target": 0.9}),
    ],
    "flexible from the start, and vocational grants in spring": [
        (0, {"dekom_s.flexible": True, "dekom_s.county_line": True, "dekom_y.rounds": 0}),
    ],
    "off in a spring and on again in the autumn": [
        (0, {"dekom_s.frame_factor": 5.0}), (9, {"dekom_s.active": False, "inclusion.active": False}),
        (10, {"dekom_s.active": True}),
    ],
}  # fmt: skip
UNSEEN = {
    "years_move": {"schools.hard_to_staff"},  # no school of the smallest world crosses the border
    "stock_is_taken": {"schools.true_results", "schools.environment"},  # no results came in before the eve
}
"""Columns that a stage may change and is not seen to."""


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """What was seen of every stage in the years from the burn-in to 2027, under many turns of policy."""
    found, ground = Eyes(), lay_ground(Setup(world="tiny"), 0)
    with found.open():
        for turns in (*TURNS.values(), *MORE.values(), None):
            scenario = scenario_of(lever_values(), *([] if turns is None else [(0, ALL), *turns]))
            found.follow(CompetenceModel(scenario=scenario, ground=ground, settle=False, collect=False), LAST)
    return found


def test_every_stage_was_seen(eyes):
    assert {name: eyes.seen[name].times for name in BY_NAME if eyes.seen[name].times < 10} == {}


def test_no_stage_changes_what_it_does_not_declare(eyes):
    strange = {name: eyes.seen[name].changed - stage.written for name, stage in BY_NAME.items()}
    assert {name: columns for name, columns in strange.items() if columns} == {}


def test_no_stage_changes_what_never_changes(eyes):
    assert eyes.static == set()


def test_what_a_stage_declares_to_change_it_is_seen_to_change(eyes):
    unseen = {name: set(stage.written - eyes.seen[name].changed) for name, stage in BY_NAME.items()}
    assert {name: columns for name, columns in unseen.items() if columns} == UNSEEN


def test_no_stage_looks_at_a_table_that_it_does_not_declare(eyes):
    strange = {name: eyes.seen[name].looked_at - set(stage.reads.split()) for name, stage in BY_NAME.items()}
    assert {name: tables for name, tables in strange.items() if tables} == {}


def test_what_a_stage_declares_to_look_at_it_looks_at_or_writes(eyes):
    idle = {}
    for name, stage in BY_NAME.items():
        written = {column.split(".")[0] for column in stage.written}
        idle[name] = set(stage.reads.split()) - eyes.seen[name].looked_at - written
    assert {name: tables for name, tables in idle.items() if tables} == {}


def test_a_column_that_changes_is_declared_by_the_stages_together(eyes):
    """Every column that can change is changed by some stage; one that no stage changes should be static, or go."""
    world = live(handmade(), scenario_of(lever_values()), -14).world
    written = {column for stage in SCHEDULE for column in stage.written}
    assert set(world.state()) - written == NEVER_WRITTEN


NEVER_WRITTEN: set[str] = set()
"""Columns that are state and that no stage changes."""
