"""How much of the collective schemes reaches owners and networks: what they learn from (4.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.measures import INCLUSION, in_schemes
from sim.types import Floats

if TYPE_CHECKING:
    from sim.parameters import Parameters
    from sim.world import World


@dataclass(frozen=True)
class OwnersAtWork:
    """What owners take part in this half-year, 0-1, shape (owners,).

    Attributes:
        activity: Participation of their staff in delivered measures.
        earmarked: The same in Kompetanseløftet.
        trust: Trust between the owner's network and its partner.
    """

    activity: Floats
    earmarked: Floats
    trust: Floats


@dataclass(frozen=True)
class NetworksAtWork:
    """What networks and their partners experience this half-year, 0-1, shape (networks,).

    Attributes:
        success: Success of the joint work, which builds trust.
        weakness: How thin the owners' side is in steering and capacity, so that the university dominates.
    """

    success: Floats
    weakness: Floats


def owners_at_work(world: World) -> OwnersAtWork:
    """Activity of each owner: what its staff takes part in, as far as it is delivered."""
    schools, networks, owners = world.schools, world.networks, world.owners
    posts = schools.n_posts.astype(np.float64)
    joined = owners.network >= 0
    row = np.where(joined, owners.network, 0)

    def of_staff(taking: Floats, delivered: Floats) -> Floats:
        people = np.bincount(schools.owner, weights=posts * taking, minlength=owners.n)
        mean: Floats = people / np.maximum(owners.staff, 1e-9)
        return mean * delivered[row] * joined

    earmarked = networks.delivered * networks.contact[:, INCLUSION] / np.maximum(networks.contact.max(axis=1), 1e-9)
    return OwnersAtWork(
        activity=of_staff(in_schemes(schools.participation), networks.delivered),
        earmarked=of_staff(schools.participation[:, INCLUSION], earmarked),
        trust=np.where(networks.purchased[row], 0.0, networks.partner_trust()[row]) * joined,
    )


def networks_at_work(world: World, params: Parameters) -> NetworksAtWork:
    """Success rests on the owners' steering, local involvement and understanding of the programme theory (C-2).

    Somebody in the owner's office must have time for it: capacity limits what succeeds.
    """
    schools, networks, owners = world.schools, world.networks, world.owners
    member = schools.network >= 0  # the state's schools are in no network
    row = np.where(member, schools.network, 0)
    posts = schools.n_posts * member.astype(np.float64)
    total = np.maximum(np.bincount(row, weights=posts, minlength=networks.n), 1e-9)

    def mean(values: Floats) -> Floats:
        result: Floats = np.bincount(row, weights=posts * values, minlength=networks.n) / total
        return result

    steering, understanding = mean(owners.steering[schools.owner]), mean(owners.understanding[schools.owner])
    success = carried_through(steering, mean(schools.involvement), understanding, params)
    success = success * mean(owners.carrying(params)[schools.owner])
    strength = 0.5 * (steering + mean(owners.effort(params.owner)[schools.owner]))
    return NetworksAtWork(np.minimum(networks.delivered, 1.0) * success, 1.0 - strength)


def carried_through(steering: Floats, involvement: Floats, understanding: Floats, params: Parameters) -> Floats:
    """How much of the joint work succeeds: the three drivers of the evaluation (C-2), with a threshold.

    As with implementation (Durlak and DuPre, 2008), little is carried through below the midpoint and nearly all above
    it, so differences between owners tell. What the three weights leave open stands at the midpoint.

    Args:
        steering: Steering of the owners, 0-1, shape (networks,).
        involvement: Local involvement of their schools.
        understanding: Their understanding of the programme theory.
        params: The parameters.
    """
    weights = params.partnership
    own = max(0.0, 1.0 - weights.success_steering - weights.success_involvement - weights.success_understanding)
    drivers = weights.success_steering * steering + weights.success_involvement * involvement
    strength = own * weights.success_midpoint + drivers + weights.success_understanding * understanding
    steep = params.competence.implementation_steepness * (strength - weights.success_midpoint)
    result: Floats = 1.0 / (1.0 + np.exp(-steep))
    return result
