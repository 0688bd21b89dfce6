"""How the part of the country and the user's tables are checked before anything is run."""

from __future__ import annotations

from experiments.options import Country
from experiments.refusals import BadInput


def check_world(options: Country, key: str = "world") -> None:
    """Refuse a world that does not exist and tables that cannot be used.

    Raises:
        BadInput: One line with what was allowed.
    """
    from sim.country.registers import load_registers
    from sim.setup import refuse_unknown_world

    try:
        registers = load_registers(options.tables)
    except ValueError as error:
        raise BadInput(str(error)) from None
    refuse_unknown_world(getattr(options, key), registers, key)
