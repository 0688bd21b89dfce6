from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.analysis.comparison import comparison
from sim.analysis.figures import comparison_figures, run_figures
from sim.analysis.figures.style import BASELINE, OTHERS, looks
from sim.analysis.words import UNITS
from sim.indicators import INDICATORS
from tests.analysis.figures.conftest import MADE, all_texts


@pytest.fixture
def undrawn(monkeypatch):
    """Which figures belong together, without drawing them."""
    for name in (
        "paths",
        "differences",
        "difference_paths",
        "fan_charts",
        "fan_differences",
        "by_group",
        "composition",
    ):
        monkeypatch.setattr(f"sim.analysis.figures.sets.{name}", lambda *_, **__: Figure())


def real(n):
    """The first headline indicators, with the traits the made frame needs."""
    return [i for i in INDICATORS if i.headline][:n]


def test_names_say_what_was_recorded(undrawn, frame, make):
    few = [i for i in INDICATORS if i.name in {"practice", "depth", "turnover"}]
    full = comparison_figures(frame, "scenario_0", indicators=few)
    assert list(full) == [
        "paths", "differences", "difference_paths", "fan", "fan_differences", "by_size", "by_centrality",
    ]  # fmt: skip
    assert list(comparison_figures(make(2), "scenario_0", "nb", indicators=few)) == list(full)[:5]
    alone = make(2, replications=1)
    assert list(comparison_figures(alone, "scenario_0", indicators=few)) == list(full)[:3], "one future has no spread"
    assert list(run_figures(make(1), "nb", indicators=few)) == ["paths"]


def test_more_than_six_indicators_take_several_figures(make):
    names = real(13)
    made = [MADE[0].__class__(i.name, i.unit, i.direction, 0.01, i.label_en, i.label_nb) for i in names]
    figures = run_figures(make(1, replications=2, semesters=2, indicators=made), indicators=names)
    assert [len(f.axes) for f in figures.values()] == [4, 5, 4]
    assert list(figures) == ["paths", "paths_2", "paths_3"]


def test_the_scenarios_asked_for_are_drawn_in_their_order(frame):
    figures = comparison_figures(
        frame, "scenario_1", scenarios=["scenario_2"], indicators=INDICATORS, kinds=["differences"]
    )
    said = " ".join([*all_texts(figures["differences"]), figures["differences"].get_label()])
    assert "scenario 2" in said
    assert "scenario 0" not in said


def test_a_given_table_is_used(make):
    made, few = make(2), [i for i in INDICATORS if i.name in {"practice", "depth"}]
    table = comparison(made, "scenario_0", ["scenario_1"], few[:1])
    given = comparison_figures(made, "scenario_0", indicators=few, table=table, kinds=["differences"])
    assert [t.get_text() for t in given["differences"].axes[0].texts] == [few[0].label_en]


def test_fans_and_groups_show_what_leads(frame):
    few = [i for i in INDICATORS if i.name in {"practice", "depth", "turnover"}]
    verdicts = {"practice": "cannot tell", "depth": "cannot tell", "turnover": "up"}
    table = comparison(frame, "scenario_0", ["scenario_1", "scenario_2"], few)
    table = table.assign(verdict=table["indicator"].astype(str).map(verdicts))
    made = comparison_figures(
        frame, "scenario_0", indicators=few, table=table, kinds=["fan", "fan_differences", "by_size"]
    )
    titles = [ax.get_title(loc="left").split("\n")[0] for ax in made["fan"].axes]
    assert titles == ["Teacher turnover"] * 3, "a panel a scenario"
    spread = {ax.get_title(loc="left").split("\n")[0] for ax in made["fan_differences"].axes}
    assert spread == {"Teacher turnover"}, "what leads only"
    assert "turnover" in made["by_size"].texts[1].get_text()


def test_an_unknown_baseline_is_refused(frame):
    with pytest.raises(ValueError, match="no results of the baseline 'nobody'"):
        comparison_figures(frame, "nobody")


def test_no_values_at_all_make_no_figures(make):
    made = make(2)
    made["value"] = np.nan
    assert comparison_figures(made, "scenario_0") == {}


def test_only_the_baseline_still_has_paths(undrawn, make):
    assert list(comparison_figures(make(1), "scenario_0")) == ["paths"]


def test_global_settings_are_neither_used_nor_changed(make):
    few = [i for i in INDICATORS if i.name == "practice"]
    made = make(2)

    def png():
        to = BytesIO()
        comparison_figures(made, "scenario_0", indicators=few, kinds=["paths"])["paths"].savefig(
            to, format="png", dpi=60
        )
        return to.getvalue()

    plain, before = png(), dict(mpl.rcParams)
    with mpl.rc_context({"font.size": 20, "lines.linewidth": 7, "axes.grid": True}):
        assert png() == plain
    assert dict(mpl.rcParams) == before


def test_figures_are_unknown_to_pyplot(make):
    import matplotlib.pyplot as plt

    run_figures(make(1), indicators=[i for i in INDICATORS if i.name == "practice"])
    assert plt.get_fignums() == []


def test_text_of_svg_stays_text_and_is_the_same_each_time(make):
    few = [i for i in INDICATORS if i.name == "practice"]

    def svg():
        to = BytesIO()
        with mpl.rc_context({"svg.hashsalt": "paths", "svg.fonttype": "none"}):
            run_figures(make(1), indicators=few)["paths"].savefig(to, format="svg", metadata={"Date": None})
        return to.getvalue()

    first = svg()
    assert first == svg()
    assert b">Teaching practice</text>" in first


def test_looks_differ_without_colour():
    every = [BASELINE, *OTHERS]
    assert len({str(look.line) for look in every}) == len({look.marker for look in every}) == len(every)


def test_more_scenarios_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="at most 7"):
        looks([str(k) for k in range(8)], "0")


def test_every_unit_has_words():
    assert {i.unit for i in INDICATORS} <= set(UNITS)


def test_where_kinds_are_asked_for_figures_over_time_show_what_leads(undrawn, make, monkeypatch):
    names = real(13)
    made = [MADE[0].__class__(i.name, i.unit, i.direction, 0.01, i.label_en, i.label_nb) for i in names]
    frame = make(2, replications=2, semesters=2, indicators=made)
    shown = []
    monkeypatch.setattr(
        "sim.analysis.figures.sets.difference_paths", lambda _, few, **__: shown.append(few) or Figure()
    )
    verdicts = {i.name: "up" if place > 8 else "cannot tell" for place, i in enumerate(names)}
    table = comparison(frame, "scenario_0", ["scenario_1"], names)
    table = table.assign(verdict=table["indicator"].astype(str).map(verdicts))
    figures = comparison_figures(frame, "scenario_0", indicators=names, table=table, kinds=["difference_paths"])
    assert list(figures) == ["difference_paths"]
    (few,) = shown
    leading = [i for i in names if verdicts[i.name] == "up" and i.direction != "0"]
    assert set(leading) <= set(few)
    assert len(few) == 6
    every = comparison_figures(frame, "scenario_0", indicators=names, table=table)
    assert {"difference_paths", "difference_paths_2", "difference_paths_3"} <= set(every)
