"""`python -m experiments.ship <folder>`: makes the posterior of a results folder the one that is shipped."""

import sys
from pathlib import Path

from experiments.documents import write
from experiments.present.show import complaint, line
from experiments.store.posterior_files import ship
from sim.posterior import about, folder

if __name__ == "__main__":
    try:
        ship(Path(sys.argv[1]))
    except (IndexError, OSError, ValueError) as error:
        complaint(f"not shipped: {error}")
        sys.exit(2)
    about.cache_clear()
    for path in (folder(), *write(["calibration.md"])):
        line(str(path))
