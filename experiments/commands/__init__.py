"""The commands: what each is for, which options it reads, and how it is typed; each runs in a file of its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments import options
from experiments.options import Options


@dataclass(frozen=True)
class Command:
    """A command of the program; the command `x` is `run` in `experiments.commands.x`.

    Attributes:
        purpose: What it is for, in a few words.
        options: The options it reads.
        about: What it does, for its help.
        examples: How it is typed, with a word on each that needs one.
        word: What the one word before the options is, if it takes one.
        second: The option that a second word gives, if it takes two.
    """

    purpose: str
    options: type[Options]
    about: str
    examples: tuple[str, ...] = ()
    word: str | None = None
    second: str | None = None


DEFAULT = "compare"
COMMANDS: Mapping[str, Command] = {
    "run": Command(
        "one scenario",
        options.Run,
        "Runs one scenario and prints the headline indicators in the last spring, with their spread; draws how they "
        "develop, what collective hours are about, and which universities serve which counties.",
        ("scenario=model_2025 replications=5 world=agder horizon=2030", "scenario=./mine.yaml"),
    ),
    "compare": Command(
        "scenarios against a baseline, paired (the default command)",
        options.Compare,
        "Runs each scenario and the baseline on the same luck and draws of what is uncertain; says what changes for "
        "those that target= names, how sure that is and at what cost; ranks several; prints paired differences with "
        "verdicts.",
        (
            "",
            "'scenarios=[halved,doubled]' replications=5 'target.size_class=below 3,000'",
        ),
    ),
    "discover": Command(
        "when one scenario is better than another, and how robustly",
        options.Discover,
        "Says how often each scenario is better than the baseline over states of the world, how much each can be "
        "regretted, and looks for a simple condition under which it is (not) better: PRIM on half of the states, "
        "checked on the other half; it takes some hundred replications. Needs pip install 'kompetanse[discovery]'.",
        ("'scenarios=[doubled]' indicator=practice", "results/compare-1a2b3c4d"),
        "a folder of compare or sweep that drew parameters, to read",
    ),
    "switching": Command(
        "the values of assumptions at which the verdict changes",
        options.Switching,
        "For one paired difference (scenario against baseline, one indicator, one spring): first ranks the uncertain "
        "parameters by runs that draw them all, then moves those that matter most one at a time from low to high on "
        "the same luck, and closes in on the value at which the verdict on the mean effect changes, with a 95 % "
        "interval (luck) and the register's probability of what lies beyond.",
        (
            "scenario=doubled indicator=practice",
            "scenario=never 'factors=[routine_gain,exit_qualified]'",
            "results/compare-1a2b3c4d scenario=doubled",
        ),
        "a folder of compare or sweep to rank by",
    ),
    "decompose": Command(
        "what each part of a scenario adds",
        options.Decompose,
        "Takes a scenario apart: its decisions against the baseline in parts (one a scheme, or grouped), all subsets "
        "of the parts run on the same luck, and what each part adds on average over the orders in which they can be "
        "added (Shapley value), with intervals; the parts add up to the whole effect. Up to 6 parts exactly (64 "
        "subsets), more by drawing orders.",
        (
            "system_2026 baseline=model_2025",
            "model_2025 baseline=never",
            "retention_package 'parts.pay=[staff.pay_premium]' 'parts.help=[staff.induction,staff.principal_support]'",
        ),
        "the scenario, instead of scenario=",
    ),
    "response": Command(
        "what a lever does at several values, what it costs, what limits it",
        options.Response,
        "Runs a scenario with a lever at several values on the same luck, and shows the effect against the value in "
        "force, the total cost of state, owners and teachers' time, and what limits collective measures there: money, "
        "teachers' time, owners' planning or university staff.",
        (
            "",
            "lever=dekom_s.requirement 'values=[0.2,0.5,0.8,1]' replications=10",
        ),
    ),
    "sweep": Command(
        "scenarios over a design of levers and uncertainties",
        options.Sweep,
        "Runs scenarios at the points of a design over uncertainties and levers, and tabulates outcomes. "
        "Policy acts from levers_from= in every scenario but the baseline, readings of research in all. More points, "
        "replications or scenarios go on in the same folder. The factor `theory` takes names of theories.",
        (
            "'factors=[fade_unused,dekom_s.requirement]' points=32",
            "design=grid 'factors={theory:[default,sceptic],dekom_s.active:null}'",
            "design=./mine.csv baseline=model_2025",
        ),
    ),
    "meeting": Command(
        "one offline page for a meeting, which people move",
        options.Meeting,
        "Makes meeting.html: a page without a network in which people move what policy decides, guess, and see what "
        "it leads to and costs, for the nation and by size of municipality, with its uncertainty. It is fitted to runs "
        "at many mixes of levers on the same luck, which are made first; the same command goes on where it was, and "
        "more points= or replications= add to them. A page of your own is a file: see configs/meeting/. Of a results "
        "folder of `meeting`, or of a `sweep` over levers with a baseline, it makes the page alone.",
        ("", "points=64 replications=8 world=agder", "./mine.yaml language=nb", "results/meeting-1a2b3c4d language=nb"),
        "the page (a name or a file), or a results folder",
    ),
    "report": Command(
        "report from a results folder: one self-contained file",
        options.Report,
        "Writes report.html into a results folder of compare or study: question, answer and key figure, differences, "
        "for whom, over time, and an appendix that folds. One file, readable without a network, printed as one page. "
        "Results of validate and backtest of the same model are found by themselves where they lie in the "
        "same place.",
        ("results/compare-1a2b3c4d", "results/compare-1a2b3c4d language=nb 'beside=[results/validate-5e6f7a8b]'"),
        "the folder",
    ),
    "export": Command(
        "a results folder as an Excel workbook and CSV files",
        options.Placed,
        "Writes a results folder, of any command or of a study, as one Excel workbook and as CSV files, into export/ "
        "in that folder. The workbook of a comparison is for a person: answer, differences, for whom, over time, "
        "assumptions, about, with charts; CSV files hold all tables, results and values of single replications.",
        ("results/compare-1a2b3c4d", "results/compare-1a2b3c4d language=nb output=for_the_ministry"),
        "the folder",
    ),
    "study": Command(
        "a ready question, answered by a report; alone: lists them",
        options.Study,
        "Answers a ready question: runs its steps (compare, decompose, discover, ...) in one results folder and "
        "writes report.html there. A study of your own is a file: see configs/study/. Given again, it goes on where "
        "it was. Options hold for all steps.",
        ("", "system_2026", "./mine.yaml world=agder replications=10 language=nb"),
        "the study: a name or the path of a file",
    ),
    "country": Command(
        "the simulated country, and its fit to published totals",
        options.BuildCountry,
        "Builds the country of replication 0, prints what it consists of and how well it fits published totals, in "
        "the base year and over the years, and writes the fit as tables/fit.csv and tables/years.csv.",
        ("", "world=agder seed=2"),
    ),
    "trace": Command(
        "the story of one municipality, school or university",
        options.Trace,
        "Tells what happened to one municipality, school or university, semester by semester, side by side in two "
        "scenarios (one is compared with the baseline), and the first step where they part. Writes trace.md.",
        (
            "unit=municipality:5001 'scenarios=[system_2026,never]'",
            "unit=school:4203-03 'scenarios=[subject_quota]' world=agder replication=3",
            "unit=university:UIA 'scenarios=[model_2025,never]' world=agder horizon=2025 language=nb",
        ),
    ),
    "backtest": Command(
        "the model of 2014-2025 against published figures, and what it foretells from 2019",
        options.Backtest,
        "Runs a scenario over the years 2014 to 2026 and sets it beside published figures: turnover, unqualified "
        "teachers, ages, schools and pupils, further education with its subjects, money. Each figure is marked: check "
        "(never used), set (it set a parameter: agreement proves little) or input (the model is handed it). Then what "
        "the model foretells of 2020 to 2025, fitted to 2019, is scored against “stays as it was”: with pupils, posts, "
        "graduates and frames as they came (drivers=real), or as they were known in 2019. Below stand two tables that "
        "need no run: the governors' shares that the national key predicts, and LÆRERMOD's supply of teachers by "
        "cohort accounting.",
        ("", "drivers=known_2019", "uncertainty=point replications=50 output=history"),
    ),
    "validate": Command(
        "counts the patterns that are grown, hold and break without their mechanism",
        options.Validate,
        "Measures the patterns P1-P17 on the schemes of 2017-2025, and again with each mechanism taken away. Prints "
        "first the count: grown patterns that hold, that fail, and that break without their mechanisms; values that "
        "were put in and values that are open, shown but not counted. Then the table: what is measured, its value "
        "with a 95 % interval, the band fixed beforehand, and what each missing mechanism did. Fewer than ten "
        "replications support no claim. Exit code 0 only if every grown pattern holds and breaks without its "
        "mechanisms. With P12 it draws the event study of follow-up against its shadow control.",
        ("", "'patterns=[P1,P8]' replications=6 world=vestland"),
    ),
    "calibrate": Command(
        "fits what is uncertain to published figures, and says what was learned",
        options.Calibrate,
        "Finds which countries the targets leave standing. Screens every uncertain parameter and lever, takes those "
        "that move a target, and draws all others afresh in every run; narrows them by waves of history matching (a "
        "target excludes what it would be three tolerances from), then weighs what is left and runs each member of the "
        "posterior for real. Targets with the role check are scored once, after the fit. Prints the plan with its cost "
        "first; goes on where it was. `python -m experiments.ship <folder>` makes the result the default of compare.",
        (
            "",
            "world=tiny 'active=[apply_rate,exit_qualified]' points=40 members=60",
            "targets=./my_county.csv world=agder",
        ),
    ),
    "sensitivity": Command(
        "ranks what a sweep varied by how much it moves the outcomes",
        options.Sensitivity,
        "Reads a folder that `kompetanse sweep` filled and ranks what was varied by how much it moves each outcome: "
        "Sobol indices or Morris effects with the noise of replications taken out, paired swings of one factor at a "
        "time, or regression for any other design; and splits variance between luck, parameters and policy. "
        "Incomplete blocks are left out, and said.",
        ("results/sweep-1a2b3c4d", "results/sweep-1a2b3c4d 'indicator=[practice]' year=2030"),
        "the folder",
    ),
    "check": Command(
        "looks over a results folder, and mends it",
        options.Check,
        "Reads every value of a results folder and says whether it is sound: page checksums and hashes of all parts, "
        "manifest, configuration, plan and design, runs that are missing, failed, doubled or foreign. It only reads, "
        "so it may be called while a sweep is running there. With mend=true it sets damaged parts aside, into "
        "damaged/, and writes manifest, plan and design again from the parts. Exit code 0: sound; 1: problems; 4: no "
        "results folder.",
        ("results/compare-1a2b3c4d", "results/compare-1a2b3c4d mend=true"),
        "the folder",
    ),
    "reproduce": Command(
        "makes a results folder again and compares every value",
        options.Reproduce,
        "Runs again what a results folder holds, without writing into it, and compares every recorded value and the "
        "last state of every run by their hashes. Where the code, the data or the versions are others than those the "
        "folder was made with, it says which and stops; anyway=true runs all the same and reports the differences.",
        ("results/compare-1a2b3c4d", "results/compare-1a2b3c4d replications=2"),
        "the folder",
    ),
    "changes": Command(
        "what a newer version of the model answers otherwise",
        options.Changes,
        "Holds two results folders of the same comparison, made by different versions, against each other: which "
        "verdicts moved and by how much, and the changes of results that the changelog has in between. "
        "output=<folder> writes all differences as CSV.",
        ("results/compare-1a2b3c4d results/compare-5e6f7a8b",),
        "the older folder; a second word is the newer one",
        "new",
    ),
    "scenarios": Command(
        "lists scenarios with their questions",
        Options,
        "Lists the scenarios that come with the program: what each builds on, when it begins to differ, what it asks. "
        "Make one of your own with `kompetanse new <name>`.",
        ("", "language=nb"),
    ),
    "schedule": Command(
        "prints the school year of the model, stage by stage",
        Options,
        "Prints what happens in an autumn and in a spring of the model, in order: who acts, for which scheme, what the "
        "stage reads and what it changes. A wide or piped terminal shows all columns.",
        ("", "language=nb"),
    ),
    "origin": Command(
        "reads back from a figure where it came from",
        Options,
        "Reads back from a PNG, SVG or PDF which run it shows, with what program and by which command it was made.",
        ("results/compare-64374d2c/figures/paths.png",),
        "the file",
    ),
    "new": Command(
        "writes a commented scenario file you can edit",
        Options,
        "Writes <name>.yaml in the current folder, with every lever in a comment; an existing file is never touched. "
        "Then: kompetanse compare 'scenarios=[./my_idea.yaml]'",
        ("my_idea",),
        "the name: small letters, digits and underscores",
    ),
}
"""Every command by its name, in the order of the help."""


def readers(name: str) -> list[str]:
    """Commands that read an option."""
    return [command for command, about in COMMANDS.items() if name in about.options.model_fields]
