"""The worlds: the whole country, each county, and a tiny one for tests; and how one is cut out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.country.apportion import position_within
from sim.country.draws import uids
from sim.country.ground import Ground
from sim.country.parameters import CountryParameters
from sim.country.registers import Registers
from sim.country.universities import demand_share
from sim.country.years import Years
from sim.topics import TOPICS
from sim.types import Bools, Floats, Rows, Texts

Columns = dict[str, npt.NDArray[Any]]

TINY_OWNERS = (
    *(
        "3905",
        "3911",
        "fk39",
        "pr39",
    ),  # Vestfold: a town, a middling municipality, the county, private owners
    *("4003", "4026", "4034", "fk40"),  # Telemark: a town, two small ones, the county
    *("5601", "5607", "5610", "fk56"),  # Finnmark: a middling, a small and a Sámi municipality, the county
)
"""Owners of the world "tiny"; of county and private schools, those that stand in these municipalities."""

TINY_SCHOOLS, TINY_CLOSED = 60, 6
"""Schools of "tiny" that are open in the base year, and at most so many that are not."""

_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "á": "a", " ": "_", "-": "_"})

_LINKS = {
    "governors": {},
    "counties": {"governor": "governors"},
    "owners": {"county": "counties"},
    "schools": {"owner": "owners", "municipality": "owners", "county": "counties"},
    "posts": {"school": "schools"},
}
"""Columns that hold row numbers, with the table they point to."""


@dataclass(frozen=True)
class Country:
    """One world in one replication, as plain arrays (docs/data.md names every column).

    Attributes:
        world: Name of the world.
        share: This world's share of the nation's teacher posts.
        sizes: Number of topics, universities, counties and kinds of teacher.
        tables: Table -> column -> array; row numbers are rows of this world. Schools stand as in the base year.
        years: What moves from year to year; nothing if none.
    """

    world: str
    share: float
    sizes: Mapping[str, int]
    tables: Mapping[str, Mapping[str, npt.NDArray[Any]]]
    years: Years | None = None


@dataclass(frozen=True)
class Nation:
    """The whole country before a world is cut out; owners name their network by row of `network_ids`."""

    ground: Ground
    tables: Mapping[str, Columns]
    network_ids: Texts
    years: Years


def world_names(registers: Registers) -> tuple[str, ...]:
    """Names of all worlds these registers allow: norway, tiny and each county."""
    return ("norway", "tiny", *sorted(county_world(name) for name in registers["counties"]["county_name"]))


def county_world(name: str) -> str:
    """World name of a county: plain ASCII letters and underscores.

    >>> county_world("Møre og Romsdal")
    'more_og_romsdal'
    """
    return name.lower().translate(_ASCII)


def municipalities_in(world: str, registers: Registers) -> set[str]:
    """Numbers of the municipalities of a world."""
    numbers = registers["municipalities"]["municipality_number"].tolist()
    if world == "tiny":
        return set(numbers) & set(TINY_OWNERS)
    counties = registers["counties"]
    here = counties["county_number"][[world in ("norway", county_world(n)) for n in counties["county_name"]]]
    return set(numbers) & set(registers["municipalities"].set_index("county_number").loc[here, "municipality_number"])


def cut_out(world: str, nation: Nation, p: CountryParameters) -> Country:
    """Keep the rows of one world and number them anew.

    All universities stay, with the share of their hours that this world would ask for; graduates stay the
    nation's, and look for work in the world's counties by their national shares. Of vocational colleges those of the
    world's counties stay, with hours in proportion to the part of the county that is here.
    """
    schools = nation.tables["schools"]
    keep = _schools_of(world, nation)
    masks = _masks(keep, nation)
    tables: dict[str, Columns] = {}
    for name, links in _LINKS.items():
        rows = np.flatnonzero(masks[name])
        whole = len(rows) == len(masks[name])
        part = {column: values if whole else values[rows] for column, values in nation.tables[name].items()}
        for column, target in links.items():
            part[column] = _renumbered(part[column], masks[target])
        tables[name] = part
    tables["schools"]["first_post"] = _starts(tables["schools"]["capacity"])
    owner_rows = np.flatnonzero(masks["owners"])
    network, tables["networks"] = _networks(tables["owners"], owner_rows, nation)
    tables["owners"]["network"] = network
    counties = len(nation.ground.counties)
    posts = np.bincount(schools["county"], weights=schools["n_posts"], minlength=counties).astype(np.float64)
    here = np.bincount(schools["county"], weights=schools["n_posts"] * keep, minlength=counties)
    present = here / np.maximum(posts, 1.0)
    for column in ("key", "training_offices", "training_firms", "apprentices"):  # come along by teacher posts
        tables["counties"][column] = tables["counties"][column] * present[masks["counties"]]
    asked = np.concatenate([demand_share(nation.ground, present, posts, p), present])
    _keep_partners(tables, nation.tables["universities"], asked, present, masks["counties"])
    sizes = {
        "topics": len(TOPICS.codes),
        "universities": len(tables["universities"]["id"]),
        "counties": int(masks["counties"].sum()),
        "kinds": len(TOPICS.kinds),
    }
    return Country(
        world, float(here.sum() / posts.sum()), sizes, tables, nation.years.of(np.flatnonzero(masks["schools"]))
    )


def _keep_partners(
    tables: dict[str, Columns], universities: Columns, asked: Floats, present: Floats, counties: Bools
) -> None:
    """Put universities and the world's vocational colleges into the tables, and drop the other colleges' columns.

    Args:
        tables: Tables of the world, added to and changed in place.
        universities: Universities and colleges of the nation.
        asked: Share of each one's hours that this world asks for, shape (universities + counties,).
        present: Share of each county's teacher posts that is in the world, shape (counties,).
        counties: Whether a county is in the world, shape (counties,).
    """
    stays = np.concatenate([np.ones(len(asked) - len(counties), dtype=bool), counties])
    kept = {column: values[stays] for column, values in universities.items()}
    kept["staff_hours"] = kept["staff_hours"] * asked[stays]
    kept["mobility"] = (kept["mobility"] * present)[:, counties]
    tables["universities"] = kept
    for table, column in (("counties", "partner"), ("counties", "lead"), ("networks", "distance")):
        tables[table][column] = tables[table][column][:, stays]


def _schools_of(world: str, nation: Nation) -> Bools:
    """Schools of a world, shape (schools,)."""
    schools, ground = nation.tables["schools"], nation.ground
    if world == "norway":
        return np.ones(len(schools["owner"]), dtype=bool)
    if world != "tiny":
        worlds = [county_world(county) for county in ground.counties["county_name"]]
        chosen: Bools = schools["county"] == worlds.index(world)
        return chosen
    ids = ground.owners.ids.tolist()
    for name in TINY_OWNERS:
        if name not in ids:
            raise ValueError(f"world: 'tiny' needs the owner {name!r}, which is not in these registers")
    rows = np.isin(np.arange(len(ids)), [ids.index(name) for name in TINY_OWNERS])
    inside = np.flatnonzero(rows[schools["owner"]] & rows[schools["municipality"]])
    closed = inside[schools["n_posts"][inside] == 0][:TINY_CLOSED]
    inside = inside[schools["n_posts"][inside] > 0]
    turn = position_within(schools["owner"][inside], np.zeros(len(inside)))
    first = inside[np.lexsort((schools["owner"][inside], turn))][:TINY_SCHOOLS]
    return np.isin(np.arange(len(schools["owner"])), np.concatenate([first, closed]))


def _masks(schools: Bools, nation: Nation) -> dict[str, Bools]:
    """Rows to keep in each table: those that some kept school needs."""
    tables = nation.tables
    named = np.concatenate([tables["schools"]["owner"][schools], tables["schools"]["municipality"][schools]])
    owners = np.isin(np.arange(len(tables["owners"]["id"])), named)
    counties = np.isin(np.arange(len(tables["counties"]["id"])), tables["schools"]["county"][schools])
    governors = np.isin(np.arange(len(tables["governors"]["id"])), tables["counties"]["governor"][counties])
    posts = np.repeat(schools, tables["schools"]["capacity"])
    return {
        "governors": governors,
        "counties": counties,
        "owners": owners,
        "schools": schools,
        "posts": posts,
    }


def _renumbered(rows: npt.NDArray[Any], kept: Bools) -> Rows:
    new = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    result: Rows = new[rows]
    return result


def _starts(number: npt.NDArray[Any]) -> Rows:
    start: Rows = (np.cumsum(number) - number).astype(np.int32)
    return start


def _networks(owners: Columns, national: npt.NDArray[Any], nation: Nation) -> tuple[Rows, Columns]:
    """Networks that have members in this world; the largest member coordinates."""
    of = owners["network"]
    taken = np.unique(of[of >= 0])
    network = np.where(of >= 0, np.searchsorted(taken, of), -1).astype(np.int32)
    largest_last = np.lexsort((-np.arange(len(of)), owners["population"]))
    coordinator = np.zeros(len(taken), dtype=np.int32)
    for row in largest_last.tolist():
        if network[row] >= 0:
            coordinator[network[row]] = row
    ids = nation.network_ids[taken]
    return network, {
        "id": ids,
        "uid": uids("networks", ids),
        "county": owners["county"][coordinator],
        "coordinator": coordinator,
        "kind": owners["kind"][coordinator],
        "distance": nation.ground.distance[national[coordinator]],
    }
