"""What a long command has found so far: a line of JSON each, found again when the same command is given again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def append_line(path: Path, found: Mapping[str, Any]) -> None:
    """Add a line to the file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(found) + "\n")


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """What was found before, nothing if there is no file; a line that was cut off does not count."""
    for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        with suppress(json.JSONDecodeError):
            yield json.loads(text)
