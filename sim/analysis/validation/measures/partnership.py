"""What is measured of partnerships: infrastructure, spread of quality and what explains it (P1-P4)."""

from __future__ import annotations

import numpy as np

from sim.agents.owner import STATE
from sim.agents.school import UPPER_SECONDARY
from sim.analysis.validation.judging import measure
from sim.analysis.validation.measures.years import spring
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.statistics import correlation, means_by, standard, standardised_slopes, sums_by
from sim.types import Bools, Floats

UPPER_FIRST = 3
"""Year of Dekom S in which upper-secondary schools join; their owners' own year 1."""


def _of_owners(run: Panel, name: str, year: int) -> Floats:
    """A yes or no of networks at each of their owners, 0 outside networks."""
    network = run.rows("owners.network")
    return np.where(network >= 0, run.at(name, spring(year))[np.maximum(network, 0)], 0.0)


def _in_scheme(run: Panel, year: int) -> Bools:
    """Owners whose schools have been in the scheme for that year and two before; the state takes no part."""
    n = len(run.still["owners.kind"])
    upper = run.rows("schools.level") == UPPER_SECONDARY
    early = sums_by(run.rows("schools.owner"), (~upper).astype(np.float64), n) > 0
    late = sums_by(run.rows("schools.owner"), upper.astype(np.float64), n) > 0
    joined = early | (late & (year >= UPPER_FIRST + 2))
    public_or_private: Bools = run.rows("owners.kind") != STATE
    return joined & public_or_private


@measure("model")
def share_active(run: Panel) -> float:
    """Owners in an active partnership, in the lowest of years 3-8.

    An owner counts from its own year 3: county councils joined two years later. Private owners count too.
    """
    shares = [_of_owners(run, "networks.active", year)[_in_scheme(run, year)].mean() for year in range(3, 9)]
    return float(min(shares))


@measure("model")
def dissolution(run: Panel) -> tuple[float, float]:
    """Active partnerships of the year before that are not active any more, a year, over years 4-8, by owner."""
    gone = before = 0.0
    for year in range(4, 9):
        was, is_ = _of_owners(run, "networks.was_active", year), _of_owners(run, "networks.active", year)
        gone, before = gone + float((was * (1.0 - is_)).sum()), before + float(was.sum())
    return gone, before


def _quality(run: Panel, year: int) -> tuple[Floats, Bools]:
    """Delivered quality of each network, and which were at work that year."""
    return run.at("networks.quality", spring(year)), run.at("networks.delivered", spring(year)) > 0


@measure("model")
def spread_kept(run: Panel) -> tuple[float, float]:
    """SD of partnership quality between networks at work, year 8 against year 2."""
    (late, now), (early, then) = _quality(run, 8), _quality(run, 2)
    return float(late[now].std()), float(early[then].std())


@measure("model")
def quality_persists(run: Panel) -> float:
    """Correlation of quality in year 4 with quality in year 8, over networks at work in both."""
    (early, then), (late, now) = _quality(run, 4), _quality(run, 8)
    return correlation(early[then & now], late[then & now])


def _capacity_of_networks(run: Panel) -> Floats:
    """Mean school-office FTE of each network's members."""
    network, n = run.rows("owners.network"), len(run.still["networks.kind"])
    joined = network >= 0
    return means_by(network[joined], run["owners.office_fte"][joined], np.ones(int(joined.sum())), n)


def _quality_5_to_8(run: Panel) -> tuple[Floats, Bools]:
    """Mean quality of each network over the years 5-8 in which it was at work, and whether there is one."""
    years = [_quality(run, year) for year in range(5, 9)]
    counted = np.sum([at_work for _, at_work in years], axis=0)
    total = np.sum([np.where(at_work, quality, 0.0) for quality, at_work in years], axis=0)
    return total / np.maximum(counted, 1), counted > 0


@measure("model")
def capacity_tells(run: Panel) -> float:
    """Correlation of owner capacity with mean quality in years 5-8, one row a network.

    Capacity is the school office's FTE as it stands, mean over the network's members.
    """
    quality, some = _quality_5_to_8(run)
    return correlation(_capacity_of_networks(run)[some], quality[some])


@measure("model")
def log_capacity_tells(run: Panel) -> float:
    """The same with the log of capacity, which a few very large offices do not decide."""
    quality, some = _quality_5_to_8(run)
    return correlation(np.log(_capacity_of_networks(run)[some]), quality[some])


def _drivers(run: Panel, year: int) -> Floats:
    """Steering, involvement and understanding of each network's staff, shape (networks, 3)."""
    network, n = run.rows("schools.network"), len(run.still["networks.kind"])
    member = network >= 0
    posts, owner = run["schools.n_posts"][member], run.rows("schools.owner")[member]
    seen = (
        run.at("owners.steering", spring(year))[owner],
        run.at("schools.involvement", spring(year))[member],
        run.at("owners.understanding", spring(year))[owner],
    )
    return np.stack([means_by(network[member], values, posts, n) for values in seen], axis=1)


def _slopes(run: Panel) -> Floats:
    """Standardised slopes of quality on last year's drivers, years 3-8 pooled, each year standardised by itself."""
    quality, drivers = [], []
    for year in range(3, 9):
        now, at_work = _quality(run, year)
        if at_work.sum() > 2:
            quality.append(standard(now[at_work]))
            drivers.append(standard(_drivers(run, year - 1)[at_work]))
    return standardised_slopes(np.concatenate(quality), np.concatenate(drivers)) if quality else np.full(3, np.nan)


@measure("model")
def slope_on_steering(run: Panel) -> float:
    """Standardised slope of quality on last year's steering, the other two held."""
    return float(_slopes(run)[0])


@measure("model")
def slope_on_involvement(run: Panel) -> float:
    """Standardised slope of quality on last year's involvement, the other two held."""
    return float(_slopes(run)[1])


@measure("model")
def slope_on_understanding(run: Panel) -> float:
    """Standardised slope of quality on last year's understanding, the other two held."""
    return float(_slopes(run)[2])


@measure("model")
def gap_closes(run: Panel) -> float:
    """Support in principle less delivered quality: mean over networks at work, year 2 less year 8."""
    gaps = [run.at("networks.unmet", spring(year))[_quality(run, year)[1]].mean() for year in (2, 8)]
    return float(gaps[0] - gaps[1])
