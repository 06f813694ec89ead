"""A line of text being typed: pure, so that it works the same in every widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from hexvet.records import LONGEST_TEXT
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session

LONGEST = LONGEST_TEXT
"""Characters that a line takes unless what it is for takes fewer: those of the longest answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the list below the line: what `tab` and `enter` put in its place.

    `text` replaces the line from `start` on; `key` is printed beside it; with `action` enter
    does that action of the table instead.
    """

    text: str
    help: str = ""
    key: str = ""
    start: int = 0
    action: str = ""


Accepted: TypeAlias = "Callable[[Scene, str], Session]"
Changed: TypeAlias = "Callable[[Session, str], Session]"
Candidates: TypeAlias = "Callable[[Scene, Prompt], tuple[Candidate, ...]]"


def _nothing(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a line is typed for. History is kept under `id`.

    `accepted` is done on enter, `changed` after every key, `cancelled` on escape with the text
    that stood there before; `candidates` are what may come next: with `listed` as rows below the
    line, else in one line at the bottom, so that what is behind stays in sight. `hint` says what
    may be typed, `does` what enter does. `counted` shows how many projects are left. `longest` in
    characters is what the line takes.
    """

    id: str
    label: str
    accepted: Accepted
    changed: Changed | None = None
    cancelled: Changed | None = None
    candidates: Candidates = _nothing
    hint: str = ""
    counted: bool = False
    listed: bool = False
    does: str = "Take it"
    longest: int = LONGEST


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text so far, the place of the cursor in it, and the text to go back to on escape.

    `choice` is the row below the line that is chosen, -1 none; `recalled` how many lines back
    in the history the text comes from, and `draft` what was typed before. `cycle` is the line
    before `tab` completed it, and which candidate stands there now.
    """

    purpose: Purpose
    text: str = ""
    at: int = 0
    before: str = ""
    choice: int = -1
    recalled: int = 0
    draft: str = field(default="", repr=False)
    cycle: tuple[str, int] | None = None

    @property
    def label(self) -> str:
        """What stands before the line."""
        return self.purpose.label

    def insert(self, text: str) -> Prompt:
        """Text typed or pasted at the cursor, without control characters; the same line when it
        does not fit as a whole."""
        new = clean(text.strip("\r\n"))
        if not new or self.refusal(text):
            return self
        return self.rewritten(self.text[: self.at] + new + self.text[self.at :], self.at + len(new))

    def refusal(self, text: str) -> str:
        """Why a text is not put in, since a part of it would be lost unseen; "" when it fits."""
        size, room = len(clean(text.strip("\r\n"))), self.purpose.longest - len(self.text)
        if size <= room:
            return ""
        told = "1 character" if size == 1 else f"{size:,} characters"
        return f"nothing was put in: {told}, and this line takes {max(0, room):,} more"

    def rewritten(self, text: str, at: int | None = None) -> Prompt:
        """With another text, the cursor at its end unless told; no row is chosen any more."""
        at = len(text) if at is None else at
        return replace(self, text=text, at=at, choice=-1, recalled=0, cycle=None)

    def taken(self, candidate: Candidate) -> Prompt:
        """With a candidate in place of what was typed of it; what stands after it stays."""
        head = self.text[: candidate.start] + candidate.text
        return self.rewritten(head + self.text[self.at :].lstrip(), len(head))

    def pressed(self, key: str) -> Prompt:
        """The line after an editing key; unchanged for a key that edits nothing."""
        head, tail = self.text[: self.at], self.text[self.at :]
        word = len(head.rstrip().rpartition(" ")[0])
        moves = {
            "left": self.at - 1,
            "right": self.at + 1,
            "home": 0,
            "ctrl+a": 0,
            "end": len(self.text),
            "ctrl+e": len(self.text),
        }
        if key in moves:
            return replace(self, at=max(0, min(len(self.text), moves[key])))
        cuts = {
            "backspace": (head[:-1], tail),
            "ctrl+h": (head[:-1], tail),
            "delete": (head, tail[1:]),
            "ctrl+u": ("", tail),
            "ctrl+k": (head, ""),
            "ctrl+w": (head[:word], tail),
        }
        if key not in cuts:
            return self
        start, rest = cuts[key]
        return self.rewritten(start + rest, len(start))


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its key, its word, and what it does. Without a word it works,
    and is not shown."""

    key: str
    word: str
    verb: Callable[[Session], Session]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that one key answers; escape leaves everything as it is."""

    text: str
    choices: tuple[Choice, ...]
