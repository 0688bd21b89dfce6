"""What is measured of staff: the periphery, and how turnover erodes gains (P15, P17)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.analysis.validation.judging import measure
from sim.analysis.validation.measures.years import FIRST_SPRING, spring
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.practice import mean_practice
from sim.analysis.validation.statistics import rank_correlation, sums_by, thirds
from sim.types import Bools, Floats

STOP, AFTER = 2026, 2030
"""Springs: the last with money for anything collective, and four years later."""


def _by_place(run: Panel, total: Callable[[Panel], Floats]) -> tuple[Floats, Floats]:
    """Something per teacher in each municipality, mean of years 1-8, and the municipality's centrality.

    All schools that stand in a municipality count, whoever owns them.
    """
    place, n = run.rows("schools.municipality"), len(run.still["owners.kind"])
    posts = sums_by(place, run["schools.n_posts"], n)
    some = posts > 0
    per_teacher = sums_by(place, total(run), n)[some] / posts[some]
    return per_teacher, run["owners.centrality"][some]


def _mean_over_years(run: Panel, name: str) -> Floats:
    mean: Floats = run.over(name, FIRST_SPRING, spring(8)).mean(axis=0)
    return mean


@measure("model")
def unqualified_in_periphery(run: Panel) -> float:
    """Rank correlation of the share of unqualified posts with distance from the centre, over municipalities."""
    share, centrality = _by_place(run, lambda r: _mean_over_years(r, "schools.unqualified"))
    return rank_correlation(share, -centrality)


@measure("model")
def turnover_in_periphery(run: Panel) -> float:
    """The same of teachers who leave their school."""
    share, centrality = _by_place(run, lambda r: _mean_over_years(r, "schools.turnover") * r["schools.n_posts"])
    return rank_correlation(share, -centrality)


@measure("model")
def inflow_in_centre(run: Panel) -> float:
    """Rank correlation of new graduates per post with centrality: periphery has more posts to fill each year."""
    share, centrality = _by_place(run, lambda r: _mean_over_years(r, "schools.novices"))
    return rank_correlation(share, centrality)


@measure("model")
def graduates_among_arrivals(run: Panel) -> float:
    """Rank correlation of inflow from universities with centrality: graduates per post to be filled.

    Inflow is read against what has to be filled, because the finding is a weak supply from universities where posts
    are hardest to fill; per post the periphery, with twice the vacancies, would seem well supplied.
    """
    place, n = run.rows("schools.municipality"), len(run.still["owners.kind"])
    left = sums_by(place, _mean_over_years(run, "schools.turnover") * run["schools.n_posts"], n)
    graduates = sums_by(place, _mean_over_years(run, "schools.novices"), n)
    some = left > 0
    return rank_correlation(graduates[some] / left[some], run["owners.centrality"][some])


def _gains(run: Panel, never: Panel) -> tuple[Floats, Floats]:
    """Gain in practice times teachers of each school when the money stops and four years later.

    Practice is that in all topics: what was gained in any topic worked on so far can be lost.
    """
    posts = run["schools.n_posts"]
    at_stop, after = ((mean_practice(run, year) - mean_practice(never, year)) * posts for year in (STOP, AFTER))
    return at_stop, after


def _retained(gains: tuple[Floats, Floats], mine: Bools) -> float:
    """Share of the gain of some schools that is left; NaN if there was none."""
    at_stop, after = (float(gain[mine].sum()) for gain in gains)
    return after / at_stop if at_stop > 0 else np.nan


def _turnover(run: Panel) -> Floats:
    """Mean yearly turnover of each school in the four years."""
    mean: Floats = run.over("schools.turnover", STOP + 1, AFTER).mean(axis=0)
    return mean


def _discipline(run: Panel) -> Floats:
    """Mean discipline of each school in the four years: owner steering x stability of the principal."""
    p = run.parameters.school
    steering = run.over("owners.steering", STOP + 1, AFTER)[:, run.rows("schools.owner")]
    settled = np.minimum(run.over("schools.principal_tenure", STOP + 1, AFTER) / p.principal_dip_years, 1.0)
    stability = p.principal_new_stability + (1.0 - p.principal_new_stability) * settled
    mean: Floats = (steering * stability).mean(axis=0)
    return mean


@measure("ended", "never", until=AFTER)
def turnover_erodes(run: Panel, never: Panel) -> float:
    """Retained share of the paired gain, third of schools with most turnover less third with least."""
    gains = _gains(run, never)
    low, high = thirds(_turnover(run))
    return _retained(gains, high) - _retained(gains, low)


@measure("ended", "never", until=AFTER)
def retained(run: Panel, never: Panel) -> tuple[float, float]:
    """Share of the paired gain that all schools retain."""
    at_stop, after = (float(gain.sum()) for gain in _gains(run, never))
    return after, at_stop


@measure("ended", "never", until=AFTER)
def discipline_buffers(run: Panel, never: Panel) -> tuple[float, float]:
    """Loss by turnover in the most disciplined third of schools, against the least, per point of turnover.

    Turnover differs less between disciplined schools, so thirds of turnover are taken within each kind and the
    difference in what is retained is divided by the difference in turnover: else the same loss would look smaller.
    """
    gains, turnover = _gains(run, never), _turnover(run)
    loose, disciplined = thirds(_discipline(run))
    losses = [_loss_per_turnover(gains, turnover, kind) for kind in (disciplined, loose)]
    return losses[0], losses[1]


def _loss_per_turnover(gains: tuple[Floats, Floats], turnover: Floats, kind: Bools) -> float:
    """Retained share, lowest less highest third of turnover among some schools, per difference in turnover."""
    few, many = np.quantile(turnover[kind], [1 / 3, 2 / 3])
    low, high = kind & (turnover <= few), kind & (turnover >= many)
    return (_retained(gains, low) - _retained(gains, high)) / float(turnover[high].mean() - turnover[low].mean())
