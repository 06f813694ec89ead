"""What the command line needs of the shell command; `hexvet.cli.inside` is one.

The screen is handed it and never imports the command, which imports the screen.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Protocol


class Shell(Protocol):
    """The verbs of the shell command, on any workspace."""

    def verbs(self) -> Mapping[str, str]:
        """The verbs and their purposes."""
        ...

    def outside(self) -> tuple[str, ...]:
        """The verbs that make no sense inside another program."""
        ...

    def options(self, verb: str) -> tuple[tuple[str, str], ...]:
        """The options of a verb, with their help."""
        ...

    def completed(
        self, words: Sequence[str], root: str, as_of: datetime.date | None, project: str
    ) -> list[str]:
        """The words with the workspace, the day and the project that they leave out."""
        ...

    def run(self, words: Sequence[str], columns: int) -> tuple[str, int]:
        """What a command line prints, and its exit status; nothing reaches the terminal."""
        ...


class NoShell:
    """A screen without the shell command: a test, or a program of its own."""

    def verbs(self) -> Mapping[str, str]:
        """None."""
        return {}

    def outside(self) -> tuple[str, ...]:
        """None."""
        return ()

    def options(self, verb: str) -> tuple[tuple[str, str], ...]:
        """None."""
        return ()

    def completed(
        self, words: Sequence[str], root: str, as_of: datetime.date | None, project: str
    ) -> list[str]:
        """The words as they are."""
        return [*words]

    def run(self, words: Sequence[str], columns: int) -> tuple[str, int]:
        """Nothing."""
        return "", 2


NO_SHELL: Shell = NoShell()
