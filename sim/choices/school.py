"""What schools decide: how far they carry out a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import School
from sim.areas import ContextLevers
from sim.indicator import of_network
from sim.mechanisms.measures import COLLECTIVE, FOLLOW_UP, OWN, TRACKS, VOCATIONAL, in_schemes
from sim.mechanisms.own import PROGRAMME_TOPIC, in_programme
from sim.schemes.dekom_s import Grants
from sim.types import Floats, Ints, Smalls

if TYPE_CHECKING:
    from sim.now import Now
    from sim.parameters import CompetenceParameters


@School.take_part.is_made_by
def take_part(now: Now, rows: Ints) -> None:
    """Staff take part in measures as the scheme requires and as steering and involvement allow (deltakelse)."""
    world, params = now.world, now.params
    schools, networks = world.schools, world.networks
    steering = world.owners.steering_at_schools(params.owner)[schools.owner[rows]]
    taking = taking_of_required(steering, schools.involvement[rows], params.competence)
    tracks = track_shares(now, rows)
    group = networks.group[schools.network[rows]]
    for slot in COLLECTIVE:
        share = 1.0 if slot == FOLLOW_UP else group[:, slot]  # follow-up concerns the whole staff
        share = tracks[:, slot] if slot in TRACKS else share
        running = schools.topic[rows, slot] >= 0
        schools.participation[rows, slot] = np.where(running, share * taking, 0.0)


@School.carry_out.is_made_by
def carry_out(now: Now, rows: Ints) -> None:
    """A part of what the school works on is carried out (gjennomføring).

    It rests on those who are willing, on steering, on stable leaders and on the owner's capacity. Who is there only
    because she must learns less and carries out less.
    """
    world, params = now.world, now.params
    schools, owners, c = world.schools, world.owners, params.competence
    willing = np.minimum(c.willing_base + c.willing_involvement * schools.involvement[rows], 1.0)
    for slot in COLLECTIVE:
        mates = TRACKS if slot in TRACKS else (slot,)
        of_staff = schools.participation[rows][:, mates].sum(axis=1)
        free = np.minimum(1.0, willing / np.maximum(of_staff, 1e-9))  # of those who take part, the willing
        schools.willing[rows, slot] = 1.0 - c.forced_loss * (1.0 - free)
    schools.willing[rows, OWN], schools.willing[rows, VOCATIONAL] = 1.0, 1.0
    steering = owners.steering_at_schools(params.owner)[schools.owner[rows]]
    taking = taking_of_required(steering, schools.involvement[rows], c)
    most = schools.participation[rows][:, COLLECTIVE].max(axis=1)
    carried = np.where(most > 0, np.minimum(most, willing) / np.maximum(most, 1e-9), 1.0) * taking
    helped = owners.carrying(params)[schools.owner[rows]]
    strength = np.cbrt(steering * schools.stability(params.school)[rows] * carried) * helped
    schools.implementation[rows] = implement(strength, c)


def track_shares(now: Now, rows: Ints) -> Floats:
    """Share of each school's staff that its network's plan wants in each track, shape (rows, tracks).

    Those of the kinds a track is for, as large a part of them as the group has room for.
    """
    schools, networks = now.world.schools, now.world.networks
    of_network = of_tracks(networks.kinds, networks.track_of_kind)
    room = networks.group[:, TRACKS] / np.maximum(of_network, 1e-9)
    network = schools.network[rows]
    shares: Floats = of_tracks(schools.kinds[rows], networks.track_of_kind[network]) * np.minimum(room, 1.0)[network]
    return shares


def of_tracks(kinds: Floats, track: Smalls) -> Floats:
    """Share of a staff that is of the kinds of each track, shape (n, tracks); both arguments shape (n, kinds)."""
    total = np.maximum(kinds.sum(axis=1), 1e-9)
    return np.stack([(kinds * (track == slot)).sum(axis=1) / total for slot in TRACKS], axis=1)


@School.develop_itself.is_made_by
def develop_itself(now: Now, rows: Ints) -> None:
    """Schools work on topics of their own, for a year or more; who is in a scheme's measure is partly taken from it."""
    world, params = now.world, now.params.school
    schools = world.schools
    keeps = now.draws.happens("own topic is kept", schools.uid[rows], params.own_continuity)
    need = schools.gap_relevant[rows] + schools.gap_other[rows]
    lot = now.draws.gumbel("own topic", schools.uid[rows], need.shape[1])
    spread = need.std(axis=1, keepdims=True) / now.params.owner.choice_precision
    new = (need + spread * lot).argmax(axis=1)
    old = schools.topic[rows, OWN]
    topic = np.where(keeps & (old >= 0), old, new)
    schools.topic[rows, OWN] = np.where(in_programme(now)[rows], PROGRAMME_TOPIC, topic)
    owner = schools.owner[rows]
    spent = of_network(world, world[Grants].own_money / np.maximum(world.networks.staff, 1e-9))
    left = np.clip(1.0 - spent / now.params.owner.own_budget, 0.0, 1.0)[owner]
    part = now.policy[ContextLevers].displacement(params.displacement)
    displaced = part * in_schemes(schools.participation[rows])
    schools.participation[rows, OWN] = params.own_participation * left * (1.0 - displaced)


def taking_of_required(steering: Floats, involvement: Floats, params: CompetenceParameters) -> Floats:
    """Participation of those required, 0-1, from the owner's steering and local involvement (deltakelse)."""
    of_involvement = params.participation_involvement * involvement
    return np.minimum(1.0, params.participation_floor + params.participation_steering * steering + of_involvement)


def implement(strength: Floats, params: CompetenceParameters) -> Floats:
    """How much of a measure is carried out, 0-1: a threshold in steering, stability and participation.

    Args:
        strength: Geometric mean of the three, 0-1.
        params: Parameters of competence.
    """
    steep = params.implementation_steepness * (strength - params.implementation_midpoint)
    result: Floats = 1.0 / (1.0 + np.exp(-steep))
    return result
