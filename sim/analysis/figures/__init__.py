"""Figures of results: frames in, Matplotlib figures out; nothing is shown and nothing saved."""

from sim.analysis.figures.alt import alt_text
from sim.analysis.figures.backtest_panels import backtest_figures
from sim.analysis.figures.composition import composition
from sim.analysis.figures.cost_plane import cost_plane
from sim.analysis.figures.difference_panels import difference_paths
from sim.analysis.figures.event_study import event_study
from sim.analysis.figures.fan_charts import fan_charts, fan_differences
from sim.analysis.figures.forest import differences
from sim.analysis.figures.group_spread import group_spread
from sim.analysis.figures.groups import by_group
from sim.analysis.figures.heat_map import heat_map
from sim.analysis.figures.learned_ranks import learned_ranks
from sim.analysis.figures.outline_map import outline_map
from sim.analysis.figures.partnership_network import partnership_network
from sim.analysis.figures.parts_bars import parts_bars
from sim.analysis.figures.path_panels import paths
from sim.analysis.figures.places import place_figures
from sim.analysis.figures.prim_box import prim_box
from sim.analysis.figures.response_curve import response_curve
from sim.analysis.figures.sensitivity_bars import importance_bars, morris_bars, sobol_bars, tornado
from sim.analysis.figures.sets import comparison_figures, run_figures
from sim.analysis.figures.style import COLUMN, WIDTH
from sim.analysis.figures.switching_ends import switching_ends
from sim.analysis.figures.tile_map import tile_map
from sim.analysis.figures.variance_bars import variance_sources
from sim.analysis.figures.winners import winners_and_losers

__all__ = [
    "COLUMN",
    "WIDTH",
    "alt_text",
    "backtest_figures",
    "by_group",
    "comparison_figures",
    "composition",
    "cost_plane",
    "difference_paths",
    "differences",
    "event_study",
    "fan_charts",
    "fan_differences",
    "group_spread",
    "heat_map",
    "importance_bars",
    "learned_ranks",
    "morris_bars",
    "outline_map",
    "partnership_network",
    "parts_bars",
    "paths",
    "place_figures",
    "prim_box",
    "response_curve",
    "run_figures",
    "sobol_bars",
    "switching_ends",
    "tile_map",
    "tornado",
    "variance_sources",
    "winners_and_losers",
]
