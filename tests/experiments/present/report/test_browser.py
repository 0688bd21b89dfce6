"""The report in a real browser, opened from disk: no requests, sorting, widths, accessibility, print."""

from __future__ import annotations

import re

import pytest

from tests.experiments.present.conftest import CHROMIUM, opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module", params=["en", "nb"])
def address(request, page, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page[request.param], encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def tab(browser, address):
    """The page, opened once for all that only look."""
    found = opened(browser, address)
    yield found
    found.close()


def column(tab, number: int) -> list[float]:
    keys = tab.evaluate(
        "number => [...document.querySelectorAll('#differences table')[0].tBodies[0].rows]"
        ".map((row) => row.cells[number].dataset.sort)",
        number,
    )
    return [float(key) if key else float("inf") for key in keys]


def test_it_opens_from_disk_without_requests_or_complaints(tab, address):
    assert {url for url in tab.requested if not url.startswith("data:")} == {address}
    assert tab.said == []
    assert tab.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")


def test_tables_are_sorted_by_mouse_and_keyboard(tab):
    heading = tab.locator("#differences table").first.locator("thead th").nth(3)
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    up = column(tab, 3)
    assert up == sorted(up)
    heading.locator("button").focus()
    tab.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "descending"
    known = [value for value in column(tab, 3) if value != float("inf")]
    assert known == sorted(known, reverse=True)
    assert tab.locator("#differences table").first.locator("[aria-sort]").count() == 1


def test_nothing_is_wider_than_the_screen(tab):
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for width in (360, 390, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = false; })")


def test_question_answer_and_figure_are_on_the_first_screen_of_a_phone(tab):
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.evaluate("window.scrollTo(0, 0)")
    assert tab.locator("h1").bounding_box()["y"] < 40
    assert tab.locator("#answer img").bounding_box()["y"] < 700
    tab.set_viewport_size({"width": 1280, "height": 900})


def test_without_script_it_still_reads(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator("#differences table tbody tr").count() > 0
    assert tab.locator("#differences table button").count() == 0
    context.close()


def test_there_are_no_serious_problems_of_access(tab):
    """Of rows that are made alike three a table are looked at, because each takes time."""
    from axe_playwright_python.sync_playwright import Axe

    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    tab.evaluate("document.querySelectorAll('tbody tr:nth-child(n+4)').forEach((row) => row.remove())")
    found = Axe().run(tab).response["violations"]
    serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert serious == []
    tab.reload()


def test_it_prints_as_one_page(tab):
    written = tab.pdf(prefer_css_page_size=True)
    assert written.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", written)) == 1
