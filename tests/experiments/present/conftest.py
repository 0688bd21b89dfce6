"""One comparison and one page a language, made once for all tests of what people see; and a browser."""

from __future__ import annotations

import io
import shutil
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine

from experiments.cli import main
from experiments.present.report.evidence import gathered
from experiments.present.report.page import report_html
from sim.analysis.decision.box import Box
from tests.experiments.fake_choice import replicate as chosen
from tests.experiments.present.fake_country import replicate

LANGUAGES = ("en", "nb")
COMPARE = ["compare", "world=norway", "horizon=2020", "replications=4", "workers=1",
           "scenarios=[model_2025,ended_2026]", "baseline=never"]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SMALL = ["world=tiny", "horizon=2021", "workers=1", "baseline=never", "figures=none", "language=nb"]
DECIDED = {
    "parts": ["decompose", "model_2025", *SMALL, "replications=3"],
    "box": ["discover", "scenarios=[model_2025]", *SMALL, "replications=60", "threshold=0.015"],
    "turned": ["switching", "scenario=model_2025", *SMALL, "factors=[quality_fade]", "replications=5"],
}
"""Commands of decision support, by the folder each fills."""
BOXES = [Box({}), Box({"quality_fade": (-np.inf, 0.05)}), Box({"quality_fade": (0.05, np.inf)})]
"""What a search finds: the stand-in for the model decides at 0.05."""
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def compared(tmp_path_factory) -> Path:
    """The folder of a comparison: two scenarios, four replications, every level; nothing drawn."""
    folder = tmp_path_factory.mktemp("compared") / "folder"
    assert main([*COMPARE, "figures=none", f"output={folder}"], replicate) == 0
    return folder


@pytest.fixture(scope="session")
def decided(tmp_path_factory) -> dict[Path, str]:
    """Folders of decision support, with what each command said in Bokmål; boxes without the library that searches."""
    place, found = tmp_path_factory.mktemp("decided"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.analysis.decision.discovery.peeled", lambda *_: BOXES)
        for name, words in DECIDED.items():
            said = io.StringIO()
            with redirect_stdout(said):
                assert main([*words, f"output={place / name}"], chosen) == 0
            found[place / name] = said.getvalue()
    return found


@pytest.fixture(scope="session")
def page(compared, decided) -> dict[str, str]:
    """The report with decision support, in both languages, its figures without their layout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ConstrainedLayoutEngine, "execute", lambda *_: None)
        return {language: report_html(gathered(compared, list(decided)), language) for language in LANGUAGES}


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Reports without figures, for tests that look at their words."""
    monkeypatch.setattr("experiments.present.report.page.pictures", lambda *_: [])


@pytest.fixture
def kept(compared, tmp_path) -> Path:
    """A copy of the folder of the comparison, free to be changed."""
    return Path(shutil.copytree(compared, tmp_path / "kept"))


def opened(browser, address: str):
    """A page in the browser, with all that it requests and says kept in `requested` and `said`."""
    found = browser.new_page(viewport={"width": 1280, "height": 900})
    found.requested, found.said = [], []
    found.on("request", lambda request: found.requested.append(request.url))
    found.on("console", lambda message: found.said.append(message.text))
    found.on("pageerror", lambda error: found.said.append(str(error)))
    found.goto(address)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield opened
            opened.close()
