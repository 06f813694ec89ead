"""Waiving a check: its effect is shown before anything is written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hexvet_tui.deciding import dialog
from hexvet_tui.effects import Work
from hexvet_tui.prompting import Choice
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.granting import Effect, Objection
    from hexvet.journal.model import Entry
    from hexvet.model import Waiver
    from hexvet.packs.model import Check
    from hexvet.people import Actor


@dataclass(frozen=True, slots=True)
class Waiving:
    """A waiver to be granted. `project` is "" for a check of the programme; `until` None for as
    long as is usual."""

    assessment: Assessment = field(repr=False)
    check: Check
    project: str
    who: str = ""
    reason: str = ""
    until: datetime.date | None = None
    change: Effect | None = None

    @property
    def title(self) -> str:
        """`WAIVE sponsor for permits`."""
        return f"WAIVE {self.check.name} for {self.project or 'the programme'}"

    def _actor(self) -> Actor | Objection:
        from hexvet.granting import Objection

        found = dialog.actor(self.assessment.workspace, self.who)
        if isinstance(found, Objection) or not self.check.waivable:
            return found
        return found.acting(self.check.waivable.by)

    def waiver(self) -> Waiver:
        """As it would stand in the ledger."""
        from hexvet.deciding.waiving import ids
        from hexvet.granting import Objection, default_end, free_id, waiver_of

        found, day = self._actor(), self.assessment.as_of
        nobody = isinstance(found, Objection)
        who = ("", "", self.reason) if nobody else (found.role, found.name, self.reason)  # type: ignore[union-attr]
        id_ = free_id(self.check, self.project, ids(self.assessment.workspace))
        end = self.until or default_end(self.check, day)
        return waiver_of(id_, self.check, self.project, who, day, end)

    def told(self, width: int) -> str:
        """The check and its gate with and without it, and the words of the ledger."""
        from hexvet.reporters.ledger import effect_text

        waiver, rule = self.waiver(), self.check.waivable
        allowed = f"{' or '.join(rule.by)}, {rule.max_days} days at most" if rule else "nobody"
        days = (waiver.expires - waiver.granted).days
        who = f"{waiver.name} ({waiver.role})" if waiver.name else "nobody"
        rows = [
            f"{self.check.title} ({self.check.id})",
            f"may be waived by {allowed}",
            "",
            effect_text(waiver, self.change) if self.change else "",
            f"Would be recorded: [waiver.{waiver.id}], by {who},",
            f"until {waiver.expires} ({days} days), because: {waiver.reason or '-'}",
        ]
        return "\n".join(rows)

    def objections(self) -> Sequence[Objection]:
        """What the pack and the ledger say against it, and what is missing."""
        from hexvet.granting import Objection, objections

        found = self._actor()
        missing = () if self.reason else (Objection("a waiver needs a reason", "r says why"),)
        if isinstance(found, Objection):
            return (found, *missing)
        return (*objections(self.assessment, self.waiver()), *missing)

    def choices(self) -> Sequence[Choice]:
        """Who, until when, why."""
        people = dialog.people_words(self.assessment.workspace)
        until = self.until.isoformat() if self.until else ""
        return (
            dialog.typing("b", "by", self, self._by, words=people),
            dialog.typing("t", "until (YYYY-MM-DD)", self, self._until, until),
            dialog.typing("r", "reason", self, self._because, self.reason),
        )

    def _by(self, session: Session, text: str) -> Session:
        who = text or self.who
        return sought(session.having(dialog.Acting(who)), replace(self, who=who))

    def _because(self, session: Session, text: str) -> Session:
        return sought(session, replace(self, reason=text))

    def _until(self, session: Session, text: str) -> Session:
        try:
            day = datetime.date.fromisoformat(text) if text else None
        except ValueError:
            told = f"'{text[:20]}' is not a date like 2027-06-30"
            return dialog.shown(session, self).said(told, "alert")
        return sought(session, replace(self, until=day))

    def carry_out(self) -> Entry:
        """Records the waiver."""
        from hexvet.deciding.waiving import granted
        from hexvet.granting import effect
        from hexvet.journal import record

        waiver = self.waiver()
        change = self.change or effect(self.assessment, waiver, self._ledger(waiver))
        draft, edits = granted(self.assessment, waiver, change)
        return record(self.assessment.workspace.root, draft, edits, dialog.now)

    def _ledger(self, waiver: Waiver) -> tuple[Waiver, ...]:
        return (*self.assessment.workspace.waivers, waiver)

    def judged(self) -> Waiving:
        """With its effect worked out: slow."""
        from hexvet.granting import effect

        waiver = self.waiver()
        return replace(self, change=effect(self.assessment, waiver, self._ledger(waiver)))


def begun(session: Session, check: str, project: str) -> Session:
    """The waiver of a check, for a project or, with "", for the programme."""
    if session.assessment is None:
        return session
    rule, who = session.assessment.check(check), session.of(dialog.Acting).who
    return sought(session, Waiving(session.assessment, rule, project, who))


def sought(session: Session, wanted: Waiving) -> Session:
    """Works out the effect in the background, and shows the deed."""

    def then(after: Session, found: Waiving) -> Session:
        return dialog.arrived(after, found, "W")

    return session.said("judging ...").wanting(Work(wanted.judged, then, group="deciding"))
