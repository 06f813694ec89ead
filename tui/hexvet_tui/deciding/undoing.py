"""Taking an entry of the journal back, or doing it again: by another entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.deciding import dialog
from hexvet_tui.deciding.typed import filled
from hexvet_tui.effects import Work
from hexvet_tui.presenting import plural, project_name
from hexvet_tui.prompting import Choice
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.deciding.consequences import Held
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry
    from hexvet.loading import Workspace
    from hexvet.people import Actor
    from hexvet.undoing import Undoing


@dataclass(frozen=True, slots=True)
class TakingBack:
    """An entry that is to be taken back. `held` would stand beyond a gate that does not let them
    pass; `sure` goes on all the same."""

    workspace: Workspace = field(repr=False)
    found: Undoing
    held: tuple[Held, ...] = ()
    who: str = ""
    reason: str = ""
    sure: bool = False

    @property
    def title(self) -> str:
        """`TAKE BACK entry 12`, `DO AGAIN entry 12`."""
        if self.found.again:
            return f"DO AGAIN entry {self.found.again.number}"
        return f"TAKE BACK entry {self.found.entry.number}"

    @property
    def name(self) -> str:
        """As the title."""
        return self.title

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Who and why."""
        sure = (("o", "even so", "yes" if self.sure else "no"),) if self.held else ()
        return (("b", "by", self._by()), ("r", "reason", self.reason), *sure)

    def anew(self, session: Session) -> Session:
        """On the entry as it can be taken back now."""
        return sought(session, self.found.entry.number)

    def _actor(self) -> Actor | Objection:
        from hexvet.granting import Objection
        from hexvet.undoing import entitled

        found = dialog.actor(self.workspace, self.who)
        if isinstance(found, Objection):
            return found
        return entitled(found, self.found, self.workspace)

    def _by(self) -> str:
        """Who it is by, in words, also where they may not."""
        from hexvet.granting import Objection

        found = self._actor()
        said = dialog.actor(self.workspace, self.who)
        return dialog.by_whom(said if isinstance(found, Objection) else found)

    def told(self, width: int) -> str:
        """The values that it turns round, who does it, and why."""
        from hexvet.granting import Objection
        from hexvet.reporters.changes import taken_back
        from hexvet.reporters.typesetting import Page

        reason = f"because: {self.reason or '-'}"
        found = self._sealed() if isinstance(self._actor(), Objection) else self.found
        held = [
            replace(one, project=project_name(self.workspace, one.project)) for one in self.held
        ]
        text = taken_back(found, None, Page(width), held)
        return f"{text}\nWould be recorded: by {self._by()}, {reason}"

    def _sealed(self) -> Undoing:
        """As others may see it."""
        from hexvet.journal.withholding import withholding

        show, entry = withholding(Path(self.workspace.root)), self.found.entry
        edits = show(replace(entry, edits=self.found.edits)).edits
        return replace(self.found, entry=show(entry), edits=edits)

    def objections(self) -> Sequence[Objection]:
        """That somebody may not do it, does not say why, or that projects stand on it."""
        from hexvet.granting import Objection

        back = ("takes it back", "taken back")
        does, done = ("does it again", "done again") if self.found.again else back
        who = self._actor()
        refused = [who] if isinstance(who, Objection) else []
        if self.held and not self.sure:
            count = plural(len({one.project for one in self.held}), "project")
            told = f"{count} would stand beyond a gate that is shut"
            refused.append(Objection(told, f"o {does} all the same"))
        missing = Objection(f"the journal says why it is {done}", "r says why")
        return refused if self.reason else (*refused, missing)

    def choices(self) -> Sequence[Choice]:
        """Who and why; and that it is done all the same, where projects stand on it."""
        turned = replace(self, sure=not self.sure)
        word = "not so" if self.sure else "all the same"
        sure = Choice("o", word, lambda now: dialog.shown(now, turned))
        return (
            dialog.asking_who(self, self.workspace),
            dialog.asking_why(self),
            *((sure,) if self.held else ()),
        )

    def carry_out(self) -> Entry:
        """Records the entry that takes the other one back. Raises `Unusable`."""
        from hexvet.journal import record
        from hexvet.undoing import draft

        made = draft(self.found, dialog.certain(self._actor()), self.reason, self.held)
        return record(self.workspace.root, made, self.found.edits, dialog.now)


def sought(session: Session, number: int | None) -> Session:
    """What takes an entry back, without a number the last that can be; worked out behind."""
    if session.assessment is None:
        return session
    assessment, who = session.assessment, session.of(dialog.Acting).who

    def do() -> TakingBack | Objection:
        from hexvet.deciding.consequences import consequences
        from hexvet.granting import Objection
        from hexvet.undoing import undoing

        workspace = assessment.workspace
        found = undoing(workspace.root, number)
        if isinstance(found, Objection):
            return found
        return TakingBack(workspace, found, consequences(assessment, found.edits), who)

    def then(after: Session, found: TakingBack | Objection) -> Session:
        if isinstance(found, TakingBack):
            by, reason = (filled(after, found.name, word) for word in ("by", "reason"))
            found = replace(found, who=by or found.who, reason=reason)
        return dialog.arrived(after, found)

    return session.said("reading the journal ...").wanting(Work(do, then, group="deciding"))


def undone(scene: Scene, _: Extent) -> Session:
    """The last entry that can be taken back."""
    return sought(scene.session, None)


def redone(scene: Scene, _: Extent) -> Session:
    """The last undo that still stands, taken back."""
    session = scene.session
    if session.assessment is None:
        return session
    root = session.assessment.workspace.root

    def do() -> int | None:
        from hexvet.undoing import last_undo

        return last_undo(root)

    def then(after: Session, number: int | None) -> Session:
        if number is None:
            return after.said("nothing was taken back that could be done again")
        return sought(after, number)

    return session.said("reading the journal ...").wanting(Work(do, then, group="deciding"))
