"""Answers, votes, resolutions, undos and replays as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hexvet.deciding.answering import Change
from hexvet.deciding.consequences import Held
from hexvet.deciding.effects import Shift
from hexvet.journal.model import Entry
from hexvet.replaying import Replay
from hexvet.reporters.journal import change_text, what
from hexvet.reporters.typesetting import PLAIN, Page, clean, counted, fit, wrapped
from hexvet.reporters.wording import cell_text, style, words
from hexvet.undoing import Undoing

_NOTHING = "unknown"

_LONGEST = 300
"""The longest answer that is shown whole, in columns."""


def render(change: Change, shifts: Sequence[Shift], entry: Entry | None, page: Page = PLAIN) -> str:
    """What was changed, what that does to outcomes, and where it is recorded."""
    subject = change.subject
    whose = f" ({subject.party})" if subject.party else ""
    before, after = (
        fit(clean(text or _NOTHING), _LONGEST) for text in (change.before, change.after)
    )
    lines = [page.ink("strong", clean(f"{subject.id}{whose}: {change.field}"))]
    lines += wrapped(before, page, 9, first="  before")
    lines += wrapped(after, page, 9, first="  after")
    lines += _said(change, page) if _counts(change) else ()
    for shift in shifts:
        lines.append(_shift(shift, page))
    if not shifts:
        lines.append(f"  {_silence(change)}")
    lines.append(f"{_record(entry)} in {subject.file}.")
    return "\n".join([*lines, ""])


def _said(change: Change, page: Page) -> Iterator[str]:
    """What the parties say, where several have answered."""
    project = change.workspace.files.projects.get(change.subject.id)
    found = project.evidence.get(change.field) if project else None
    field = change.workspace.fields.get(change.field)
    for answer in found.answers if found else ():
        said = f"{answer.by or 'the project'} says {cell_text(answer.cell, field)}"
        yield from wrapped(said, page, 4, first="  -")
    if found and found.answers:
        yield from wrapped(f"together: {cell_text(found.cell, field)}", page, 4, first="  =")


def _shift(shift: Shift, page: Page) -> str:
    many = f" ({counted(shift.projects, 'project')})" if shift.projects else ""
    after = page.ink(style(shift.after), words(shift.after))
    return f"  {shift.what} {clean(shift.id)}: {words(shift.before)} -> {after}{many}"


def _silence(change: Change) -> str:
    """Why no outcome changes: a party's answers count when it is done with them."""
    subject = change.subject
    if _counts(change):
        return "no outcome changes"
    done = f"hexvet answer {subject.id} finished yes --party {subject.party}"
    return f"counts when {subject.party} is done: {done}"


def _counts(change: Change) -> bool:
    """Whether what was written counts; a party that has not finished sees no others either."""
    files = change.workspace.files.assessments
    return not any(one.file == change.subject.file and not one.finished for one in files)


def _record(entry: Entry | None) -> str:
    return f"Entry {entry.number}," if entry else "Would be recorded,"


def taken_back(
    found: Undoing, entry: Entry | None, page: Page = PLAIN, held: Sequence[Held] = ()
) -> str:
    """What an undo does, and whom it leaves beyond a gate that does not let them pass."""
    old = found.entry
    if found.again:
        verb, old = "Does" if entry else "Would do", found.again
        head = f"{verb} entry {old.number} ({old.kind}) again: {what(old)}"
    else:
        verb = "Takes" if entry else "Would take"
        head = f"{verb} back entry {old.number} ({old.kind}): {what(old)}"
    lines = wrapped(head, page, 2)
    lines[0] = lines[0].lstrip()
    for edit in found.edits:
        text = f"{edit.file}: {change_text(edit)}" if edit.path else f"{edit.file} as it was"
        lines += wrapped(text, page, 4, first="  ")
    for one in held:
        lines += wrapped(str(one), page, 4, first="  !")
    if entry:
        turn = "take it back" if found.again else "do it again"
        lines.append(f"Entry {entry.number}. To {turn}: hexvet undo {entry.number}")
    return "\n".join([*lines, ""])


def replayed(found: Replay, page: Page = PLAIN) -> str:
    """One decision, and each difference."""
    entry = found.entry
    verdict = "pass" if found.agrees else "stop"
    word = "same" if found.agrees else "not replayed" if found.problems else "differs"
    about = ", ".join(entry.concerns("project"))
    head = f"entry {entry.number}, {about}, {what(entry)}, as of {entry.as_of}"
    return "\n".join([*_head(word, verdict, head, page), *_differences(found, page), ""])


def _head(word: str, verdict: str, text: str, page: Page) -> Iterator[str]:
    first, *rest = wrapped(text, page, 8)
    yield f"{page.ink(style(verdict), word)}{' ' * max(1, 8 - len(word))}{first.lstrip()}"
    yield from rest


def _differences(found: Replay, page: Page) -> Iterator[str]:
    for one in found.differences:
        yield from wrapped(f"{one.what}: recorded {one.recorded}, now {one.now}", page, 8)


def summary(agreed: int, count: int) -> str:
    """`Decisions that come out as recorded: 3 of 4.`"""
    return f"Decisions that come out as recorded: {agreed:,} of {count:,}.\n"
