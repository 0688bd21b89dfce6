"""What the page for a meeting says that does not depend on what it shows."""

from __future__ import annotations

from experiments.present.words import mark

TEXTS = {
    "script": mark("This page needs JavaScript; it asks for nothing from the network."),
    "move": mark("What policy decides"),
    "back": mark("back"),
    "reset": mark("Put everything back"),
    "guess": mark("Guess first"),
    "guess_how": mark(
        "Move something, and say what you expect before you look. What surprises you is worth the meeting's time."
    ),
    "guess_what": mark("What do you think happens to"),
    "guess_kind": mark("Your guess"),
    "show": mark("Show"),
    "again": mark("Hide and guess again"),
    "guessed": mark("{outcome}: the guess was “{guess}”. The page says “{verdict}”."),
    "result": mark("What it leads to"),
    "place": mark("Where"),
    "sizes": mark("One outcome by size of municipality"),
    "outcome": mark("Outcome"),
    "now": mark("now"),
    "difference": mark("Difference (95 % interval)"),
    "picture": mark("Difference, drawn"),
    "verdict": mark("Verdict"),
    "costs": mark("What it costs"),
    "outcomes": mark("What changes"),
    "key_small": mark("too small to matter"),
    "key_band": mark("mean, with 95 % interval"),
    "key_hatch": mark("not to be trusted"),
    "up": mark("up"),
    "down": mark("down"),
    "too small to matter": mark("too small to matter"),
    "cannot tell": mark("cannot tell"),
    "better": mark("better"),
    "worse": mark("worse"),
    "lucky": mark("luck hides it here"),
    "untrusted": mark("not to be trusted here"),
    "far": mark("This mix lies farther out than any that was run, so nothing here is to be trusted: move less."),
    "unmoved": mark("Nothing is moved yet, so nothing differs."),
    "answer": mark("{where}: {list}."),
    "nothing": mark("no outcome is shown to change by as much as matters"),
    "cost": mark("It costs {n} kroner more a year for each teacher (interval {low} … {high}), {m} million in all."),
    "unpriced": mark("What it costs cannot be told (interval {low} … {high} kroner a year for each teacher)."),
    "saved": mark("It costs {n} kroner less a year for each teacher (interval {low} … {high}), {m} million in all."),
    "rest": mark("Too small to matter: {same}. Cannot be told: {open}."),
    "none": mark("none"),
    "millions": mark("{n} million a year"),
    "believe": mark("Why should I believe this?"),
    "assumptions": mark("The assumptions that matter, and where they may honestly lie"),
    "assumption": mark("Assumption"),
    "value": mark("Value"),
    "range": mark("Range"),
    "status": mark("Status"),
    "patterns": mark("Patterns from evaluations that the model is not shown to grow"),
    "errors": mark("How far the page misses"),
    "take": mark("Take it along, and run it for real"),
    "take_how": mark(
        "The link opens the page as it is now. The command runs the model itself at this point; save the text above "
        "it as the file it names."
    ),
    "link": mark("Link"),
    "command": mark("Command"),
    "copy": mark("Copy"),
    "copied": mark("Copied"),
}
"""Texts by the name the page uses."""
