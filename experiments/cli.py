"""This file knows the command line: which command is meant, help, and how every problem ends in one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from omegaconf import OmegaConf

from experiments.commands import COMMANDS, DEFAULT, LATER
from experiments.paths import configs_folder
from experiments.refusals import FOLDER_UNUSABLE, INTERRUPTED, BadInput, Refusal, near
from experiments.show import complaint, line
from experiments.work import Replicate

_USAGE = """\
kompetanse <command> [name] [key=value ...]    simulates competence-development policy for Norwegian schools

Commands:
{commands}

kompetanse <command> --help tells more of one; --cfg job prints the configuration and runs nothing.
Options, the same for all commands, with their defaults (lists are quoted: 'scenarios=[a,b]'):
"""


@dataclass(frozen=True)
class _Line:
    """A command line, taken apart."""

    command: str
    word: str | None
    overrides: list[str]
    help: bool
    show_config: bool


def main(argv: Sequence[str] | None = None, replicate: Replicate | None = None) -> int:
    """Run the command line; returns the exit code.

    Args:
        argv: Words after the program's name; those of the process if None.
        replicate: The model; a stand-in in tests.
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
    except OSError as error:
        complaint(f"kompetanse: {error.filename or 'results folder'}: {error.strerror or error}")
        return FOLDER_UNUSABLE


def _answer(asked: _Line, replicate: Replicate | None) -> int:
    if asked.help:
        _print_help(asked.command)
        return 0
    from experiments.command import Call
    from experiments.compose import composed
    from experiments.options import checked

    config = composed(asked.overrides)
    options = checked(config)
    if asked.show_config:
        line(OmegaConf.to_yaml(OmegaConf.create(config)).rstrip())
        return 0
    module = _module(asked.command)
    code: int = module.run(Call(asked.command, asked.word, options, config, replicate or _model()))
    return code


def _model() -> Replicate:
    def replicate(*arguments: Any) -> Any:
        from sim.simulation import replicate as model

        return model(*arguments)

    return replicate


def _taken_apart(argv: list[str]) -> _Line:
    overrides = [a for a in argv if "=" in a or a.startswith(("+", "~"))]
    flags, words = _flags([a for a in argv if a not in overrides])
    for flag in ("-m", "--multirun"):
        if flag in flags:
            later = "" if "sweep" in COMMANDS else ", which this version does not have yet"
            raise BadInput(f"{flag}: one call answers one question; many values at once are for the command sweep{later}")
    command = words.pop(0) if words and (words[0] in COMMANDS or not overrides or len(words) > 1) else None
    command = command or DEFAULT
    if command not in COMMANDS:
        raise BadInput(_unknown(command))
    if len(words) > 1:
        raise BadInput(f"{' '.join(words)}: one word at most may follow {command}; options are written key=value")
    return _Line(command, words[0] if words else None, overrides, "--help" in flags, "--cfg" in flags)


def _unknown(command: str) -> str:
    available = f"available are {', '.join(COMMANDS)}"
    if command in LATER:
        return f"{command}: this version does not have that command yet; {available}"
    hint = near(command, COMMANDS)
    return f"{command}: no such command; {hint if hint.startswith('did') else available}"


def _flags(words: list[str]) -> tuple[set[str], list[str]]:
    flags, rest = set(), []
    position = iter(words)
    for word in position:
        if word in ("-h", "--help", "--hydra-help"):
            flags.add("--help")
        elif word in ("-c", "--cfg"):
            if next(position, None) != "job":
                raise BadInput("--cfg: only `--cfg job` is known")
            flags.add("--cfg")
        elif word in ("-m", "--multirun"):
            flags.add(word)
        elif word.startswith("-"):
            raise BadInput(f"{word}: no such flag; known are --help, --cfg job")
        else:
            rest.append(word)
    return flags, rest


def _module(command: str) -> ModuleType:
    return import_module(COMMANDS[command])


def _print_help(command: str) -> None:
    line(_USAGE)


def _speak_utf8() -> None:
    """Print æ, ø and å wherever the output goes, also into a Windows pipe."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
