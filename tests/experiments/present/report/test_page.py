"""The page holds every part, needs no other file, and says what it rests on."""

from __future__ import annotations

import html
import json
import re
import shutil
from html.parser import HTMLParser

import pandas as pd
import pytest

from experiments.cli import main
from experiments.present.report.texts import texts
from sim.register_texts import register_in

LANGUAGES = ("en", "nb")


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_there_in_order(page, language):
    places = [page[language].index(f'<section id="{key}"') for key in texts(language)["sections"]]
    assert places == sorted(places)
    assert f'<html lang="{language}">' in page[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fetched_from_anywhere(page, language):
    found = Outline(page[language])
    assert all(address.startswith(("data:", "#")) for address in found.addresses)
    assert "url(" not in page[language]
    assert "@import" not in page[language]
    assert len(page[language]) < 5_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_in_order_and_pictures_have_words(page, language):
    found = Outline(page[language])
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.alts
    assert all(len(alt) > 20 for alt in found.alts)
    assert len(found.ids) == len(set(found.ids))


def test_what_was_not_run_is_said_with_the_command_that_would(page):
    for command in ("kompetanse validate", "kompetanse backtest", "kompetanse discover", "kompetanse decompose"):
        assert command in page["en"]


def test_the_same_folder_gives_the_same_page(compared, page):
    assert main(["report", str(compared)]) == 0
    assert (compared / "report.html").read_text(encoding="utf-8") == page["en"]


def test_tables_of_other_folders_are_used(compared, page, tmp_path, capsys):
    beside = tmp_path / "validated"
    shutil.copytree(compared, beside, ignore=shutil.ignore_patterns("results", "figures", "report.html"))
    shutil.rmtree(beside / "tables")
    (beside / "tables").mkdir()
    rows = [{"pattern": "P1", "title": "T", "measured": "spread lasts", "measure": "a", "case": "c", "holds": False,
             "breaks": True, "replications": 4}]  # fmt: skip
    pd.DataFrame(rows).to_csv(beside / "tables" / "validation.csv", index=False)
    assert main(["report", str(compared), f"beside=[{beside}]"]) == 0
    written = (compared / "report.html").read_text(encoding="utf-8")
    assert "0 of 1 hold; 1 of 1 break" in written
    assert "P1 T: spread lasts" in written
    (compared / "report.html").write_text(page["en"], encoding="utf-8")


def test_a_validation_of_the_same_model_next_to_the_folder_is_found_and_one_of_another_is_not(compared, page):
    place = compared.parent / "validate-1a2b3c4d"
    (place / "tables").mkdir(parents=True)
    rows = [{"pattern": "P1", "title": "T", "measured": "m", "measure": "a", "case": "c", "holds": True,
             "breaks": True, "replications": 4}]  # fmt: skip
    pd.DataFrame(rows).to_csv(place / "tables" / "validation.csv", index=False)
    manifest = json.loads((compared / "manifest.json").read_text(encoding="utf-8"))
    for source, said in ((manifest["source"], True), ("another", False)):
        (place / "manifest.json").write_text(json.dumps(manifest | {"source": source}), encoding="utf-8")
        assert main(["report", str(compared)]) == 0
        assert ("1 of 1 hold" in (compared / "report.html").read_text(encoding="utf-8")) == said
    (place / "manifest.json").write_text("broken", encoding="utf-8")
    assert main(["report", str(compared)]) == 0
    shutil.rmtree(place)
    (compared / "report.html").write_text(page["en"], encoding="utf-8")


def test_the_whole_register_stands_in_the_language_of_the_page(page):
    told = {language: html.unescape(text) for language, text in page.items()}
    for language in told:
        known = register_in(language)
        assert all(f"{row.meaning} ({row.unit})" in told[language] for row in known.itertuples())
        assert all(source in told[language] for source in known["source"])
    assert not [text for text in register_in("en")["meaning"] if f"{text} (" in told["nb"]]


def test_changed_parameters_are_flagged(tmp_path):
    words = ["world=tiny", "horizon=2019", "replications=1", "workers=1", "uncertainty=point", "output=changed"]
    assert main(["compare", *words, "scenarios=[model_2025]", "baseline=never", "parameters.routine_gain=2.5"]) == 0
    assert main(["report", "changed"]) == 0
    written = (tmp_path / "changed" / "report.html").read_text(encoding="utf-8")
    assert "2.5 (register: 1.5)" in written
    assert "parameters.routine_gain=2.5" in written
    assert "One replication of model_2025 and never was made" in written


def test_a_folder_without_a_comparison_is_refused(tmp_path, capsys):
    assert main(["run", "world=tiny", "horizon=2019", "replications=1", "workers=1", "output=alone"]) == 0
    assert main(["report", "alone"]) == 2
    assert "wants a folder of compare" in capsys.readouterr().err


def test_what_is_no_results_folder_has_exit_code_4(tmp_path):
    (tmp_path / "empty").mkdir()
    assert main(["report", "empty"]) == 4
    assert main(["report", "nowhere"]) == 4
    assert main(["report"]) == 2


def test_a_damaged_note_of_a_study_is_refused(tmp_path, capsys):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.json").write_text(json.dumps({"question": {}}))
    assert main(["report", "study"]) == 4
    assert "damaged" in capsys.readouterr().err
