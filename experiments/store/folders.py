"""This file knows the folder that a command is asked to read, and which options such a command looks at."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from experiments.command import Call
from experiments.refusals import BadInput, FolderUnusable


def named_folder(call: Call, looks_at: Collection[str]) -> Path:
    """The results folder named after the command.

    Args:
        call: The call.
        looks_at: Options that the command looks at besides `language`.

    Raises:
        BadInput: If no folder is named, or an option is given that would change nothing.
        FolderUnusable: If there is no such folder.
    """
    if call.word is None:
        raise BadInput(f"{call.command}: which folder? write kompetanse {call.command} results/<folder>")
    idle = sorted(call.given - {"language", *looks_at})
    if idle:
        raise BadInput(f"{idle[0]}: {call.command} does not look at it; the folder says what was run")
    folder = Path(call.word)
    if not folder.is_dir():
        raise FolderUnusable(f"{folder}: there is no such folder")
    return folder
