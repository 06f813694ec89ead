"""Saving a draft as the next revision: its flips, who, why, and then the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.deciding import dialog
from hexvet_tui.deciding.typed import filled
from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.opening import Disk, asked, noticed, on_disk, unreadable
from hexvet_tui.modes.rules.own import shipped
from hexvet_tui.modes.rules.state import Opened, root_of, text_of
from hexvet_tui.prompting import Choice
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.revising import Revising
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry
    from hexvet.people import Actor


@dataclass(frozen=True, slots=True)
class Saving:
    """The page of a revision: who saves it, and why."""

    found: Revising
    who: str = ""
    reason: str = ""

    @property
    def title(self) -> str:
        """`SAVE rules/la_model.toml as r15`."""
        return clean(f"SAVE {self.found.file} as r{self.found.number}")

    @property
    def name(self) -> str:
        """`SAVE rules/la_model.toml`."""
        return clean(f"SAVE {self.found.file}")

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Who and why."""
        return (("r", "reason", self.reason), ("b", "by", dialog.by_whom(self._actor())))

    def anew(self, session: Session) -> Session:
        """On the text as it stands."""
        return saving(session)

    def _actor(self) -> Actor | Objection:
        from hexvet import people
        from hexvet.packs.roles import known_roles
        from hexvet.workspace.reading import read_settings

        settings = read_settings(self.found.root)
        known = known_roles(())
        return people.actor_of(settings.people, known, self.who or None, people.login())

    def told(self, width: int) -> str:
        """What changed, which verdicts flip, who does it, and why."""
        from hexvet.drafting.revising import told

        by = dialog.by_whom(self._actor())
        why = f"Would be recorded: by {by}, because: {self.reason or '-'}"
        return "\n".join([*told(self.found), "", why])

    def objections(self) -> Sequence[Objection]:
        """Errors of the text, that somebody is not known, or that the reason is missing."""
        from hexvet.granting import Objection

        errors = [f"{one.place}: {one.message}" for one in self.found.errors[:3]]
        against = [Objection(error, "esc, then F8 goes there") for error in errors]
        who = self._actor()
        against += [who] if isinstance(who, Objection) else []
        missing = Objection("the journal says why the rules changed", "r says why")
        return (*against,) if self.reason else (*against, missing)

    def choices(self) -> Sequence[Choice]:
        """Who and why."""
        return (
            dialog.asking_why(self),
            dialog.typing("b", "by", self, self._by),
        )

    def _by(self, session: Session, text: str) -> Session:
        return dialog.shown(session, replace(self, who=text or self.who))

    def carry_out(self) -> Entry:
        """Records the revision and writes the file. Raises `Unusable`."""
        from hexvet.drafting.revising import recorded

        return recorded(self.found, dialog.certain(self._actor()), self.reason, dialog.now)


# the verb -------------------------------------------------------------------------------------
def saved(scene: Scene, _: Extent) -> Session:
    """Judges the text as it stands, then shows what saving it means."""
    return saving(scene.session)


def saving(session: Session) -> Session:
    """The same, for what has a session alone."""
    text, root = text_of(session), root_of(session)
    if text is None or root is None:
        return session.said("open a file first")
    if text.fault:
        return unreadable(session, text.file.path)
    if text.theirs is not None:
        return asked(session, text.file.path)
    if text.file.shipped:
        return shipped(session, text)
    if not text.dirty:
        return session.said("nothing was changed")
    return _sought(session, text, root)


def _sought(session: Session, text: Opened, root: Path) -> Session:
    assessment = session.assessment
    as_of = assessment.as_of if assessment else dialog.now().date()

    def do() -> Revising | Disk:
        from hexvet.drafting import Draft
        from hexvet.drafting.revising import revising

        path = Path(text.file.path)
        if (disk := on_disk(path)) != Disk(text.base):
            return disk
        draft = Draft(root, path, text.file.name, text.source, text.replaces)
        return revising(draft, text.base, assessment, as_of)

    def then(after: Session, found: Revising | Disk) -> Session:
        if isinstance(found, Disk):
            return noticed(after, {text.file.path: found})
        deed = Saving(found)
        by, reason = (filled(after, deed.name, word) for word in ("by", "reason"))
        return dialog.arrived(after, replace(deed, who=by, reason=reason), "F2")

    return session.said("judging the draft ...").wanting(Work(do, then, group="revising"))
