"""Where compiled loops and fonts are kept, also on an install that cannot be written to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHES = {"NUMBA_CACHE_DIR": "the compiled model", "MPLCONFIGDIR": "fonts"}
"""Environment variable of each cache, and what is in it."""


def settle_caches() -> str | None:
    """Give caches a place in the temporary folder where their own cannot be written, as on a read-only install.

    Returns:
        The place, if one was needed and is new.
    """
    home = Path(os.path.expanduser("~"))
    writable = {
        "NUMBA_CACHE_DIR": _writable(HERE.parent / "sim" / "kernels" / "__pycache__") or _writable(home / ".cache"),
        "MPLCONFIGDIR": _writable(home / ".cache" / "matplotlib") and _writable(home / ".config" / "matplotlib"),
    }
    missing = [name for name in CACHES if name not in os.environ and not writable[name]]
    if not missing:
        return None
    place = Path(tempfile.gettempdir()) / f"kompetanse-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
    new = not place.exists()
    place.mkdir(mode=0o700, exist_ok=True)
    os.environ |= dict.fromkeys(missing, str(place))
    return str(place) if new else None


def _writable(folder: Path) -> bool:
    """Whether a folder can be written into, made first if it is not there; only trying tells for every user."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
