"""This file knows the indicators of money: what the state, owners and teachers put in, per teacher."""

from __future__ import annotations

import numpy as np

from sim.indicators.registry import Indicator, Ratio
from sim.types import Floats
from sim.world import World


def _grants(w: World) -> Floats:
    """State money of the school year at each owner: collective, follow-up and further education, kroner."""
    networks, owners = w.networks, w.owners
    per_teacher = networks.in_hand.sum(axis=1) / np.maximum(networks.staff, 1e-9)
    collective = np.where(owners.network >= 0, per_teacher[np.maximum(owners.network, 0)], 0.0) * owners.staff
    followed_up = owners.follow_grant + owners.guide_money
    return collective + followed_up + owners.study_grant + owners.capacity_money + owners.premium_money


def state_money(w: World) -> Ratio:
    """State money per teacher, grants to capacity and extra pay included, Dekom Y apart."""
    return _grants(w), w.owners.staff


def own_money(w: World) -> Ratio:
    """What owners add to collective grants, per teacher."""
    networks, owners = w.networks, w.owners
    per_teacher = networks.own_money / np.maximum(networks.staff, 1e-9)
    own = np.where(owners.network >= 0, per_teacher[np.maximum(owners.network, 0)], 0.0) * owners.staff
    return own, owners.staff


def staff_time(w: World) -> Ratio:
    """Working time in collective measures, priced, per teacher."""
    return w.owners.staff_time, w.owners.staff


def university_money(w: World) -> Ratio:
    """What universities are paid of collective grants, per teacher in the networks."""
    paid, staff = w.networks.paid_university.sum(axis=1), w.networks.staff
    return np.array([float(paid.sum())]), np.array([float(staff.sum())])


P = "model section 6"
PER_TEACHER = "kroner of 2025 per teacher"
MONEY_INDICATORS = (
    Indicator("state_money", PER_TEACHER, "grants, capacity and extra pay / teachers; Dekom Y apart", "owners", "flow",
              "0", 100.0, "teachers", False, "State money per teacher", "Statlige midler per lærer", P, state_money),
    Indicator("own_money", PER_TEACHER, "own share of collective grants / teachers", "owners", "flow", "0", 50.0,
              "teachers", False, "Owners' own share per teacher", "Egenandel per lærer", P, own_money),
    Indicator("staff_time", PER_TEACHER, "participant-hours x cost of an hour / teachers", "owners", "flow", "0",
              500.0, "teachers", False, "Working time in measures, priced", "Arbeidstid i tiltak, i kroner", P,
              staff_time),
    Indicator("university_money", PER_TEACHER, "paid to universities / teachers", "nation", "flow", "0", 50.0,
              "teachers", False, "Paid to universities per teacher", "Betalt til UH per lærer", P, university_money),
)  # fmt: skip
