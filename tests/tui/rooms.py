"""Ridgeway with its form open, without a terminal."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import driving
from towns import Town

from hexvet.journal.model import Entry
from hexvet.journal.reading import read_journal
from hexvet_tui.deciding.dialog import Acting
from hexvet_tui.modes.vetting import listing, panes


class Room(Town):
    """A town in which somebody answers who is no party."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        settings = self.root / "hexvet.toml"
        settings.write_text(f'{settings.read_text()}roles = ["town"]\n')
        self.read()
        self.session = self.session.having(Acting("ann"))

    def file(self, name: str) -> dict[str, Any]:
        """What a file says now."""
        return tomllib.loads((self.root / name).read_text(encoding="utf-8"))

    @property
    def asked(self) -> str:
        """The question that is asked."""
        found = listing.asked(self.session)
        return found.field.name if found else ""

    @property
    def rows(self) -> list[str]:
        """The questions that are listed."""
        return [one.field.name for one in listing.listed(self.session)]

    @property
    def said(self) -> str:
        """The status line's message."""
        return self.session.message.text

    def text(self, width: int = 60) -> str:
        """The question as it is shown."""
        return "\n".join(driving.text_of(panes.question(self.scene, width, 30)))

    def effect(self) -> str:
        """What the last answer moved, as it is shown."""
        return "\n".join(driving.text_of(panes.effect(self.scene, 100, 10)))

    def entries(self) -> list[Entry]:
        """The journal."""
        return [one for one in read_journal(self.root) if isinstance(one, Entry)]

    def jump(self, name: str) -> None:
        """Goes to a question."""
        self.key("/")
        self.type(name)
        assert self.asked == name
