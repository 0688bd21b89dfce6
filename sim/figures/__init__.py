"""Figures of results: frames in, Matplotlib figures out; nothing is shown and nothing saved."""

from sim.figures.backtest_panels import backtest_figures
from sim.figures.difference_panels import difference_paths
from sim.figures.forest import differences
from sim.figures.groups import by_group
from sim.figures.path_panels import paths
from sim.figures.sets import comparison_figures, run_figures

__all__ = [
    "backtest_figures",
    "by_group",
    "comparison_figures",
    "difference_paths",
    "differences",
    "paths",
    "run_figures",
]
