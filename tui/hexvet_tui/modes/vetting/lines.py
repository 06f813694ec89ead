"""Lines that are typed in the form: answers, rows, reasons, sources, who, and where to jump."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet.importers.typed import NotAnAnswer, read_typed
from hexvet.model import Field
from hexvet_tui.deciding import dialog
from hexvet_tui.modes.vetting import listing
from hexvet_tui.modes.vetting.keeping import REASON
from hexvet_tui.modes.vetting.keeping import said as said_as
from hexvet_tui.modes.vetting.state import Spot, VettingState
from hexvet_tui.prompting import Candidate, Prompt, Purpose
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.granting import Objection
    from hexvet.model import Column
    from hexvet.people import Actor
    from hexvet_tui.scene import Scene

MOST = 9
"""So many answers have a digit each; further ones are typed."""

Given = Callable[[Session, Spot, object, str], Session]
Rowed = Callable[[Session, Spot, object], Session]
After = Callable[[Session], Session]
Words = Sequence[tuple[str, str]]


def _same(session: Session) -> Session:
    return session


def line(
    session: Session, name: str, label: str, accepted: Callable[[Session, str], Session],
    *, text: str = "", words: Words = (), keep: str = "", hint: str = "",
    stood: str = "", left: After | None = None,
) -> Session:  # fmt: skip
    """Types a line; esc goes on with `left`. With `keep` what was given up stands there again,
    else what `stood` there before."""

    def kept(now: Session, said: str) -> Session:
        return _kept(now, keep, "" if said == stood else said)

    def candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
        said = "" if prompt.text == stood else prompt.text.casefold()
        near = [row for row in words if said in f"{row[0]} {row[1]}".casefold()]
        return tuple(Candidate(one, told) for one, told in near)

    draft = text or session.of(VettingState).drafts.get(keep, "") or stood
    purpose = Purpose(
        f"vetting {name}", label, lambda scene, said: accepted(scene.session, said),
        kept if keep else None, (lambda now, _: left(now)) if left else None, candidates, hint,
        listed=bool(words),
    )  # fmt: skip
    return session.prompted(Prompt(purpose, draft, len(draft)))


def asked_value(session: Session, spot: Spot, given: Given, text: str = "") -> Session:
    """Types an answer to a question, from the one that stands there; one that is none is said,
    and stays to be mended."""
    field = spot.one.field
    words = [(one, clean(field.anchors.get(one, ""))) for one in field.values]
    stood = "" if spot.stood is None else said_as(spot.stood)

    def accepted(now: Session, said: str) -> Session:
        if not said:
            told = "nothing was typed; u answers unknown, space skips"
            return _kept(now, spot.key, "").said(told)
        if said == stood.strip() and not remarked(now):
            return _kept(now, spot.key, "").said(f"{clean(field.title)} stays as it is")
        found = read_typed(numbered(said, field), replace(field, name=field.title))
        if isinstance(found, NotAnAnswer):
            again = asked_value(now, spot, given, said)
            return again.said(clean(found.message), "alert", clean(found.hint))
        return given(_kept(now, spot.key, said), spot, found.value, said)

    label = clean(field.title)[:40]
    return line(session, "answer", label, accepted, text=text, words=words, keep=spot.key,
                stood=stood, hint=how(field))  # fmt: skip


def remarked(session: Session) -> bool:
    """Whether something is told beside the next answer."""
    state = session.of(VettingState)
    return bool(state.source or state.confidence or state.note)


def numbered(said: str, field: Field) -> str:
    """The answer that a number of the list stands for; else what was typed."""
    listed = {str(at): one for at, one in enumerate(field.values[:MOST], 1)}
    return said if said in field.values else listed.get(said, said)


def _kept(session: Session, key: str, text: str) -> Session:
    """With a line kept until it is written; without it when it is empty."""
    state = session.of(VettingState)
    rest = {name: one for name, one in state.drafts.items() if name != key}
    return session.having(replace(state, drafts={**rest, key: text} if text else rest))


def how(field: Field) -> str:
    """How an answer to a field is typed."""
    unit = f" in {clean(field.unit)}" if field.unit else ""
    return {
        "money": f"an amount{unit}: 1.5M, 900k, or a range 1.2M..1.8M",
        "number": f"a number{unit}, or a range 20..40",
        "share": "25%, 0.25, or a range 20..40%",
        "date": "2026-05-03, 3 May 2026, or a range of days by ..",
        "text": "words, or one of the list" if field.values else "words; enter takes them",
        "truth": "yes, no or unknown",
        "table": "a row, column by column",
    }[field.kind]


# rows -------------------------------------------------------------------------------------------
def asked_row(session: Session, spot: Spot, given: Rowed) -> Session:
    """Types a row, column by column; what was typed of it stays when one leaves."""
    row = session.of(VettingState).row.get(spot.key, {})
    left = [column for column in spot.one.field.columns.values() if column.name not in row]
    if not left:
        return _row_done(session, spot, row, given)
    return _asked_cell(session, spot, left[0], given)


def _row_done(session: Session, spot: Spot, row: Mapping[str, object], given: Rowed) -> Session:
    state = session.of(VettingState)
    rest = {name: one for name, one in state.row.items() if name != spot.key}
    cleared = session.having(replace(state, row=rest))
    cells = {name: value for name, value in row.items() if value is not None}
    return given(cleared, spot, cells) if cells else cleared.said("an empty row says nothing")


def _asked_cell(session: Session, spot: Spot, column: Column, given: Rowed) -> Session:
    field = spot.one.field
    place = list(field.columns).index(column.name) + 1
    asked = Field(column.name, column.kind, field.where, values=column.values)

    def accepted(now: Session, said: str) -> Session:
        found = read_typed(said, asked) if said else None
        if isinstance(found, NotAnAnswer):
            again = _asked_cell(now, spot, column, given)
            return again.said(clean(found.message), "alert", clean(found.hint))
        state = now.of(VettingState)
        row = {**state.row.get(spot.key, {}), column.name: found.value if found else None}
        return asked_row(now.having(replace(state, row={**state.row, spot.key: row})), spot, given)

    label = f"{clean(field.name)[:24]} {place} of {len(field.columns)}, {clean(column.name)}"
    hint = f"{how(asked)}; empty leaves it out"
    return line(session, "cell", label, accepted, words=[(one, "") for one in column.values],
                hint=hint)  # fmt: skip


# what goes with answers ---------------------------------------------------------------------------
def asked_reason(session: Session, spot: Spot, given: Callable[[Session, str], Session]) -> Session:
    """Types why a resolution holds."""
    keep = f"{spot.key} {REASON}"

    def accepted(now: Session, said: str) -> Session:
        if not said:
            return now.said("a resolution needs a reason; nothing was written", "alert")
        return given(_kept(now, keep, said), said)

    return line(session, "reason", "why does this answer hold", accepted, keep=keep)


def asked_source(session: Session) -> Session:
    """Types the source of the answers that follow."""

    def accepted(now: Session, said: str) -> Session:
        told = f"source of what follows: {clean(said)}" if said else "no source from here on"
        return now.having(replace(now.of(VettingState), source=said)).said(told)

    before = session.of(VettingState).source
    return line(session, "source", "source", accepted, text=before)


def asked_note(session: Session) -> Session:
    """Types a remark for the next answer."""

    def accepted(now: Session, said: str) -> Session:
        return now.having(replace(now.of(VettingState), note=said))

    return line(session, "note", "note for the next answer", accepted,
                text=session.of(VettingState).note)  # fmt: skip


def voice(session: Session, party: str, who: str) -> Actor | Objection:
    """Who answers, for a party where one is named: as it was said, with "" who has the login."""
    from hexvet.deciding.parties import speaking
    from hexvet.granting import Objection

    assert session.assessment is not None
    workspace = session.assessment.workspace
    found = dialog.actor(workspace, who)
    return found if isinstance(found, Objection) else speaking(found, party, workspace.people)


def alerted(session: Session, why: Objection) -> Session:
    """Why it cannot be, with the way out."""
    return session.said(clean(why.message), "alert", clean(why.hint))


def asked_who(
    session: Session, party: str, text: str = "", *, then: After = _same, left: After = _same
) -> Session:
    """Types who writes the answers, and goes on with `then`; with `left` when it is given up."""
    if session.assessment is None:
        return session

    def accepted(now: Session, said: str) -> Session:
        from hexvet.granting import Objection

        found = voice(now, party, said)
        if isinstance(found, Objection):
            return alerted(asked_who(now, party, said, then=then, left=left), found)
        return then(now.having(dialog.Acting(said)).said(f"answers by {clean(str(found))}"))

    words = dialog.people_words(session.assessment.workspace)
    return line(session, "who", "who answers", accepted, text=text, words=words, left=left,
                hint="enter alone: who has the login")  # fmt: skip


def asked_place(session: Session) -> Session:
    """Types where to jump: a part of a question's words."""
    words = [(one.field.name, one.field.ask or one.field.title) for one in listing.every(session)]

    def accepted(now: Session, said: str) -> Session:
        low = said.casefold()
        found = next((name for name, _ in words if name == said), "") or next(
            (name for name, told in words if low in f"{name} {told}".casefold()), ""
        )
        if not found:
            return now.said(f"no question has '{clean(said)[:40]}' in it", "alert")
        state = now.of(VettingState)
        cursor = {**state.cursor, now.cursor: found}
        across = found if state.order == "across" else state.across
        return now.having(replace(state, cursor=cursor, across=across))

    return line(session, "jump", "jump to", accepted, words=words)
