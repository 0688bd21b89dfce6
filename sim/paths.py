"""Where the configuration files are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def configs_folder() -> Path:
    """Folder of scenarios, studies and options: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    shipped = here / "configs"
    return shipped if shipped.is_dir() else here.parent / "configs"


def changelog_file() -> Path:
    """The changelog: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    shipped = here / "CHANGELOG.md"
    return shipped if shipped.is_file() else here.parent / "CHANGELOG.md"
