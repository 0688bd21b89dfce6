"""The documentation site is built without a complaint, has no dead link, and asks nothing of another machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parent.parent
LOADED = {"script", "img", "iframe", "source"}
"""What a browser fetches by itself; so are stylesheets and icons, but not other links."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("mkdocstrings") is None, reason="needs `uv sync --group docs`"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


class Page(HTMLParser):
    """Links of a page, what it loads, and its anchors."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        fetched = tag in LOADED or given.get("rel") in {"stylesheet", "icon", "preconnect"}
        (self.loaded if fetched else self.links).extend(given[name] for name in ("href", "src") if name in given)


def dead(pages: dict[Path, Page]) -> Iterator[str]:
    for path, page in pages.items():
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            if parts.scheme or path.name == "404.html":  # that page is served from any place
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target in pages and anchor not in pages[target].anchors):
                yield f"{path.name}: {link}"


def test_the_site_is_whole(site):
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    assert list(dead(pages)) == []
    outside = [f"{p.name}: {link}" for p, page in pages.items() for link in page.loaded if urlsplit(link).netloc]
    assert outside == []
    assert 'lang="nb"' in (site / "nb" / "index.html").read_text(encoding="utf-8")
    found = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert {"nb/slik.html", "commands.html", "howto/target.html"} <= {one["location"] for one in found}
    assert "kompetanse.ask.compare" in (site / "api.html").read_text(encoding="utf-8")
