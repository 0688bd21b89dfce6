"""Switching values, scenario discovery and packages, from the command line to tables and sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

from experiments.cli import main
from experiments.refusals import BAD_INPUT, BadInput
from experiments.scenarios.packages import package
from sim.analysis.decision.draws import mass_below, triangle
from sim.policy import declarations
from sim.timeline import scenario
from tests.experiments.fake_choice import LEVER, by_lever, replicate

SMALL = ["world=tiny", "horizon=2021", "workers=1", "baseline=never", "figures=none"]


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words), replicate)
    out, err = capsys.readouterr()
    return code, out, err


def tables(out: str) -> dict[str, pd.DataFrame]:
    folder = Path(out.rsplit("Results: ", 1)[1].strip())
    return {path.stem: pd.read_csv(path) for path in (folder / "tables").glob("*.csv")}


def test_switching_finds_the_parameter_that_matters_and_its_known_value(capsys):
    """The difference is 0.04 (1 - x / 0.08) + 0 with three other schemes at -0.02 + 0.01 + 0.01, so 0.005 at 0.07."""
    code, out, _ = answer(capsys, "switching", *SMALL, "scenario=model_2025", "replications=30", "most=2")
    assert code == 0
    assert "Plan: 60 runs to rank parameters, then about 300" in out
    found = tables(out)
    assert found["switching_ranking"]["parameter"][0] == "quality_fade"
    rows = found["switching"].query("parameter == 'quality_fade' and side == 'above'")
    assert rows["switching_value"].item() == pytest.approx(0.07)
    assert (rows["verdict"].item(), rows["verdict_beyond"].item()) == ("up", "too small to matter")
    assert rows["probability_beyond"].item() == pytest.approx(1 - mass_below("quality_fade", 0.07))
    assert "If “Drift of teacher-education quality back to its start” is above 0.07 " in out
    assert "No switch in the range of" in out
    assert "luck only" in out


def test_switching_the_same_again_makes_no_runs_and_says_it_in_norwegian(capsys):
    words = ["switching", *SMALL, "scenario=model_2025", "replications=5", "factors=[quality_fade]"]
    first, second = answer(capsys, *words)[1], answer(capsys, *words, "language=nb")[1]
    assert "40 runs made, 0 found" in first
    assert "0 kjøringer gjort, 40 funnet" in second
    for said in ("Omslagspunkter", "er konklusjonen for liten til å bety noe", "er over 0,07 "):
        assert said in second


def pictures(out: str) -> dict[str, dict[str, object]]:
    """Names of the figures saved, with the origin inside each."""
    found = {}
    for path in (Path(out.rsplit("ults: ", 1)[-1].rsplit("Resultater: ", 1)[-1].strip()) / "figures").glob("*.png"):
        with Image.open(path) as image:
            found[path.stem] = json.loads(image.text["Source"])
    return found


def test_what_is_found_is_drawn_with_its_origin(capsys, monkeypatch):
    for command, name, made in (
        ("switching", "switching_figure", Figure()),
        ("discover", "boxes", {"box": Figure()}),
        ("decompose", "parts", {"parts": Figure()}),
    ):
        monkeypatch.setattr(f"experiments.commands.{command}.{name}", lambda *_, made=made: made)
    words = [*SMALL[:-1], "replications=40"]
    turned = pictures(answer(capsys, "switching", *words, "scenario=model_2025", "most=1")[1])
    held = pictures(answer(capsys, "discover", *words, "scenarios=[model_2025]", "threshold=0.015")[1])
    parts = pictures(answer(capsys, "decompose", "model_2025", *words)[1])
    assert [*turned, *held, *parts] == ["switching", "box", "parts"]
    assert [origin["command"] for made in (turned, held, parts) for origin in made.values()] == [
        "switching", "discover", "decompose",
    ]  # fmt: skip


def test_a_box_stands_inside_the_full_ranges_of_the_register():
    from experiments.present.drawings import ranges

    ends = {"low": [-np.inf, 0.05, -1.0], "high": [0.05, np.inf, 9.0]}
    limits = pd.DataFrame({"parameter": ["quality_fade"] * 3, **ends})
    low, _, high = triangle("quality_fade")
    found = ranges(limits)
    assert found[["low", "high"]].to_numpy().tolist() == [[low, 0.05], [0.05, high], [-1.0, 9.0]]
    assert (found["full_low"] <= found["low"]).all()
    assert (found["full_high"] >= found["high"]).all()


def test_switching_can_rank_by_the_folder_of_another_command(capsys):
    _, out, _ = answer(capsys, "discover", *SMALL, "scenarios=[model_2025]", "replications=20")
    folder = out.rsplit("Results: ", 1)[1].strip()
    words = ["switching", folder, *SMALL, "scenario=model_2025", "replications=3", "most=1"]
    assert "24 runs made" in answer(capsys, *words)[1]


def test_discover_says_the_known_condition_and_stores_its_tables(capsys):
    words = ["discover", *SMALL, "scenarios=[model_2025]", "threshold=0.015", "replications=100"]
    code, out, _ = answer(capsys, *words)
    assert code == 0
    found = tables(out)
    row = found["discovery"].iloc[0]
    assert row["found"] == "condition"
    limits = found["discovery_limits"]
    assert list(limits["parameter"]) == ["quality_fade"]
    bound = limits["low"].item() if row["unless"] else limits["high"].item()
    assert bound == pytest.approx(0.05, abs=0.01)
    assert row["better"] == pytest.approx(mass_below("quality_fade", 0.05), abs=0.15)
    for said in (
        "Robustness over 100 states",
        "“Drift of teacher-education quality back to its start” is",
        "How sure",
        "held out",
    ):
        assert said in out
    assert set(found["robustness"]["scenario"]) == {"never", "model_2025"}


def test_discover_reads_a_folder_and_gives_the_same_answer(capsys):
    words = [*SMALL, "scenarios=[model_2025]", "threshold=0.015"]
    _, out, _ = answer(capsys, "discover", *words, "replications=40")
    folder = out.rsplit("Results: ", 1)[1].strip()
    code, again, _ = answer(capsys, "discover", folder, *words, "language=en")
    assert code == 0
    assert again.strip() == out.split("Intervals show")[0].strip()


def test_discover_where_one_is_always_better_needs_no_condition(capsys):
    out = answer(capsys, "discover", *SMALL, "scenarios=[model_2025]", "threshold=-1", "replications=8")[1]
    assert "in 100\u00a0% of 8 states" in out
    assert "condition" not in out.replace("conditions", "")


def test_the_scenario_that_is_better_more_often_is_the_one_asked_about(capsys):
    words = [*SMALL[:3], "figures=none", "replications=8", "threshold=0.001"]
    out = answer(capsys, "discover", *words, "baseline=model_2025", "scenarios=[never]")[1]
    assert "“Schemes of 2017–2025” is better than “No decentralised model” by at least" in out


def test_decompose_finds_what_each_scheme_adds_and_that_the_sum_is_the_whole(capsys):
    code, out, _ = answer(capsys, "decompose", "model_2025", *SMALL, "uncertainty=point", "replications=3")
    assert code == 0
    found = tables(out)["decomposition"].set_index("part")
    loss = 1 - 0.03 / 0.08
    expected = {"dekom_s": 0.04 * loss + 0.005, "dekom_y": 0.015, "follow_up": -0.02, "inclusion": 0.0}
    for part, adds in expected.items():
        assert found.loc[part, "adds"] == pytest.approx(adds, abs=1e-12)
    assert found.loc["total", "adds"] == pytest.approx(sum(expected.values()))
    assert "16 subsets of 4 parts" in out


def test_parts_of_never_are_those_of_model_2025_taken_away(capsys):
    words = [*SMALL[:3], "figures=none", "replications=2"]
    away = tables(answer(capsys, "decompose", "never", *words, "baseline=model_2025")[1])["decomposition"]
    added = tables(answer(capsys, "decompose", "model_2025", *words, "baseline=never")[1])["decomposition"]
    np.testing.assert_allclose(away["adds"], -added["adds"], atol=1e-12)


def test_subsets_of_a_package_end_at_both_scenarios_and_change_only_their_own_levers():
    never, schemes = scenario("never"), scenario("model_2025")
    found = package(never, schemes, {})
    assert list(found.parts) == ["dekom_s", "inclusion", "dekom_y", "follow_up"]
    assert found.scenario(frozenset()) is never
    assert found.scenario(frozenset(found.parts)) is schemes
    one = found.scenario(frozenset(["dekom_y"]))
    assert one.name == "model_2025(dekom_y)"
    for semester in range(-5, 30):
        levers = one.levers_at(semester)
        assert levers["dekom_y"] == schemes.levers_at(semester)["dekom_y"]
        assert {k: v for k, v in levers.items() if k != "dekom_y"} == {
            k: v for k, v in never.levers_at(semester).items() if k != "dekom_y"
        }


def test_decisions_within_one_section_are_parts_of_their_own_and_groups_are_the_users():
    base, whole = scenario("system_2026"), scenario("retention_package")
    alone = package(base, whole, {})
    assert set(alone.parts) == {"staff.pay_premium", "staff.induction", "staff.principal_support"}
    groups = {"pay": ["staff.pay_premium"], "help": ["staff.induction", "staff.principal_support"]}
    assert package(base, whole, groups).parts["help"] == {"staff.induction", "staff.principal_support"}


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({"a": ["staff.pay_premium"], "b": ["staff.induction"]}, "staff.principal_support is in 0 parts"),
        ({"a": ["staff"], "b": ["staff.induction"]}, "staff.induction is in 2 parts"),
        ({"a": ["staff"], "b": ["dekom_s"]}, "does not decide dekom_s"),
        ({"a": ["staff"]}, "two parts or more"),
    ],
)
def test_groups_that_would_not_add_up_are_refused(groups, said):
    with pytest.raises(BadInput, match=said):
        package(scenario("system_2026"), scenario("retention_package"), groups)


BAD = [
    (["switching", "scenario=never"], "that is the baseline too"),
    (["switching", "scenario=model_2025", "uncertainty=point"], "nothing is uncertain"),
    (["switching", "scenario=model_2025", "factors=[quality_fad]"], "did you mean quality_fade"),
    (["switching", "scenario=model_2025", "factors=[fade_unused]", "parameters.fade_unused=0.2"], "leave one out"),
    (["switching", "scenario=model_2025", "indicator=[practice,turnover]"], "one at a time"),
    (["switching", "scenario=model_2025", "year=2022"], "year=2022: must lie within 2018-2021"),
    (["switching", "scenarios=[model_2025]"], "write scenario="),
    (["discover", "scenarios=[model_2025]", "indicator=practise"], "did you mean practice"),
    (["discover", "scenarios=[model_2025]", "indicator=collective_grant"], "neither more nor less"),
    (["discover", "scenarios=[never]"], "that is the baseline too"),
    (["decompose", "never"], "that is the baseline too"),
    (["decompose", "no_such"], "does not exist"),
    (["discover", "no_folder"], "not a results folder"),
]


def test_bad_input_is_one_line(capsys):
    for words, said in BAD:
        code, _, err = answer(capsys, words[0], *SMALL, *words[1:])
        assert (code in (BAD_INPUT, 4), said in err, err.count("\n")) == (True, True, 1), err


def test_a_folder_in_which_nothing_is_uncertain_is_refused(capsys):
    _, out, _ = answer(capsys, "decompose", "model_2025", *SMALL, "uncertainty=point", "replications=1")
    folder = out.rsplit("Results: ", 1)[1].strip()
    code, _, err = answer(capsys, "discover", folder, *SMALL)
    assert code == BAD_INPUT
    assert "parameters do not vary" in err


def test_without_the_extra_discover_names_it(capsys, monkeypatch):
    from sim.analysis.decision.prim import PrimMissing

    def missing(*_, **__):
        raise PrimMissing("ema_workbench is not installed")

    monkeypatch.setattr("sim.analysis.decision.discovery.peeled", missing)
    words = ["discover", *SMALL, "scenarios=[model_2025]", "threshold=0.015", "replications=40"]
    code, _, err = answer(capsys, *words)
    assert code == BAD_INPUT
    assert "pip install 'kompetanse[discovery]'" in err


def test_discover_goes_on_without_an_indicator_that_is_nowhere_defined(capsys):
    words = ["discover", *SMALL, "scenarios=[model_2025]", "replications=8"]
    code, out, _ = answer(capsys, *words, "indicator=[depth,practice]")
    assert code == 0
    assert "Left out, as not defined in every scenario: depth." in out
    assert set(tables(out)["discovery"]["indicator"]) == {"practice"}
    code, _, err = answer(capsys, *words, "indicator=depth")
    assert (code, err.count("\n")) == (BAD_INPUT, 1)
    assert "indicator=depth: has no value in both never and model_2025" in err


def test_a_lever_that_is_an_assumption_is_a_factor_of_discover_and_switching(capsys):
    low, _, high = triangle(LEVER)
    code = main(["switching", *SMALL, "scenario=model_2025", "replications=24", "most=1"], by_lever)
    out, _ = capsys.readouterr()
    assert code == 0
    rows = tables(out)["switching"].query(f"parameter == '{LEVER}' and side == 'above'")
    assert rows["switching_value"].item() == pytest.approx(low + 0.875 * (high - low), rel=1e-3)
    meaning = declarations()[LEVER].en.rstrip(".")
    assert meaning.split()[0] in out
    assert f"; {LEVER})" in out
    code = main(["discover", *SMALL, "scenarios=[model_2025]", "replications=40", "threshold=0.02"], by_lever)
    out, _ = capsys.readouterr()
    assert code == 0
    effects = tables(out)["assumptions_effect"]
    assert effects["parameter"][0] == LEVER


def test_what_reads_a_folder_takes_the_horizon_from_it(capsys):
    _, out, _ = answer(capsys, "discover", *SMALL, "scenarios=[model_2025]", "replications=8")
    folder = out.rsplit("Results: ", 1)[1].strip()
    code, _, err = answer(capsys, "discover", folder, "baseline=never", "figures=none")
    assert (code, err) == (0, "")
