"""What a page for a meeting rests on, as it is carried by the page itself: a page can be made again from a page."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.refusals import BadInput
from experiments.scenarios.meeting_file import MeetingFile
from sim.analysis.emulator import Emulator
from sim.scenario import Scenario
from sim.timeline import scenario

_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_ORIGIN = ("program", "source", "created", "setup")


@dataclass(frozen=True)
class Story:
    """What a page rests on.

    Attributes:
        file: The page as written.
        base: The scenario that is changed.
        emulator: What answers.
        manifest: Of the folder that holds the runs: at least program, source, created and setup.
        points, runs: How many were fitted to.
        teachers: That costs are for; NaN if not known.
        checks: Grown patterns with pattern, title, measured (in English) and holds; None if it was not validated.
        made: By what command the page was made.
    """

    file: MeetingFile
    base: Scenario
    emulator: Emulator
    manifest: Mapping[str, Any]
    points: int
    runs: int
    teachers: float
    checks: Sequence[Mapping[str, Any]] | None
    made: str

    def plain(self) -> dict[str, Any]:
        """All but the emulator, as plain data."""
        origin = {key: self.manifest[key] for key in _ORIGIN}
        return {
            "file": self.file.model_dump(mode="json"), "manifest": origin, "points": self.points, "runs": self.runs,
            "teachers": self.teachers, "checks": self.checks, "made": self.made,
        }  # fmt: skip


def read_story(page: str) -> Story:
    """What a page rests on, read from the page.

    Args:
        page: Its HTML.

    Raises:
        BadInput: If it is no page for a meeting, or one of a version that did not carry this.
    """
    found = _DATA.search(page)
    data = json.loads(found[1]) if found else {}
    if "about" not in data:
        raise BadInput("no page for a meeting that carries what it rests on; give its results folder instead")
    about = data["about"]
    file = MeetingFile.model_validate_json(json.dumps(about["file"]))
    teachers = math.nan if about["teachers"] is None else about["teachers"]
    return Story(file, scenario(file.base), Emulator.read(data["model"]), about["manifest"], about["points"],
                 about["runs"], teachers, about["checks"], about["made"])  # fmt: skip
