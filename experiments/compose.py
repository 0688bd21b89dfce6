"""This file knows how Hydra turns `key=value` words into one configuration, and how its errors become one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hydra import compose, initialize
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from experiments.refusals import BadInput, near
from sim.paths import configs_folder

_OPEN = ("parameters.", "tables.", "parts.")
"""Options whose keys are names of the user's choice, so that `parameters.x=1` needs no `+`."""


def composed(words: Sequence[str]) -> dict[str, Any]:
    """Values of all options: those of `configs/config.yaml` with the user's words on top.

    The file is handed to Hydra as a stored node, not as a folder: Hydra would take `scenario=` for a choice
    among the files of `configs/scenario/` and refuse a path of the user's.

    Raises:
        BadInput: If Hydra cannot read or apply a word.
    """
    base = OmegaConf.load(configs_folder() / "config.yaml")
    for word in words:
        _check(word, base)
    ConfigStore.instance().store(name="kompetanse", node=base)
    GlobalHydra.instance().clear()
    try:
        with initialize(config_path=None, version_base="1.3"):
            config = compose("kompetanse", [_opened(word) for word in words])
        values = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    except (HydraException, OmegaConfBaseException) as error:
        raise BadInput(_first_line(error)) from None
    assert isinstance(values, dict)
    return {str(key): value for key, value in values.items()}


def _check(word: str, base: Any) -> None:
    """Refuse what Hydra would accept silently or explain badly."""
    try:
        override = OverridesParser.create().parse_override(word)
    except HydraException:
        raise BadInput(f"{word}: cannot be read; write key=value, and quote lists: 'scenarios=[a,b]'") from None
    if override.is_sweep_override():
        raise BadInput(
            f"{word}: several values at once; a list is written 'key=[a,b]', a sweep is a command of its own"
        )
    key = override.key_or_group
    first = re.split(r"[./@]", key)[0]
    assert isinstance(base, DictConfig)
    if first not in base:
        raise BadInput(f"{word}: no such option; {near(first, [str(k) for k in base])}")
    if override.is_delete():
        raise BadInput(f"{word}: an option can be changed, not removed")
    if key != first and not key.startswith(_OPEN):
        raise BadInput(f"{word}: {first} has no parts; write {first}=value")


def _opened(word: str) -> str:
    return f"++{word}" if word.startswith(_OPEN) else word


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
