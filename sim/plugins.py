"""A user's own variants: Python files that add rules, schemes, indicators, agents, parameters or levers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.refusals import BadInput

GROUP = "kompetanse"
"""Group of the entry points by which an installed package offers plugins."""


@dataclass(frozen=True)
class Plugin:
    """A plugin that was found, as plain data, so that it travels to any worker.

    Attributes:
        name: What people call it: the name of its file, folder or entry point.
        path: Its file, or the folder of its package, absolute.
        digest: Hash of its content; a run is named by it, wherever the file lies.
    """

    name: str
    path: str
    digest: str


def find_plugin(reference: str) -> Plugin:
    """The plugin that a path (`./mine.py`, or the folder of a package) or the name of an entry point means.

    Raises:
        BadInput: If there is none, or it is made of more than is hashed.
    """
    name, path = _located(reference)
    if path.is_dir() and not (path / "__init__.py").is_file():
        raise BadInput(f"plugins={reference}: a folder is a plugin if it has an __init__.py")
    for beside in [] if path.is_dir() else _imported_from_beside(path):
        raise BadInput(f"plugins={reference}: it imports {beside}.py, which lies beside it; a plugin of several files "
                       "is a folder with an __init__.py that imports them as `from .name import ...`")  # fmt: skip
    return Plugin(name, str(path), content_digest(path))


def _located(reference: str) -> tuple[str, Path]:
    if any(mark in reference for mark in "/\\") or reference.endswith(".py"):
        path = Path(reference).expanduser().resolve()
        if not path.exists():
            raise BadInput(f"plugins={reference}: there is no such file")
        if path.is_file() and path.suffix != ".py":
            raise BadInput(f"plugins={reference}: a plugin is a Python file (.py), or a folder with an __init__.py")
        return path.stem, path
    from importlib.metadata import entry_points
    from importlib.util import find_spec  # late: those who have no plugin do not wait

    offered = {point.name: point.value for point in entry_points(group=GROUP)}
    if reference not in offered:
        known = (
            f"installed packages offer {', '.join(sorted(offered))}" if offered else "no installed package offers one"
        )
        raise BadInput(f"plugins={reference}: no such plugin; {known}. A file of your own is a path: ./{reference}.py")
    try:
        spec = find_spec(offered[reference].partition(":")[0])
    except ImportError:
        spec = None
    if spec is None or spec.origin is None:
        raise BadInput(f"plugins={reference}: its entry point names {offered[reference]}, which cannot be found")
    origin = Path(spec.origin)
    return reference, origin.parent if origin.name == "__init__.py" else origin


def _imported_from_beside(path: Path) -> list[str]:
    """Modules in the folder of a file that it imports: they would act, and nothing would tell when they change."""
    import ast

    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return []  # said when it is loaded, with the line
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return sorted(name for name in found if (path.parent / f"{name}.py").is_file())


def content_digest(path: Path) -> str:
    """Hash of a file, or of every file of a package, whatever the line endings."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    hasher = hashlib.blake2b(digest_size=16)
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts:
            inside = file.relative_to(path).as_posix() if path.is_dir() else ""
            content = file.read_bytes().replace(b"\r\n", b"\n")
            hasher.update(f"{inside}\0{len(content)}\0".encode() + content)
    return hasher.hexdigest()


# ---- what is in use


_IN_USE: tuple[Plugin, ...] = ()


def in_use() -> tuple[Plugin, ...]:
    """The plugins that the model of this process has now."""
    return _IN_USE


def use(plugins: Sequence[Plugin]) -> None:
    """Give the model of this process these plugins, and no others; a model made with others cannot go on meanwhile.

    Raises:
        BadInput: One line for the first that cannot be used; then none is in use.
    """
    global _IN_USE
    wanted = tuple(plugins)
    if wanted == _IN_USE:
        return
    from sim import additions

    additions.take_out_all()
    _IN_USE = ()
    for number, plugin in enumerate(wanted):
        if plugin.digest in {other.digest for other in wanted[:number]}:
            additions.take_out_all()
            raise BadInput(f"plugins={plugin.name}: it is given twice")
        additions.put_in(plugin)
    _IN_USE = wanted


def added_by(plugin: Plugin) -> Mapping[str, Sequence[str]]:
    """Names of what a plugin in use adds, by kind: rules, schemes, levers, parameters, indicators, agents."""
    from sim import additions

    return additions.names_of(plugin)
