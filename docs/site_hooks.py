"""What the documentation site does beyond MkDocs: pages from the root of the checkout, links to code, Norwegian."""

from __future__ import annotations

import re
from logging import getLogger
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md"}
"""Files of the root that are pages of the site, by the name they get there."""
_LOG = getLogger("mkdocs.plugins.site_hooks")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#]+)(#[^)]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that lie outside `docs/`."""
    for name, page in PAGES.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / name)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links between the root and `docs/` to pages of the site; code has no page, so its name alone is left."""
    here = page.file.src_uri
    written = {page: name for name, page in PAGES.items()}.get(here, f"docs/{here}")

    def led(match: re.Match[str]) -> str:
        text, target, anchor = match[1], match[2], match[3] or ""
        if ":" in target:
            return match[0]
        path = normpath(join(dirname(written), target))
        if not (ROOT / path).exists():
            _LOG.warning("%s: %s is no file of the checkout", written, target)  # ends a strict build
        if path in PAGES or (path.endswith(".md") and path.startswith("docs/")):
            inside = PAGES.get(path, path.removeprefix("docs/"))
            return f"[{text}]({relpath(inside, dirname(here) or '.')}{anchor})"
        return match[0] if path.startswith("docs/") else text

    return _LINK.sub(led, markdown)


def on_page_context(context: Any, page: Any, config: Any, **_: Any) -> Any:
    """Give pages in Bokmål the theme's own words in Bokmål."""
    config.theme["language"] = "nb" if page.file.src_uri.startswith("nb/") else "en"
    return context
