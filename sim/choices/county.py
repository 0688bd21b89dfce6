"""What counties decide: what the forum recommends, and what the county council grants in a round of Dekom Y."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.county import County
from sim.agents.owner import COUNTY_COUNCIL
from sim.mechanisms.vocational_round import BETWEEN_ROUNDS, MEASURES, applications, grant_measures, prices
from sim.rules.allocation import Claimants
from sim.rules.split import stable_ties
from sim.schemes.dekom_s import DekomSLevers, Grants, Pots
from sim.schemes.dekom_y import MONTHS_AS_DEKOM_S, DekomYLevers, InCounty, free_people
from sim.types import Bools, Ints, Smalls

if TYPE_CHECKING:
    from sim.now import Now


def claims_of_networks(now: Now) -> Claimants:
    """What a key may look at of the networks, one row each."""
    networks, levers = now.world.networks, now.policy[DekomSLevers]
    return Claimants(
        teachers=networks.eligible * (1.0 + levers.network_incentive * (networks.members > 1)),
        need=networks.need,
        quality=networks.application_quality,
        benefit=networks.benefit,
        inhabitants=networks.population,
        key=networks.eligible,
        ids=stable_ties(networks.uid),
    )


def past_the_forum(levers: DekomSLevers, kind: Smalls) -> Bools:
    """Whose money does not pass the forum: county councils' where upper secondary has a line of its own (N-11)."""
    passes: Bools = levers.county_line & (kind == COUNTY_COUNCIL)
    return passes


@County.recommend.is_made_by
def recommend(now: Now, rows: Ints) -> None:
    """Each forum divides its county's pots by the key in force; upper-secondary money may pass it by (N-11)."""
    networks, grants, pots = now.world.networks, now.world[Grants], now.world[Pots]
    levers, everybody = now.policy[DekomSLevers], claims_of_networks(now)
    for row in rows:
        mine = np.flatnonzero(networks.county == row)
        asking = everybody.only(mine)
        passes_by = past_the_forum(levers, networks.kind[mine])
        grants.straight[mine], grants.recommended[mine] = 0, 0
        for line in np.flatnonzero(grants.wished[mine].any(axis=0)):
            pot, wish = int(pots.open_to_grants[row, line]), grants.wished[mine, line]
            part = asking.teachers * passes_by / max(asking.teachers.sum(), 1e-9)
            straight = np.minimum(np.floor(part * pot), wish * passes_by).astype(np.int64)
            wish = np.where(passes_by, 0.0, wish)
            grants.straight[mine, line] = straight
            grants.recommended[mine, line] = levers.allocation(pot - int(straight.sum()), wish, asking)


@County.hold_round.is_made_by
def hold_round(now: Now, rows: Ints) -> None:
    """People apply, the county council grants what its pots allow, the others are turned away (Y-1 to Y-5)."""
    counties, y = now.world.counties, now.world[InCounty]
    levers, params = now.policy[DekomYLevers], now.params.vocational
    for_next_year = levers.rounds == 0
    later = not now.autumn and not for_next_year
    free = (y.y_people if for_next_year else free_people(y))[rows]
    know = np.maximum(y.y_awareness[rows], levers.awareness_floor)
    lot = now.draws.uniform("vocational applications", counties.uid[rows], MEASURES)
    asked = applications(free, know, params.release_midyear if later else 1.0, lot, params)
    price, pot = prices(levers), y.y_pot[rows]
    alike = params.forum_advice * counties.forum_power[rows] if levers.school_first else np.ones(len(rows))
    granted = grant_measures(pot, asked, price, alike, later=later)
    y.y_pot[rows] = pot
    y.y_committed[rows] += granted @ price
    y.y_granted[rows] += granted @ price
    again = np.minimum(granted, y.y_turned_away[rows])  # applied in the round before already
    months = float(MONTHS_AS_DEKOM_S) if for_next_year else levers.handling_months
    y.y_waiting[rows] += (months * granted + BETWEEN_ROUNDS * again).sum(axis=1)
    y.y_awarded[rows] += granted
    y.y_turned_away[rows] = asked - granted
