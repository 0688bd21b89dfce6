"""The outlines of municipalities that a user gives (`map=`), and refuses a file that has none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.options import Compare, Country, Report, Study
from experiments.refusals import BadInput

_NEEDED = "needed is GeoJSON in WGS84 whose polygons have the number of a municipality, such as 0301"


def remembered(config: Mapping[str, Any]) -> Path | None:
    """The file of `map=` that a comparison was drawn on, if it had one that can still be used."""
    from sim.analysis.figures.outline_map import read_outlines

    if not config.get("map"):
        return None
    try:
        read_outlines(Path(config["map"]))
    except ValueError:
        return None
    return Path(config["map"])


def outlines_of(options: Compare | Study | Report) -> Path | None:
    """The file of `map=`, if one is given and can be used.

    Raises:
        BadInput: If it cannot be read, or has none of the municipalities of the register.
    """
    if options.map is None:
        return None
    from sim.analysis.figures.outline_map import read_outlines
    from sim.country.registers import load_registers

    file = Path(options.map)
    try:
        shapes = read_outlines(file)
    except ValueError as error:
        raise BadInput(f"map={error}" if "WGS84" in str(error) else f"map={error}; {_NEEDED}") from None
    tables = options.tables if isinstance(options, Country) else {}
    known = set(load_registers(tables)["municipalities"]["municipality_number"].astype(str).str.zfill(4))
    if not known & shapes.keys():
        raise BadInput(f"map={file}: none of its {len(shapes)} numbers is one of a municipality; {_NEEDED}")
    return file
