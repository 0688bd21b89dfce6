"""The page for a meeting in a real browser: no requests, keyboard, link, what can be taken along, access, print."""

from __future__ import annotations

import re

import pytest

from sim.simulation import Setup, replicate
from sim.timeline import scenario
from tests.experiments.present.conftest import CHROMIUM, opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module", params=["en", "nb"])
def address(request, pages, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("meeting") / "meeting.html"
    path.write_text(pages[request.param], encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def tab(browser, address):
    found = opened(browser, address)
    yield found
    assert {url.split("#")[0] for url in found.requested} == {address}
    assert found.said == []
    found.close()


def test_one_guesses_before_one_sees(tab):
    assert not tab.locator("#result").is_visible()
    tab.locator("#dial-money").fill("1.8")
    tab.locator("input[name=kind][value=down]").check()
    tab.locator("#guess button").click()
    assert tab.locator("#result").is_visible()
    assert tab.locator("#guessed").inner_text()
    assert tab.evaluate("document.activeElement.id") == "result-title"
    assert tab.locator("#outcomes tr").count() == 8
    assert tab.locator("#costs tr").count() == 4
    assert tab.locator("#sizes tr").count() == 5
    total = tab.locator("#costs tr").first.locator("strong").first.inner_text().lstrip("+\u2212")
    assert total in tab.locator("#answer").inner_text()


def test_dials_move_by_the_keyboard_and_the_answer_with_them(tab):
    tab.goto(tab.url + "#shown=1")
    tab.reload()
    before = tab.locator("#outcomes").inner_html()
    tab.locator("#dial-money").focus()
    for _ in range(8):
        tab.keyboard.press("ArrowRight")
    assert tab.locator("#dial-money").input_value() == "1.4"
    assert tab.locator("#outcomes").inner_html() != before
    assert tab.locator("#dial-money").get_attribute("aria-valuetext").startswith("140")
    assert float(tab.evaluate("document.body.dataset.milliseconds")) > 0.0  # how fast is for benchmarks/meeting.py


def test_a_link_carries_the_state(tab, browser):
    tab.locator("#dial-money").fill("0.5")
    tab.locator("#dial-shift").fill("0.1")
    tab.locator("#switch-demography-1").check()
    tab.locator("#guess button").click()
    tab.locator("#place").select_option("2")
    tab.locator("#outcome").select_option("depth")
    link = tab.locator("#link").text_content()
    other = browser.new_page()
    other.goto(link)
    for part in ("#answer", "#costs", "#outcomes", "#sizes", "#point-yaml"):
        assert other.locator(part).inner_html() == tab.locator(part).inner_html(), part
    assert other.locator("#dial-shift").input_value() == "0.1"
    assert other.locator("#switch-demography-1").is_checked()
    other.close()
    tab.locator("#reset").click()
    assert "money" not in tab.url


def test_a_link_with_nonsense_is_read_as_far_as_it_makes_sense(tab, address):
    for nonsense in ("#money=9&hours=x&demography=upside&place=77&outcome=nothing&shown=1", "#%%%", "#=&&"):
        tab.goto(address + nonsense)
        tab.reload()
        assert tab.locator("#dial-hours").input_value() == "25"
    tab.goto(address + "#money=9")
    tab.reload()
    assert tab.locator("#dial-money").input_value() == "2"


def test_what_is_taken_along_runs(tab, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tab.locator("#dial-money").fill("1.5")
    tab.locator("#dial-shift").fill("-0.1")
    tab.locator("#switch-demography-1").check()
    for name in ("point", "baseline"):
        (tmp_path / f"meeting_{name}.yaml").write_text(tab.locator(f"#{name}-yaml").text_content(), encoding="utf-8")
    point, base = scenario("./meeting_point.yaml"), scenario("./meeting_baseline.yaml")
    levers = point.levers_at(18)
    assert levers["dekom_s"]["frame_factor"] == levers["follow_up"]["frame_factor"] == 1.5
    assert levers["money"]["to_individual"] == pytest.approx(0.1)
    assert levers["context"]["demography"]["rule"] == base.levers_at(18)["context"]["demography"]["rule"] == "low"
    assert base.levers_at(18)["dekom_s"] == scenario("system_2026").levers_at(18)["dekom_s"]
    assert len(replicate(Setup("tiny", horizon=2027), [base, point], 0)) == 2
    command = tab.locator("#command").text_content()
    assert "baseline=./meeting_baseline.yaml" in command
    tab.locator("#switch-demography-0").check()
    assert "baseline=system_2026" in tab.locator("#command").text_content()
    assert not tab.locator("#surroundings").is_visible()


def test_nothing_is_wider_than_the_screen(tab):
    tab.goto(tab.url + "#money=1.5&shown=1")
    tab.reload()
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for width in (360, 390, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width


def test_there_are_no_problems_of_access(tab):
    from axe_playwright_python.sync_playwright import Axe

    for state in ("", "#money=1.5&premium=0.1&shown=1"):
        tab.goto(tab.url.split("#")[0] + state)
        tab.reload()
        tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        found = Axe().run(tab).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_it_prints_with_what_it_leads_to_on_few_pages(tab):
    tab.goto(tab.url + "#money=1.5&shown=1")
    tab.reload()
    written = tab.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", written)) <= 5
