"""From mistake to mistake, quick fixes, and forms for the common edits."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui.modes.rules.state import Opened, RulesState, text_of, with_text
from hexvet_tui.modes.rules.thinking import considered, counted, entry_of
from hexvet_tui.prompting import Choice, Prompt, Purpose, Question
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.forms import Form
    from hexvet.drafting.judging import Mistake


def mistakes_of(text: Opened) -> tuple[Mistake, ...]:
    """The mistakes of the text that was judged last."""
    return text.judged.mistakes if text.judged else ()


def edited(session: Session, new: str) -> Session:
    """With another text as one step that undo takes back; judged when no further key comes."""
    text = text_of(session)
    if text is None:
        return session
    return considered(with_text(session, replace(text, buffer=text.buffer.replaced(new))))


# mistakes -------------------------------------------------------------------------------------
def to_problem(session: Session, number: int) -> Session:
    """On the place of a mistake, its words in the status line."""
    text = text_of(session)
    found = mistakes_of(text) if text else ()
    if text is None or not 0 <= number < len(found):
        return session
    problem = found[number].problem
    session = session.having(replace(session.of(RulesState), problem=number)).in_pane("edit")
    if problem.place.file == text.file.name and problem.place.line:
        buffer = text.buffer.at(problem.place.line - 1, problem.place.column - 1)
        session = with_text(session, replace(text, buffer=buffer))
    tone = "alert" if problem.severity == "error" else "plain"
    hint = f" {problem.hint}" if problem.hint else ""
    return counted(session.said(clean(f"{problem.code} {problem.message}.{hint}"), tone))  # type: ignore[arg-type]


def next_problem(scene: Scene, _: Extent) -> Session:
    """The first mistake behind the caret; after the last one, the first."""
    session, text = scene.session, text_of(scene.session)
    found = mistakes_of(text) if text else ()
    if text is None or not found:
        return session.said("no mistakes", "good")
    state = session.of(RulesState)
    here = found[state.problem].problem.place if state.problem < len(found) else None
    row, column = text.buffer.caret
    stands = here is not None and (here.line, here.column) == (row + 1, column + 1)
    if stands:
        return to_problem(session, (state.problem + 1) % len(found))
    behind = [n for n, one in enumerate(found) if one.problem.place.line > row]
    errors = [n for n, one in enumerate(found) if one.is_error]
    return to_problem(session, (errors or behind or [0])[0])


def fixed(scene: Scene, _: Extent) -> Session:
    """Carries out the quick fix of the mistake on the caret's row, else of the chosen one."""
    from hexvet.drafting.fixing import mended

    session, text = scene.session, text_of(scene.session)
    if text is None or not mistakes_of(text):
        return session.said("nothing to fix")
    if text.judged_edits != text.buffer.edits:
        return considered(session, at_once=True).said("still looking at this text; again")
    found = mistakes_of(text)
    row = text.buffer.caret.row + 1
    first = [one for one in found if one.problem.place.line == row]
    chosen = session.of(RulesState).problem
    for one in (*first, *found[chosen : chosen + 1]):
        new = mended("\n".join(text.buffer.lines), one)
        if new is not None:
            told = f"{one.problem.code} fixed; ^z takes it back"
            return edited(session, new).said(told, "good")
    return session.said("this has no quick fix: the help of the mistake says what to do")


# forms ----------------------------------------------------------------------------------------
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
    purpose = Purpose(f"rule {one.word}", clean(f"{name} {one.word}: "), accepted, hint=hint)
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
