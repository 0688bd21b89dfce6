"""The program works from a wheel, in a clean environment, outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
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
    pins.write_text(run(uv, "export", "-q", "--no-hashes", "--no-dev", "--no-emit-project", where=ROOT).stdout)
    run(uv, "venv", "-q", "--python", sys.executable, str(folder / "env"), where=folder)
    home = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    wheel = next(folder.glob("*.whl"))
    run(uv, "pip", "install", "-q", "--python", str(home / "python"), "-c", str(pins), str(wheel), where=folder)
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
