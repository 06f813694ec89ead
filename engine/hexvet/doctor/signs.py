"""What the doctor sees, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["ok", "weak", "broken"]
"""Weak is what makes Hexvet worse than it could be, broken what keeps it from working."""

STATES: tuple[State, ...] = ("ok", "weak", "broken")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at. `fix` is one line to type or to do; "" where all is well."""

    topic: str
    state: State
    found: str
    fix: str = ""


def worst(signs: Iterable[Sign]) -> State:
    """The worst state of all; `ok` of none."""
    return max((sign.state for sign in signs), key=STATES.index, default="ok")
