"""A YAML file of the user's or the program's, read as a mapping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from experiments.refusals import BadInput


def read_yaml(path: Path) -> dict[Any, Any]:
    """Content of a YAML file whose top level is a mapping (repeated keys are refused, 1e8 is a number).

    Raises:
        BadInput: If the file cannot be read, is not YAML or is not a mapping.
    """
    try:
        loaded = OmegaConf.load(path)
        content = OmegaConf.to_container(loaded, resolve=False)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read: {error}") from None
    except (yaml.YAMLError, OmegaConfBaseException) as error:
        raise BadInput(f"{path}: not valid YAML: {error}{_hint(path, error)}") from None
    if not isinstance(content, dict):
        raise BadInput(f"{path}: must be a list of `key: value` lines")
    return content


def _hint(path: Path, error: Exception) -> str:
    """What to do about the one trap that ordinary sentences set: a question mark before a comma in braces."""
    mark = getattr(error, "problem_mark", None)
    lines = path.read_text(encoding="utf-8").splitlines()
    if mark is None or not lines[mark.line][mark.column :].startswith("?"):
        return ""
    return '; put texts between braces in quotes: {en: "What if ...?", nb: "Hva om ...?"}'
