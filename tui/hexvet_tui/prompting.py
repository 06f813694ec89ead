"""A line of text being typed: pure, so that it works the same in every widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hexvet_tui.typesetting import clean

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text so far, the place of the cursor in it, and the text to go back to on escape."""

    label: str
    text: str = ""
    at: int = 0
    before: str = ""

    def insert(self, text: str) -> Prompt:
        """Text typed or pasted at the cursor, without control characters."""
        new = clean(text.strip("\r\n"))[: LONGEST - len(self.text)]
        return replace(
            self, text=self.text[: self.at] + new + self.text[self.at :], at=self.at + len(new)
        )

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
        return replace(self, text=start + rest, at=len(start))
