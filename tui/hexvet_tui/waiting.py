"""What nobody's last key asked for waits: no page, line or question comes between two keys.

What a work in the background asks is there at once where no key was pressed since the key that
began it. Else somebody types on, and the next letter would answer: it waits in the session, the
status line says so, and escape comes to it, once it has ended what is typed, asked or read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hexvet_tui.pages import Page
    from hexvet_tui.prompting import Prompt, Question
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that takes the keys: a page, a line to be typed, a question."""

    page: Page | None = None
    prompt: Prompt | None = None
    question: Question | None = None

    @property
    def words(self) -> str:
        """What it is, and how to come to it."""
        told = (
            self.page.title if self.page else "",
            self.question.text if self.question else "",
            self.prompt.label if self.prompt else "",
        )
        return f"esc shows what waits: {': '.join(part.rstrip(':') for part in told if part)}"


def arrived(before: Session, after: Session, *, asked: bool) -> Session:
    """The session after something that happened in the background; `asked` tells that no key was
    pressed since the one that began it. What waits already is asked first."""
    new = Waiting(
        after.pages[-1] if after.pages and after.pages[-1] not in before.pages else None,
        after.prompt if after.prompt is not before.prompt else None,
        after.question if after.question is not before.question else None,
    )
    busy = before.prompt or before.question or before.pages
    if new == Waiting() or (asked and not busy):
        return after
    kept = replace(after, pages=before.pages, prompt=before.prompt, question=before.question)
    others = tuple(one for one in before.waiting if one.words != new.words)
    return replace(kept, waiting=(*others, new)).said(new.words, "alert")


def is_free(scene: Scene) -> bool:
    """Whether nothing takes the keys: no line, question or page, and letters are no text."""
    session = scene.session
    taken = session.prompt or session.question or session.pages or session.prefix
    return not taken and not scene.mode.typing(scene)


def shown(session: Session) -> Session:
    """With the first that waits."""
    first, *rest = session.waiting
    session = replace(session, waiting=tuple(rest))
    session = session.paged(first.page) if first.page else session
    session = session.prompted(first.prompt) if first.prompt else session
    return session.asked(first.question) if first.question else session
