"""Runs are named by all that decides them, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments import fingerprint
from experiments.design import Design


def ids(design) -> list[str]:
    return [run.run_id for run in design.runs]


CHANGES = {
    "seed": {"seed": 2},
    "world": {"world": "agder"},
    "horizon": {"horizon": 2021},
    "uncertainty": {"uncertainty": "register"},
    "parameters": {"parameters": {"teacher_sd": 0.2}},
    "record": {"record": ("nation", "county")},
    "scenario": {"names": ("never", "doubled")},
    "point": {"points": ({"teacher_sd": 0.2},)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_id_changes_with_each_input(design, change):
    before, after = ids(design()), ids(design(**CHANGES[change]))
    assert before[1] != after[1]
    assert len(set(before)) == len(before)


def test_a_run_id_does_not_change_with_order_or_with_how_a_value_is_given(design):
    setup = {"parameters": {"teacher_sd": 0.2, "novice_gap": 0.1}, "record": ("nation", "county")}
    turned = {"parameters": {"novice_gap": 0.1, "teacher_sd": 0.2}, "record": ("county", "nation")}
    assert ids(design(**setup)) == ids(design(**turned))
    assert set(ids(design())) == set(ids(design(names=("model_2025", "never"))))
    at_point = design(points=({"teacher_sd": 0.2},))
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


def test_a_change_of_the_model_changes_every_id(design, monkeypatch):
    before = ids(design())
    monkeypatch.setattr("experiments.design.source_digest", lambda: "other")
    assert not set(before) & set(ids(design()))
    assert len(fingerprint.source_digest()) == 32


def test_runs_come_in_balanced_order(design):
    order = [(r.replication, r.point, r.scenario.name) for r in design(points=({}, {"teacher_sd": 0.2})).runs]
    assert order == sorted(order, key=lambda key: key[:2])
    assert order[:4] == [(0, 0, "never"), (0, 0, "model_2025"), (0, 1, "never"), (0, 1, "model_2025")]


def test_tasks_hold_what_is_not_done(design):
    plan: Design = design(replications=2)
    done = {plan.runs[0].run_id, plan.runs[2].run_id, plan.runs[3].run_id}
    (task,) = plan.tasks(done)
    assert (task.replication, [run.scenario.name for run in task.runs]) == (0, ["model_2025"])
