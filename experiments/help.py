"""The help: of the program, and of each command, from what they declare."""

from __future__ import annotations

import json
from textwrap import fill
from typing import Any

from experiments.commands import COMMANDS, Command
from experiments.options import Options, Precision, declared

WIDTH = 80
_USAGE = """\
kompetanse <command> [name or folder] [key=value ...]

Simulates competence-development policy for Norwegian schools. Without a
command it compares. `kompetanse <command> --help` tells its options.

Commands:
{commands}

  --help              after a command: more about it
  --cfg job           print the options as they would be used, and run nothing
  --info              print versions and where files come from, and run nothing
  --config-dir <dir>  a folder of your own: scenarios in scenario/, studies in
                      study/, and options in files that +group=name chooses
  -m                  several values a key, one run after the other: seed=1,2

Quote lists and mappings for the shell: 'scenarios=[a,b]'. A decimal is written
with a point."""
_COLUMN = 26


def usage() -> str:
    """Help of the program."""
    commands = "\n".join(_row(name, command.purpose, 14) for name, command in COMMANDS.items())
    return _USAGE.format(commands=commands)


def help_of(name: str) -> str:
    """Help of a command: what it does, how it is typed, and its options with unit and default."""
    command = COMMANDS[name]
    about = fill(command.about, WIDTH, break_on_hyphens=False)
    lines = [fill(f"kompetanse {name}: {command.purpose}", WIDTH), "", about, "", *_examples(name, command), ""]
    if command.word:
        lines += [fill(f"The word after it: {command.word}.", WIDTH), ""]
    own, shared = _options(command.options)
    return "\n".join([*lines, "Options:", *own, *shared])


def _examples(name: str, command: Command) -> list[str]:
    typed = [f"kompetanse {name} {example}".rstrip() for example in command.examples]
    return [fill(line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False,
                 break_long_words=False) for line in typed]  # fmt: skip


def _options(kind: type[Options]) -> tuple[list[str], list[str]]:
    """Lines of the command's own options, and of those that it shares with others."""
    own = [name for name in kind.__annotations__ if name in kind.model_fields]
    shared = [name for name in kind.model_fields if name not in own]
    return [_option(kind, name) for name in own], [_option(kind, name) for name in reversed(shared)]


def _option(kind: type[Options], name: str) -> str:
    field = declared(kind, name)
    such = f", such as {field.examples[0]}" if field.examples else ""
    return _row(f"{name}={typed(kind.model_fields[name].default)}", f"{field.description}{such}", _COLUMN)


def _row(left: str, right: str, column: int) -> str:
    """Two columns, the second wrapped in its place; a long first column has a line of its own."""
    indent = " " * (column + 2)
    first = f"  {left:<{column}}"
    if len(left) >= column:
        return f"  {left}\n{fill(right, WIDTH, initial_indent=indent, subsequent_indent=indent)}"
    return fill(right, WIDTH, initial_indent=first, subsequent_indent=indent)


def typed(value: Any) -> str:
    """A default as it is typed."""
    if isinstance(value, list):
        return f"[{','.join(value)}]"
    if value is None or isinstance(value, bool | dict):
        return json.dumps(value)
    return "null" if isinstance(value, Precision) else str(value)
