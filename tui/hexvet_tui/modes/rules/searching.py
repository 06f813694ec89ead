"""A place in the text: by what stands there, or by the number of its line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from hexvet_tui.modes.rules.buffer import Buffer, Caret
from hexvet_tui.modes.rules.state import RulesState, text_of
from hexvet_tui.modes.rules.writing import written
from hexvet_tui.prompting import Prompt, Purpose
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean


def places(lines: Sequence[str], sought: str) -> list[Caret]:
    """Where a text stands; large and small letters are the same unless a large one is sought."""
    if not sought:
        return []
    letters = re.IGNORECASE if sought == sought.lower() else 0
    pattern = re.compile(re.escape(sought), letters)
    return [Caret(row, m.start()) for row, line in enumerate(lines) for m in pattern.finditer(line)]


def found(session: Session, sought: str, start: Caret, step: int = 0) -> Session:
    """The first place at or behind `start` selected, or one before or after it; round the end."""
    text = text_of(session)
    if text is None:
        return session
    all_ = places(text.buffer.lines, sought)
    if not all_:
        told = f"'{clean(sought)}' does not stand in this file" if sought else ""
        return written(session, text, text.buffer.at(*start)).said(told, "alert")
    at = bisect_left(all_, start)
    at += step if step < 0 or all_[at % len(all_)] == start else 0
    row, column = all_[at % len(all_)]
    told = f"{at % len(all_) + 1} of {len(all_)}"
    told += "" if 0 <= at < len(all_) else ", from the other end"
    ways = "F3 goes on" if session.of(RulesState).typing else "n goes on, e edits there"
    marked = text.buffer.at(row, column + len(sought)).anchored(Caret(row, column))
    return written(session, text, marked).said(f"'{clean(sought)}': {told}; {ways}")


# searching ------------------------------------------------------------------------------------
def search(scene: Scene, _: Extent) -> Session:
    """Asks what to search for; the text follows."""
    text = text_of(scene.session)
    if text is None:
        return scene.session.said("open a file first")
    before = text.buffer

    def changed(session: Session, typed: str) -> Session:
        return found(session, typed, before.span[0])

    def accepted(after: Scene, typed: str) -> Session:
        sought = typed or after.session.of(RulesState).sought
        state = replace(after.session.of(RulesState), sought=sought)
        return found(after.session.having(state), sought, before.span[0])

    def cancelled(session: Session, _: str) -> Session:
        return _put(session, before)

    hint = "enter stays there, then n and N go on and e edits; F3 goes on in the text, too"
    return scene.session.prompted(
        Prompt(Purpose("rules search", "search", accepted, changed, cancelled, hint=hint))
    )


def _put(session: Session, before: Buffer) -> Session:
    text = text_of(session)
    if text is None:
        return session
    return written(session, text, text.buffer.at(*before.caret).anchored(before.anchor))


def again(scene: Scene, step: int) -> Session:
    """The next place of what was searched for last, or the one before."""
    text, sought = text_of(scene.session), scene.session.of(RulesState).sought
    if text is None or not sought:
        return scene.session.said("nothing was searched for yet: / outside the text")
    return found(scene.session, sought, text.buffer.span[0], step)


# lines ----------------------------------------------------------------------------------------
def to_line(scene: Scene, typed: str) -> Session:
    """The row of that number, counted from 1; the last one when there are fewer."""
    text, session = text_of(scene.session), scene.session
    if text is None:
        return session.said("open a file first")
    if not (typed.isascii() and typed.isdecimal()):
        return session.said(f"'{clean(typed[:40])}' is not the number of a line", "alert")
    row = min(int(typed[:9]), len(text.buffer.lines)) - 1
    return written(session.in_pane("edit"), text, text.buffer.at(row, 0)).said(f"line {row + 1}")


def line(scene: Scene, _: Extent) -> Session:
    """Asks for the number of a line."""
    return scene.session.prompted(Prompt(Purpose("rules line", "line", to_line)))
