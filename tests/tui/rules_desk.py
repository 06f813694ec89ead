"""Ridgeway's mayor among the rules: what the tests of that mode share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import EXTENT, NAMES, text_of
from towns import Town

from hexvet.journal import Entry, read_journal
from hexvet_tui.dispatch import pressed
from hexvet_tui.modes.rules import beside
from hexvet_tui.modes.rules.state import Opened, RulesState

READY = 'require = "ready"'
NOT_READY = 'require = "not ready"'


@pytest.fixture
def rules(tmp_path: Path, scrubbed: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Ridgeway's mayor in the mode of rules, in the text of the town's pack."""
    monkeypatch.setenv("LOGNAME", "mlopez")
    found = Town(tmp_path)
    found.key("3", "e")
    yield found
    found.close()


def text(town: Town) -> Opened:
    found = town.session.of(RulesState).text
    assert found is not None
    return found


def file(town: Town) -> Path:
    return town.root / "rules" / "town.toml"


def to(town: Town, words: str, *, end: bool = False) -> None:
    """The caret before a piece of the text, or behind it."""
    lines = text(town).buffer.lines
    row = next(n for n, line in enumerate(lines) if words in line)
    town.key("ctrl+home", *["down"] * row)
    column = lines[row].index(words) + (len(words) if end else 0)
    town.key("home", *["right"] * column)


def swapped(town: Town, old: str, new: str) -> None:
    """One piece of the text typed anew."""
    if not town.scene.mode.typing(town.scene):
        town.key("e")
    to(town, old, end=True)
    town.key(*["backspace"] * len(old))
    for character in new:
        town.settle(pressed(town.scene, NAMES.get(character, character), character, EXTENT))


def effect(town: Town, width: int = 70) -> str:
    return "\n".join(text_of(beside.effect(town.scene, width, 14)))


def problems(town: Town) -> str:
    return "\n".join(text_of(beside.problems(town.scene, 78, 8)))


def shipped_text(town: Town) -> Path:
    """Uses a shipped pack, too, and opens its text; that pack's file."""
    settings = town.root / "hexvet.toml"
    settings.write_text(settings.read_text().replace('["town"]', '["town", "nirn-hexagon"]'))
    town.read()
    town.key("3")
    files = town.session.of(RulesState).files
    at = next(n for n, one in enumerate(files) if one.name == "rules/nirn_hexagon.toml")
    town.key("home", *["j"] * at, "enter")
    return Path(files[at].path)


def entries(town: Town) -> list[Entry]:
    return [one for one in read_journal(town.root) if isinstance(one, Entry)]


def saved(town: Town, reason: str) -> None:
    town.key("f2", "r")
    town.type(reason)
    town.key("y")
    assert "recorded as" in town.session.message.text
    town.read()
