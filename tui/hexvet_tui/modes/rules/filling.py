"""Forms for the common edits: one value of the rule under the caret."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from hexvet_tui.modes.rules.mending import edited
from hexvet_tui.modes.rules.state import text_of
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
    found = forms(document, kind, name, day)
    if not found:
        return session.said("no form for this: put the caret into a param, check or criterion")
    if len(found) == 1:
        return _begun(session, found[0])
    choices = tuple(Choice(one.key, one.word, lambda now, one=one: _begun(now, one))  # type: ignore[misc]
                    for one in found)  # fmt: skip
    return session.asked(Question(f"{clean(name)}: change its", choices))


def _begun(session: Session, one: Form) -> Session:
    def accepted(scene: Scene, typed: str) -> Session:
        return _taken(scene.session, one, typed)

    name = ".".join(map(str, one.path[:2]))
    hint = one.hint or "enter writes it into the text, esc gives it up"
    purpose = Purpose(f"rule {one.word}", clean(f"{name} {one.word}"), accepted, hint=hint)
    return session.prompted(Prompt(purpose, one.said, len(one.said), before=one.said))


def _taken(session: Session, one: Form, typed: str) -> Session:
    from hexvet.documents import Document, parse_document
    from hexvet.drafting.forms import changed, refusal
    from hexvet.problems import Unusable

    text = text_of(session)
    document = parse_document("\n".join(text.buffer.lines), "") if text else None
    if not isinstance(document, Document):
        return session
    try:
        new = changed(document, one, typed)
    except (ValueError, Unusable) as error:
        return session.said(clean(refusal(error)), "alert")
    return edited(session, new).said(f"{one.word} written into the text; ^z takes it back")
