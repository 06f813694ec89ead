"""What workers tell the application. Named for facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.problems import Problem
    from hexvet_tui.effects import Work


@dataclass
class WorkspaceRead(Message):
    """The workspace was read and evaluated; `files` are those that had changed."""

    assessment: Assessment
    files: tuple[str, ...] = ()


@dataclass
class WorkspaceUnreadable(Message):
    """Nothing could be made of the workspace: its problems, or a text when there are none."""

    problems: tuple[Problem, ...]
    text: str


@dataclass
class FilesChanged(Message):
    """Files on disk changed."""

    files: tuple[str, ...]


@dataclass
class WorkDone(Message):
    """A piece of work came to its result; `since` is how many keys there were when it began."""

    work: Work
    result: Any
    since: int = 0


@dataclass
class WorkFailed(Message):
    """A piece of work could not be done; `since` is how many keys there were when it began."""

    work: Work
    error: Exception
    since: int = 0
