"""The user's own keys: known actions, keys that arrive, and no key for two things at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hexvet.documents import Document
from hexvet.problems import Problem
from hexvet.records import Mistakes, shown
from hexvet_tui import actions, modes
from hexvet_tui.keymap import Keymap, combined, named, printed, refused
from hexvet_tui.scene import table_of

SHARED = "WS050"
USELESS = "WS051"


def ids() -> dict[str, str]:
    """Every action of every mode, with what it does."""
    tables = [table_of(""), *(table_of(mode) for mode in modes.IDS)]
    return {action.id: action.help for table in tables for action in table}


def rebound(
    document: Document, preset: Mapping[str, tuple[str, ...]], chosen: Mapping[str, Any]
) -> tuple[Keymap, tuple[Problem, ...]]:
    """The preset with the user's keys on top, and what is wrong with those.

    A key that cannot be used is left out; an action whose key would do two things in one mode
    keeps the keys that it has without the user's choice.
    """
    mistakes = Mistakes(document)
    known = {name: action for table in _tables(()) for name, action in _by_id(table).items()}
    own: dict[str, tuple[str, ...]] = {}
    for name, said in chosen.items():
        if name in known:
            keys = _keys(mistakes, name, [said] if isinstance(said, str) else said)
            if keys or said == []:
                own[name] = keys
    if not all(_can_leave(table) for table in _tables(combined(preset, own))):
        del own["quit"]
        message = "without it nothing leads out of the screen"
        mistakes.add(USELESS, message, ("keys", "quit"), "the usual key stays")
    while clash := next(_clashes(combined(preset, own), own), None):
        name, other, key = clash
        del own[name]
        message = f"{printed(key)} is the key of '{other}' already"
        mistakes.add(SHARED, message, ("keys", name), f"give '{other}' another key, too")
    return combined(preset, own), mistakes.in_order


def _tables(keymap: Keymap) -> list[actions.Table]:
    return [table_of("", keymap), *(table_of(mode, keymap) for mode in modes.IDS)]


def _by_id(table: actions.Table) -> dict[str, actions.Action]:
    return {action.id: action for action in table}


def _keys(mistakes: Mistakes, name: str, said: list[str]) -> tuple[str, ...]:
    """Textual's names of the keys that can be used."""
    keys = []
    for text in said:
        key = named(text) if isinstance(text, str) else ""
        why = refused(key)
        if why:
            message = f"the key {shown(text)} {why}"
            mistakes.add(USELESS, message, ("keys", name), "docs/keys.md lists the keys")
        else:
            keys.append(key)
    return tuple(dict.fromkeys(keys))


def _can_leave(table: actions.Table) -> bool:
    """Whether there is a way out by keys, also from where letters are text."""
    able = _by_id(table)
    at_once = {name for name, action in able.items() if action.keys}
    typing = {name for name in at_once if not all(map(actions.writes, able[name].keys))}
    return "quit" in typing or ("back" in typing and bool(at_once & {"quit", "leave", "command"}))


def _clashes(keymap: Keymap, own: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Each choice of the user whose key does something else in some mode: its id, the other's."""
    for table in _tables(keymap):
        taken: dict[tuple[str, str], str] = {}
        for action in table:
            for key in action.keys:
                other = taken.setdefault((action.prefix, key), action.id)
                if other != action.id:
                    pair = (action.id, other) if action.id in own else (other, action.id)
                    if pair[0] in own:
                        yield (*pair, key)
