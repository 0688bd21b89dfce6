"""Who may import whom: the table of docs/architecture.md, read from the syntax tree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from sim.schemes import SCHEMES

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "sim").rglob("*.py")) + sorted((ROOT / "experiments").rglob("*.py"))

WHO_ACTS = ("sim.choices", "sim.mechanisms", "sim.schemes", "sim.now", "sim.world", "sim.model")
COMMAND_FILES = [f"experiments.commands.{path.stem}" for path in (ROOT / "experiments" / "commands").glob("[!_]*.py")]
"""What each command does; which commands there are stands in the package itself."""
FORBIDDEN = {
    "sim": ("experiments", "benchmarks", "tests", "hydra", "omegaconf", "pydantic", "joblib", "rich"),
    "sim/rules": ("mesa", "pandas", "matplotlib", "sim.agents", "sim.luck", *WHO_ACTS),
    "sim/kernels": ("mesa", "pandas", "matplotlib", "sim.agents", *WHO_ACTS),
    "sim/agents": ("pandas", "matplotlib", "sim.country", *WHO_ACTS),
    "sim/country": ("mesa", "matplotlib", "sim.agents", *WHO_ACTS),
    "sim/labour": ("mesa", "pandas", "matplotlib", "sim.choices", "sim.schemes", "sim.schedule", "sim.model"),
    "sim/mechanisms": ("mesa", "pandas", "matplotlib", "sim.choices", "sim.schedule", "sim.model"),
    "sim/schemes": ("mesa", "pandas", "matplotlib", "sim.choices", "sim.schedule", "sim.model"),
    "sim/choices": ("mesa", "pandas", "matplotlib", "sim.schedule", "sim.model"),
    "sim/indicators": ("mesa", "matplotlib", "sim.model"),
    "sim/analysis/comparison": ("mesa", "matplotlib", "sim.agents", "sim.world", "sim.model", "sim.simulation"),
    "sim/analysis/decision": ("mesa", "matplotlib", "sim.agents", "sim.schemes", "sim.world", "sim.model"),
    "sim/analysis/emulator": ("mesa", "matplotlib", "sim.agents", "sim.schemes", "sim.model", "pathlib"),
    "sim/analysis/sensitivity": ("mesa", "matplotlib", "sim.agents", "sim.schemes", "sim.model", "pathlib"),
    "sim/analysis/figures": ("mesa", "sim.agents", "sim.world", "sim.model", "sim.simulation", "sim.country"),
    "experiments/documents": ("experiments.run", *COMMAND_FILES),
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


TREES = {p.relative_to(ROOT).as_posix(): ast.parse(p.read_text(encoding="utf-8")) for p in MODULES}


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


IMPORTS = {name: imports(tree) for name, tree in TREES.items()}


def reaches(imported: set[str], target: str) -> bool:
    return any(name == target or name.startswith(target + ".") for name in imported)


def test_every_module_imports_only_what_its_layer_may():
    strangers = [
        f"{name} imports {target}"
        for name, imported in IMPORTS.items()
        for layer, targets in FORBIDDEN.items()
        if name.startswith((layer + "/", layer + ".py"))
        for target in targets
        if reaches(imported, target)
    ]
    assert strangers == []


def test_every_layer_named_here_is_there():
    assert [la for la in FORBIDDEN if not (ROOT / la).is_dir() and not (ROOT / f"{la}.py").is_file()] == []


def test_mesa_stays_in_three_files_of_the_model():
    assert {name for name, imported in IMPORTS.items() if reaches(imported, "mesa")} == MESA_ALLOWED


def test_the_model_knows_nothing_of_its_analysis():
    model = {n for n in IMPORTS if n.startswith("sim/") and not n.startswith("sim/analysis/")} - {"sim/__init__.py"}
    assert [name for name in sorted(model) if reaches(IMPORTS[name], "sim.analysis")] == []


def test_only_figures_draw():
    users = {name for name, imported in IMPORTS.items() if reaches(imported, "matplotlib")}
    assert all(user.startswith(FIGURES_ALLOWED + FIGURES_NAMED) for user in users), users


def test_every_module_says_what_is_in_it():
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_no_list_of_schemes_stands_outside_their_own_folder():
    """A new scheme is one file and a place in the list of `sim/schemes/__init__.py`: nobody else counts them up."""
    schemes = {scheme.name for scheme in SCHEMES}
    named = {
        name: {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)} & schemes
        for name, tree in TREES.items()
    }
    assert [n for n, found in named.items() if len(found) > 1 and not n.startswith("sim/schemes/")] == []
    assert named["sim/schemes/dekom_s.py"] >= {"dekom_s", "inclusion"}


def test_the_architecture_names_every_part_and_nothing_else():
    told = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:sim|experiments|configs|tests|docs|benchmarks)/[\w./]*)`", told))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    packages = {f"{p.parent.relative_to(ROOT).as_posix()}/" for p in MODULES if p.name == "__init__.py"}
    alone = {p.relative_to(ROOT).as_posix() for p in (ROOT / "sim").glob("*.py") if p.name != "__init__.py"}
    parts = alone | {name for name in packages if name.count("/") == 2 and name != "experiments/commands/"}
    assert sorted(parts - named) == []
