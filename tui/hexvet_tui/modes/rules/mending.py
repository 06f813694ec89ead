"""From mistake to mistake, and quick fixes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hexvet_tui.modes.rules.state import Opened, RulesState, text_of, with_text
from hexvet_tui.modes.rules.thinking import considered, counted
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, clean, wrap

if TYPE_CHECKING:
    from hexvet.drafting.judging import Mistake
    from hexvet_tui.pages import Page


def mistakes_of(text: Opened) -> tuple[Mistake, ...]:
    """The mistakes of the text that was judged last."""
    return text.judged.mistakes if text.judged else ()


class Row(NamedTuple):
    """A row of the mistakes: the number of one, and of how many of its code it is the first. Those
    are folded where `size` is more than 1."""

    number: int
    size: int = 1


def rows_of(text: Opened, unfolded: str) -> list[Row]:
    """Errors one by one; then the warnings, of each code the first, but for the unfolded one."""
    found = mistakes_of(text)
    counts = Counter(one.problem.code for one in found if not one.is_error)
    rows = [Row(n) for n, one in enumerate(found) if one.is_error]
    told: set[str] = set()
    for n, one in enumerate(found):
        code = one.problem.code
        if one.is_error or code in told:
            continue
        if counts[code] == 1 or code == unfolded:
            rows.append(Row(n))
        else:
            told.add(code)
            rows.append(Row(n, counts[code]))
    return rows


def row_at(text: Opened, rows: list[Row], problem: int) -> int:
    """The row of a mistake: its own, else that of its code; the first when there is none."""
    own = next((at for at, row in enumerate(rows) if row.number == problem), -1)
    if own >= 0:
        return own
    found = mistakes_of(text)
    code = found[problem].problem.code if 0 <= problem < len(found) else ""
    same = (at for at, row in enumerate(rows) if found[row.number].problem.code == code)
    return next(same, 0)


def stepped(session: Session, step: int) -> Session:
    """The cursor some rows of mistakes further."""
    state, text = session.of(RulesState), text_of(session)
    rows = rows_of(text, state.unfolded) if text else []
    if text is None or not rows:
        return session
    at = max(0, min(row_at(text, rows, state.problem) + step, len(rows) - 1))
    return session.having(replace(state, problem=rows[at].number))


def entered_row(session: Session) -> Session:
    """Warnings of a code listed one by one, or the caret at the mistake."""
    state, text = session.of(RulesState), text_of(session)
    rows = rows_of(text, state.unfolded) if text else []
    if text is None or not rows:
        return _none(session)
    row = rows[row_at(text, rows, state.problem)]
    if row.size == 1:
        return to_problem(session, row.number)
    code = mistakes_of(text)[row.number].problem.code
    return session.having(replace(state, unfolded=code, problem=row.number))


def _none(session: Session) -> Session:
    text = text_of(session)
    return session.said(text.unmistaken, "good") if text else session.said("open a file first")


def folded(session: Session) -> Session:
    """One level up: what is listed one by one as one row again."""
    state = session.of(RulesState)
    if session.pane != "problems" or not state.unfolded:
        return session
    return session.having(replace(state, unfolded=""))


def whole(scene: Scene, _: Extent) -> Session:
    """The mistake under the cursor as a page; or that there is none."""
    page = told(scene)
    return scene.session.paged(page) if page else _none(scene.session)


def told(scene: Scene) -> Page | None:
    """The mistake under the cursor, or on the caret's row, with all there is to say; None when the
    text has none."""
    from hexvet.problems_catalogue import CODES
    from hexvet_tui.pages import Page, problem_rows

    text, state = text_of(scene.session), scene.session.of(RulesState)
    found = mistakes_of(text) if text else ()
    if text is None or not found:
        return None
    row = text.buffer.caret.row + 1
    near = [one for one in found if one.problem.place.line == row]
    chosen = found[min(state.problem, len(found) - 1)]
    one = near[0] if near and scene.pane not in ("problems",) else chosen
    code = one.problem.code
    ends = f" {code} means: {CODES.get(code, '')}. :explain-code {code} tells more."
    ends += " F9 carries out its quick fix." if one.fix else ""

    def lines(scene: Scene, width: int) -> list[Line]:
        below = [((f" {part}", "dim"),) for part in wrap(ends, width - 2)]
        return [*problem_rows(one.problem, width), (), *below]

    return Page("PROBLEM", lines)


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
    hint = f"; {problem.hint}" if problem.hint else ""
    return counted(session.said(clean(f"{problem.code} {problem.message}{hint}"), tone))  # type: ignore[arg-type]


def next_problem(scene: Scene, _: Extent) -> Session:
    """The first mistake behind the caret; after the last one, the first."""
    session, text = scene.session, text_of(scene.session)
    state = session.of(RulesState)
    if text is None or text.judged is None:
        return session.having(replace(state, landing=True)).said("still looking at this text ...")
    found = mistakes_of(text)
    if not found:
        return _none(session)
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
    near = (*first, *found[chosen : chosen + 1])
    for one in near:
        new = mended("\n".join(text.buffer.lines), one)
        if new is not None:
            told = f"{one.problem.code} fixed; ^z takes it back"
            return edited(session, new).said(told, "good")
    hint = next((one.problem.hint for one in near if one.problem.hint), "w tells more")
    return session.said(clean(f"no quick fix: {hint}"))
