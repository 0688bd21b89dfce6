"""Every text that is translated where it is shown, found in the source: Python by its syntax tree, pages by Jinja's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes

from sim.analysis.words import catalogue
from sim.indicators import INDICATORS
from sim.register_texts import register_in

ROOT = Path(__file__).parent.parent
ROOMS = ("sim/analysis", "experiments")
SPOKEN = {"words", "mark", "Finding", "self"}
"""Calls whose first argument is a text; `self` where words speak themselves."""


class Strict(dict[str, tuple[str, ...]]):
    """A catalogue that has whatever is asked of it."""

    def get(self, text: str, default: Any = None) -> tuple[str, ...]:
        """The translations of a text.

        Raises:
            AssertionError: If it has none.
        """
        assert text in self, f"no Bokmål for {text!r}"
        return self[text]


@cache
def strict(language: str, domain: str = "kompetanse") -> Mapping[str, tuple[str, ...]]:
    """As `sim.analysis.words.catalogue`, but sentences in Bokmål have no gaps; names of places are no sentences."""
    found = catalogue(language, domain)
    return Strict(found) if (language, domain) == ("nb", "kompetanse") else found


@cache
def used() -> dict[str, tuple[str, ...]]:
    """Texts by their singular: alone, or with their plural."""
    found: dict[str, tuple[str, ...]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found |= {text[0]: text for text in python(tree, told="analysis/trace" in path.as_posix())}
        for path in sorted((ROOT / room).rglob("*.html")):
            found |= {text[0]: text for text in page(path.read_text(encoding="utf-8"))}
    return found


def python(tree: ast.Module, told: bool = False) -> Iterator[tuple[str, ...]]:
    """Texts of a module; of a story every text of a `line`."""
    known = assigned(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "many":
            one, several = (texts(argument, known) for argument in call.args[:2])
            yield from zip(one, several, strict=True)
        elif name in SPOKEN:
            yield from ((text,) for argument in call.args[:1] for text in texts(argument, known))
        elif name == "map" and ast.unparse(call.args[0]).endswith("words"):
            yield from ((text,) for argument in call.args[1:] for text in texts(argument, known))
        elif name == "line" and told:
            yield from ((text,) for argument in call.args for text in texts(argument, known) if text)


def assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What names stand for, wherever in the module."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
    return found


def texts(node: ast.expr, known: dict[str, list[ast.expr]]) -> list[str]:
    """Texts that an argument can be: itself, either arm of a condition, what a name stands for, each of several."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return texts(node.body, known) + texts(node.orelse, known)
    if isinstance(node, ast.Tuple | ast.List):
        return [text for item in node.elts for text in texts(item, known)]
    if isinstance(node, ast.Name):
        return [text for value in known.get(node.id, []) if not isinstance(value, ast.Name)
                for text in texts(value, {})]  # fmt: skip
    return []


def page(template: str) -> Iterator[tuple[str, ...]]:
    """Texts of a template."""
    for call in Environment(autoescape=True).parse(template).find_all(nodes.Call):
        said = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        if isinstance(call.node, nodes.Name) and call.node.name == "words":
            yield (said[0],)
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "many":
            yield said[0], said[1]


# ---- English where Bokmål should be

_GIVEAWAYS = re.compile(
    r"\b(the|of|and|with|are|which|that|from|than|has|was|were|each|other|without|against|between|spring|autumn|"
    r"share|years|teachers|schools|yes)\b", re.IGNORECASE,
)  # fmt: skip
"""Words that no Bokmål text has."""


def english(shown: Iterable[str]) -> list[str]:
    """Which of some texts are English: those that stand in the catalogue, and those with words that give them away.

    Names of sources are left as they were published, and code as it is typed.
    """
    known = _english()
    return [text for text in dict.fromkeys(map(str.strip, shown)) if text in known or _GIVEAWAYS.search(_bare(text))]


@cache
def _english() -> frozenset[str]:
    """English texts that are others in Bokmål."""
    told = [catalogue("nb", domain) for domain in ("kompetanse", "declared")]
    found = {text for known in told for text, said in known.items() if said != (text,)}
    found |= {text for i in INDICATORS for text in (i.label_en,) if i.label_en != i.label_nb}
    said = {text for known in told for forms in known.values() for text in forms}
    return frozenset(text for text in found - said if "_" not in text)


@cache
def _published() -> re.Pattern[str]:
    """Register sources, and what is declared in Bokmål: both quote titles of publications."""
    sources = {
        *register_in("nb")["source"],
        *(said for forms in catalogue("nb", "declared").values() for said in forms),
    }
    return re.compile("|".join(re.escape(text) for text in sorted(sources, key=len, reverse=True) if " " in text))


def _bare(text: str) -> str:
    """A text without sources, commands and other code."""
    return re.sub(r"kompetanse \w+ .*|\S*[_/=:.]\w\S*", "", _published().sub("", text))
