"""Answers on their way to the files: one after another, each an entry of the journal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.deciding.parties import seen_by
from hexvet_tui.deciding import dialog
from hexvet_tui.effects import Reload, Work
from hexvet_tui.modes.vetting import listing
from hexvet_tui.modes.vetting.state import Told, VettingState, Wanted
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.deciding.answering import Change, Refused, Remarks
    from hexvet.evaluation import Assessment
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry, Kind
    from hexvet.people import Actor

UNDONE = "Taken back while vetting."
SAME = "already"
"""The engine's word for what needs no writing."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was recorded, the outcomes that it began with, and those since."""

    wanted: Wanted
    number: int
    told: Told
    began: Assessment
    after: Assessment


def put(session: Session, wanted: Wanted) -> Session:
    """With something to write behind what waits already."""
    state = session.of(VettingState)
    return begun(session.having(replace(state, queue=(*state.queue, wanted))))


def begun(session: Session) -> Session:
    """Writes the first of what waits, unless it is being done or nobody is known to do it."""
    from hexvet.granting import Objection

    state, assessment = session.of(VettingState), session.assessment
    if state.busy or not state.queue or assessment is None:
        return session
    who = dialog.actor(assessment.workspace, session.of(dialog.Acting).who)
    if isinstance(who, Objection):
        from hexvet_tui.modes.vetting.lines import asked_who

        return asked_who(session.said(f"{clean(who.message)}: who answers?", "alert"))
    wanted = state.queue[0]
    work = Work(lambda: carried(assessment, wanted, who), _done, "vetting", failed=_failed)
    return session.having(replace(state, busy=True)).wanting(work)


# in the background ------------------------------------------------------------------------------
def carried(assessment: Assessment, wanted: Wanted, who: Actor) -> Done | Refused:
    """Records it, and what it changes as its party sees it. Raises `Unusable`."""
    from hexvet.deciding.answering import Change
    from hexvet.deciding.recording import change
    from hexvet.evaluation import evaluate
    from hexvet.journal import record

    if wanted.deed == "undo":
        return _taken_back(assessment, wanted, who)
    workspace = assessment.workspace
    changed = _change(assessment, wanted, who)
    if not isinstance(changed, Change):
        return changed
    after = evaluate(changed.workspace, assessment.as_of, assessment)
    vote = {"party": wanted.voter, "vote": str(wanted.value) if wanted.value else None}
    more = vote if wanted.deed == "vote" else {}
    draft = change(_kind(wanted), changed, who, wanted.reason, assessment.as_of, more)
    entry = record(workspace.root, draft, changed.edits, dialog.now)
    told = _told(_words(changed, wanted), assessment, after, wanted)
    return Done(wanted, entry.number, told, assessment, after)


def _told(words: str, before: Assessment, after: Assessment, wanted: Wanted) -> Told:
    """What it did, as its party sees it."""
    from hexvet.deciding.effects import shifts

    name = wanted.project
    saw, sees = (seen_by(one, name, wanted.party) for one in (before, after))
    glances = listing.glance(saw, name), listing.glance(sees, name)
    return Told(words, *glances, shifts(saw, sees, name))


def _kind(wanted: Wanted) -> Kind:
    return wanted.deed if wanted.deed == "vote" or wanted.deed == "resolution" else "answer"


def _words(changed: Change, wanted: Wanted) -> str:
    if wanted.deed == "vote":
        return f"{wanted.voter} votes {wanted.value or 'no more'}"
    if wanted.deed == "finish":
        return f"{wanted.party} {'has finished' if wanted.value else 'goes on answering'}"
    return f"{changed.field}: {changed.before or 'unknown'} to {changed.after or 'unknown'}"


def _remarks(wanted: Wanted, who: Actor) -> Remarks:
    """What is told beside the value; who says it only where something is told."""
    from hexvet.deciding.answering import Remarks

    told = (wanted.source, wanted.confidence, wanted.note, wanted.reason)
    by = (who.role or who.by) if any(told) and not wanted.party else ""
    return Remarks(wanted.source, by, wanted.confidence, wanted.note, wanted.reason)


def _change(assessment: Assessment, wanted: Wanted, who: Actor) -> Change | Refused:
    from hexvet.deciding import answering
    from hexvet.granting import Objection

    workspace = assessment.workspace
    party = "" if wanted.deed == "vote" else wanted.party
    subject = answering.subject_of(workspace, wanted.project, party)
    if isinstance(subject, Objection):
        return subject
    if wanted.deed == "finish":
        return answering.finish(workspace, subject, wanted.value is True)
    field = answering.field_of(workspace, subject, wanted.field)
    if isinstance(field, Objection):
        return field
    if wanted.deed == "row":
        assert isinstance(wanted.value, dict)
        return answering.add_row(workspace, subject, field, wanted.value)
    if wanted.deed == "vote":
        day = assessment.as_of if wanted.value else None
        row = {"party": wanted.voter, "vote": wanted.value, "date": day}
        row["reason"] = (wanted.note or None) if wanted.value else None
        return answering.vote(workspace, subject, field, row)
    settle = answering.resolve if wanted.deed == "resolution" else answering.answer
    return settle(workspace, subject, field, wanted.value, _remarks(wanted, who))


def _taken_back(assessment: Assessment, wanted: Wanted, who: Actor) -> Done | Objection:
    """Takes an entry of this form back; its files are read anew then."""
    from hexvet.granting import Objection
    from hexvet.journal import record
    from hexvet.undoing import draft, entitled, undoing

    root = assessment.workspace.root
    assert isinstance(wanted.value, int)
    found = undoing(root, wanted.value)
    if isinstance(found, Objection):
        return found
    allowed = entitled(who, found, assessment.packs)
    if isinstance(allowed, Objection):
        return allowed
    entry: Entry = record(root, draft(found, allowed, UNDONE), found.edits, dialog.now)
    after = _read_again(assessment, tuple(edit.file for edit in found.edits))
    told = f"{wanted.field}: taken back by entry {entry.number}"
    return Done(wanted, entry.number, _told(told, assessment, after, wanted), assessment, after)


def _read_again(assessment: Assessment, files: tuple[str, ...]) -> Assessment:
    from hexvet.evaluation import evaluate
    from hexvet.loading import load

    before = assessment.workspace
    workspace = load(before.root, before=before, changed=files)
    return evaluate(workspace, assessment.as_of, assessment)


# back on the screen -----------------------------------------------------------------------------
def _done(session: Session, found: Done | Refused) -> Session:
    if not isinstance(found, Done):
        return begun(_refused(_next(session), session.of(VettingState).queue[0], found))
    wanted = found.wanted
    # What somebody else changed meanwhile is on the screen already: it must not go again.
    alone = session.assessment is found.began
    after = session.with_assessment(found.after) if alone else session.wanting(Reload())
    state = after.of(VettingState)
    written = (*state.written, (found.number, wanted.project, wanted.field))
    if wanted.deed == "undo":
        written = tuple(one for one in state.written if one[0] != wanted.value)
    drafts = {name: text for name, text in state.drafts.items()
              if name != key_of(wanted.project, wanted.field)}  # fmt: skip
    after = after.having(replace(state, written=written, told=found.told, drafts=drafts))
    return listing.settled(begun(_next(after)))


def key_of(project: str, field: str) -> str:
    """Under what a line that was given up is kept."""
    return f"{project} {field}"


def _next(session: Session) -> Session:
    state = session.of(VettingState)
    return session.having(replace(state, queue=state.queue[1:], busy=False))


def _refused(session: Session, wanted: Wanted, why: Refused) -> Session:
    """Back on the question, with why it was not written; what stands there already is no fault."""
    from hexvet.granting import Objection

    if isinstance(why, Objection):
        words, hint = why.message, why.hint
    else:
        words, hint = why[0].message, why[0].hint
    if isinstance(why, Objection) and SAME in words:
        return session.said(f"{wanted.field}: {clean(words)}")
    told = "; ".join(clean(text) for text in (words, hint) if text)
    return back_on(session, wanted).said(f"{wanted.field} was not written: {told}", "alert")


def back_on(session: Session, wanted: Wanted) -> Session:
    """With the cursor on the question again that could not be written."""
    at = session.rows.places.get(wanted.project)
    there = session if at is None else session.to_row(at)
    state = there.of(VettingState)
    return there.having(replace(state, cursor={**state.cursor, wanted.project: wanted.field}))


def _failed(session: Session, error: Exception) -> Session:
    """Somebody else changed the value, or the file cannot be written: nothing was; all is read
    anew, and the question is asked again with what stands there now."""
    from hexvet.problems import Unusable

    wanted = session.of(VettingState).queue[0]
    problems = error.problems if isinstance(error, Unusable) else ()
    words = problems[0].message if problems else str(error)
    after = back_on(_next(session), wanted).wanting(Reload())
    told = f"{wanted.field} was NOT written: {clean(words)}; look at it again"
    return begun(after.said(told, "alert"))
