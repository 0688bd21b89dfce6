"""The quality-assurance log: checks and their results, versions, data and licences, and how all is made again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.commands import COMMANDS
from experiments.present.checks import grown, not_grown, yes
from experiments.present.plugins import plugins_told
from experiments.present.report.blocks import command
from experiments.present.report.learned import checks_said, posterior_behind
from experiments.present.report.speech import Speech
from experiments.present.report.whom import whom
from experiments.present.table import Column, Kind, Table
from experiments.present.words import mark
from experiments.store.fingerprint import digest
from experiments.store.integrity import look_over
from experiments.store.manifest import read_manifest
from experiments.store.parts import receipts

SOURCES = (
    (mark("Kartverket"), "CC BY 4.0"), (mark("GeoNames"), "CC BY 4.0"), (mark("Wikidata"), "CC0"),
    (mark("Statistics Norway"), "CC BY 4.0"), (mark("Utdanningsdirektoratet, Statistikkbanken"), "NLOD"),
    (mark("National School Register (NSR)"), "NLOD"), (mark("National register of training offices (NOR)"), "NLOD"),
)  # fmt: skip
"""Who published the registers, and under which licence (docs/data.md)."""
_IDLE = ("workers", "executor", "scheduler", "output", "language", "on_error", "run_timeout", "figures", "format")
"""Options that never change a result."""


def _pairs(name: str, title: str, headings: Sequence[str], rows: Sequence[tuple[str, str]], notes: Sequence[str] = (),
           kind: Kind = "text") -> Table:  # fmt: skip
    """A table of two columns."""
    columns = [Column(headings[0], ("what",)), Column(headings[1], ("said",), kind)]
    return Table(name, title, columns, [{"what": what, "said": said} for what, said in rows], notes)


# ---- checks


def checks(speech: Speech) -> Table:
    """Checks of these results and of the model, each with its result or what would make it."""
    words = speech.words
    outside = words(
        "The tests of the program (laws, known answers, statistics, injected faults) are run with its source, not with "
        "a folder: uv run pytest."
    )
    return _pairs("checks", words("Checks"), (words("Check"), words("Result")), list(_checks(speech)), [outside])


def _checks(speech: Speech) -> Iterator[tuple[str, str]]:
    words, evidence = speech.words, speech.evidence
    proved = len(evidence.manifest["proved"])
    agree = words("{n} scenarios agree to the last bit", n=proved) if proved else words("not noted")
    yield words("Forked against straight runs"), agree
    yield words("Look over the folder (kompetanse check)"), _looked_over(speech)
    yield words("Failed runs"), str(len(evidence.failed))
    yield words("Patterns the model must grow"), _validation(speech)
    yield words("Modelled 2014-2025 against published figures"), _backtest(speech)
    told = posterior_behind(speech)
    if told is not None:
        yield words("Posterior against published figures"), checks_said(told, speech)
    yield words("Headline verdicts under other theories"), _theories(speech)


def _theories(speech: Speech) -> str:
    """In how many theories each headline verdict holds."""
    from sim.indicators import BY_NAME

    found, words = speech.evidence.table("theories_counted"), speech.words
    if found is None:
        return _not_run(speech, "theories")
    told = found[found["theories"] > 0].to_dict("records")
    text = mark("{scenario}, {indicator}: holds in {k} of {n} theories")
    said = [words(text, scenario=words.scenario(str(row["scenario"])), indicator=words.label(BY_NAME[row["indicator"]]),
                  k=row["holding"], n=row["theories"]) for row in told]  # fmt: skip
    return "; ".join(said) or words("no verdict could be told")


def _looked_over(speech: Speech) -> str:
    seen = look_over(speech.evidence.folder)
    values = {"n": seen.counts["Runs finished"], "all": seen.counts["Runs planned"]}
    if seen.problems:
        return speech.words("{n} of {all} planned runs present; {problems} problems, which kompetanse check names",
                            problems=seen.problems, **values)  # fmt: skip
    return speech.words("{n} of {all} planned runs present; nothing wrong found", **values)


def _validation(speech: Speech) -> str:
    words, found = speech.words, speech.evidence.table("validation")
    if found is None:
        return _not_run(speech, "validate")
    manifest = read_manifest(speech.evidence.origins["validation"])
    claims, ablated = grown(found), found[found["breaks"].notna()]
    said = words(
        "{holds} of {all} grown values hold; {breaks} of {ablations} break when their mechanism is taken away "
        "({world}, {replications})",
        holds=int(claims["holds"].sum()), all=len(claims), breaks=int(yes(ablated["breaks"]).sum()),
        ablations=len(ablated), world=whom({}, manifest["setup"]["world"], words),
        replications=words.replications(int(found["replications"].max())),
    )  # fmt: skip
    return f"{said}; {_model(speech, manifest)}"


def _backtest(speech: Speech) -> str:
    found = speech.evidence.table("backtest")
    if found is None:
        return _not_run(speech, "backtest")
    fresh = found[(found["role"] == "check") & found["modelled"].notna()]
    said = speech.words("{inside} of {all} figures that no parameter was set by lie inside the 95 % range",
                        inside=int(yes(fresh["inside"]).sum()), all=len(fresh))  # fmt: skip
    return f"{said}; {_model(speech, read_manifest(speech.evidence.origins['backtest']))}"


def _not_run(speech: Speech, name: str) -> str:
    return speech.words("not run for this version. Made by: {command}", command=command(speech, name))


def _model(speech: Speech, manifest: Mapping[str, Any]) -> str:
    """Whether other results come from the same model as the comparison."""
    if manifest["source"] == speech.evidence.manifest["source"]:
        return speech.words("made by the same model")
    return speech.words("made by another version of the model")


def failed_patterns(speech: Speech) -> list[str]:
    """Patterns that do not hold, in the words of the table; none if the model was not validated."""
    found = speech.evidence.table("validation")
    return [] if found is None else not_grown(grown(found).to_dict("records"), speech.words)


# ---- versions and data


def versions(speech: Speech) -> Table:
    """Program, source, platform and packages."""
    words, manifest = speech.words, speech.evidence.manifest
    entries = {
        words("kompetanse (program)"): manifest["program"],
        words("Source digest of the model"): manifest["source"],
        words("Commit of the source (a note)"): manifest["commit"] or "–",
        words("Platform"): manifest["platform"],
        **manifest["packages"],
        **{words("Plugin {name}: {adds}", name=name, adds=adds): entry["digest"]
           for entry in manifest.get("plugins", ()) for name, adds in plugins_told([entry], words)},
    }  # fmt: skip
    rows = [(name, str(value)) for name, value in entries.items()]
    return _pairs("versions", words("Versions"), (words("Package"), words("Version")), rows, kind="name")


def data(speech: Speech) -> Table:
    """Registers behind the country, with licences; tables of the user's own are named."""
    words, own = speech.words, speech.evidence.manifest["setup"]["tables"]
    rows = [(words(name), licence) for name, licence in SOURCES]
    notes = []
    if own:
        notes = [
            words("Tables of the user's own replaced registers in this comparison: {names}.", names=", ".join(own))
        ]
    return _pairs("data", words("Data and licences"), (words("Data"), words("Licence")), rows, notes)


def folder_hash(speech: Speech) -> str:
    """Hash of what the folder holds: its question and every run's records."""
    held = sorted((receipt.run_id, receipt.records) for receipt in receipts(speech.evidence.folder))
    return digest([speech.evidence.manifest["question"], held], size=8)


# ---- made again


def commands(speech: Speech) -> list[str]:
    """The command that made the comparison, with every option that differs from its default."""
    evidence = speech.evidence
    return [evidence.command or command_of(evidence.manifest, evidence.config)]


def command_of(manifest: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """The command that made a results folder, from its manifest and options; without what changes no result."""
    standard = COMMANDS[str(manifest["command"])].options().model_dump(mode="json")
    words = ["kompetanse", str(manifest["command"])]
    for key, value in config.items():
        if key not in _IDLE and (value != standard.get(key) or key == "uncertainty"):
            words += _words(str(key), value)
    return shlex.join(words)


def _words(key: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}.{name}={_value(part)}" for name, part in value.items()]
    return [f"{key}={_value(value)}"]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{','.join(_value(part) for part in value)}]"
    return "null" if value is None else str(value)


def report_command(speech: Speech) -> str:
    """The command that makes this report again."""
    evidence = speech.evidence
    place = evidence.folder.parent if evidence.command else evidence.folder
    others = dict.fromkeys(path.as_posix() for path in evidence.origins.values() if place not in (path, path.parent))
    beside = [f"beside=[{','.join(others)}]"] if others else []
    return shlex.join(["kompetanse", "report", place.as_posix(), f"language={speech.words.language}", *beside])
