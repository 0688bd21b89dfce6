"""Who may import whom: the table of docs/architecture.md, read from the syntax tree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "sim").rglob("*.py")) + sorted((ROOT / "experiments").rglob("*.py"))

FORBIDDEN = {
    "sim": ("experiments", "benchmarks", "tests", "hydra", "omegaconf", "pydantic", "joblib", "rich"),
    "sim/rules": ("mesa", "pandas", "matplotlib", "sim.actors", "sim.schemes", "sim.world", "sim.model", "sim.luck"),
    "sim/kernels": ("mesa", "pandas", "matplotlib", "sim.actors", "sim.schemes", "sim.world", "sim.model"),
    "sim/actors": ("pandas", "matplotlib", "sim.schemes", "sim.world", "sim.model", "sim.country"),
    "sim/country": ("mesa", "matplotlib", "sim.actors", "sim.schemes", "sim.world", "sim.model"),
    "sim/labour": ("mesa", "pandas", "matplotlib", "sim.model"),
    "sim/schemes": ("mesa", "pandas", "matplotlib", "sim.model"),
    "sim/indicators": ("mesa", "matplotlib", "sim.model"),
    "sim/analysis/comparison": ("mesa", "matplotlib", "sim.actors", "sim.world", "sim.model", "sim.simulation"),
    "sim/analysis/decision": ("mesa", "matplotlib", "sim.actors", "sim.schemes", "sim.world", "sim.model"),
    "sim/analysis/sensitivity": ("mesa", "matplotlib", "sim.actors", "sim.schemes", "sim.model", "pathlib"),
    "sim/analysis/figures": ("mesa", "sim.actors", "sim.world", "sim.model", "sim.simulation", "sim.country"),
    "experiments/documents": ("experiments.commands",),
    "experiments/present/report": ("experiments.cli", "experiments.run"),
    "experiments/run/calls": ("experiments.run.work", "experiments.designs", "experiments.store", "sim"),
    "experiments/run/execution": ("experiments.run.work", "experiments.designs", "experiments.store", "sim"),
    "experiments/run/local": ("experiments.run.work", "experiments.designs", "experiments.store", "sim"),
    "experiments/run/dask": ("experiments.run.work", "experiments.designs", "experiments.store", "sim"),
    "experiments/designs": ("experiments.run", "experiments.commands", "experiments.present"),
    "experiments/store": ("experiments.run", "experiments.commands", "experiments.present"),
    "experiments": ("benchmarks", "tests"),
}
MESA_ALLOWED = {"sim/columns.py", "sim/model.py", "sim/population.py"}
FIGURES_ALLOWED = ("sim/analysis/figures/", "experiments/present/figures.py")
FIGURES_NAMED = (
    "experiments/command.py", "experiments/commands/compare.py", "experiments/commands/run.py",
    "experiments/present/drawings.py", "experiments/present/report/",
)  # fmt: skip
"""These name a type, and draw nothing."""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reaches(imported: set[str], target: str) -> bool:
    return any(name == target or name.startswith(target + ".") for name in imported)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_imports_only_what_its_layer_may(path):
    name, imported = path.relative_to(ROOT).as_posix(), imports(path)
    for layer, targets in FORBIDDEN.items():
        if name.startswith((layer + "/", layer + ".py")):
            strangers = [target for target in targets if reaches(imported, target)]
            assert not strangers, f"{name} imports {strangers}"


def test_mesa_stays_in_three_files_of_the_model():
    users = {p.relative_to(ROOT).as_posix() for p in MODULES if reaches(imports(p), "mesa")}
    assert users == MESA_ALLOWED


def test_the_model_knows_nothing_of_its_analysis():
    names = {p.relative_to(ROOT).as_posix(): p for p in MODULES}
    model = {n for n in names if n.startswith("sim/") and not n.startswith("sim/analysis/")} - {"sim/__init__.py"}
    assert [name for name in sorted(model) if reaches(imports(names[name]), "sim.analysis")] == []


def test_only_figures_draw():
    users = {p.relative_to(ROOT).as_posix() for p in MODULES if reaches(imports(p), "matplotlib")}
    assert all(user.startswith(FIGURES_ALLOWED + FIGURES_NAMED) for user in users), users


def test_every_module_says_what_it_knows():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_the_architecture_names_every_part_and_nothing_else():
    told = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:sim|experiments|configs|tests|docs|benchmarks)/[\w./]*)`", told))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    packages = {f"{p.parent.relative_to(ROOT).as_posix()}/" for p in MODULES if p.name == "__init__.py"}
    alone = {p.relative_to(ROOT).as_posix() for p in (ROOT / "sim").glob("*.py") if p.name != "__init__.py"}
    parts = alone | {name for name in packages if name.count("/") == 2 and name != "experiments/commands/"}
    assert sorted(parts - named) == []
