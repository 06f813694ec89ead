"""What the mode remembers: the files, the texts that are open, and what was found out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.workspace.folders import RULES, SETTINGS
from hexvet_tui.amiss import errors
from hexvet_tui.modes.rules.buffer import Buffer, opened
from hexvet_tui.revisions import drafted
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.drafting.effects import Effect
    from hexvet.drafting.judging import Judged, Mistake
    from hexvet.drafting.revisions import Revision
    from hexvet.packs.model import Pack


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A pack's file, or hexvet.toml, which names the packs. `name` is what messages call it, `pack`
    its id; `used` tells that the city names it, or that it is part of one that it names."""

    path: str
    name: str
    shipped: bool
    pack: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A text that is open.

    `base` is the file as it was read, None where there is none; `kept` its lines, or those of the
    shipped file that it copies; `theirs` what stands there now,
    when somebody else changed it meanwhile; `fault` why that is no text. `judged` belongs to the
    text of `judged_edits`, `effect` and `pack` to the last one without errors, `warnings` to the
    last that was linted, that of `linted`: until that is done again they stand for those of the
    newer text. `replaces` is the id of the pack in whose place a new file would be used; `taken`
    the draft of a shipped file whose changes it took over, and how many steps could be undone then.
    """

    file: RuleFile
    buffer: Buffer
    base: str | None = field(repr=False)
    kept: tuple[str, ...] = field(repr=False)
    theirs: str | None = field(default=None, repr=False)
    fault: str = ""
    judged: Judged | None = field(default=None, repr=False)
    judged_edits: int = -1
    effect: Effect | None = field(default=None, repr=False)
    effect_edits: int = -1
    pack: Pack | None = field(default=None, repr=False)
    apart: bool = False
    revisions: tuple[Revision, ...] = ()
    warnings: tuple[Mistake, ...] = ()
    linted: int = -1
    replaces: str = ""
    taken: tuple[Opened, int] | None = field(default=None, repr=False)

    @property
    def dirty(self) -> bool:
        """Whether the text is not what stands in the file."""
        return self.base is None or self.buffer.lines != self.kept

    @property
    def by_hand(self) -> str:
        """The revision that stands in the journal where the file is not that one: `r3`; empty
        where it is, or where there is none."""
        if self.base is None or self.fault or not self.revisions:
            return ""
        return "" if _is(self.revisions[0], self.base) else self.revisions[0].name

    @property
    def errors(self) -> int:
        """Errors of the text that was judged last."""
        return self.judged.errors if self.judged else 0

    @property
    def unmistaken(self) -> str:
        """What is said where no mistake is known: lint may not have looked yet."""
        if self.judged is None:
            return "not judged yet"
        return "no mistakes" if self.linted >= 0 else "no errors; weaknesses still sought"

    @property
    def source(self) -> str:
        """The text as it would be saved: with the line ends and the mark that the file has."""
        base = self.base or ""
        ending = "\r\n" if "\r\n" in base else "\n"
        mark = "\ufeff" if base.startswith("\ufeff") else ""
        return mark + ending.join(self.buffer.lines)

    def based(self, text: str | None) -> Opened:
        """With another text in the file."""
        return replace(self, base=text, kept=opened(text or "").lines, theirs=None,
                       taken=None)  # fmt: skip


@lru_cache(maxsize=16)
def _is(revision: Revision, text: str) -> bool:
    return revision.is_of(text)


@dataclass(frozen=True, slots=True)
class RulesState:
    """`root` is the workspace; `chosen` the path of the file that is shown. `row`, `problem` and
    `project` are the cursors of the panes beside the text; `unfolded` is the code of the warnings
    that are listed one by one. `counts` says for a rule and a revision of the data how many
    projects stand at each outcome. Letters are text only while `typing`: wherever one goes, one
    reads first. While `marking`, moving selects; `copied` is what a paste of
    the mode's own inserts, `sought` what was searched for."""

    root: str = ""
    files: tuple[RuleFile, ...] = ()
    chosen: str = ""
    texts: Mapping[str, Opened] = field(default_factory=dict)
    row: int = 0
    problem: int = 0
    project: str = ""
    counts: Mapping[tuple[int, str], Mapping[str, int]] = field(default_factory=dict)
    landing: bool = False
    unfolded: str = ""
    typing: bool = False
    marking: bool = False
    copied: str = field(default="", repr=False)
    sought: str = ""

    @property
    def text(self) -> Opened | None:
        """The text that is shown."""
        return self.texts.get(self.chosen)

    def having(self, text: Opened) -> RulesState:
        """With a text as it is now."""
        return replace(self, texts={**self.texts, text.file.path: text})


def text_of(session: Session) -> Opened | None:
    """The text that is shown."""
    return session.of(RulesState).text


def rows_of(state: RulesState) -> list[tuple[str, int]]:
    """The rows of the files pane: ("file", n) and, below the chosen one, ("revision", n)."""
    rows = []
    for at, file in enumerate(state.files):
        rows.append(("file", at))
        text = state.texts.get(file.path)
        if file.path == state.chosen and text is not None:
            rows += [("revision", n) for n in range(len(text.revisions))]
    return rows


def row_of(state: RulesState) -> tuple[str, int]:
    """The row of the files under the cursor; ("", 0) while there is none."""
    rows = rows_of(state)
    return rows[min(state.row, len(rows) - 1)] if rows else ("", 0)


def root_of(session: Session) -> Path | None:
    """The workspace's folder; None while it is not known."""
    if session.assessment is not None:
        return Path(session.assessment.workspace.root)
    state = session.of(RulesState)
    return Path(state.root) if state.root else None


def broken(session: Session) -> frozenset[str]:
    """The files of rules with errors as they stand on the disk, as messages name them. A pack
    that is nowhere is one of hexvet.toml, which asks for it."""
    found = (one.place.file for one in errors(session))
    return frozenset(SETTINGS if file == RULES else file for file in found)


def with_text(session: Session, text: Opened) -> Session:
    """With a text as it is now, and the title bar saying whether there are drafts."""
    return with_texts(session, session.of(RulesState).having(text))


def with_texts(session: Session, state: RulesState) -> Session:
    """The same with all texts as they are now."""
    drafts = [one.file.pack or one.file.name for one in state.texts.values() if one.dirty]
    return drafted(session.having(state), tuple(drafts))
