"""A thousand bad inputs over every option and every kind of file: each is refused in one plain line, or harmless."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.commands import COMMANDS
from experiments.designs.sample import read_sample
from experiments.options import Compare, Country
from experiments.present.outlines import outlines_of
from experiments.scenarios.study_file import study
from experiments.scenarios.world_names import check_world
from sim.paths import configs_folder
from sim.refusals import Refusal
from sim.timeline import scenario
from tests.experiments.fake_model import replicate

OF_OPTIONS, OF_FILES = 600, 80
"""Cases over all options, and of each kind of file."""
INTERNALS = re.compile(
    r"Traceback|pydantic|omegaconf|hydra\.|constrained|<unicode|tag:yaml|object at 0x|NoneType|Decoder|Error:|"
    r"Exception|Input should|list\[|dict\[|function-|isinstance|<class|_type|dictionary|merging override|integer",
    re.IGNORECASE,
)
"""What no user should have to read."""
VALUES = [
    "", " ", "-1", "0", "1e400", "-1e-400", "nan", "inf", "1_0", "0.1_5", "１２", "abc", "blåbær", "null", "[]", "{}",
    "[1,2", "{a:1", "{a:{b:{c:1}}}", "[" * 300, "{a:" * 300, "[" * 300 + "]" * 300, "${oc.env:HOME}", "${x}", "${", "'",
    '"', "a'b", "2026-13-45", "2026-08-01", "true", "1,2", "0,5", "../../x", "/", "~", "a" * 5000, "%s", "{0}",
    "[null]", "[1]", "{1:2}", "null,", "9" * 30, "9" * 5000, "x=y", "choice(1,2)", "range(1,3)", "glob(*)",
    "interval(0,1)", "shuffle(1,2)", "!!int 3", "<b>", "a\nb", "\t", "a.yaml", "./nowhere.csv", "[a,a]", "{a:null}",
    "{exit_qualified:[0.2,0.1]}", "{exit_qualified:x}", "[[a]]", "[{a:1}]", "{fade_unused:{values:[]}}", "\ud83d\ude00",
]  # fmt: skip
FAKED = ("run", "compare", "sweep", "response", "decompose")
"""Commands that are run to their end, on a model that stands in; of others the options are read and checked."""
SMALL = {"world": "tiny", "horizon": "2018", "replications": "1", "workers": "1", "executor": "inline",
         "figures": "none", "points": "2", "factors": "exit_qualified"}  # fmt: skip


def of_options(chance: random.Random) -> list[list[str]]:
    """Command lines with one option that is wrong, or strange."""
    pairs = [(command, option) for command, about in COMMANDS.items() for option in about.options.model_fields]
    made = []
    for n in range(OF_OPTIONS):
        command, option = pairs[n % len(pairs)]
        known = COMMANDS[command].options.model_fields
        part = chance.choice(["", "", "", "", ".a", ".exit_qualified", ".", ".a.b"])
        typed = [f"{name}={value}" for name, value in SMALL.items() if name in known and name != option]
        word = [chance.choice(["out", "nowhere", "never"])] if COMMANDS[command].word and n % 2 else []
        end = [] if command in FAKED else ["--cfg", "job"]
        prefix = chance.choice(["", "", "", "+", "++", "~"])
        made.append([command, *word, *typed, f"{prefix}{option}{part}={chance.choice(VALUES)}", *end])
    return made


def damaged(text: str, chance: random.Random) -> bytes:
    """A text with one to three things wrong with it."""
    for _ in range(chance.randint(1, 3)):
        lines = text.split("\n")
        k = chance.randrange(len(lines))
        line = lines[k]
        cut = chance.randrange(len(line) + 1)
        lines[k] = chance.choice([
            "", line + "\n" + line, line[:cut], line[:cut] + chance.choice(VALUES) + line[cut:], " " * 3 + line,
            re.sub(r"[\w.]+$", lambda _: chance.choice(VALUES), line), line.replace(",", ";", 1),
            re.sub(r"\d+", lambda _: chance.choice(VALUES), line, count=1), line.replace('"', "", 1), line + ",",
            line.replace(":", "", 1), line.upper(),
        ])  # fmt: skip
        text = "\n".join(lines)
    raw = text.encode("utf-8", errors="surrogatepass")
    cut = chance.randrange(len(raw) + 1)
    return chance.choice([raw, raw, raw, raw, raw[:cut], raw[:cut] + bytes([chance.randrange(256)]) + raw[cut:],
                          b"\xff\xfe" + raw, text.encode("utf-16", errors="surrogatepass")])  # fmt: skip


def shipped(kind: str, name: str) -> str:
    return (configs_folder() / kind / f"{name}.yaml").read_text(encoding="utf-8").replace(f"name: {name}", "name: mine")


def table(name: str) -> str:
    return (files("sim") / "data" / f"{name}.csv").read_text(encoding="utf-8")


def outlines() -> str:
    ring = [[8.0, 58.0], [8.2, 58.0], [8.2, 58.1], [8.0, 58.0]]
    features = [{"type": "Feature", "properties": {"kommunenummer": n}, "geometry": {"type": "Polygon", "coordinates":
                 [ring]}} for n in ("4203", "4204", "4205")]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
                       "features": features}, indent=1)  # fmt: skip


DESIGN = "fade_unused,dekom_s.own_share,dekom_s.active\n0.1,0.2,true\n0.2,0.3,false\n"
DOORS: dict[str, tuple[str, Callable[[], str], Callable[[str], object]]] = {
    "scenario": ("mine.yaml", lambda: shipped("scenario", "subject_quota"), scenario),
    "study": ("mine.yaml", lambda: shipped("study", "breadth_depth"), study),
    "design": ("mine.csv", lambda: DESIGN, read_sample),
    "map": ("mine.geojson", outlines, lambda path: outlines_of(Compare(map=path, world="agder", anyway=True))),
    "counties": ("mine.csv", lambda: table("counties"), lambda path: check_world(Country(tables={"counties": path}))),
}  # fmt: skip
"""File name, a sound text, and what reads it."""


def bad_line(said: str) -> str | None:
    """What is wrong with a refusal; None if it is one plain line."""
    if "\n" in said or not said.strip():
        return f"not one line: {said!r}"
    return f"internals: {said[:300]}" if INTERNALS.search(said) else None


@pytest.mark.slow
def test_a_thousand_bad_inputs_are_refused_in_one_plain_line_each(blank, capsys):
    chance = random.Random(1)
    wrong, refused, tried = [], 0, 0
    for words in of_options(chance):
        tried += 1
        try:
            code = main(words, replicate)
        except BaseException as error:
            wrong.append((words, f"{type(error).__name__}: {error}"))
            continue
        err = [line for line in capsys.readouterr().err.splitlines() if line.startswith("kompetanse:")]
        if code in (2, 4):
            refused += 1
            problem = bad_line("\n".join(err).removeprefix("kompetanse: "))
            wrong += [(words, problem)] if problem else []
        elif code not in (0, 3, 1):
            wrong.append((words, f"code {code}"))
    for name, (file, sound, read) in DOORS.items():
        text = sound()
        for _ in range(OF_FILES):
            tried += 1
            Path(file).write_bytes(damaged(text, chance))
            try:
                read(f"./{file}")
            except Refusal as refusal:
                refused += 1
                problem = bad_line(str(refusal))
                wrong += [(name, problem)] if problem else []
            except BaseException as error:
                wrong.append((name, f"{type(error).__name__}: {error}"[:300]))
                Path(f"{name}-{tried}.bad").write_bytes(Path(file).read_bytes())
    said = [f"{name}: {problem}"[-300:] for name, problem in wrong]
    assert (said, tried, refused > 0.8 * tried) == ([], OF_OPTIONS + OF_FILES * len(DOORS), True)
