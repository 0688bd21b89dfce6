"""Runs are named by all that decides them, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from experiments.designs.design import NEXT, Design, Point
from experiments.store import fingerprint
from sim.simulation import ground


def ids(design) -> list[str]:
    return [run.run_id for run in design.runs()]


CHANGES = {
    "seed": {"seed": 2},
    "world": {"world": "agder"},
    "horizon": {"horizon": 2021},
    "uncertainty": {"uncertainty": "register"},
    "parameters": {"parameters": {"teacher_sd": 0.2}},
    "record": {"record": ("nation:semester",)},
    "scenario": {"names": ("never", "doubled")},
    "point": {"points": (Point({"teacher_sd": 0.2}),)},
}


def test_a_run_id_changes_with_each_input(design):
    before = ids(design())
    assert len(set(before)) == len(before)
    assert [name for name, change in CHANGES.items() if ids(design(**change))[1] == before[1]] == []


def test_a_run_id_does_not_change_with_order_or_with_how_a_value_is_given(design):
    setup = {"parameters": {"teacher_sd": 0.2, "novice_gap": 0.1}, "record": ("nation:year", "county:year")}
    turned = {"parameters": {"novice_gap": 0.1, "teacher_sd": 0.2}, "record": ("county:year", "nation:year")}
    assert ids(design(**setup)) == ids(design(**turned))
    assert set(ids(design())) == set(ids(design(names=("model_2025", "never"))))
    at_point = design(points=(Point({"teacher_sd": 0.2}),))
    assert ids(at_point) == ids(design(parameters={"teacher_sd": 0.2}))


def test_the_number_of_replications_changes_neither_ids_nor_folder(design):
    assert ids(design(replications=5))[: 2 * 3] == ids(design(replications=3))
    assert design(replications=5).question == design(replications=3).question
    assert design(names=("never", "doubled")).question != design().question


def test_a_users_table_counts_by_content_not_by_place(design):
    for name, text in (("a.csv", "x\n1\n"), ("b.csv", "x\r\n1\r\n"), ("c.csv", "x\n2\n")):
        Path(name).write_bytes(text.encode())
    one, same, other = (ids(design(tables={"schools": name})) for name in ("a.csv", "b.csv", "c.csv"))
    assert one == same != other
    assert one != ids(design())


@pytest.mark.parametrize("name", ["source_digest", "versions"])
def test_a_change_of_the_model_or_of_a_version_changes_every_id(design, monkeypatch, name):
    before = ids(design())
    monkeypatch.setattr(f"experiments.designs.design.{name}", lambda: "other")
    assert not set(before) & set(ids(design()))
    assert len(fingerprint.source_digest()) == 32


def test_runs_come_in_balanced_order(design):
    plan = design(points=(Point(), Point({"teacher_sd": 0.2})))
    order = [(r.replication, r.point, r.scenario.name) for r in plan.runs()]
    assert list(plan.run_ids()) == ids(plan)
    assert order == sorted(order, key=lambda key: key[:2])
    assert order[:4] == [(0, 0, "never"), (0, 0, "model_2025"), (0, 1, "never"), (0, 1, "model_2025")]


def test_tasks_hold_what_is_not_done(design):
    plan: Design = design(replications=2)
    done = {run.run_id for k, run in enumerate(plan.runs()) if k != 1}
    (task,) = plan.tasks(done)
    assert (task.replication, [run.scenario.name for run in task.runs]) == (0, ["model_2025"])


def test_levers_of_a_point_hold_from_their_semester_on_in_all_but_the_untouched_scenario(design):
    point = Point(levers={"dekom_s.requirement": 0.3})
    plan = replace(design(points=(Point(), point)), untouched="never", levers_from=3)
    model_2025 = plan.scenarios[1]
    changed = plan.scenario_at(1, model_2025)
    for semester in range(-2, 20):
        before, after = model_2025.levers_at(semester), changed.levers_at(semester)
        expected = {**before["dekom_s"], "requirement": 0.3} if semester >= 3 else before["dekom_s"]
        assert after == {**before, "dekom_s": expected}
    assert plan.scenario_at(1, plan.scenarios[0]) is plan.scenarios[0]


def test_cells_that_do_not_differ_share_one_run(design):
    plan = replace(design(points=(Point(), Point(levers={"dekom_s.requirement": 0.3}))), untouched="never")
    cells = list(plan.cells(0))
    assert [(point, name) for _, point, name in cells] == [
        (0, "never"), (0, "model_2025"), (1, "never"), (1, "model_2025"),
    ]  # fmt: skip
    assert cells[0][0] == cells[2][0]
    assert cells[1][0] != cells[3][0]
    assert plan.size == 3 * 3 == len(list(plan.runs())) == len(set(ids(plan)))
    assert [len(task.runs) for task in plan.tasks()] == [3, 3, 3], "points that differ in policy only share a history"


def test_points_that_differ_in_parameters_or_uncertainty_are_run_apart(design):
    plan = design(points=(Point(), Point({"teacher_sd": 0.2}), Point(uncertainty="register")), replications=1)
    tasks = list(plan.tasks())
    assert [t.setup.uncertainty for t in tasks] == ["point", "point", "register"]
    assert [t.setup.parameters for t in tasks] == [{}, {"teacher_sd": 0.2}, {}]


def test_a_described_design_is_named_by_its_description_not_by_its_points(design):
    about = {"kind": "grid", "factors": ["teacher_sd"]}
    few, more = (replace(design(points=(Point(),) * n), about=about) for n in (2, 5))
    assert few.question == more.question != design().question


def test_a_point_may_have_some_replications_only_and_records_of_its_own(design):
    few = Point(uncertainty=NEXT, record=("nation:semester",))
    plan = replace(design(points=(Point(), few), replications=5, uncertainty="register"), only={1: range(0, 4, 2)})
    runs = [(run.point, run.replication) for run in plan.runs() if run.scenario.name == "never"]
    assert runs == [(0, 0), (1, 0), (0, 1), (0, 2), (1, 2), (0, 3), (0, 4)]
    assert plan.size == len(ids(plan)) == 2 * len(runs)
    assert {task.setup.record for task in plan.tasks() if task.runs[0].point == 1} == {("nation",)}
    assert replace(plan, replications=9).question == plan.question


def test_a_draw_on_other_luck_has_the_parameters_of_the_next_replication(design):
    plan = design(points=(Point(), Point(uncertainty=NEXT)), uncertainty="register")
    next_one, other = plan.setup_at(0, 1), plan.setup_at(1, 0)
    (_, drawn, luck), (_, again, its_luck) = ground(next_one, 1), ground(other, 0)
    assert drawn == again
    assert (luck.replication, its_luck.replication) == (1, 0)


def test_scenarios_that_are_compared_are_held_until_they_part(design):
    assert design(paired=True).early == (-1,)
    assert design(("system_2026", "model_2025", "never"), paired=True, horizon=2030).early == (-1, 16)
    assert design().early == ()


def test_a_reading_of_research_holds_on_both_sides_and_policy_on_one(design):
    reading, policy = {"context.dose": "any_dose"}, {"dekom_s.requirement": 0.3}
    made = replace(design(points=[Point(), Point(levers=reading), Point(levers=policy)]), untouched="never")
    never, other = made.scenarios
    for phase in made.scenario_at(1, never).phases + made.scenario_at(1, other).phases:
        assert phase.levers["context"]["dose"]["rule"] == "any_dose"
    assert made.scenario_at(2, never) == never
    last = made.scenario_at(2, other)
    assert last.levers_at(100)["dekom_s"]["requirement"] == 0.3
    assert last.levers_at(made.levers_from - 1)["dekom_s"] == other.levers_at(made.levers_from - 1)["dekom_s"]
    by_point = {(point, name): run_id for run_id, point, name in made.cells(0)}
    assert by_point[0, "never"] == by_point[2, "never"] != by_point[1, "never"]


def test_a_lever_that_is_drawn_is_held_at_a_point_where_scenarios_leave_it_alone(design):
    point = Point({"dekom_s.contact_hours": 21.0, "teacher_sd": 0.2}, uncertainty="point")
    setup = point.setup(design().setup, 0)
    assert (dict(setup.levers), dict(setup.parameters)) == ({"dekom_s.contact_hours": 21.0}, {"teacher_sd": 0.2})
