"""Texts side by side, with the verdicts that flip between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from hexvet_tui.cells import cell_len
from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.panes import shape
from hexvet_tui.modes.rules.state import Opened
from hexvet_tui.pages import Page
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import MORE, Line, clean, cut_line, fit

if TYPE_CHECKING:
    from hexvet.drafting.sides import Pair

MARKS = {"same": (" ", "dim"), "changed": ("~", "unknown"), "added": ("+", "met"),
         "removed": ("-", "unmet")}  # fmt: skip


def diff_page(
    title: str, old: str, new: str, old_name: str, new_name: str, text: Opened | None = None
) -> Page:
    """Two texts side by side; with `text` the flips of its last good draft below them."""
    from hexvet.drafting.sides import sides

    before, after = "\n".join(opened(old).lines), "\n".join(opened(new).lines)
    pairs = sides(before, after)

    def lines(scene: Scene, width: int) -> list[Line]:
        half = max(10, (width - 9) // 2)
        head: Line = ((fit(f"   {clean(old_name)}", half + 5), "strong"),
                      (fit(clean(new_name), half), "strong"))  # fmt: skip
        painted: list[Line] = [head]
        for pair in pairs:
            if pair.mark == "skipped":
                painted.append(((f"   {plural(pair.old_row, 'line')} the same", "dim"),))
                continue
            glyph, style = MARKS[pair.mark]
            number = f"{pair.new_row or pair.old_row:>5} "
            for left, right in _columns(pair, half, style):
                painted.append(((glyph, style), (number[-6:], "dim"), *left, (" ", "text"), *right))
                number = " " * 6
        if not pairs:
            painted.append(((" They are the same.", "met"),))
        if text is not None:
            from hexvet_tui.modes.rules.beside import effect_lines

            painted += [(), *effect_lines(scene, text, width, chosen=False)]
        return painted

    return Page(title, lines)


def _columns(pair: Pair, width: int, style: str) -> Iterator[tuple[Line, Line]]:
    """Both sides of a row. A changed one begins on both where it differs, when that would be out
    of sight, and what differs is marked; the end of what is longer stands in a row of its own."""
    from hexvet.drafting.sides import shared

    old, new = ("".join(map(shape, text)) for text in (pair.old, pair.new))
    head, tail = shared(old, new) if pair.mark == "changed" else (0, 0)
    ends = (len(old) - tail, len(new) - tail) if pair.mark == "changed" else (0, 0)
    both = ((old, ends[0]), (new, ends[1]))
    seen = all(cell_len(text[:end]) <= width - len(MORE) for text, end in both)
    start = 0 if seen or head <= width // 2 else head - width // 4
    left, right = (_side(text, start, (head, end), width, style) for text, end in both)
    yield left, right
    long = [cell_len(text[start:end]) > width - 2 * len(MORE) for text, end in both]
    if any(long):
        starts = [end - width * 3 // 4 if more else len(text)
                  for (text, end), more in zip(both, long, strict=True)]  # fmt: skip
        left, right = (_side(text, at, (at, end), width, style)
                       for (text, end), at in zip(both, starts, strict=True))  # fmt: skip
        yield left, right


def _side(text: str, start: int, apart: tuple[int, int], width: int, style: str) -> Line:
    """A line from a character on, in so many cells; from one character to another it is marked."""
    first, last = apart
    runs: Line = (
        (MORE if 0 < start < len(text) else "", "dim"),
        (text[start:first], style),
        (text[max(start, first) : last], f"{style} picked"),
        (text[max(start, last) :], style),
    )
    return cut_line(runs, width, style)
