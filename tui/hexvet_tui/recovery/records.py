"""What is kept on disk of a session: the texts that are not saved, and how the screen was left."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hexvet_tui.modes import IDS, Unsaved

FORMAT = 1
"""The version of both kinds of files; others are not read."""
LARGEST = 64_000_000
"""Bytes of a file that is read at most."""
LINE, DEED = ":", "deed"
"""Sources that are no mode: the line being typed, and what was typed about a decision."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that is not saved, and whose it is: a mode's id, `LINE` or `DEED`.

    For these two the `file` of the text is the purpose of the line, or its name.
    """

    source: str
    text: Unsaved

    @property
    def key(self) -> tuple[str, str]:
        """What a newer text of the same replaces it by."""
        return self.source, self.text.file


@dataclass(frozen=True, slots=True)
class Left:
    """How the screen was left. `panes` is mode to active pane."""

    mode: str = ""
    filter: str = ""
    column: str = ""
    reverse: bool = False
    cursor: str = ""
    marks: tuple[str, ...] = ()
    panes: Mapping[str, str] = field(default_factory=dict)
    drawing: bool = True
    framework: int = 0


# drafts ---------------------------------------------------------------------------------------
def drafts_text(kept: tuple[Kept, ...]) -> str:
    """The content of a file of drafts."""
    rows = [{"source": one.source, **asdict(one.text)} for one in kept]
    return json.dumps({"format": FORMAT, "drafts": rows}, ensure_ascii=True)


def read_drafts(path: Path) -> tuple[Kept, ...]:
    """The drafts in a file. Raises `OSError`, and `ValueError` for a file of another kind."""
    rows = _typed(_read(path), "drafts", list)
    return tuple(_kept(row) for row in rows)


def _kept(row: object) -> Kept:
    words = {name: _typed(row, name, str) for name in ("source", "file", "text", "base")}
    places = {name: max(0, _typed(row, name, int)) for name in ("row", "column")}
    return Kept(words.pop("source"), Unsaved(**words, **places))


# the screen -----------------------------------------------------------------------------------
def left_text(left: Left) -> str:
    """The content of `session.json`."""
    return json.dumps({"format": FORMAT, **asdict(left)}, ensure_ascii=True)


def read_left(path: Path) -> Left:
    """How the screen was left. Raises as `read_drafts`."""
    whole = _read(path)
    words = {name: _typed(whole, name, str) for name in ("mode", "filter", "column", "cursor")}
    flags = {name: _typed(whole, name, bool) for name in ("reverse", "drawing")}
    marks, panes = _typed(whole, "marks", list), _typed(whole, "panes", dict)
    if not all(isinstance(one, str) for one in (*marks, *panes, *panes.values())):
        raise ValueError("marks and panes are words")
    if words["mode"] not in IDS:
        raise ValueError("no such mode")
    framework = max(0, _typed(whole, "framework", int))
    return Left(**words, **flags, marks=tuple(marks), panes=panes, framework=framework)


def _typed(row: object, name: str, kind: type[Any]) -> Any:
    found = row.get(name) if isinstance(row, dict) else None
    if type(found) is not kind:
        raise ValueError(f"{name} is not {kind.__name__}")
    return found


def _read(path: Path) -> dict[str, Any]:
    with open(path, "rb", opener=_regular) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError("too large")
    try:
        whole = json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise ValueError("another format")
    return whole


def _regular(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


# writing --------------------------------------------------------------------------------------
def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, as a whole or not at all. Raises `OSError`.

    It takes no lock: two that write the same file at once both write a whole one.
    """
    with _beside(path) as temporary:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(text.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        yield temporary
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
