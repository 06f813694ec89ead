"""The panes of the log: the entries, and the one under the cursor with its seals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hexvet_tui import actions
from hexvet_tui.modes.log.state import LogState, Read
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import (
    Line,
    clean,
    cut,
    cut_line,
    fit,
    fit_line,
    framed,
    hanging,
    justified,
    pointed,
    titled,
    width_of,
)

if TYPE_CHECKING:
    from hexvet.journal.model import Entry, Kind

MEANINGS: Mapping[Kind, str] = {
    "decision": "somebody decided where a project goes",
    "waiver": "a check was waived for a time, or a waiver was ended",
    "rules": "rules were saved as a revision, or taken as they were found",
    "answer": "a question was answered",
    "vote": "a vote was given or taken back",
    "resolution": "answers that parties dispute were settled, with a reason",
    "undo": "an earlier entry was taken back",
    "edit": "files as they were found, or changed by hand since",
    "recovery": "what an end in the middle of a record had left was put right",
}
"""What the kinds of entries are."""

LABEL = 10
_GLYPHS = {"decision": ">", "waiver": "w", "rules": "R", "undo": "<", "edit": "e", "recovery": "!"}
WIDE_FROM, WIDER_FROM = 100, 130
"""Columns from which a row has room for who, and for a longer name."""


def header(scene: Scene, width: int, height: int) -> list[Line]:
    """How many entries are listed, the filter, and how the chain was when it was last looked at."""
    state, dot = scene.session.of(LogState), f" {scene.glyphs.dot} "
    read = state.read
    if state.wrong:
        return [justified(((f" ! {state.wrong}", "alert"),), ((f"{_way(scene)} ", "dim"),), width)]
    if read is None:
        return [fit_line(((" reading the journal ...", "dim"),), width)]
    more = "" if read.whole else " or more"
    left: Line = ((f" {len(read.entries):,}{more} of {read.count:,} entries", "strong"),)
    if read.terms.text:
        left = (*left, (f"{dot}filter {clean(read.terms.text)}", "key"))
    if read.problems:
        left = (*left, (f"{dot}{plural(len(read.problems), 'line')} cannot be read: v", "alert"))
    word, style = _chain(state)
    return [justified(left, ((" chain ", "dim"), (f"{word} ", style)), width)]


def _way(scene: Scene) -> str:
    """`r reads again`, by the key that does it."""
    key = next((actions.shown(one) for one in scene.table if one.id == "reload"), "")
    return f"{key or ':reload'} reads again"


def _chain(state: LogState) -> tuple[str, str]:
    """Whether the journal was verified since it last grew."""
    found = state.verified
    if found is None:
        return "not verified: v", "dim"
    if found.problems:
        return f"x {len(found.problems):,} wrong: v", "alert"
    if state.read is not None and state.read.count != found.entries:
        return "not verified since it grew: v", "dim"
    return "+ verified", "met"


# the list ---------------------------------------------------------------------------------------
def entries(scene: Scene, width: int, height: int, top: int) -> list[Line]:
    """The framed list from row `top` on; only rows in view are made."""
    state, active = scene.session.of(LogState), scene.pane == "entries"
    read, inside = state.read, width - 2
    rows = [*_empty(scene, state, inside)]
    if read is not None and read.entries:
        shown = read.entries[top : top + height - 2]
        rows = [_row(scene, read, entry, inside) for entry in shown]
        at = state.place - top
        if 0 <= at < len(rows):
            rows[at] = pointed(rows[at], inside, active=active)
    words = ["enter goes there", "v verifies"]
    if not scene.session.is_shut:
        words.insert(0, "u takes back")
    hint = f" {scene.glyphs.dot} ".join(words)
    kept = "as it was read last" if state.wrong and read else "newest first"
    title = titled(f"JOURNAL, {kept}", active)
    return framed(rows, width, height, scene.glyphs, title=title, hint=hint, active=active)


def _empty(scene: Scene, state: LogState, width: int) -> Iterator[Line]:
    read = state.read
    if read is None and state.wrong:
        yield from hanging((" !", "alert"), state.wrong, "alert", width - 1, 3)
        told = "; ".join(part for part in (state.hint, _way(scene)) if part)
        yield from hanging(("", "text"), told, "dim", width - 1, 3)
    elif read is None:
        yield ((" ...", "dim"),)
    elif not read.entries and read.count:
        yield ((" No entry matches the filter.", "strong"),)
        yield ((" esc takes it away.", "dim"),)
    elif not read.entries:
        yield ((" Nothing is recorded yet.", "strong"),)
        yield ((" The journal begins with the first decision, answer or waiver:", "dim"),)
        yield ((" D decides about the project under the cursor, in 1 and 2.", "dim"),)


def _row(scene: Scene, read: Read, entry: Entry, width: int) -> Line:
    """Number, day, kind, subject and, where there is room, who."""
    from hexvet.reporters.journal import what

    number = fit(f"{entry.number}", max(4, len(str(read.count))), right=True)
    gone = entry.number in read.back
    day = f"{entry.at:%Y-%m-%d %H:%M}" if width >= WIDE_FROM else f"{entry.at:%Y-%m-%d}"
    glyph = "-" if gone else _GLYPHS.get(entry.kind, "+")
    about = subject_of(scene, entry)
    left: Line = (
        (f" {number} ", "dim"),
        (f"{day} ", "text"),
        (f"{glyph} {fit(entry.kind, 10)} ", "dim" if gone else "key"),
    )
    if width < 60:
        return fit_line((*left, (about, "dim" if gone else "name")), width)
    told = f"taken back by {read.back[entry.number]}: {what(entry)}" if gone else what(entry)
    named_by = 26 if width >= WIDER_FROM else 20
    right: Line = ((f" {fit(clean(who(entry)), named_by)} ", "dim"),)
    right = right if width >= WIDE_FROM else ()
    named: Line = ((f"{fit(about, 22, scene.glyphs.more)} ", "dim" if gone else "name"),)
    room = width - width_of((*left, *named, *right))
    words = (cut(clean(told), room, scene.glyphs.more), "dim" if gone else "text")
    return justified((*left, *named, words), right, width)


# one entry --------------------------------------------------------------------------------------
def entry(scene: Scene, width: int, height: int) -> list[Line]:
    """The framed entry under the cursor."""
    state, active = scene.session.of(LogState), scene.pane == "entry"
    rows = entry_lines(scene, width - 2)
    top = max(0, min(state.top, len(rows) - (height - 2)))
    below = len(rows) - top - (height - 2)
    hint = f"{below} more: {'j scrolls' if active else 'w shows all'}" if below > 0 else ""
    found = state.entry
    title = titled(f"ENTRY {found.number}" if found else "ENTRY", active)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=active)


def subject(scene: Scene, width: int) -> list[Line]:
    """What kind of entry it is, and the entry itself, for the help page."""
    found = scene.session.of(LogState).entry
    if found is None:
        return []
    head: Line = ((f" Entry {found.number}", "title"), (f"  {MEANINGS[found.kind]}", "text"))
    return [cut_line(head, width), *entry_lines(scene, min(width, 96))]


def entry_lines(scene: Scene, width: int) -> list[Line]:
    """The entry under the cursor: who, why, old and new values, outcome, seals."""
    from hexvet.reporters.journal import what

    state = scene.session.of(LogState)
    found, read = state.entry, state.read
    if found is None or read is None:
        return []
    painted: list[Line] = [((f" {found.at:%Y-%m-%d %H:%M:%S} UTC  {found.kind}", "strong"),)]
    if found.number in read.back:
        told = f"by entry {read.back[found.number]}"
        painted += hanging((" taken back", "unknown"), told, "unknown", width - 1, LABEL + 3)
    facts = (
        ("by", who(found)),
        ("about", ", ".join(_subject(scene, name) for name in found.about)),
        ("what", what(found) if len(found.edits) != 1 else ""),
        ("reason", found.reason),
        ("judged on", found.as_of.isoformat() if found.as_of else ""),
        ("outcome", _outcome(found.details, [*scene.gates])),
    )
    for label, said in facts:
        painted += hanging((f" {label}", "dim"), said, "text", width - 1, LABEL + 1) if said else []
    for edit in found.edits:
        name = ".".join(map(str, edit.path)) or "the whole file"
        painted += [(), *hanging(("", "dim"), f"{edit.file}  {name}", "strong", width - 1, 1)]
        for label, text, style in (("old", edit.before, "unmet"), ("new", edit.after, "met")):
            value = "nothing" if text is None else text[:2000]
            painted += hanging((f"   {label}", "dim"), value, style, width - 1, LABEL - 2)
    return [*painted, (), *_seals(state, read, found, width)]


def who(entry: Entry) -> str:
    """`anna (mayor)`, and `mayor` of somebody who is called by the role."""
    from hexvet.reporters import journal

    return entry.by if entry.role == entry.by else journal.who(entry)


def subject_of(scene: Scene, entry: Entry) -> str:
    """The projects that it is about, by their titles, or the first other thing."""
    from hexvet.reporters.journal import subject

    return ", ".join(map(scene.title, entry.concerns("project"))) or clean(subject(entry))


def _subject(scene: Scene, name: str) -> str:
    """`project 311 routing (service-requests)`, `pack la-model`."""
    kind, _, id_ = name.partition(":")
    return f"{kind} {scene.name(id_) if kind == 'project' else id_}".rstrip()


def _outcome(details: Mapping[str, object], order: Sequence[str]) -> str:
    """`intake pass, vetting hold`: what the gates said when it was decided, in their order now."""
    outcome = details.get("outcome")
    gates = outcome.get("gates") if isinstance(outcome, Mapping) else None
    if not isinstance(gates, Mapping):
        return ""
    names = [*(name for name in order if name in gates), *sorted(gates.keys() - set(order))]
    found = ((name, gates[name]) for name in names)
    states = ((name, one.get("state")) for name, one in found if isinstance(one, Mapping))
    return ", ".join(f"{name} {state}" for name, state in states)


def _seals(state: LogState, read: Read, found: Entry, width: int) -> list[Line]:
    signed = found.number in read.signed
    return [
        (
            (" signature ", "dim"),
            ("+ signed" if signed else "none", "met" if signed else "dim"),
        ),
        *hanging((" digest", "dim"), found.sha256[:40], "dim", width - 1, LABEL + 1),
        *hanging((" before", "dim"), found.prev[:40], "dim", width - 1, LABEL + 1),
    ]
