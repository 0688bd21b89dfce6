"""The generated documents agree with the code: they are what it generates now, and no link leads nowhere."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
import yaml

from experiments.documents import documents
from experiments.documents.markdown import cell, number, table
from experiments.documents.rules import found, read_rules
from experiments.documents.writing import DOCS, filled
from sim.parameters import register
from sim.policy import declarations

ROOT = Path(__file__).parent.parent
RULES = read_rules(DOCS / "rules.csv")
OBJECTS = sorted({name for names in RULES["object"] for name in names.split()})
PAGES = ["assumptions.md", "rules.md", "patterns.md", "model.md", "commands.md", "scenarios.md", "indicators.md",
         "calibration.md", "nb/scenarioer.md", "nb/indikatorer.md", "meeting.html", "nb/moete.html"]  # fmt: skip
CODES = {"S": 16, "Y": 9, "O": 14, "K": 5, "V": 9, "N": 16}
SCHEME_CODE = re.compile(r"\b([SYOKVNC]-\d+)\b")


@pytest.fixture(scope="module")
def made(where_the_posterior_is) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.posterior.folder", lambda: where_the_posterior_is)
        return documents()


@pytest.mark.parametrize("name", PAGES)
def test_a_document_is_what_the_code_generates(made, name):
    again = "run `uv run python -m experiments.documents`"
    assert (DOCS / name).read_text(encoding="utf-8") == made[name], f"docs/{name} is out of date: {again}"


# ---- rules


def missing(names: Iterable[str]) -> list[str]:
    """Objects that are not there."""
    lost = []
    for name in names:
        try:
            found(name)
        except (AttributeError, ModuleNotFoundError, KeyError):
            lost.append(name)
    return lost


def test_what_carries_a_rule_exists():
    assert missing(OBJECTS) == []


def test_what_does_not_exist_is_found_out():
    nowhere = ["sim.schemes.dekom_s:DekomSLevers.nope", "sim.nowhere", "sim.schemes.dekom_s:Nothing.nope"]
    assert missing(nowhere) == nowhere


def test_no_rule_of_a_scheme_is_left_out():
    by_letter = {letter: RULES.loc[RULES["code"].str.startswith(f"{letter}-"), "code"].tolist() for letter in CODES}
    assert by_letter == {letter: [f"{letter}-{n}" for n in range(1, last + 1)] for letter, last in CODES.items()}


def test_a_rule_is_carried_or_says_that_it_is_not():
    for row in RULES.to_dict("records"):
        assert row["object"] or row["note"].startswith("Not "), row["code"]


def test_every_rule_has_words_and_a_source():
    assert (RULES[["code", "scheme", "rule", "source"]] != "").all(axis=None)


def test_every_code_cited_is_a_rule():
    known, unknown = set(RULES["code"]), []
    for folder, ending in product(("sim", "configs"), ("py", "yaml", "csv")):
        for path in (ROOT / folder).rglob(f"*.{ending}"):
            cited = set(SCHEME_CODE.findall(path.read_text(encoding="utf-8")))
            unknown += [(path.relative_to(ROOT).as_posix(), code) for code in cited - known]
    assert unknown == []


def test_every_relative_link_leads_to_a_file(made):
    links = [(name, target) for name in PAGES for target in re.findall(r"\]\(([^)#]+)[^)]*\)", made[name])]
    assert [link for link in links if not link[1].startswith("http") and not (DOCS / link[1]).exists()] == []


def test_the_version_is_the_same_wherever_it_stands():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    described = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert {project["version"], str(cited["version"]), described["version"]} == {project["version"]}
    assert cited["license"] == project["license"] == described["license"].rpartition("/")[2]


# ---- assumptions


def test_every_parameter_and_every_lever_stands_in_the_assumptions(made):
    text = made["assumptions.md"]
    names = (*register()["name"], *declarations())
    assert {name: text.count(f"| `{name}` |") for name in names} == dict.fromkeys(names, 1)


# ---- writing


def test_a_text_gets_its_parts_and_keeps_the_rest():
    text = "Before\n<!-- generated: one -->\nold\n<!-- end of generated -->\nafter"
    once = filled(text, {"one": "new"})
    assert once == "Before\n<!-- generated: one -->\nnew\n<!-- end of generated -->\nafter"
    assert filled(once, {"one": "new"}) == once


def test_a_part_nobody_asks_for_and_one_there_is_not_are_refused():
    with pytest.raises(ValueError, match="two"):
        filled("", {"two": ""})
    with pytest.raises(KeyError):
        filled("<!-- generated: one -->\n<!-- end of generated -->", {})


def test_cells_are_plain_and_cannot_break_a_table():
    assert [cell(v) for v in (True, None, float("nan"), "a|b", 0.1, 230_000_000)] == [
        "yes", "", "", "a\\|b", "0.1", "230 000 000",
    ]  # fmt: skip
    assert [number(v) for v in (0.0, -2.0, 1e-9, 12345.5)] == ["0", "-2", "1e-09", "12345.5"]
    assert table(("A", "B"), [[1, "x"]]) == "| A | B |\n|---|---|\n| 1 | x |"


def test_every_parameter_of_the_theory_is_named_in_a_submodel():
    written = (DOCS / "model.md").read_text(encoding="utf-8").partition("## 5. Initialisation")[2]
    theory = register()[register()["group"] != "country"]["name"]
    assert [name for name in theory if not re.search(rf"\b{name}\b", written)] == []
