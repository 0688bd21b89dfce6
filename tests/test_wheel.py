"""The program works from a wheel, in a clean environment, outside the checkout."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent


def run(*command: str, where: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT"}}
    return subprocess.run(command, cwd=where, env=clean, capture_output=True, text=True, check=check)


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    """The `kompetanse` of a new environment that has nothing but the wheel, with the project's pinned versions."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    assert uv, "uv is needed to build the wheel"
    folder = tmp_path_factory.mktemp("wheel")
    run(uv, "build", "--wheel", "--out-dir", str(folder), where=ROOT)
    pins = folder / "pins.txt"
    pins.write_text(
        run(
            uv, "export", "-q", "--no-hashes", "--no-dev", "--group", "examples", "--no-emit-project", where=ROOT
        ).stdout
    )
    run(uv, "venv", "-q", "--python", sys.executable, str(folder / "env"), where=folder)
    home = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    wheel = next(folder.glob("*.whl"))
    wanted = [str(wheel), "optuna"]
    run(uv, "pip", "install", "-q", "--python", str(home / "python"), "-c", str(pins), *wanted, where=folder)
    return home / "kompetanse"


def test_it_compares_from_a_wheel(program, tmp_path):
    done = run(str(program), "world=tiny", "replications=2", "horizon=2019", where=tmp_path)
    assert "How do “Schemes of 2017–2025” and “No decentralised model” differ from “System of 2026”?" in done.stdout
    folder = next((tmp_path / "results").iterdir())
    assert (folder / "manifest.json").exists()
    assert list((folder / "figures").glob("*.png"))


def test_a_scenario_of_the_users_own_works_from_a_wheel(program, tmp_path):
    run(str(program), "new", "my_idea", where=tmp_path)
    done = run(
        str(program), "run", "scenario=./my_idea.yaml", "world=tiny", "replications=1", "horizon=2019", where=tmp_path
    )
    assert "What if only half of the staff had to take part?" in done.stdout


def test_a_study_ends_in_a_report_from_a_wheel(program, tmp_path):
    study = ["name: mine", 'question: {en: "Why?"}', "baseline: never", "scenarios: [model_2025]", "replications: 2",
             "headline: [practice]", "steps: [compare: {}]"]  # fmt: skip
    (tmp_path / "mine.yaml").write_text("\n".join(study))
    run(str(program), "study", "./mine.yaml", "world=tiny", "horizon=2019", where=tmp_path)
    page = next((tmp_path / "results").iterdir()) / "report.html"
    assert "Why?" in page.read_text(encoding="utf-8")
    assert "system_2026" in run(str(program), "study", where=tmp_path).stdout


def test_bad_input_is_one_line_from_a_wheel(program, tmp_path):
    done = run(str(program), "world=narnia", where=tmp_path, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "narnia" in done.stderr


FIGURE = """
import kompetanse as ko
ko.use("./own_rule.py")
mine = {"name": "mine", "base": "system_2026",
        "timeline": [{"from": "2017-08-01", "set": {"context.dose": "soft_threshold_dose"}}]}
answer = ko.compare(mine, "system_2026", world="tiny", horizon=2022, replications=10)
answer.figures()["differences"].savefig("mine.png")
"""


def test_a_researchers_afternoon_from_a_wheel(program, tmp_path):
    """An own rule, a sweep on it, a figure, a fit by Optuna; `pytest -s` prints what each takes."""
    shutil.copy(ROOT / "examples" / "plugins" / "own_rule.py", tmp_path)
    shutil.copy(ROOT / "examples" / "tools" / "optuna_fit.py", tmp_path)
    (tmp_path / "figure.py").write_text(FIGURE)
    python = str(program.parent / "python")
    sweep = ["sweep", "plugins=[./own_rule.py]", "design=grid", "points=3", "world=tiny", "horizon=2022",
             "factors={context.dose:null,fade_unused:[0.1,0.4]}", "baseline=never", "output=swept"]  # fmt: skip
    for step, *command in (
        ("sweep on an own rule", str(program), *sweep),
        ("comparison and figure", python, "figure.py"),
        ("Optuna, 20 trials", python, "optuna_fit.py"),
    ):
        begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(*command, where=tmp_path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        sys.stdout.write(f"{step}: {time.perf_counter() - begin:.0f} s, {spent:.0f} s of processor time\n")
    assert "soft_threshold_dose" in (tmp_path / "swept" / "design.csv").read_text()
    assert (tmp_path / "mine.png").stat().st_size > 10_000
    assert "off by" in done.stdout
