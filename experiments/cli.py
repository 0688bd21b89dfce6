"""The command line: which command is meant, and how every problem ends in one line."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.caches import settle_caches
from experiments.commands import COMMANDS, DEFAULT, readers
from experiments.present.show import complaint
from experiments.progress import working
from experiments.refusals import FINE, FOLDER_UNUSABLE, INTERRUPTED, BadInput, Refusal, near
from sim.paths import configs_folder

if TYPE_CHECKING:
    from experiments.options import Options
    from experiments.run.work import Replicate

_TWINS = {"scenario": "scenarios", "scenarios": "scenario", "replications": "replication"}
"""Options that are taken for each other."""
_FLAGS = {
    "-h": "--help",
    "--hydra-help": "--help",
    "-m": "--multirun",
    "-c": "--cfg",
    "-i": "--info",
    "-cd": "--config-dir",
}


@dataclass(frozen=True)
class _Line:
    """A command line, taken apart.

    Attributes:
        command: The command; empty if none was typed.
        word: The one word that may stand before the options.
        words: The `key=value` words.
        flags: Flags, by their long names.
        own: The folder of `--config-dir`.
    """

    command: str
    word: str | None
    words: list[str]
    flags: frozenset[str]
    own: Path | None


def main(argv: Sequence[str] | None = None, replicate: Replicate | None = None) -> int:
    """Run the command line; returns the exit code.

    Args:
        argv: Words after the program's name; those of the process if None.
        replicate: Stands in for the model in tests.
    """
    _speak_utf8()
    try:
        return _answer(_take_apart(list(sys.argv[1:] if argv is None else argv)), replicate)
    except Refusal as refusal:
        _complain(str(refusal))
        return refusal.exit_code
    except KeyboardInterrupt:
        _complain("interrupted; finished runs are kept, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        _complain(f"{error.filename or 'results folder'}: {error.strerror or error}")
        return FOLDER_UNUSABLE


def _answer(asked: _Line, replicate: Replicate | None) -> int:
    name = asked.command or DEFAULT
    if "--help" in asked.flags:
        from experiments.help import help_of, usage

        _say(help_of(name) if asked.command else usage())
        return FINE
    kind = COMMANDS[name].options
    for word in asked.words:
        _refuse_idle(name, word, asked.own)
    if "--multirun" in asked.flags:
        return _one_by_one(asked, replicate)
    from experiments.compose import compose
    from experiments.options import check

    _use_plugins_of(asked.word)
    config = compose(kind, asked.words, asked.own)
    options = check(kind, config)
    if "--cfg" in asked.flags:
        import yaml

        _say(yaml.safe_dump(config, sort_keys=False, allow_unicode=True).rstrip())
        return FINE
    if "--info" in asked.flags:
        _say(_info(name, asked))
        return FINE
    return _run(name, asked, config, options, replicate)


def _use_plugins_of(word: str | None) -> None:
    """Read a results folder with the plugins it was made with; a call begins with none else."""
    from sim.plugins import use

    use(())
    if word is not None and Path(word).is_dir():
        from experiments.store.plugins import of_folder

        use(of_folder(Path(word)))


def _run(name: str, asked: _Line, config: dict[str, object], options: Options, replicate: Replicate | None) -> int:
    """Load the command and run it."""
    moved = settle_caches()
    if moved:
        _complain(f"no usable home folder; the compiled model and fonts are kept in {moved}")
    from experiments.call import Call

    given = frozenset(re.split(r"[=.]", word.lstrip("+"))[0] for word in asked.words)
    call = Call(name, _own_study(name, asked), options, config, replicate, _typed(name, asked), given)
    with working(call.words("Working")):
        code: int = import_module(f"experiments.commands.{name}").run(call)
    return code


def _own_study(name: str, asked: _Line) -> str | None:
    """The word, or the path of the study of the user's own folder that it names."""
    path = asked.own and asked.own / "study" / f"{asked.word}.yaml"
    return str(path) if name == "study" and path and path.is_file() else asked.word


def _typed(name: str, asked: _Line) -> str:
    """The command line as it can be typed again."""
    own = ["--config-dir", str(asked.own)] if asked.own else []
    return shlex.join(["kompetanse", *own, name, *([asked.word] if asked.word else []), *asked.words])


def _one_by_one(asked: _Line, replicate: Replicate | None) -> int:
    """Answer every combination of the values given, in order; returns the worst exit code."""
    from experiments.compose import combinations

    found = combinations(COMMANDS[asked.command or DEFAULT].options, asked.words)
    _complain(f"-m: {len(found)} calls, one after the other; `kompetanse sweep` runs many values at once, and faster")
    codes = []
    for words in found:
        _say(f"== {' '.join(words)}")
        try:
            codes.append(_answer(replace(asked, words=words, flags=asked.flags - {"--multirun"}), replicate))
        except Refusal as refusal:
            _complain(str(refusal))
            codes.append(refusal.exit_code)
    return max(codes)


def _refuse_idle(command: str, word: str, own: Path | None) -> None:
    """Refuse an option that the command does not read, naming those that do."""
    key, _, value = word.partition("=")
    name = re.split(r"[./@]", key.lstrip("+~"))[0]
    known = COMMANDS[command].options.model_fields
    if name in known or (own is not None and key.startswith("+") and not readers(name)):
        return
    others = readers(name)
    if not others:
        hint = near(name, known)
        raise BadInput(f"{word}: no such option; {hint if hint.startswith('did') else _where_options_are(command)}")
    twin = _TWINS.get(name)
    if twin in known:
        meant = f"write '{twin}=[{value}]'" if twin == "scenarios" else f"it takes one: write {twin}="
        raise BadInput(f"{word}: {command} does not read {name}; {meant}")
    several = "many commands do" if len(others) > 4 else f"{' and '.join(others)} {'do' if others[1:] else 'does'}"
    raise BadInput(f"{word}: {command} does not read {name}; {several}; {_where_options_are(command)}")


def _where_options_are(command: str) -> str:
    return f"`kompetanse {command} --help` lists its options"


def _take_apart(argv: list[str]) -> _Line:
    flags: set[str] = set()
    rest, own = [], None
    words = iter(argv)
    for word in words:
        flag, equals, value = word.partition("=")
        flag = _FLAGS.get(flag, flag)
        if flag == "--config-dir":
            own = _folder(value if equals else next(words, ""))
        elif flag == "--cfg":
            if (value if equals else next(words, None)) != "job":
                raise BadInput("--cfg: only `--cfg job` is known")
            flags.add(flag)
        elif flag in ("--help", "--info", "--multirun") and not equals:
            flags.add(flag)
        elif flag.startswith("-") and not re.match(r"-\d", flag):
            raise BadInput(f"{word}: no such flag; known are --help, --cfg job, --info, --config-dir <dir> and -m")
        else:
            rest.append(word)
    names = [word for word in rest if "=" not in word and not word.startswith(("+", "~"))]
    command = names[0] if names else ""
    if command and command not in COMMANDS:
        raise BadInput(_unknown(command))
    given = [w for w in rest if w not in names]
    if len(names) == 3 and COMMANDS[command].second:
        given.append(f"{COMMANDS[command].second}={names.pop()}")
    if len(names) > 2:
        raise BadInput(f"{' '.join(names[1:])}: one word at most may follow {command}; options are written key=value")
    return _Line(command, names[1] if names[1:] else None, given, frozenset(flags), own)


def _folder(path: str) -> Path:
    folder = Path(path).expanduser()
    if not path or not folder.is_dir():
        raise BadInput(f"--config-dir {path}: there is no such folder")
    return folder.absolute()


def _unknown(command: str) -> str:
    return f"{command}: no such command; {near(command, COMMANDS)}"


def _info(command: str, asked: _Line) -> str:
    """Versions, and where the program's files come from."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    def installed(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return "not installed"

    packages = ("kompetanse", "hydra-core", "mesa", "numba", "numpy", "pandas", "pyarrow", "scipy")
    lines = [f"command: {command}", f"Python: {platform.python_version()} on {platform.system()} {platform.machine()}"]
    lines += [f"{package}: {installed(package)}" for package in packages]
    lines += [f"configuration: {configs_folder()}", f"your own (--config-dir): {asked.own or '-'}"]
    caches = [f"{name}: {os.environ.get(name, '-')}" for name in ("NUMBA_CACHE_DIR", "MPLCONFIGDIR")]
    return "\n".join([*lines, *caches])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    complaint(f"kompetanse: {text}")


def _speak_utf8() -> None:
    """Print æ, ø and å wherever the output goes, also into a pipe on Windows."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
