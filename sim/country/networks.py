"""The networks: groups of municipalities near each other that report and develop together.

No register lists them. A county is cut in two along a random direction, and each part again, until every part
is one network; so members are neighbours, and who they are differs between replications.
"""

from __future__ import annotations

import numpy as np

from sim.country.apportion import position_within
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.ground import MUNICIPALITY, STATE, Ground
from sim.country.parameters import CountryParameters
from sim.luck import mix
from sim.types import Floats, Ints, Rows, Texts

_PART = np.uint64(0x8EBC6AF09C88C6E3)
_CUTS = 12


def network_of_owners(basis: Basis) -> tuple[Rows, Texts]:
    """Network of each owner (-1 for the state), and the id of each network.

    County councils and each county's private owners are networks of their own, and so is Oslo; large
    municipalities may stand alone.
    """
    ground, p = basis.ground, basis.p
    owners = ground.owners
    group = np.where(owners.kind == STATE, -1, len(owners.ids) + np.arange(len(owners.ids)))
    member = (owners.kind == MUNICIPALITY) & ~owners.is_county_council
    member &= (owners.population < p.alone_population) | (
        uniform(basis.luck, "stands alone", owners.uid) >= p.alone_share
    )
    rows = np.flatnonzero(member)
    group[rows] = _cut(rows, basis)
    taken, first, network = np.unique(group, return_index=True, return_inverse=True)
    by_first = np.argsort(first[taken >= 0], kind="stable")
    offset = int((taken < 0).sum())
    rank = np.full(len(taken), -1, dtype=np.int32)
    rank[by_first + offset] = np.arange(len(by_first), dtype=np.int32)
    return rank[network].astype(np.int32), _ids(ground, first[taken >= 0][by_first])


def _ids(ground: Ground, first: Ints) -> Texts:
    """Id of each network from its first member: county and number, or the owner's own id."""
    owners, number = ground.owners, ground.counties["county_number"].tolist()
    ids, seen = [], dict.fromkeys(range(len(number)), 0)
    for row in first.tolist():
        if owners.kind[row] != MUNICIPALITY:
            ids.append(str(owners.ids[row]))
            continue
        county = int(owners.county[row])
        seen[county] += 1
        ids.append(f"{number[county]}-{seen[county]:02d}")
    return np.array(ids, dtype=object)


def _cut(rows: Ints, basis: Basis) -> Ints:
    """Group number of each municipality in `rows`, shape (len(rows),), below the number of owners."""
    ground = basis.ground
    owners = ground.owners
    x = owners.lon[rows] * np.cos(np.radians(owners.lat[rows]))
    y = owners.lat[rows]
    group = owners.county[rows].astype(np.int64)
    uid = ground.county_uid.copy()
    parts = _networks_in(np.bincount(group, minlength=len(uid)), basis)
    for _ in range(_CUTS):
        if parts.max() <= 1:
            break
        size = np.bincount(group, minlength=len(parts))
        draw = uniform(basis.luck, "network cut", uid, 2)
        angle = np.pi * draw[:, 0]
        along = np.cos(angle)[group] * x + np.sin(angle)[group] * y
        left = position_within(group, along) < _left_size(size, parts, draw[:, 1], basis.p)[group]
        group = 2 * group + ~left
        parts = np.stack([np.maximum(parts // 2, parts == 1), parts - parts // 2 - (parts == 1)], axis=1).ravel()
        uid = mix(np.stack([uid, uid + _PART], axis=1).ravel())
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _networks_in(members: Ints, basis: Basis) -> Ints:
    """Networks of each county from its mean size, which differs between counties, shape (counties,)."""
    p = basis.p
    play = 2 * uniform(basis.luck, "network size", basis.ground.county_uid) - 1
    size = p.network_size + p.network_size_spread * play
    least = np.ceil(members / p.network_largest)
    most = np.maximum(members // p.network_smallest, 1)
    return np.clip(np.round(members / size), np.minimum(least, most), most).astype(np.int64)


def _left_size(size: Ints, parts: Ints, draw: Floats, p: CountryParameters) -> Ints:
    """Members on the left of each cut: in proportion to its networks, with play, within the bounds of size."""
    left = parts // 2
    right = parts - left
    share = size * left / np.maximum(parts, 1)
    wanted = np.round(share + p.network_play * (draw - 0.5))
    low = np.maximum(left * p.network_smallest, size - right * p.network_largest)
    high = np.minimum(left * p.network_largest, size - right * p.network_smallest)
    bounded = np.where(low <= high, np.clip(wanted, low, np.maximum(low, high)), np.round(share))
    return np.where(parts <= 1, size, bounded).astype(np.int64)
