"""What was typed and not saved by a screen that is gone: shown beside what stands on disk."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui import modes, verbs
from hexvet_tui.effects import Work
from hexvet_tui.pages import Page
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Choice, Prompt, Question
from hexvet_tui.recovery.comparing import unrecorded
from hexvet_tui.recovery.records import DEED, LINE, Kept
from hexvet_tui.typesetting import MORE, clean

if TYPE_CHECKING:
    from hexvet.drafting.sides import Pair
    from hexvet.evaluation import Assessment
    from hexvet_tui.recovery.keeping import Keeper, Orphan
    from hexvet_tui.scene import Scene
    from hexvet_tui.session import Session
    from hexvet_tui.typesetting import Line

MOST_LINES = 400
"""Lines of differences that a draft shows; all of it comes back all the same."""
FAR, LEAD = 40, 8
"""Characters that two rows share at most where they begin; and before what differs else."""
TITLE = "NOT SAVED LAST TIME"
_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10}
_STYLES = {"+": "met", "-": "unmet", "@": "dim"}
_LINES = {
    LINE: "a line, typed for:",
    DEED: "typed and not recorded:",
    "vetting": "an answer, half typed:",
}
"""Sources whose texts belong to no file, and what they are called."""


@dataclass(frozen=True, slots=True)
class Found:
    """A draft with the differences to its file; `moved` tells that the file is another by now."""

    kept: Kept
    differences: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """All that was found. The keeper is where it is settled."""

    keeper: Keeper | None = None
    orphans: tuple[Orphan, ...] = ()
    found: tuple[Found, ...] = ()
    when: str = ""


# looking ----------------------------------------------------------------------------------------
def sought(keeper: Keeper, assessment: Assessment | None = None) -> Offer | None:
    """Drafts that were left and are not what stands in their files or is recorded: in a thread."""
    orphans = keeper.orphans()
    pairs = {one.key: one for orphan in orphans for one in _open(orphan, assessment)}
    found = tuple(held for one in pairs.values() if (held := _held(one)))
    if not found and not any(orphan.fault for orphan in orphans):
        for orphan in orphans:
            keeper.drop(orphan)
        return None
    last = max(orphan.at for orphan in orphans)
    when = datetime.datetime.fromtimestamp(last).strftime("%Y-%m-%d %H:%M")
    return Offer(keeper, orphans, found, when)


def _open(orphan: Orphan, assessment: Assessment | None) -> Sequence[Kept]:
    return unrecorded(orphan.kept, orphan.at, assessment) if assessment else orphan.kept


def _held(kept: Kept) -> Found | None:
    """A draft against its file; None when the file says the same."""
    import hashlib

    if kept.source in _LINES:
        return Found(kept, (f"+{kept.text.text}",))
    try:
        content = Path(kept.text.file).read_bytes()
        old: str | None = content.decode("utf-8", "replace")
    except (OSError, ValueError):
        content, old = b"", None
    if old == kept.text.text:
        return None
    digest = "" if old is None else hashlib.sha256(content).hexdigest()
    return Found(kept, _differences(old or "", kept.text.text), digest != kept.text.base)


def _differences(old: str, new: str) -> tuple[str, ...]:
    from hexvet.drafting.sides import sides

    rows: list[str] = []
    last = "skipped"
    for pair in sides(old, new, around=2):
        if last == "skipped" != pair.mark:
            rows.append(f"@ line {pair.new_row or pair.old_row}")
        rows += _rows(pair)
        last = pair.mark
    return tuple(rows[:MOST_LINES])


def _rows(pair: Pair) -> list[str]:
    """A row of both texts; a changed one from shortly before it differs, when that is far."""
    from hexvet.drafting.sides import shared

    if pair.mark in ("same", "skipped"):
        return [f" {pair.new}"] if pair.new_row else []
    head = shared(pair.old, pair.new)[0] if pair.mark == "changed" else 0
    start, more = (head - LEAD, MORE) if head > FAR else (0, "")
    both = (("-", pair.old_row, pair.old), ("+", pair.new_row, pair.new))
    return [f"{sign}{more}{text[start:]}" for sign, row, text in both if row]


# showing ----------------------------------------------------------------------------------------
def offered(session: Session, offer: Offer) -> Session:
    """The page and its question."""
    return shown(session.having(offer))


def shown(session: Session, top: int = 0) -> Session:
    """The page again, as long as there is something to settle."""
    offer = session.of(Offer)
    if offer.keeper is None:
        return session.said("nothing was left unsaved last time")
    root = Path(session.assessment.workspace.root) if session.assessment else Path()
    top = max(0, min(top, len(lines(offer, root)) - 4))
    scroll = [
        Choice(key, "", lambda now, step=step: shown(now, top + step))  # type: ignore[misc]
        for key, step in _SCROLL.items()
    ]
    choices = (
        *((Choice("r", "restore", _restored),) if offer.found else ()),
        Choice("a", "keep aside as files", _aside),
        Choice("d", "discard", _discarding),
        Choice("escape", "", _later),
        *scroll,
    )
    session = session.paged(Page(TITLE, lambda scene, width: lines(offer, root), top))
    return session.asked(Question("what was typed:", choices))


def lines(offer: Offer, root: Path = Path()) -> list[Line]:
    """Every draft, with its differences to what stands on disk; files as the workspace names
    them."""
    count = plural(len(offer.found), "text")
    painted: list[Line] = [
        ((f" {count} typed and not saved, kept on {offer.when}.", "strong"),),
        ((" + is what was typed, - is what stands on disk now.", "dim"),),
    ]
    for found in offer.found:
        painted += [(), ((f" {_name(found.kept, root)}", "strong"),), *_warned(found)]
        painted += [((f" {clean(row)}", _STYLES.get(row[:1], "text")),) for row in
                    found.differences]  # fmt: skip
    for orphan in offer.orphans:
        if orphan.fault:
            text = f" {orphan.path.name} cannot be read: {clean(orphan.fault)}"
            painted += [(), ((text, "alert"),)]
    return painted


def _warned(found: Found) -> Sequence[Line]:
    if not found.moved:
        return ()
    return [((" ! the file was changed since; nothing of it is overwritten", "alert"),)]


def _name(kept: Kept, root: Path) -> str:
    """What a text is: a line of the screen, or a draft of a file."""
    if kept.source in _LINES:
        return f"{_LINES[kept.source]} {clean(kept.text.file)}"
    file = Path(kept.text.file)
    inside = file.is_relative_to(root) and file != root
    return clean(f"a draft of {file.relative_to(root) if inside else file}")


# settling ---------------------------------------------------------------------------------------
def _later(session: Session) -> Session:
    return session.unpaged().said("kept; :recover shows it again")


def _settled(session: Session) -> Session:
    return session.having(Offer()).unpaged()


def _restored(session: Session) -> Session:
    """Every text back where it was typed; nothing is written over any file."""
    offer = session.of(Offer)
    kept = tuple(found.kept for found in offer.found)
    if offer.keeper is not None:
        held = tuple(one for one in kept if one.source != LINE)
        offer.keeper.carry(held, tuple(one.path for one in offer.orphans if not one.fault))
    session = _settled(session)
    for one in kept:
        session = _back(session, one)
    return session.said(f"{plural(len(kept), 'text')} restored, not saved yet", "good")


def _back(session: Session, kept: Kept) -> Session:
    text = kept.text
    if kept.source == LINE:
        return _line_back(session, kept)
    if kept.source == DEED:
        from hexvet_tui.deciding.typed import Drafts

        return session.having(Drafts({**session.of(Drafts).texts, text.file: text.text}))
    if kept.source not in modes.IDS:
        return session
    session = verbs.entered(session.prompted(None), kept.source)
    return modes.load(kept.source).restored(session, text)


def _line_back(session: Session, kept: Kept) -> Session:
    """A command as it was being typed; another line is found again with arrow up."""
    from hexvet_tui.commands import COMMAND

    text = kept.text
    if text.file == COMMAND.id:
        return session.prompted(Prompt(COMMAND).rewritten(text.text, text.column))
    return session.remembered(text.file, text.text)


def _aside(session: Session) -> Session:
    offer = session.of(Offer)

    def do() -> Path:
        assert offer.keeper is not None
        return [offer.keeper.aside(one) for one in offer.orphans][-1]

    def then(after: Session, folder: Path) -> Session:
        return after.having(Offer()).said(f"kept aside in {clean(str(folder))}", "good")

    return session.unpaged().wanting(Work(do, then, group="drafts"))


def _discarding(session: Session) -> Session:
    sure = Choice("y", "discard for good", _discarded)
    back = Choice("escape", "", lambda now: shown(now))
    return session.asked(Question("gone for good?", (sure, back)))


def _discarded(session: Session) -> Session:
    offer = session.of(Offer)

    def do() -> None:
        for one in offer.orphans:
            if offer.keeper is not None:
                offer.keeper.drop(one)

    def then(after: Session, _: None) -> Session:
        return after.having(Offer()).said("discarded")

    return session.unpaged().wanting(Work(do, then, group="drafts"))


def recovering(scene: Scene, rest: str) -> Session:
    """`:recover`."""
    return shown(replace(scene.session, pages=()))
