"""Forms for the common edits: one value of the rule under the caret."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.modes.rules.mending import edited
from hexvet_tui.modes.rules.state import root_of, text_of
from hexvet_tui.modes.rules.thinking import entry_of
from hexvet_tui.prompting import Choice, Prompt, Purpose, Question
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.forms import Form


def form(scene: Scene, _: Extent) -> Session:
    """Asks which value of the rule under the caret to change."""
    from hexvet.documents import Document, parse_document
    from hexvet.drafting.forms import forms

    session, text = scene.session, text_of(scene.session)
    if text is None:
        return session.said("open a file first")
    document = parse_document("\n".join(text.buffer.lines), text.file.name)
    if not isinstance(document, Document):
        return session.said("the text does not read as TOML yet: F8 goes to the mistake", "alert")
    kind, name = entry_of(text)
    day = session.assessment.as_of if session.assessment else datetime.date.max
    found = forms(document, kind, name, day, text.pack)
    if not found:
        return session.said("no form for this: put the caret into a param, check or criterion")
    if len(found) == 1:
        return _begun(session, found[0])
    choices = tuple(Choice(one.key, one.word, lambda now, one=one: _begun(now, one))  # type: ignore[misc]
                    for one in found)  # fmt: skip
    return session.asked(Question(f"{clean(name)}: change its", choices))


def _begun(session: Session, one: Form, typed: str | None = None) -> Session:
    """Types the value, from the one that stands there on, or from what was refused. One that no
    line can show whole is left to the text."""
    if clean(one.said) != one.said:
        return session.said(f"the {one.word} is no single line: e changes it in the text", "alert")

    def accepted(scene: Scene, typed: str) -> Session:
        return _taken(scene.session, one, typed)

    name = ".".join(map(str, one.path[:2]))
    hint = one.hint or "enter writes it into the text, esc gives it up"
    purpose = Purpose(f"rule {one.word}", clean(f"{name} {one.word}"), accepted, hint=hint)
    line = one.said if typed is None else typed
    return session.prompted(Prompt(purpose, line, len(line), before=one.said))


def _taken(session: Session, one: Form, typed: str) -> Session:
    """The value in the text, where that has no error by it that it had not before: judged here
    and now, since the next key may be the one that saves it."""
    from hexvet.drafting.forms import accepted, refusal
    from hexvet.drafting.judging import Draft
    from hexvet.problems import Unusable

    text, root = text_of(session), root_of(session)
    if text is None or root is None:
        return session
    before = text.buffer.text
    draft = Draft(root, Path(text.file.path), text.file.name, before, text.replaces)
    same = typed and typed == one.said.strip()
    try:
        new = before if same else accepted(draft, one, typed, session.assessment)
    except (ValueError, Unusable) as error:
        return _begun(session, one, typed).said(clean(refusal(error)), "alert")
    if new == before:
        return session.said(f"nothing was changed: the {one.word} says that already")
    return edited(session, new).said(f"{one.word} written into the text; ^z takes it back")
