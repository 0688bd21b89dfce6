"""The page for a meeting as a file: small, without a reference to anything outside, and exact where it reckons."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from experiments.designs.meeting import levers_at
from experiments.present import meeting
from experiments.present.meeting import read_story
from experiments.refusals import BadInput
from tests.texts import english

TEMPLATES = Path(meeting.__file__).parent / "templates"
NODE = shutil.which("node")


def shown(html: str) -> list[str]:
    """What people read: texts between tags, and those the script shows."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", html[html.index("<body>") :], flags=re.DOTALL)
    texts = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL)[1])["texts"]
    return [*re.findall(r">([^<>]+)<", body), *texts.values()]


def test_it_is_small_and_asks_for_nothing(pages):
    for language, html in pages.items():
        assert len(html.encode()) < 400_000, language
        assert not re.findall(r"""(?:src|href|action|data)\s*=\s*["'](?!#)|@import|https?:|url\((?!#)""", html)
        assert "default-src 'none'" in html
        assert f'<html lang="{language}">' in html


def test_it_is_in_bokmaal_where_asked(pages):
    assert english(text for text in shown(pages["nb"]) if "kompetanse" not in text) == []
    assert " at 0x" not in pages["nb"]


def test_it_says_what_it_rests_on_in_five_sentences_and_names_patterns_that_fail(pages):
    believe = re.search(r"<ol>(.*?)</ol>", pages["en"], re.DOTALL)[1]
    assert believe.count("<li>") == 5
    assert "<li>P9 Grown: as said</li>" in pages["en"]
    assert "3 of 4 grown values hold." in pages["en"]


def test_texts_of_a_file_cannot_end_the_script_or_the_page(story):
    from dataclasses import replace

    dial = story.file.dials[0].model_copy(update={"unit": {"en": "</script><b>&"}})
    file = story.file.model_copy(update={"dials": [dial, *story.file.dials[1:]]})
    html = meeting.meeting_html(replace(story, file=file), "en")
    assert "</script><b>" not in html
    assert html.count("</script>") == 2


@pytest.mark.skipif(NODE is None, reason="no node here; the browser's own test still runs")
def test_the_script_says_what_python_says_at_random_points(story):
    """Means, intervals, verdicts and trust at 40 points; a wrong sign in the recurrence was seen to fail."""
    file, emulator = story.file, story.emulator
    ranks = np.random.default_rng(7).random((40, len(file.dials) + len(file.switches)))
    ranks[:4, :9] = [[0.0] * 9, [1.0] * 9, [0.5] * 9, [0.999] * 9]
    places = [file.place(levers_at(file, row), story.base) for row in ranks]
    places.append(([dial.now for dial in emulator.space.dials], [False]))
    code = (TEMPLATES / "emulator.js").read_text(encoding="utf-8") + (
        "const [model, places] = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(places.map(([x, chosen]) => { const f = answer(model, x, chosen);"
        "return { trusted: f.trusted, moved: f.moved, cells: f.cells.map((c) => [c.mean, c.half, c.verdict]) }; })));"
    )
    sent = json.dumps([emulator.plain(), places])
    said = json.loads(subprocess.run([NODE, "-e", code], input=sent, capture_output=True, text=True, check=True).stdout)
    for (x, chosen), there in zip(places, said, strict=True):
        here = np.array([x]), np.array([chosen])
        assert there["trusted"] == bool(emulator.trusted(*here)[0])
        verdicts = {place: emulator.verdicts(place, *here) for place in {c.place for c in emulator.cells}}
        for cell, (mean, half, verdict) in zip(emulator.cells, there["cells"], strict=True):
            found = emulator.predict(cell, *here)
            assert abs(mean - found.mean[0]) < 1e-9 * max(1.0, cell.smallest), cell.indicator
            assert abs(half - emulator.half_width(found)[0]) < 1e-9 * max(1.0, cell.smallest), cell.indicator
            assert verdict == verdicts[cell.place][cell.indicator], (cell.indicator, cell.place)
    assert not said[-1]["moved"]


def test_a_page_can_be_made_again_from_a_page(pages):
    for given in pages.values():
        told = read_story(given)
        assert meeting.meeting_html(told, "en") == pages["en"]
        assert meeting.meeting_html(told, "nb") == pages["nb"]


def test_what_is_no_page_is_refused():
    with pytest.raises(BadInput, match="no page for a meeting"):
        read_story("<html></html>")
