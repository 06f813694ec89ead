"""Texts side by side, with the verdicts that flip between them."""

from __future__ import annotations

from hexvet_tui.modes.rules.buffer import opened
from hexvet_tui.modes.rules.state import Opened
from hexvet_tui.pages import Page
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, Run, clean, fit

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
            left: Run = (fit(clean(pair.old.replace("\t", "  ")), half, scene.glyphs.more), style)
            right: Run = (fit(clean(pair.new.replace("\t", "  ")), half, scene.glyphs.more), style)
            number = f"{pair.new_row or pair.old_row:>5} "
            painted.append(((glyph, style), (number[-6:], "dim"), left, (" ", "text"), right))
        if not pairs:
            painted.append(((" They are the same.", "met"),))
        if text is not None:
            from hexvet_tui.modes.rules.beside import effect_lines

            painted += [(), *effect_lines(scene, text, width, chosen=False)]
        return painted

    return Page(title, lines)
