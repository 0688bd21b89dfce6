"""How a study is carried out: its steps as calls of commands, in one folder, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from experiments.call import Call
from experiments.commands import COMMANDS
from experiments.options import Study, check
from experiments.refusals import BadInput, FolderUnusable
from experiments.scenarios.study_file import StudyFile
from experiments.store.fingerprint import digest, posterior_digest, source_digest, table_digests
from experiments.store.parts import write_text
from sim.plugins import in_use

NOTE = "study.json"
"""What a study's folder says of itself."""
_OF_A_READER = ("language", "horizon", "figures", "format")
"""Options of the call that a step gets which only reads what has been run."""
_IDLE = (
    "workers", "executor", "scheduler", "on_error", "run_timeout", "language", "map", "output", "replications",
    "figures", "format",
)  # fmt: skip
"""Options that do not name another folder."""
_READS = {"discover": "compare", "switching": "compare", "sensitivity": "sweep"}
"""Steps that read the folder of another one."""


@dataclass(frozen=True)
class Part:
    """One step: a command, the folder it fills, the one it reads, and the options that are not as usual."""

    command: str
    folder: Path
    reads: Path | None
    values: Mapping[str, Any]

    @property
    def words(self) -> list[str]:
        """The options as they would be typed."""
        return [f"{name}={written(value)}" for name, value in self.values.items()]


def study_folder(call: Call[Study], asked: StudyFile) -> Path:
    """Where a study's results lie: the same question finds its own unfinished work."""
    if call.options.output:
        return Path(call.options.output)
    given = {name: call.config[name] for name in sorted(call.given) if name not in _IDLE}
    if "tables" in given:
        given["tables"] = table_digests(call.options.tables)
    if "plugins" in given:
        given["plugins"] = [plugin.digest for plugin in in_use()]
    written = asked.model_dump(mode="json", exclude={"replications", "question"})
    made_with = [source_digest(), posterior_digest()]
    return Path("results") / f"study-{asked.name}-{digest([written, given, *made_with])[:8]}"


def parts(call: Call[Study], asked: StudyFile, folder: Path) -> Iterator[Part]:
    """The steps of a study, in order."""
    for step in asked.steps:
        for command, options in step.items():
            reads = folder / _READS[command] if command in _READS else None
            yield Part(command, reads if command in ("discover", "sensitivity") and reads else folder / command,
                       reads, _values(call, asked, command, options))  # fmt: skip


def _values(call: Call[Study], asked: StudyFile, command: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Options of one step; what the user gives on the command line wins."""
    known = COMMANDS[command].options.model_fields
    only_reads = command in ("discover", "sensitivity")
    takes = [name for name in known if name in call.given and name != "output"]
    given = {name: call.config[name] for name in takes if not only_reads or name in _OF_A_READER}
    own: dict[str, Any] = {"baseline": asked.baseline}
    if not only_reads:
        own["replications"] = asked.replications
    if command in ("compare", "sweep"):
        own["scenarios"] = asked.scenarios
    if asked.target and "target" in known and not only_reads:
        own["target"] = asked.target
    return {**own, **options, **given}


def written(value: Any) -> str:
    """A value as it is typed."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{name}:{written(part)}" for name, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(written(part) for part in value) + "]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    plain = isinstance(value, int | float) or all(c.isalnum() or c in "_-./" for c in str(value))
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def call_of(part: Part, call: Call[Study]) -> Call[Any]:
    """The call of a step, as if it had been typed.

    Raises:
        BadInput: If one of its options is not legal.
    """
    kind = COMMANDS[part.command].options
    output = {"output": str(part.folder)} if "output" in kind.model_fields else {}
    config = kind().model_dump(mode="json") | dict(part.values) | output
    word = str(part.reads) if part.reads else None
    typed = " ".join(["kompetanse", part.command, *([word] if word else []), *part.words])
    return Call(part.command, word, check(kind, config), config, call.replicate, typed, frozenset(part.values))


def carry_out_part(part: Part, call: Call[Study]) -> int:
    """Run one step; returns its exit code."""
    code: int = import_module(f"experiments.commands.{part.command}").run(call_of(part, call))
    return code


def left_out(part: Part) -> bool:
    """Whether a step needs an optional library that is not installed."""
    return part.command == "discover" and find_spec("ema_workbench") is None


def check_parts(call: Call[Study], steps: Sequence[Part]) -> None:
    """Refuse a wrong option of any step before the first is run.

    Raises:
        BadInput: One line that names the step.
    """
    for part in steps:
        try:
            call_of(part, call)
        except BadInput as refusal:
            raise BadInput(f"step {part.command}: {refusal}") from None


def write_note(folder: Path, asked: StudyFile, steps: Sequence[Part], typed: str) -> None:
    """Keep what the report needs to know of a study."""
    note = {
        "name": asked.name,
        "question": dict(asked.question),
        "headline": asked.headline,
        "about": asked.about,
        "command": typed,
        "parts": list(dict.fromkeys(part.folder.name for part in steps)),
    }
    write_text(folder / NOTE, json.dumps(note, indent=2, ensure_ascii=False) + "\n")


def read_note(folder: Path) -> dict[str, Any] | None:
    """What a study's folder says of itself; None if it is no study's.

    Raises:
        FolderUnusable: If it is damaged.
    """
    if not (folder / NOTE).exists():
        return None
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        kept = {name: note[name] for name in ("question", "headline", "about", "command")}
        return {**kept, "parts": [str(part) for part in note["parts"]]}  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        raise FolderUnusable(f"{folder / NOTE} is damaged; give the same command again") from None
