"""This file knows the quality-assurance log: checks and their results, versions, data and licences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.present.report.blocks import command
from experiments.present.report.cells import Cell, Shown
from experiments.present.report.lookups import Speech
from experiments.present.report.texts import filled
from experiments.store.fingerprint import digest
from experiments.store.integrity import look_over
from experiments.store.manifest import read_manifest
from experiments.store.parts import receipts

SOURCES = (
    ("Kartverket", "CC BY 4.0"), ("GeoNames", "CC BY 4.0"), ("Wikidata", "CC0"), ("Statistics Norway", "CC BY 4.0"),
    ("Utdanningsdirektoratet, Statistikkbanken", "NLOD"), ("National School Register (NSR)", "NLOD"),
    ("National register of training offices (NOR)", "NLOD"),
)  # fmt: skip
"""Who published the registers, and under which licence (docs/data.md)."""


def checks(speech: Speech) -> Shown:
    """Checks of these results and of the model, each with its result or what would make it."""
    text = speech.texts["quality"]
    rows = [[Cell(text[name]), Cell(said)] for name, said in _checks(speech)]
    return Shown("checks", text["checks_caption"], [text["check"], text["result"]], rows, notes=[text["outside"]],
                 sortable=False)  # fmt: skip


def _checks(speech: Speech) -> Iterator[tuple[str, str]]:
    text, evidence = speech.texts["quality"], speech.evidence
    proved = len(evidence.manifest["proved"])
    yield "proof", filled(text["proof_ok"], n=proved) if proved else text["proof_none"]
    seen = look_over(evidence.folder)
    values = {"n": seen.counts["Runs finished"], "all": seen.counts["Runs planned"], "problems": seen.problems}
    yield "folder", filled(text["folder_wrong" if seen.problems else "folder_ok"], **values)
    yield "failures", str(len(evidence.failed))
    yield "validation", _validation(speech)
    yield "backtest", _backtest(speech)


def _validation(speech: Speech) -> str:
    text, found = speech.texts["quality"], speech.evidence.table("validation")
    if found is None:
        return filled(text["not_run"], command=command(speech, "validate"))
    manifest = read_manifest(speech.evidence.origins["validation"])
    judged, ablated = (found[found[name].notna()] for name in ("holds", "breaks"))
    clauses = judged.drop_duplicates(["pattern", "measure", "case"])
    said = filled(text["validation_ok"], holds=int(_yes(clauses["holds"]).sum()), all=len(clauses),
                  breaks=int(_yes(ablated["breaks"]).sum()), ablations=len(ablated),
                  world=manifest["setup"]["world"], n=int(found["replications"].max()))  # fmt: skip
    return f"{said}; {_model(speech, manifest)}"


def _backtest(speech: Speech) -> str:
    text, found = speech.texts["quality"], speech.evidence.table("backtest")
    if found is None:
        return filled(text["not_run"], command=command(speech, "backtest"))
    fresh = found[~_yes(found["used_to_set"]) & found["modelled"].notna()]
    said = filled(text["backtest_ok"], inside=int(_yes(fresh["inside"]).sum()), all=len(fresh))
    return f"{said}; {_model(speech, read_manifest(speech.evidence.origins['backtest']))}"


def _yes(column: Any) -> Any:
    return column.astype(str).str.lower() == "true"


def _model(speech: Speech, manifest: Mapping[str, Any]) -> str:
    """Whether other results come from the same model as the comparison."""
    same = manifest["source"] == speech.evidence.manifest["source"]
    return str(speech.texts["quality"]["same_model" if same else "other_model"])


def failed_patterns(speech: Speech) -> list[str]:
    """Patterns that do not hold, in the words of the table; none if the model was not validated."""
    found = speech.evidence.table("validation")
    if found is None:
        return []
    rows = found[found["holds"].astype(str).str.lower() == "false"].to_dict("records")
    return list(dict.fromkeys(f"{row['pattern']} {row['title']}: {row['measured']}" for row in rows))


def versions(speech: Speech) -> Shown:
    """Program, source, platform and packages."""
    text, manifest = speech.texts["quality"], speech.evidence.manifest
    entries = {
        text["model"]: manifest["program"],
        speech.texts["status"]["source"]: manifest["source"],
        text["commit"]: manifest["commit"] or "–",
        text["platform"]: manifest["platform"],
        **manifest["packages"],
    }
    rows = [[Cell(name), Cell(str(value), None, "name")] for name, value in entries.items()]
    return Shown("versions", text["versions_caption"], [text["package"], text["version"]], rows, sortable=False)


def data(speech: Speech) -> Shown:
    """Registers behind the country, with licences; tables of the user's own are named."""
    text, own = speech.texts["quality"], speech.evidence.manifest["setup"]["tables"]
    rows = [[Cell(speech.words(name)), Cell(licence)] for name, licence in SOURCES]
    notes = [filled(text["own_tables"], names=", ".join(own))] if own else []
    return Shown("data", text["data_caption"], [text["data"], text["licence"]], rows, notes=notes, sortable=False)


def folder_hash(speech: Speech) -> str:
    """Hash of what the folder holds: its question and every run's records."""
    held = sorted((receipt.run_id, receipt.records) for receipt in receipts(speech.evidence.folder))
    return digest([speech.evidence.manifest["question"], held], size=8)
