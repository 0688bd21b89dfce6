"""One comparison and one study, made once for the tests of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli import main


@pytest.fixture(scope="session")
def compared(tmp_path_factory) -> Path:
    """A folder of compare, with the model itself: two scenarios, three replications, to 2020."""
    folder = tmp_path_factory.mktemp("compared") / "folder"
    words = ["world=tiny", "horizon=2020", "replications=3", "workers=1", "scenarios=[model_2025,ended_2026]"]
    assert main(["compare", *words, "baseline=never", f"output={folder}"]) == 0
    return folder


@pytest.fixture(scope="session")
def page(compared) -> dict[str, str]:
    """The report in both languages."""
    pages = {}
    for language in ("nb", "en"):
        assert main(["report", str(compared), f"language={language}"]) == 0
        pages[language] = (compared / "report.html").read_text(encoding="utf-8")
    return pages
