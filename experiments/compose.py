"""From `key=value` words to the values of a command's options: texts as typed, all else as Hydra reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.options import Options, Precision, forms
from experiments.refusals import BadInput, near

if TYPE_CHECKING:
    from hydra.core.override_parser.types import Override

_DECIMAL_COMMA = re.compile(r"(?<![\w.,])-?\d+,\d+(?![\w.,])")
_DEEPEST = 20
"""Most values within each other in a word."""
_CHOICE = re.compile(r"choice\((.*)\)")


def compose(kind: type[Options], words: Sequence[str], own: Path | None = None) -> dict[str, Any]:
    """Values of a command's options: its defaults, then files of the user's, then words.

    A text is taken as it is typed, so that `output=resultater/blåbær (1)` needs no quotes of Hydra's; numbers, mappings
    and `+group=choice` are Hydra's to read. Hydra is loaded only if there is something for it.

    Args:
        kind: The command's options.
        words: What was typed, each a `key=value`.
        own: The folder of `--config-dir`, whose files `+group=choice` puts on top of the defaults.

    Raises:
        BadInput: If a word cannot be read, or is no option of the command.
    """
    values: dict[str, Any] = kind().model_dump(mode="json")
    texts: list[tuple[str, Any]] = []
    others: list[str] = []
    for word in words:
        key, value = _split(kind, word, own)
        if key is None:
            others.append(word)
            continue
        known, taken = _as_typed(kind, key, value)
        if known:
            texts.append((key, taken))
        else:
            others.append(f"++{key}={value}")
    if others:
        values = _by_hydra(kind, values, others, own)
    for key, taken in texts:
        name, _, part = key.partition(".")
        if part and not isinstance(values[name], dict):
            raise BadInput(f"{key}: {name} is {values[name]!r} so far, which has no parts; give {name}={{...}} whole")
        values[name] = {**values[name], part: taken} if part else taken
    return values if own is None else _with_own_scenarios(values, own)


def _with_own_scenarios(values: dict[str, Any], own: Path) -> dict[str, Any]:
    """Names of scenarios that are files of `<own>/scenario/`, as their paths."""

    def found(name: Any) -> Any:
        path = own / "scenario" / f"{name}.yaml"
        return str(path) if path.is_file() else name

    several = {"scenarios": [found(name) for name in values["scenarios"]]} if "scenarios" in values else {}
    return values | {name: found(values[name]) for name in ("scenario", "baseline") if name in values} | several


def _split(kind: type[Options], word: str, own: Path | None) -> tuple[str | None, str]:
    """Key and value of a word; no key where it chooses a file of the user's (`+group=choice`).

    Raises:
        BadInput: If it is no option of the command.
    """
    key, equals, value = word.partition("=")
    key = key.strip()
    name = re.split(r"[./@]", key.lstrip("+~"))[0]
    if name not in kind.model_fields:
        if own is not None and key.startswith("+") and equals:
            return None, value
        raise BadInput(f"{word}: no such option; {near(name, kind.model_fields)}")
    if key.startswith("~"):
        raise BadInput(f"{word}: an option can be changed, not removed")
    if not equals:
        raise BadInput(f"{word}: cannot be read; write {name}=<value>")
    key = key.lstrip("+")
    if key != name and not (key.startswith(f"{name}.") and "mapping" in forms(kind.model_fields[name].annotation)):
        raise BadInput(f"{word}: {name} has no parts; write {name}=<value>")
    return key, value


def _as_typed(kind: type[Options], key: str, value: str) -> tuple[bool, Any]:
    """Whether an option takes texts, and the value if it does.

    Raises:
        BadInput: If several texts are given where there is a list, without brackets.
    """
    takes = _forms_at(kind, key)
    if value == "null" and "null" in takes:
        return True, None
    if "mapping" in takes and value.startswith("{"):
        return False, None
    if "texts" in takes and value.startswith("["):
        return True, _list(key, value)
    if "text" in takes:
        return True, _bare(value)
    if "texts" in takes:
        if "," in value:
            raise BadInput(f"{key}={value}: a list is written in brackets and quotes: '{key}=[{value}]'")
        return True, [_bare(value)]
    return False, None


def _forms_at(kind: type[Options], key: str) -> set[str]:
    """Forms of an option, or of a part of it such as `tables.schools`."""
    name, _, part = key.partition(".")
    hint = kind.model_fields[name].annotation
    if not part:
        return forms(hint)
    if hint is Precision:
        return forms(Precision.model_fields[part].annotation) if part in Precision.model_fields else {"value"}
    return forms(hint.__args__[1])  # type: ignore[union-attr]


def _list(key: str, value: str) -> list[str]:
    if not value.endswith("]"):
        raise BadInput(f"{key}={value}: a list ends with ]; quote it for the shell: '{key}=[a,b]'")
    inside = value[1:-1].strip()
    return [_bare(part.strip()) for part in _parts(inside)] if inside else []


def _parts(text: str) -> list[str]:
    """A text cut at its commas, but for those in quotes."""
    return re.findall(r"""(?:'[^']*'|"[^"]*"|[^,])+""", text)


def _bare(text: str) -> str:
    """A text without the quotes around it."""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


# ---- what Hydra reads


def _by_hydra(kind: type[Options], values: dict[str, Any], words: Sequence[str], own: Path | None) -> dict[str, Any]:
    """Defaults with words and files of the user's on top."""
    from hydra import compose as composed
    from hydra import initialize, initialize_config_dir
    from hydra.core.config_store import ConfigStore
    from hydra.core.global_hydra import GlobalHydra
    from hydra.errors import HydraException
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    for word in words:
        if _read(word).is_sweep_override():
            raise BadInput(_several(kind, word.lstrip("+")))
    ConfigStore.instance().store(name="kompetanse", node=OmegaConf.create(values))
    GlobalHydra.instance().clear()
    where = initialize(None, version_base="1.3") if own is None else initialize_config_dir(str(own), version_base="1.3")
    try:
        with where:
            config = composed("kompetanse", list(words))
        found = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)
    except (HydraException, OmegaConfBaseException) as error:
        said = str(error).strip().splitlines()[0]
        wrong = next((word for word in words if said == f"Error merging override {word}"), None)
        raise BadInput(said if wrong is None else f"{wrong.lstrip('+')}: not a value that fits here") from None
    assert isinstance(found, dict)
    return {str(key): value for key, value in found.items()}


def _read(word: str) -> Override:
    """A word as Hydra's grammar has it.

    Raises:
        BadInput: If it has it not.
    """
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    plain = word.lstrip("+")
    if max(accumulate((c in "[{") - (c in "]}") for c in word)) > _DEEPEST:
        raise BadInput(f"{plain}: nested too deeply")
    try:
        return OverridesParser.create().parse_override(word)
    except ValueError:  # Python's own limit
        raise BadInput(f"{plain[:60]}...: a number of more digits than can be read") from None
    except HydraException:
        hint = "write key=value, and quote lists and mappings: 'key={a:1}'"
        if _DECIMAL_COMMA.search(word):
            hint = "a decimal is written with a point, as in 0.5"
        raise BadInput(f"{plain}: cannot be read; {hint}") from None


def _several(kind: type[Options], word: str) -> str:
    """What to say of several values where one is wanted."""
    key, _, value = word.partition("=")
    if "decimal" in _forms_at(kind, key) and _DECIMAL_COMMA.fullmatch(value):
        return f"{word}: a decimal is written with a point: {key}={value.replace(',', '.')} (several values are for -m)"
    return f"{word}: several values at once; a list is written 'key=[a,b]'; -m or the command sweep runs several"


# ---- several values a key (-m)


def combinations(kind: type[Options], words: Sequence[str]) -> list[list[str]]:
    """Every combination of the values given, the last key fastest: `seed=1,2`, `scenario=never,halved`, `range(1,4)`.

    Raises:
        BadInput: If a word cannot be read or has no end of values, or all would write to one folder.
    """
    found = [list(words) for words in product(*(list(_choices(kind, word)) for word in words))]
    folders = [word for words in found for word in words if word.startswith("output=")]
    if len(found) > 1 and folders and len(set(folders)) < len(found):
        raise BadInput("output=: the runs of -m need a folder each; leave it out, or give as many as there are runs")
    return found


def _choices(kind: type[Options], word: str) -> Iterator[str]:
    key, value = _split(kind, word, None)
    assert key is not None
    if "text" in _forms_at(kind, key) and not value.startswith(("[", "{")):
        among = _CHOICE.fullmatch(value)
        yield from (f"{key}={part}" for part in _parts(among[1] if among else value))
        return
    if "texts" in _forms_at(kind, key):
        lists = re.findall(r"\[[^\]]*\]", value)
        yield from (f"{key}={one}" for one in lists) if value == ",".join(lists) else [word]
        return
    override = _read(word)
    if not override.is_sweep_override():
        yield word
    elif override.is_choice_sweep() or override.is_range_sweep():
        yield from (f"{key}={one}" for one in override.sweep_string_iterator())
    else:
        raise BadInput(f"{word}: only choices and ranges can be run one by one; see the command sweep")
