"""What a verb wants done that is more than a change of the session.

Verbs are pure: they put effects into the session (`Session.wanting`), and the application takes
them out and does them, in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from hexvet_tui.session import Session


REPLACED: ContextVar[Callable[[], bool]] = ContextVar("REPLACED", default=lambda: False)
"""How the work that runs here finds out that a newer one of its group replaced it."""


class Superseded(Exception):
    """A work that gave up, because a newer one replaced it."""


def superseded() -> None:
    """Gives the work up that runs here when it was replaced. Raises `Superseded`."""
    if REPLACED.get()():
        raise Superseded


@dataclass(frozen=True, slots=True)
class Work:
    """Something slow, or something that touches files: `do` runs in a thread of its own.

    `then(session, result)` gives the session that follows, from the session of that moment. A
    newer work of the same `group` replaces an older one: its result is dropped, and what takes
    long may ask `superseded` and give up; two of a group never run at once. `delay` in
    seconds lets a burst of keys cost one run. An OSError or Unusable that `do` raises goes to
    `failed`; without it, its words are shown.
    """

    do: Callable[[], Any]
    then: Callable[[Session, Any], Session]
    group: str = "work"
    delay: float = 0.0
    failed: Callable[[Session, Exception], Session] | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """Something that needs the terminal for itself, an editor: the screen is away meanwhile."""

    do: Callable[[], Any]
    then: Callable[[Session, Any], Session]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text for the clipboard; `what` names it in the message."""

    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Dress:
    """Another palette, by its short name."""

    palette: str


@dataclass(frozen=True, slots=True)
class Reload:
    """Read the workspace again."""


@dataclass(frozen=True, slots=True)
class Repaint:
    """Paint every cell again."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Back to the shell until `fg`."""


@dataclass(frozen=True, slots=True)
class Quit:
    """The end, with the exit code 0. What is not saved is offered at the next start while
    `keeping`, else it is gone."""

    keeping: bool = False


Effect: TypeAlias = Work | Outside | Copy | Dress | Reload | Repaint | Suspend | Quit
