"""The page holds every part, needs no other file, and says what it rests on."""

from __future__ import annotations

import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from experiments.cli import main
from experiments.present.report.evidence import gathered
from experiments.present.report.page import SECTIONS, report_html
from sim.register_texts import register_in
from tests.experiments.fake_model import replicate as walk
from tests.experiments.present.fake_country import replicate

VALIDATED = {"pattern": "P1", "title": "Infrastructure that lasts", "measure": "a", "case": "c", "breaks": True,
             "replications": 4, "measured": "partnerships dissolved a year, years 4-8"}  # fmt: skip


class Outline(HTMLParser):
    """Headings, pictures and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.alts: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.alts.append(values.get("alt") or "")
        self.addresses += [values[key] for key in ("src", "href", "action", "data") if values.get(key)]
        if "id" in values:
            self.ids.append(values["id"])


def alts(page: str, section: str) -> list[str]:
    """What the pictures of a part are in words."""
    after = [*SECTIONS, "answer"][[*SECTIONS, "answer"].index(section) + 1]
    inside = page.split(f'id="{section}"')[1].split("<section" if section == "answer" else f'id="{after}"')[0]
    return re.findall(r'<img [^>]*alt="([^"]*)"', inside)


# ---- the whole page


def test_every_section_is_there_in_order_and_nothing_is_fetched_from_anywhere(page):
    for language, text in page.items():
        there = [key for key in SECTIONS if key != "learned"]  # only of what draws from a posterior
        places = [text.index(f' id="{key}"') for key in there]
        assert places == sorted(places)
        assert f'<html lang="{language}">' in text
        assert all(address.startswith(("data:", "#")) for address in Outline(text).addresses)
        assert "url(" not in text
        assert "@import" not in text
        assert len(text) < 5_000_000


def test_headings_are_in_order_names_once_and_pictures_have_words(page):
    for text in page.values():
        found = Outline(text)
        assert found.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
        assert found.alts
        assert all(len(alt) > 20 for alt in found.alts)
        assert len(found.ids) == len(set(found.ids))


def test_every_picture_has_a_place_on_the_page(page):
    """The key figure; groups and municipalities; over time; the spread of futures and hours."""
    assert page["en"].split("<section")[1].count("<img") == 1
    whom = alts(page["en"], "whom")
    for start in ("difference by municipality", "municipalities better off", "municipalities by group"):
        assert any(start in alt for alt in whom), start
    assert alts(page["en"], "time")
    assert any(alt.startswith("Spread of futures") for alt in alts(page["en"], "sure"))


def test_titles_stand_in_sentences_and_names_where_something_is_typed(page):
    told = html.unescape(page["en"])
    for said in ("“Schemes of 2017–2025”", "scenarios=[model_2025",
                 "“Schemes of 2017–2025” against “No decentralised model”"):  # fmt: skip
        assert said in told
    shown = re.sub(r"<pre>.*?</pre>|Made by: [^<]*|<[^>]*>", "", told, flags=re.S)
    assert re.findall(r"model_2025|ended_2026|system_2026|never\)", shown) == []


def test_the_main_part_is_short_and_the_rest_folds(page):
    for text in page.values():
        main = text[text.index("<main") : text.index("</main>")]
        while (shorter := re.sub(r"<details(?:(?!<details).)*?</details>", "", main, flags=re.S)) != main:
            main = shorter
        assert len(re.sub(r"<[^>]*>", " ", main).split()) <= 1200


def test_the_whole_register_stands_in_the_language_of_the_page(page):
    told = {language: html.unescape(text) for language, text in page.items()}
    for language in told:
        known = register_in(language)
        assert all(f"{row.meaning} ({row.unit})" in told[language] for row in known.itertuples())
        assert all(source in told[language] for source in known["source"])
    assert not [text for text in register_in("en")["meaning"] if f"{text} (" in told["nb"]]


def test_figures_and_sentences_of_decision_support_stand_by_their_tables(page):
    for language, (parts, box, turned, better) in {
        "en": ("What each part adds", "A box of futures", "Switching val", "“Schemes of 2017–2025” is better than"),
        "nb": ("Hva hver del legger", "Framtidene i boksen", "Omslagspunkt", "«Ordningene fra 2017–2025» er minst"),
    }.items():
        told = html.unescape(page[language])
        for start in (parts, box, turned):
            assert [alt for alt in alts(told, "sure") if alt.startswith(start)], start
        assert better in told


# ---- made again, and of other folders


def test_the_same_folder_gives_the_same_page_and_what_was_not_run_is_said_with_its_command(compared, undrawn):
    first = report_html(gathered(compared), "en")
    for command in ("validate", "backtest", "discover", "decompose", "switching"):
        assert f"kompetanse {command}" in first
    assert main(["report", str(compared)]) == 0
    assert (compared / "report.html").read_text(encoding="utf-8") == first


def test_maps_are_drawn_on_the_outlines_that_are_given(kept, monkeypatch, capsys):
    given = []
    monkeypatch.setattr("experiments.present.report.page.pictures", lambda _, outlines: given.append(outlines) or [])
    ring = [[8.0, 58.0], [8.2, 58.0], [8.2, 58.1], [8.0, 58.1], [8.0, 58.0]]
    feature = {"type": "Feature", "id": "4003", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    Path("mine.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    assert main(["report", str(kept), "map=mine.geojson", "anyway=true"]) == 0
    assert given == [Path("mine.geojson")]
    assert main(["report", str(kept), "map=nowhere.geojson"]) == 2
    assert "map=nowhere.geojson: cannot be read: No such file" in capsys.readouterr().err


def test_tables_of_other_folders_are_used_in_the_language_of_the_page(kept, undrawn, tmp_path):
    beside = tmp_path / "validated"
    shutil.copytree(kept, beside, ignore=shutil.ignore_patterns("results", "figures", "report.html", "tables"))
    (beside / "tables").mkdir()
    pd.DataFrame([VALIDATED | {"holds": False}]).to_csv(beside / "tables" / "validation.csv", index=False)
    for language, said in {
        "en": (
            "0 of 1 grown values hold; 1 of 1 break",
            "P1 Infrastructure that lasts: partnerships dissolved a year, years 4-8",
        ),
        "nb": (
            "0 av 1 verdier som har vokst fram, holder; 1 av 1 brytes",
            "P1 Infrastruktur som varer: partnerskap oppløst per år, år 4-8",
        ),
    }.items():
        written = report_html(gathered(kept, [beside]), language)
        assert all(text in written for text in said)


def test_a_validation_of_the_same_model_next_to_the_folder_is_found_and_one_of_another_is_not(kept, undrawn):
    place = kept.parent / "validate-1a2b3c4d"
    (place / "tables").mkdir(parents=True)
    pd.DataFrame([VALIDATED | {"holds": True}]).to_csv(place / "tables" / "validation.csv", index=False)
    manifest = json.loads((kept / "manifest.json").read_text(encoding="utf-8"))
    for source, said in ((manifest["source"], True), ("another", False)):
        (place / "manifest.json").write_text(json.dumps(manifest | {"source": source}), encoding="utf-8")
        assert main(["report", str(kept)]) == 0
        assert ("1 of 1 grown values hold" in (kept / "report.html").read_text(encoding="utf-8")) == said
    (place / "manifest.json").write_text("broken", encoding="utf-8")
    assert main(["report", str(kept)]) == 0


def test_changed_parameters_are_flagged_and_one_replication_concludes_nothing(undrawn, monkeypatch):
    words = ["world=tiny", "horizon=2019", "replications=1", "workers=1", "uncertainty=point", "figures=none",
             "output=changed"]  # fmt: skip
    asked = ["compare", *words, "scenarios=[model_2025]", "baseline=never", "parameters.routine_gain=2.5"]
    assert main(asked, replicate) == 0
    assert main(["report", "changed"]) == 0
    written = Path("changed/report.html").read_text(encoding="utf-8")
    assert "2.5 (register: 1.5)" in written
    assert "parameters.routine_gain=2.5" in written
    assert "One paired run says nothing" in written


# ---- refusals


def test_what_is_no_results_folder_of_a_comparison_is_refused(tmp_path, capsys, monkeypatch):
    assert (
        main(["run", "world=tiny", "horizon=2019", "replications=1", "workers=1", "figures=none", "output=alone"], walk)
        == 0
    )
    assert main(["report", "alone"]) == 2
    assert "wants a folder of compare" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["report", "empty"]) == 4
    assert main(["report", "nowhere"]) == 4
    assert main(["report"]) == 2


def test_a_damaged_note_of_a_study_is_refused(tmp_path, capsys):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.json").write_text(json.dumps({"question": {}}))
    assert main(["report", "study"]) == 4
    assert "damaged" in capsys.readouterr().err
