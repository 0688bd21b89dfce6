"""The outlines of municipalities that a user gives (`map=`): what is said of them, and which are refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.options import Compare, Country, Report, Study
from experiments.present.show import complaint
from experiments.present.words import Words
from experiments.refusals import BadInput

ENOUGH = 0.95
"""Share of the municipalities that must have an outline, unless `anyway=true`."""


def remembered(config: Mapping[str, Any]) -> Path | None:
    """The file of `map=` that a comparison was drawn on, if it had one that can still be used."""
    from sim.analysis.outlines import read_outlines

    if not config.get("map"):
        return None
    try:
        read_outlines(Path(config["map"]))
    except BadInput:
        return None
    return Path(config["map"])


def outlines_of(options: Compare | Study | Report, world: str | None = None) -> Path | None:
    """The file of `map=`, if one is given and can be used; says what it lacks.

    Args:
        options: Of the command.
        world: The part of the country that is drawn; as the options say if None.

    Raises:
        BadInput: If it cannot be read, or has too few of the municipalities.
    """
    if options.map is None:
        return None
    from sim.analysis.outlines import read_outlines
    from sim.country.old_numbers import years_of
    from sim.country.registers import load_registers
    from sim.country.world import municipalities_in

    file, words = Path(options.map), Words(options.language)
    registers = load_registers(options.tables if isinstance(options, Country) else {})
    rows = registers["municipalities"].set_index("municipality_number")
    places = dict(zip(rows.index, zip(rows["centre_lat"], rows["centre_lon"], strict=True), strict=True))
    try:
        found = read_outlines(file, places)
    except BadInput as error:
        raise BadInput(f"map={error}") from None
    asked = municipalities_in(world or (options.world if isinstance(options, Country) else "norway"), registers)
    have, strange = len(asked & found.rings.keys()), found.rings.keys() - rows.index
    said = words("outlines for {have} of {all} municipalities", have=have, all=len(asked))
    years = years_of(strange) if have < len(asked) else None
    said += words("; numbers of {years} are among them", years=years) if years else ""
    if not have:
        raise BadInput(f"map={file}: {said}")
    if have < ENOUGH * len(asked) and not options.anyway:
        more = words("at least {share} are needed; anyway=true draws the map all the same", share=words.percent(ENOUGH))
        raise BadInput(f"map={file}: {said}; {more}")
    if found.skipped:
        said += words.many("; 1 feature without outline or number is left out",
                           "; {n} features without outline or number are left out", found.skipped)  # fmt: skip
    said += words("; latitude stands before longitude, and is read so") if found.swapped else ""
    if have < len(asked) or found.skipped or found.swapped:
        complaint(f"map={file}: {said}")
    return file
