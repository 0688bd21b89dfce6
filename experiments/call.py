"""What a command is handed; what it needs of the rest is imported when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal

from experiments.options import Asked
from experiments.refusals import BadInput, FolderUnusable

if TYPE_CHECKING:
    from experiments.designs.design import Design
    from experiments.present.words import Words
    from experiments.run.execution import Execution
    from experiments.run.work import Replicate
    from experiments.store.folder import Store
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Call(Generic[Asked]):
    """One call of a command.

    Attributes:
        command: Its name.
        word: The one word that may stand before the options.
        options: The options, checked.
        config: The options as composed, to be stored.
        replicate: Stands in for the model in tests.
        line: What was typed, options and all.
        given: Names of the options that the user gave.
    """

    command: str
    word: str | None
    options: Asked
    config: Mapping[str, Any]
    replicate: Replicate | None = None
    line: str = ""
    given: frozenset[str] = frozenset()

    @property
    def words(self) -> Words:
        """Words in the language asked for."""
        from experiments.present.words import Words

        return Words(self.options.language)

    @property
    def execution(self) -> Execution:
        """Where and how runs are made."""
        from experiments.run.execution import Execution

        options: Any = self.options
        on_error: Literal["continue", "stop"] = getattr(options, "on_error", "continue")
        return Execution(options.cores(), options.executor, on_error, options.run_timeout, options.scheduler)

    def ask(self, scenario: Scenario) -> None:
        """Print the question a scenario answers."""
        from experiments.present.show import line

        line(scenario.question.get(self.options.language) or next(iter(scenario.question.values())))

    def refuse_word(self, instead: str) -> None:
        """Refuse a word where the command takes none.

        Raises:
            BadInput: If there is a word.
        """
        if self.word is not None:
            raise BadInput(f"{self.command} {self.word}: {self.command} takes no name; write {instead}={self.word}")

    def folder(self) -> Path:
        """The results folder that the command is asked to read.

        Raises:
            BadInput: If none is named.
            FolderUnusable: If there is no such folder.
        """
        if self.word is None:
            raise BadInput(f"{self.command}: which folder? write kompetanse {self.command} results/<folder>")
        return self.folder_at(self.word)

    def folder_at(self, path: str) -> Path:
        """A folder that is there.

        Raises:
            FolderUnusable: If it is not.
        """
        folder = Path(path)
        if not folder.is_dir():
            raise FolderUnusable(f"{folder}: there is no such folder")
        return folder

    def open(self, design: Design) -> AbstractContextManager[Store]:
        """Open the results folder of a design."""
        from experiments.store.folder import default_folder, open_folder

        output: str | None = self.options.output  # type: ignore[attr-defined]
        folder = Path(output) if output else default_folder(self.command, design)
        return open_folder(folder, self.command, design, self.config)
