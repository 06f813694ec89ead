"""Answers on their way to the files: one after another, each an entry of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hexvet.deciding.parties import own_evidence, seen_by
from hexvet.workspace.folders import ASSESSMENTS
from hexvet_tui.deciding import dialog
from hexvet_tui.effects import Reload, Work
from hexvet_tui.modes.vetting import listing
from hexvet_tui.modes.vetting.keeping import dropping, held, keeping, said, standing
from hexvet_tui.modes.vetting.lines import alerted, asked_who, voice
from hexvet_tui.modes.vetting.state import Told, VettingState, Wanted
from hexvet_tui.presenting import evidence_text, project_title
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean, cut

if TYPE_CHECKING:
    from hexvet.deciding.answering import Change, Refused, Remarks
    from hexvet.evaluation import Assessment
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry, Kind
    from hexvet.people import Actor

CHANGED = "JN021"
"""The problem of a value that is not what it was."""
CHOSEN = ("answer", "resolution", "vote")
"""The deeds of which theirs or mine holds; of others nothing is overwritten."""
LONG = 60
"""Cells of a value on the page of messages."""
SHORT = 8
"""Cells of a value in a question with its keys, at eighty columns."""
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
    """With something to write behind what waits already, by whoever answers now."""
    return signed(session, wanted, queued)


def signed(session: Session, wanted: Wanted, then: Callable[[Session, Wanted], Session]) -> Session:
    """Goes on with something to write and who signs it. Where that is not known it is asked
    first: nothing waits and nothing moves before, and esc gives it up."""
    from hexvet.granting import Objection

    party = "" if wanted.deed in ("vote", "undo") else wanted.party
    who = voice(session, party, session.of(dialog.Acting).who)
    if not isinstance(who, Objection):
        return then(session, replace(wanted, by=who))

    def left(now: Session) -> Session:
        return keeping(now, wanted).said(
            "NOT written: nobody answers for it", "alert", held(wanted)
        )

    asked = asked_who(session, party, then=lambda now: signed(now, wanted, then), left=left)
    return replace(asked, message=alerted(session, who).message)


def queued(session: Session, wanted: Wanted) -> Session:
    """With something that is signed behind what waits already."""
    state = session.of(VettingState)
    wanted = replace(wanted, ahead=_here(session))
    after = session.having(replace(state, queue=(*state.queue, wanted)))
    return after if state.queue else _begun(after)


def _begun(session: Session) -> Session:
    """Writes the first of what waits."""
    queue, assessment = session.of(VettingState).queue, session.assessment
    if not queue or assessment is None:
        return session
    work = Work(lambda: carried(assessment, queue[0]), _done, "vetting", failed=_failed)
    return session.wanting(work)


# in the background ------------------------------------------------------------------------------
def carried(assessment: Assessment, wanted: Wanted) -> Done | Refused:
    """Records it, and what it changes as its party sees it. Raises `Unusable`."""
    from hexvet.deciding.answering import Change
    from hexvet.deciding.recording import change
    from hexvet.evaluation import evaluate
    from hexvet.journal import record

    who = wanted.by
    assert who is not None
    if wanted.deed == "undo":
        return _taken_back(assessment, wanted, who)
    changed = _change(assessment, wanted, who)
    if not isinstance(changed, Change):
        return changed
    after = evaluate(changed.workspace, assessment.as_of, assessment)
    vote = {"party": wanted.voter, "vote": str(wanted.value) if wanted.value else None}
    more = vote if wanted.deed == "vote" else {}
    draft = change(_kind(wanted), changed, who, wanted.reason, assessment.as_of, more)
    entry = record(assessment.workspace.root, draft, changed.edits, dialog.now)
    told = _told(_changed(assessment, changed, wanted), assessment, after, wanted)
    return Done(wanted, entry.number, told, assessment, after)


def _told(told: Told, before: Assessment, after: Assessment, wanted: Wanted) -> Told:
    """With what it did, as its party sees it."""
    from hexvet.deciding.effects import shifts

    name = wanted.project
    saw, sees = (seen_by(one, name, wanted.party) for one in (before, after))
    was, now = listing.glance(saw, name), listing.glance(sees, name)
    return replace(told, before=was, after=now, shifts=shifts(saw, sees, name))


def _kind(wanted: Wanted) -> Kind:
    return wanted.deed if wanted.deed == "vote" or wanted.deed == "resolution" else "answer"


def _changed(assessment: Assessment, changed: Change, wanted: Wanted) -> Told:
    """What was written, in words."""
    if wanted.deed == "vote":
        return Told(f"{wanted.voter} votes {wanted.value or 'no more'}")
    if wanted.deed == "finish":
        return Told(f"{wanted.party} {'has finished' if wanted.value else 'goes on answering'}")
    field = assessment.workspace.fields[wanted.field]
    own = (
        own_evidence(workspace, wanted.project, wanted.party).get(field.name)
        for workspace in (assessment.workspace, changed.workspace)
    )
    was, now = (evidence_text(one, field) if one else "unknown" for one in own)
    return Told(field.title, was, now)


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
    from hexvet.deciding.consequences import against, consequences
    from hexvet.granting import Objection
    from hexvet.journal import record
    from hexvet.undoing import draft, entitled, undoing

    root = assessment.workspace.root
    assert isinstance(wanted.value, int)
    found = undoing(root, wanted.value)
    if isinstance(found, Objection):
        return found
    allowed = entitled(who, found, assessment.workspace)
    if isinstance(allowed, Objection):
        return allowed
    held = consequences(assessment, found.edits)
    if held and not wanted.sure:
        return against(held)
    entry: Entry = record(root, draft(found, allowed, UNDONE, held), found.edits, dialog.now)
    after = _read_again(assessment, tuple(edit.file for edit in found.edits))
    told = Told(f"taken back: {_label(assessment, wanted.field)}")
    return Done(wanted, entry.number, _told(told, assessment, after, wanted), assessment, after)


def _label(assessment: Assessment | None, name: str) -> str:
    """What a question is called; the id of one that is gone, or of none."""
    fields = assessment.workspace.fields if assessment else {}
    return clean(fields[name].title if name in fields else name)


def _whose(session: Session, wanted: Wanted) -> str:
    """`Cost of Permit routing`: which question of which project."""
    assessment = session.assessment
    project = project_title(assessment.workspace, wanted.project) if assessment else wanted.project
    return f"{_label(assessment, wanted.field)} of {project}"


def _read_again(assessment: Assessment, files: tuple[str, ...]) -> Assessment:
    from hexvet.evaluation import evaluate
    from hexvet.loading import load

    before = assessment.workspace
    workspace = load(before.root, before=before, changed=files)
    return evaluate(workspace, assessment.as_of, assessment)


# back on the screen -----------------------------------------------------------------------------
def _done(session: Session, found: Done | Refused) -> Session:
    if not isinstance(found, Done):
        return _begun(_refused(_next(session), session.of(VettingState).queue[0], found))
    wanted = found.wanted
    # What somebody else changed meanwhile is on the screen already: it must not go again.
    alone = session.assessment is found.began
    after = session.with_assessment(found.after) if alone else session.wanting(Reload())
    state = after.of(VettingState)
    written = (*state.written, (found.number, wanted.project, wanted.field))
    if wanted.deed == "undo":
        written = tuple(one for one in state.written if one[0] != wanted.value)
    if wanted.party == state.party:
        state = replace(state, written=written, told=found.told)
    after = after.having(state)
    after = after if wanted.deed == "undo" else dropping(after, wanted)
    return listing.settled(_begun(_next(after)))


def _next(session: Session) -> Session:
    state = session.of(VettingState)
    return session.having(replace(state, queue=state.queue[1:]))


def _refused(session: Session, wanted: Wanted, why: Refused) -> Session:
    """Back on the question, with why it was not written; what stands there already is no fault."""
    from hexvet.granting import Objection

    if isinstance(why, Objection):
        words, hint = why.message, why.hint
    else:
        words, hint = why[0].message, why[0].hint
    if isinstance(why, Objection) and SAME in words:
        label = _label(session.assessment, wanted.field)
        return dropping(session, wanted).said(f"{label}: {clean(words)}")
    if isinstance(why, Objection) and why.passable:
        sure = replace(wanted, sure=True)
        yes = Choice("y", "take it back all the same", lambda now: put(now, sure))
        return session.asked(Question(clean(words), (yes,)))
    way, whose = clean(dialog.on_screen(hint)), _whose(session, wanted)
    more = "; ".join(text for text in (way, whose) if text)
    kept = _again(keeping(session, wanted), wanted)
    return kept.said(f"NOT written: {clean(words)}", "alert", more)


def _here(session: Session) -> tuple[str, str]:
    return session.cursor, session.of(VettingState).cursor.get(session.cursor, "")


def _again(session: Session, wanted: Wanted) -> Session:
    """Back on what could not be written, unless something else is being answered, typed or read:
    the next key is meant for that."""
    busy = session.prompt or session.question or session.pages
    return session if busy or _here(session) != wanted.ahead else back_on(session, wanted)


def back_on(session: Session, wanted: Wanted) -> Session:
    """With the cursor on the question again that could not be written."""
    at = session.rows.places.get(wanted.project)
    there = session if at is None else session.to_row(at)
    state = there.of(VettingState)
    return there.having(replace(state, cursor={**state.cursor, wanted.project: wanted.field}))


def _failed(session: Session, error: Exception) -> Session:
    """The file cannot be written, or somebody else changed the value: nothing was. What was
    given is kept, and the question is asked again; of a value that was changed, which one holds."""
    from hexvet.problems import Unusable

    wanted = session.of(VettingState).queue[0]
    first = error.problems[0] if isinstance(error, Unusable) and error.problems else None
    more = "; ".join(part for part in (_whose(session, wanted), held(wanted)) if part)
    told = f"NOT written: {clean(first.message if first else str(error))}"
    after = _again(keeping(_next(session), wanted), wanted).said(told, "alert", more)
    again = _comparing(after, wanted) if first and first.code == CHANGED else Reload()
    return _begun(after.wanting(again))


# two at once ------------------------------------------------------------------------------------
def _comparing(session: Session, wanted: Wanted) -> Work:
    """Reads what somebody else wrote, and asks which of both holds."""
    began = session.assessment
    assert began is not None

    def do() -> Assessment:
        return _read_again(began, tuple(_files(began, wanted)))

    def then(now: Session, found: Assessment) -> Session:
        alone = now.assessment is began
        after = listing.settled(now.with_assessment(found)) if alone else now.wanting(Reload())
        theirs = standing(found.workspace, wanted)
        if wanted.project not in found.workspace.projects or wanted.deed not in CHOSEN:
            return after
        if theirs != wanted.value:
            return asked_which(after, wanted, theirs)
        label = _label(after.assessment, wanted.field)
        return dropping(after, wanted).said(f"{label}: somebody wrote the same")

    return Work(do, then, "comparing")


def _files(assessment: Assessment, wanted: Wanted) -> Iterator[str]:
    project = assessment.workspace.files.projects.get(wanted.project)
    if project is not None:
        yield project.file
    if wanted.party:
        yield f"{ASSESSMENTS}/{wanted.party}/{wanted.project}.toml"


def asked_which(session: Session, wanted: Wanted, theirs: object) -> Session:
    """Theirs or mine, where somebody else was faster; escape leaves theirs, and keeps mine."""
    long, short = ([cut(said(one), cells) for one in (theirs, wanted.value)]
                   for cells in (LONG, SHORT))  # fmt: skip
    kept = held(wanted)
    more = "; ".join(part for part in (_whose(session, wanted), kept) if part)
    left = ", ".join(part for part in ("theirs stays", kept) if part)
    told = session.said(f"NOT written; theirs: {long[0]}, yours: {long[1]}", "alert", more)
    choices = (
        Choice("m", "write mine", lambda now: put(now, wanted)),
        Choice("t", "leave theirs", lambda now: dropping(now, wanted).said("theirs stays")),
        Choice("escape", "", lambda now: back_on(now, wanted).said(left)),
    )
    return told.asked(Question(f"NOT written: theirs {short[0]}, yours {short[1]}", choices))
