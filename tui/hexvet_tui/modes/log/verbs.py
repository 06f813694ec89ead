"""What the keys do in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui import modes, verbs
from hexvet_tui.deciding import undoing
from hexvet_tui.effects import Work
from hexvet_tui.modes import Verb
from hexvet_tui.modes.log.state import FIRST, LogState, Read, read
from hexvet_tui.modes.log.terms import EVERYTHING, NAMES, parse
from hexvet_tui.pages import Page, problem_rows, text_page
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Candidate, Prompt, Purpose
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.journal.verifying import Verified
    from hexvet_tui.typesetting import Line

NEAR = 50
"""So many rows before the last that was read, more are read."""


def entered(session: Session) -> Session:
    """Reads the journal, as far as it was read before."""
    known = len(session.of(LogState).entries)
    return _reading(session, max(FIRST, known))


def _reading(session: Session, most: int) -> Session:
    if session.assessment is None:
        return session
    root, terms = session.assessment.workspace.root, session.of(LogState).terms
    work = Work(lambda: read(root, terms, most), _shown, group="log", failed=_unread)
    return session.wanting(work)


def _shown(session: Session, found: Read) -> Session:
    state = session.of(LogState)
    if found.terms != state.terms:
        return session
    # The newest entry stays under the cursor when it was there: what comes is seen at once.
    newest = state.read is None or state.place <= 0
    cursor = 0 if newest else state.cursor
    shown = replace(state, read=found, cursor=cursor, going_on=False, wrong="", hint="")
    return session.having(shown)


def _unread(session: Session, error: Exception) -> Session:
    """With why the journal cannot be read; what was read of it before stays."""
    from hexvet.problems import Unusable

    first = error.problems[0] if isinstance(error, Unusable) and error.problems else None
    told = (getattr(error, "strerror", "") or str(error)) if first is None else ""
    wrong = clean(first.message if first else f"cannot read the journal: {told}")
    hint = clean(first.hint) if first else ""
    state = replace(session.of(LogState), going_on=False, wrong=wrong, hint=hint)
    return session.having(state).said(wrong, "alert", hint)


def moved(scene: Scene, step: int, extent: Extent) -> Session:
    """The cursor some entries further; in the other pane the entry scrolled."""
    session, state = scene.session, scene.session.of(LogState)
    if state.read is None or state.entry is None:
        return session
    if scene.pane == "entry":
        from hexvet_tui.modes.log.panes import entry_lines

        last = len(entry_lines(scene, extent.width)) - extent.page
        return session.having(replace(state, top=max(0, min(state.top + step, last))))
    place = max(0, min(len(state.entries) - 1, state.place + step))
    after = session.having(replace(state, cursor=state.entries[place].number, top=0))
    if state.read.whole or state.going_on or place < len(state.entries) - NEAR:
        return after
    going_on = after.having(replace(after.of(LogState), going_on=True))
    return _reading(going_on, 2 * len(state.entries))


# filter -----------------------------------------------------------------------------------------
def _candidates(scene: Scene, prompt: Prompt) -> tuple[Candidate, ...]:
    """The names of terms, or what may follow the one that is being typed."""
    from hexvet.journal.model import KINDS

    head, _, last = prompt.text[: prompt.at].rpartition(" ")
    start = len(head) + 1 if head else 0
    name, colon, value = last.partition(":")
    workspace = scene.session.assessment.workspace if scene.session.assessment else None
    known: Mapping[str, tuple[str, ...]] = {
        "kind": KINDS,
        "project": tuple(workspace.projects) if workspace else (),
        "person": tuple(workspace.people) if workspace else (),
    }
    if colon:
        found = [f"{name}:{one}" for one in known.get(name, ()) if one.startswith(value)]
        return tuple(Candidate(f"{one} ", start=start) for one in found)
    return tuple(Candidate(f"{one}:", start=start) for one in NAMES if one.startswith(name))


def _accepted(scene: Scene, text: str) -> Session:
    session = scene.session
    found = parse(text)
    if isinstance(found, str):
        return session.said(found, "alert")
    state = replace(session.of(LogState), terms=found, cursor=0, top=0)
    return _reading(session.having(state), FIRST)


FILTER = Purpose("log filter", "filter", _accepted, candidates=_candidates)


def _filter(scene: Scene, _: Extent) -> Session:
    text = scene.session.of(LogState).terms.text
    return scene.session.prompted(Prompt(FILTER, text, len(text), text))


def back(session: Session) -> Session:
    """Without the filter; the same record when there is none."""
    state = session.of(LogState)
    if state.terms == EVERYTHING:
        return session
    return _reading(session.having(replace(state, terms=EVERYTHING, cursor=0)), FIRST)


# one entry --------------------------------------------------------------------------------------
def _open(scene: Scene, extent: Extent) -> Session:
    """To what the entry is about: a project, else a rule, else the entry whole."""
    session, entry = scene.session, scene.session.of(LogState).entry
    if entry is None:
        return session
    projects = entry.concerns("project")
    known = session.assessment.workspace.projects if session.assessment else {}
    name = next((one for one in projects if one in known), "")
    if name:
        return verbs.to_named(session, name)
    if "rules" in modes.IDS and (entry.concerns("pack") or entry.concerns("check")):
        return verbs.entered(session, "rules")
    return _whole(scene, extent)


def _whole(scene: Scene, _: Extent) -> Session:
    from hexvet.journal.signing import signature_file
    from hexvet.reporters.journal import whole

    session, state = scene.session, scene.session.of(LogState)
    if state.entry is None or state.read is None:
        return session
    number = state.entry.number
    signature = signature_file(number) if number in state.read.signed else ""
    return session.paged(text_page(f"ENTRY {number}", whole(state.entry, signature)))


def _undo(scene: Scene, _: Extent) -> Session:
    entry = scene.session.of(LogState).entry
    if entry is None:
        return scene.session.said(scene.session.of(LogState).wrong or "nothing to take back")
    return undoing.sought(scene.session, entry.number)


# verifying --------------------------------------------------------------------------------------
def _verify(scene: Scene, _: Extent) -> Session:
    session = scene.session
    if session.assessment is None:
        return session
    workspace = session.assessment.workspace
    keys = {one.id: one.key for one in workspace.people.values() if one.key}

    def do() -> Verified:
        from hexvet.journal.verifying import verify

        return verify(workspace.root, keys)

    return session.said("verifying ...").wanting(Work(do, _verified, group="verify"))


def _verified(session: Session, found: Verified) -> Session:
    after = session.having(replace(session.of(LogState), verified=found))
    entries = "1 entry" if found.entries == 1 else f"{found.entries:,} entries"
    counted = f"{entries}, {plural(found.files, 'text')}, {plural(found.signatures, 'signature')}"
    if not found.problems:
        return after.said(f"verified: {counted}; all as it was written", "good")

    def lines(scene: Scene, width: int) -> list[Line]:
        return [row for one in found.problems for row in (*problem_rows(one, width), ())]

    wrong = f"{plural(len(found.problems), 'problem')} in {counted}: {found.problems[0].message}"
    return after.said(wrong, "alert").paged(Page("VERIFY", lines))


VERBS: Mapping[str, Verb] = {
    "open": _open,
    "why": _whole,
    "filter": _filter,
    "undo": _undo,
    "verify": _verify,
}
