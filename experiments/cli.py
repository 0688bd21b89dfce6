"""This file knows the command line: which command is meant, help, and how every problem ends in one line."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from omegaconf import OmegaConf

from experiments.commands import COMMANDS, DEFAULT, DEFAULTS
from experiments.present.show import complaint, line
from experiments.refusals import FINE, FOLDER_UNUSABLE, INTERRUPTED, BadInput, Refusal, near
from experiments.run.work import Replicate
from sim.paths import configs_folder

_USAGE = """\
kompetanse <command> [name] [key=value ...]

Simulates competence-development policy for Norwegian schools. Without a command it compares.

Commands:
{commands}

  --help            after a command: more about it
  --cfg job         print the configuration and run nothing
  -m                several values a key, one run after the other (seed=1,2); the command sweep is faster

Options, the same for all commands, with their defaults (quote lists: 'scenarios=[a,b]'):
{options}"""


_MEANT = {
    ("compare", "scenario"): "write 'scenarios=[{value}]'",
    ("run", "scenarios"): "it runs one: write scenario=",
    ("run", "baseline"): "it compares with nothing; use the command compare",
    ("run", "unit"): "use the command trace",
    ("discover", "scenario"): "write 'scenarios=[{value}]'",
    ("switching", "scenarios"): "it looks at one difference: write scenario=",
    ("decompose", "scenarios"): "it takes one apart: write scenario=",
    ("compare", "unit"): "use the command trace",
    ("backtest", "scenarios"): "it runs one: write scenario=",
    ("backtest", "baseline"): "published figures are what it compares with",
    ("backtest", "unit"): "use the command trace",
    ("sweep", "scenario"): "write 'scenarios=[{value}]'",
    ("trace", "scenario"): "write 'scenarios=[{value},never]'",
    ("trace", "replications"): "it tells one; write replication=0",
}
"""What is meant by an option that a command does not look at."""


@dataclass(frozen=True)
class _Line:
    """A command line, taken apart."""

    command: str
    word: str | None
    overrides: list[str]
    flags: frozenset[str]


def main(argv: Sequence[str] | None = None, replicate: Replicate | None = None) -> int:
    """Run the command line; returns the exit code.

    Args:
        argv: Words after the program's name; those of the process if None.
        replicate: Stands in for the model in tests.
    """
    _speak_utf8()
    try:
        return _answer(_taken_apart(list(sys.argv[1:] if argv is None else argv)), replicate)
    except Refusal as refusal:
        complaint(f"kompetanse: {refusal}")
        return refusal.exit_code
    except KeyboardInterrupt:
        complaint("kompetanse: interrupted; finished runs are kept, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        complaint(f"kompetanse: {error.filename or 'results folder'}: {error.strerror or error}")
        return FOLDER_UNUSABLE


def _answer(asked: _Line, replicate: Replicate | None) -> int:
    if "--help" in asked.flags:
        line(_help(asked.command))
        return FINE
    if "--multirun" in asked.flags:
        return _one_by_one(asked, replicate)
    from experiments.command import Call
    from experiments.compose import composed
    from experiments.options import checked

    command = asked.command or DEFAULT
    config = composed([*DEFAULTS.get(command, ()), *asked.overrides])
    options = checked(config)
    _refuse_idle(command, asked.overrides)
    if "--cfg" in asked.flags:
        line(OmegaConf.to_yaml(OmegaConf.create(config)).rstrip())
        return FINE
    module = import_module(f"experiments.commands.{command}")
    given = frozenset(re.split(r"[=.]", override.lstrip("+"))[0] for override in asked.overrides)
    code: int = module.run(Call(command, asked.word, options, config, replicate, _typed(command, asked), given))
    return code


def _typed(command: str, asked: _Line) -> str:
    """The command line as it can be typed again."""
    return shlex.join(["kompetanse", command, *([asked.word] if asked.word else []), *asked.overrides])


def _one_by_one(asked: _Line, replicate: Replicate | None) -> int:
    """Answer every combination of the values given, in order; returns the worst exit code."""
    from experiments.multirun import jobs

    found = jobs(asked.overrides)
    complaint(f"-m: {len(found)} calls, one after the other; `kompetanse sweep` runs many values at once, and faster")
    codes = []
    for overrides in found:
        line(f"== {' '.join(overrides)}")
        try:
            codes.append(_answer(replace(asked, overrides=overrides, flags=asked.flags - {"--multirun"}), replicate))
        except Refusal as refusal:
            complaint(f"kompetanse: {refusal}")
            codes.append(refusal.exit_code)
    return max(codes)


def _refuse_idle(command: str, overrides: Sequence[str]) -> None:
    """Refuse an option that the command would not look at, where another is very likely meant."""
    for override in overrides:
        key, _, value = override.partition("=")
        meant = _MEANT.get((command, key))
        if meant:
            raise BadInput(f"{key}={value}: {command} does not look at {key}; {meant.format(value=value)}")


def _taken_apart(argv: list[str]) -> _Line:
    flags, rest = _flags(argv)
    overrides = [word for word in rest if "=" in word or word.startswith(("+", "~"))]
    words = [word for word in rest if word not in overrides]
    command = words[0] if words else ""
    if command and command not in COMMANDS:
        raise BadInput(_unknown(command))
    if len(words) > 2:
        raise BadInput(f"{' '.join(words[1:])}: one word at most may follow {command}; options are written key=value")
    return _Line(command, words[1] if len(words) == 2 else None, overrides, flags)


def _flags(argv: list[str]) -> tuple[frozenset[str], list[str]]:
    """Flags found, and the words that are none."""
    flags, rest = set(), []
    words = iter(argv)
    for word in words:
        if word in ("-h", "--help", "--hydra-help"):
            flags.add("--help")
        elif word in ("-c", "--cfg", "--cfg=job"):
            if word != "--cfg=job" and next(words, None) != "job":
                raise BadInput("--cfg: only `--cfg job` is known")
            flags.add("--cfg")
        elif word in ("-m", "--multirun"):
            flags.add("--multirun")
        elif word.startswith("-"):
            raise BadInput(f"{word}: no such flag; known are --help, -m and --cfg job")
        else:
            rest.append(word)
    return frozenset(flags), rest


def _unknown(command: str) -> str:
    available = f"available are {', '.join(COMMANDS)}"
    hint = near(command, COMMANDS)
    return f"{command}: no such command; {hint if hint.startswith('did') else available}"


def _help(command: str) -> str:
    if command:
        about = import_module(f"experiments.commands.{command}").HELP
        return f"kompetanse {command}: {COMMANDS[command]}\n\n{about}\n\nAll options: kompetanse --help"
    commands = "\n".join(f"  {name:<17} {purpose}" for name, purpose in COMMANDS.items())
    written = (configs_folder() / "config.yaml").read_text(encoding="utf-8").splitlines()
    options = "\n".join(f"  {text.replace(': ', '=', 1)}" for text in written if not text.startswith("#"))
    return _USAGE.format(commands=commands, options=options)


def _speak_utf8() -> None:
    """Print æ, ø and å wherever the output goes, also into a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
