"""`docs/commands.md`: every command with its options, as they are declared."""

from __future__ import annotations

from experiments.commands import COMMANDS, Command
from experiments.documents.markdown import table
from experiments.help import typed
from experiments.options import Options, declared

_HEAD = """\
# Commands and options

Generated from `experiments/commands/` and `experiments/options.py` by `uv run python -m experiments.documents`; do not
edit. `kompetanse <command> --help` says the same in the terminal. Options are typed as `key=value`; quote lists and
mappings for the shell."""


def commands() -> str:
    """The whole document."""
    rows = [[f"[`{name}`](#{name})", command.purpose] for name, command in COMMANDS.items()]
    blocks = [_HEAD, table(("Command", "What it is for"), rows)]
    for name, command in COMMANDS.items():
        blocks += _command(name, command)
    return "\n\n".join(blocks) + "\n"


def _command(name: str, command: Command) -> list[str]:
    examples = "\n".join(f"kompetanse {name} {example}".rstrip() for example in command.examples or ("",))
    word = [f"The word after it: {command.word}."] if command.word else []
    rows = [_option(command.options, option) for option in sorted(command.options.model_fields)]
    return [f"## {name}", command.about, f"```sh\n{examples}\n```", *word, table(("Option", "Usual", "Meaning"), rows)]


def _option(kind: type[Options], name: str) -> list[str]:
    field = declared(kind, name)
    such = f", such as `{field.examples[0]}`" if field.examples else ""
    return [f"`{name}`", f"`{typed(kind.model_fields[name].default)}`", f"{_plain(field.description)}{such}"]


def _plain(text: str | None) -> str:
    """A text whose angle brackets are not read as HTML."""
    return (text or "").replace("<", "&lt;")
