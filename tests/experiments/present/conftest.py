"""One comparison and one page a language, made once for all tests of what people see; and a browser."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine

from experiments.cli import main
from experiments.present.report import gathered, report_html
from tests.experiments.present.fake_country import replicate

LANGUAGES = ("en", "nb")
COMPARE = ["compare", "world=norway", "horizon=2020", "replications=4", "workers=1",
           "scenarios=[model_2025,ended_2026]", "baseline=never"]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def compared(tmp_path_factory) -> Path:
    """The folder of a comparison: two scenarios, four replications, every level; nothing drawn."""
    folder = tmp_path_factory.mktemp("compared") / "folder"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("comparison_figures", "place_figures"):
            patch.setattr(f"sim.analysis.figures.{name}", lambda *_, **__: {})
        assert main([*COMPARE, f"output={folder}"], replicate) == 0
    return folder


@pytest.fixture(scope="session")
def page(compared) -> dict[str, str]:
    """The report in both languages, its figures without their layout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ConstrainedLayoutEngine, "execute", lambda *_: None)
        return {language: report_html(gathered(compared), language) for language in LANGUAGES}


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Reports without figures, for tests that look at their words."""
    monkeypatch.setattr("experiments.present.report.page.pictures", lambda *_: [])


@pytest.fixture
def kept(compared, tmp_path) -> Path:
    """A copy of the folder of the comparison, free to be changed."""
    return Path(shutil.copytree(compared, tmp_path / "kept"))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield opened
            opened.close()
