"""What was typed about a deed and is not recorded: it is there when the deed is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet_tui.session import Session

HALF = ", half typed"
"""Ends the name of a line that was given up by escape: it is no part of the deed yet."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was typed and not recorded yet, by the deed's name and the word of the line:
    `DECIDE permits reason`."""

    texts: Mapping[str, str] = field(default_factory=dict)


def filled(session: Session, deed: str, word: str) -> str:
    """What was entered, "" for nothing."""
    return session.of(Drafts).texts.get(f"{deed} {word}", "")


def half(session: Session, deed: str, word: str) -> str:
    """What was given up half typed, "" for nothing."""
    return session.of(Drafts).texts.get(f"{deed} {word}{HALF}", "")


def filling(session: Session, deed: str, word: str, text: str) -> Session:
    """With something entered, or with "" taken out."""
    name = f"{deed} {word}"
    return _with(session, {name: text}, (name, f"{name}{HALF}"))


def halving(session: Session, deed: str, word: str, text: str) -> Session:
    """With a line that is half typed, or that means nothing yet."""
    name = f"{deed} {word}{HALF}"
    return _with(session, {name: text}, (name,))


def forgetting(session: Session, deed: str) -> Session:
    """Without anything that was typed about a deed."""
    return _with(session, {}, names(session, deed))


def names(session: Session, deed: str) -> tuple[str, ...]:
    """The names of all that was typed about a deed."""
    return tuple(name for name in session.of(Drafts).texts if name.startswith(f"{deed} "))


def _with(session: Session, more: Mapping[str, str], gone: tuple[str, ...]) -> Session:
    texts = session.of(Drafts).texts
    kept = {name: text for name, text in texts.items() if name not in gone}
    return session.having(Drafts({**kept, **{name: text for name, text in more.items() if text}}))
