"""Saving a draft as the next revision: its flips, who, why, and then the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.workspace.folders import SETTINGS
from hexvet_tui import verbs
from hexvet_tui.deciding import dialog
from hexvet_tui.deciding.typed import filled
from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.opening import Disk, noticed, on_disk
from hexvet_tui.modes.rules.own import shipped
from hexvet_tui.modes.rules.settling import asked, readable
from hexvet_tui.modes.rules.state import Opened, RulesState, root_of, text_of, with_text
from hexvet_tui.modes.rules.writing import ended
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
    """The page of a revision: who saves it, and why. With `leaving` the screen is left then."""

    found: Revising
    who: str = ""
    reason: str = ""
    leaving: bool = False

    @property
    def title(self) -> str:
        """`SAVE rules/la_model.toml as r15`; hexvet.toml has no revisions."""
        number = "" if self.found.file == SETTINGS else f" as r{self.found.number}"
        return f"{self.name}{number}"

    @property
    def name(self) -> str:
        """`SAVE rules/la_model.toml`; `RECORD` what was changed by hand."""
        return clean(f"{'RECORD' if self.found.happened else 'SAVE'} {self.found.file}")

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Who and why."""
        return (("r", "reason", self.reason), ("b", "by", dialog.by_whom(self._actor())))

    def anew(self, session: Session) -> Session:
        """On the text as it stands."""
        return saving(session, leaving=self.leaving)

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
        return dialog.by(session, text, lambda who: replace(self, who=who))

    def carry_out(self) -> Entry:
        """Records the revision and writes the file. Raises `Unusable`."""
        from hexvet.drafting.revising import recorded

        return recorded(self.found, dialog.certain(self._actor()), self.reason, dialog.now)

    def follow(self, session: Session) -> Session:
        """The text is that of the file by now. Leaves, where that was meant."""
        for text in session.of(RulesState).texts.values():
            if text.file.name == self.found.file and not text.file.shipped:
                saved = replace(text.based(self.found.after), revisions=())
                session = with_text(session, saved)
        return verbs.quitting(session) if self.leaving else session


# the verb -------------------------------------------------------------------------------------
def saved(scene: Scene, _: Extent) -> Session:
    """Judges the text as it stands, then shows what saving it means."""
    return saving(scene.session)


def saving(session: Session, *, leaving: bool = False) -> Session:
    """The same, for what has a session alone; `leaving` leaves once it is saved. Letters are keys
    again: what comes now takes them."""
    session = ended(session)
    text, root = text_of(session), root_of(session)
    if text is None or root is None:
        return session.said("open a file first")
    if text.fault:
        return readable(session, text, leaving=leaving)
    if text.theirs is not None:
        return asked(session, text, leaving=leaving)
    if text.file.shipped:
        return shipped(session, text, leaving=leaving)
    if not text.dirty and text.by_hand and not leaving:
        return _noticed(session, text, root)
    if not text.dirty:
        return verbs.quitting(session) if leaving else session.said("nothing was changed")
    return _sought(session, text, root, leaving=leaving)


def _sought(session: Session, text: Opened, root: Path, *, leaving: bool) -> Session:
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
            after = noticed(after, {text.file.path: found})
            there = after.of(RulesState).chosen == text.file.path
            return saving(after, leaving=leaving) if there else after
        return _arrived(after, found, leaving=leaving)

    return session.said("judging the draft ...").wanting(Work(do, then, group="revising"))


def _noticed(session: Session, text: Opened, root: Path) -> Session:
    """What was changed by hand, to be recorded as it stands."""
    as_of = session.assessment.as_of if session.assessment else dialog.now().date()

    def do() -> Revising | None:
        from hexvet.drafting.revising import noticing

        return noticing(root, text.file.name, as_of)

    def then(after: Session, found: Revising | None) -> Session:
        return _arrived(after, found) if found else after.said("nothing was changed")

    told = "comparing with what was recorded ..."
    return session.said(told).wanting(Work(do, then, group="revising"))


def _arrived(session: Session, found: Revising, *, leaving: bool = False) -> Session:
    deed = Saving(found, session.of(dialog.Acting).who, leaving=leaving)
    by, reason = (filled(session, deed.name, word) for word in ("by", "reason"))
    return dialog.arrived(session, replace(deed, who=by or deed.who, reason=reason))
