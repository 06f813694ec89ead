"""What the wire has to know of Textual's own inside, in one place.

The names are private: Textual is pinned to one minor version, and where one of them is missing
or has another shape, `lacking` says so and the screen is sent as Textual sends it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from rich.console import Console
from rich.segment import Segment

from hexvet_tui.terminal.cells import Piece

NEEDED = {
    "textual._compositor:CompositorUpdate.render_segments": ("self", "console"),
    "textual._compositor:LayoutUpdate.__init__": ("self", "strips", "region"),
    "textual._compositor:ChopsUpdate.__init__": ("self", "chops", "spans", "chop_ends"),
    "textual.app:App._display": ("self", "screen", "renderable"),
    "textual.strip:Strip.crop": ("self", "start", "end"),
}
"""Private and public names with the parameters that they must have."""


class Update(NamedTuple):
    """A frame of the compositor: the size of the screen that it belongs to, and its pieces."""

    width: int
    height: int
    pieces: Iterable[Piece]


def lacking() -> tuple[str, ...]:
    """The names that the installed Textual does not have as they are needed."""
    return tuple(name for name, parameters in NEEDED.items() if _shape(name) != parameters)


def _shape(name: str) -> tuple[str, ...] | None:
    module, _, dotted = name.partition(":")
    try:
        found: Any = import_module(module)
        for part in dotted.split("."):
            found = getattr(found, part)
        return tuple(inspect.signature(found).parameters)
    except (ImportError, AttributeError, TypeError, ValueError):
        return None


def read(renderable: object) -> Update | None:
    """The size and the pieces of a frame; None for what is no frame of a full screen."""
    kind = type(renderable).__name__
    if kind == "LayoutUpdate":
        return _whole(renderable)
    return _parts(renderable) if kind == "ChopsUpdate" else None


def _whole(update: Any) -> Update | None:
    x, y, width, height = update.region
    if x or y:
        return None
    return Update(width, height, _lines(update.strips))


def _lines(strips: Iterable[Iterable[Iterable[Segment]]]) -> Iterator[Piece]:
    for y, line in enumerate(strips):
        yield y, 0, (segment for strip in line for segment in strip)


def _parts(update: Any) -> Update:
    width = max((ends[-1] for ends in update.chop_ends if ends), default=0)
    return Update(width, len(update.chops), _spans(update))


def _spans(update: Any) -> Iterator[Piece]:
    """The pieces that Textual itself would write for the dirty spans, no more and no fewer."""
    for y, x1, x2 in update.spans:
        if not 0 <= y < len(update.chops):
            continue
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            whole = x1 <= x < x2 and end <= x2
            yield y, x, strip if whole else strip.crop(0, min(end, x2) - x)


def sent(text: str, then: Callable[[], None]) -> object:
    """An update that Textual writes as it stands; `then` is called when it does."""
    return _sent_kind()(text, then)


@lru_cache(maxsize=1)
def _sent_kind() -> type[Any]:
    from textual._compositor import CompositorUpdate

    class Sent(CompositorUpdate):
        """Text with everything that steers the terminal already in it."""

        def __init__(self, text: str, then: Callable[[], None]) -> None:
            self.text, self.then = text, then

        def render_segments(self, console: Console) -> str:
            self.then()
            return self.text

    return Sent
