"""The stored layout: every municipality has one tile, no two the same, and every county is in one piece."""

import numpy as np
import pandas as pd
import pytest

from sim.analysis.figures.projection import kilometres
from sim.analysis.figures.tile_layout import PITCH, centres, layout, pieces
from sim.analysis.figures.tile_map import tile_positions
from tests.analysis.figures.gallery import table


def test_a_tile_for_every_municipality_and_no_two_the_same():
    tiles = tile_positions()
    assert sorted(tiles["municipality_number"]) == sorted(table("municipalities")["municipality_number"])
    assert not tiles.duplicated(["column", "row"]).any()


@pytest.mark.slow
def test_the_stored_layout_is_the_one_made_from_the_registers_coordinates():
    """Half a minute: rounds of spreading, one assignment, and changes of place until no county is in two pieces."""
    made = layout(table("municipalities")).sort_values("municipality_number", ignore_index=True)
    stored = table("municipality_tiles").sort_values("municipality_number", ignore_index=True)
    pd.testing.assert_frame_equal(made, stored)


def test_every_county_is_in_one_piece():
    tiles = tile_positions()
    county = pd.factorize(tiles["county_number"])[0]
    assert len(pieces(tiles[["column", "row"]].to_numpy(), county)) == 15


def test_tiles_stand_within_a_pitch_of_their_places_on_average():
    found = tile_positions().merge(table("municipalities"), on="municipality_number")
    where = kilometres(found["centre_lat"].to_numpy(), found["centre_lon"].to_numpy())
    tile = PITCH * centres(found[["column", "row"]].to_numpy())
    away = (tile - tile.mean(axis=0)) - (where - where.mean(axis=0))
    assert np.sqrt((away**2).sum(axis=1)).mean() < PITCH
