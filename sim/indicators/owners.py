"""This file knows the indicators that are sums over owners: steering, partnerships, money."""

from __future__ import annotations

import numpy as np

from sim.actors.owner import STATE
from sim.indicators.registry import Indicator, Ratio
from sim.types import Floats
from sim.world import World


def _each(w: World) -> Floats:
    counted: Floats = (w.owners.kind != STATE).astype(np.float64)
    return counted


def _of_network(w: World, values: Floats) -> Floats:
    """A network's value at each of its owners, 0 outside networks."""
    row = np.maximum(w.owners.network, 0)
    return np.where(w.owners.network >= 0, values[row], 0.0)


def steering(w: World) -> Ratio:
    """Ownership strength."""
    return w.owners.steering * _each(w), _each(w)


def understanding(w: World) -> Ratio:
    """Understanding of the programme theory."""
    return w.owners.understanding * _each(w), _each(w)


def leader_turnover(w: World) -> Ratio:
    """Owners that lost their education leader in the school year."""
    return w.owners.leader_left * _each(w), _each(w)


def partnership_active(w: World) -> Ratio:
    """Owners in an active partnership."""
    return _of_network(w, w.networks.active.astype(np.float64)), _each(w)


def partnership_quality(w: World) -> Ratio:
    """Trust x practice-nearness, over owners with a partner at work."""
    at_work = _of_network(w, (w.networks.delivered > 0).astype(np.float64))
    return _of_network(w, w.networks.delivered_quality(w.universities.nearness)) * at_work, at_work


def collective_grant(w: World) -> Ratio:
    """Collective grant spent per teacher in the school year."""
    n = w.networks
    return _of_network(w, n.in_hand.sum(axis=1) / np.maximum(n.staff, 1e-9)) * w.owners.staff, w.owners.staff


def individual_grant(w: World) -> Ratio:
    """State money for further education per teacher in the school year."""
    return w.owners.study_grant, w.owners.staff


P = "model section 6"
OWNER_INDICATORS = (
    Indicator("steering", "0-1", "mean ownership strength", "owners", "stock", "+", 0.02, "owners", True,
              "Owner steering", "Eierstyring", P, steering),
    Indicator("understanding", "0-1", "mean understanding of the programme theory", "owners", "stock", "+", 0.02,
              "owners", False, "Programme theory understood", "Forståelse av programteorien", P, understanding),
    Indicator("leader_turnover", "share per year", "leaders who left / owners", "owners", "flow", "-", 0.01, "owners",
              False, "Education-leader turnover", "Gjennomtrekk av skolesjefer", P, leader_turnover),
    Indicator("partnership_active", "share of owners", "same partner, delivered activity, joint plan", "owners",
              "flow", "+", 0.05, "owners", True, "Owners in an active partnership", "Eiere i aktivt partnerskap",
              "pattern P1", partnership_active),
    Indicator("partnership_quality", "0-1", "trust x practice-nearness, where a partner is at work", "owners",
              "stock", "+", 0.02, "owners", True, "Partnership quality", "Kvalitet i partnerskap", "pattern P2",
              partnership_quality),
    Indicator("collective_grant", "kroner of 2025 per teacher", "collective grants spent / teachers", "owners",
              "flow", "0", 100.0, "teachers", True, "Collective grant per teacher", "Kollektivt tilskudd per lærer", P,
              collective_grant),
    Indicator("individual_grant", "kroner of 2025 per teacher", "state money for courses / teachers", "owners",
              "flow", "0", 100.0, "teachers", True, "Further-education money per teacher",
              "Videreutdanningsmidler per lærer", P, individual_grant),
)  # fmt: skip
