"""Keys and actions without a terminal: a session goes in, the next one comes out."""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import fakes

from hexvet_tui.dispatch import pasted, pressed
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.verbs import done

CITY = Path(__file__).parent.parent.parent / "sample_data" / "los-angeles"
DAY = datetime.date(2026, 10, 1)
TOWN = Path(__file__).parent / "modes" / "town"
TOWN_DAY = datetime.date(2026, 6, 1)
EXTENT = Extent(10, 76, (80, 24))
NAMES = {
    " ": "space",
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    "*": "asterisk",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    ",": "comma",
    ".": "full_stop",
}


def opened(found: Any = None) -> Session:
    """A session on a portfolio."""
    return Session().with_assessment(fakes.assessment() if found is None else found)


@lru_cache(maxsize=1)
def city() -> Any:
    """The sample city, judged: for what needs a real engine."""
    import hexvet

    return hexvet.evaluate(hexvet.load(CITY), DAY)


@lru_cache(maxsize=1)
def town() -> Any:
    """Four projects, one pack and a programme: every mode has something to show of them."""
    import hexvet

    return hexvet.evaluate(hexvet.load(TOWN), TOWN_DAY)


def scene_of(session: Session, **rest: Any) -> Scene:
    """The scene of a session, with explanations of the fake pack or of the engine."""
    import hexvet

    real = isinstance(session.assessment, hexvet.Assessment)

    def explain(subject: str, rule: str | None) -> Any:
        try:
            return (hexvet.explain if real else fakes.explain)(session.assessment, subject, rule)
        except (KeyError, LookupError):
            return None

    return Scene(session, explain=explain, **rest)


def do(session: Session, *names: str) -> Session:
    """The session after actions of the table."""
    for name in names:
        session = done(name, scene_of(session), EXTENT)
    return session


def key(session: Session, *keys: str, extent: Extent = EXTENT) -> Session:
    """The session after keys: characters, or Textual's names."""
    for one in keys:
        name = NAMES.get(one, one)
        session = pressed(scene_of(session), name, one if len(one) == 1 else None, extent)
    return session


def typed(session: Session, text: str) -> Session:
    """The session after a text was typed, character by character."""
    return key(session, *text)


def paste(session: Session, text: str) -> Session:
    """The session after a paste."""
    return pasted(scene_of(session), text)


def shown(session: Session) -> list[str]:
    """The ids of the visible rows."""
    return list(session.ids())


def text_of(lines: Any) -> list[str]:
    """Painted lines without their styles."""
    return ["".join(part for part, _ in line) for line in lines]
