"""Waiving a check, going on from a waiver, and taking one back: the effect is shown before
anything is written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hexvet_tui import presenting
from hexvet_tui.deciding import dialog
from hexvet_tui.deciding.typed import filled, filling, halving
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
    long as is usual. `renews` is the one that it goes on from."""

    assessment: Assessment = field(repr=False)
    check: Check
    project: str
    who: str = ""
    reason: str = ""
    until: datetime.date | None = None
    change: Effect | None = None
    renews: Waiver | None = None

    @property
    def title(self) -> str:
        """`WAIVE sponsor for Permit routing`, `RENEW sponsor for Permit routing`."""
        verb = "RENEW" if self.renews else "WAIVE"
        whom = presenting.project_title(self.assessment.workspace, self.project)
        return f"{verb} {self.check.name} for {whom or 'the programme'}"

    @property
    def name(self) -> str:
        """`WAIVE town/sponsor for permits`."""
        return name_of(self.check, self.project)

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Who, until when, why."""
        waiver = self.waiver()
        who = f"{waiver.name} ({waiver.role})" if waiver.name else "nobody"
        return (
            ("b", "by", who),
            ("t", "until", waiver.expires.isoformat()),
            ("r", "reason", self.reason),
        )

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
        from hexvet.reporters.wording import waiver_text

        waiver, rule = self.waiver(), self.check.waivable
        allowed = f"{' or '.join(rule.by)}, {rule.max_days} days at most" if rule else "nobody"
        days = (waiver.expires - waiver.granted).days
        who = f"{waiver.name} ({waiver.role})" if waiver.name else "nobody"
        rows = [
            _about(self.assessment, self.check.id, self.project),
            f"may be waived by {allowed}",
            *([f"so far: {waiver_text(self.renews)}"] if self.renews else []),
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
        renews = self.renews.id if self.renews else ""
        return (*objections(self.assessment, self.waiver(), renews), *missing)

    def choices(self) -> Sequence[Choice]:
        """Who, until when, why."""
        people = dialog.people_words(self.assessment.workspace)
        until = self.until.isoformat() if self.until else ""
        return (
            dialog.typing("b", "by", self, self._by, words=people),
            dialog.typing("t", "until", self, self._until, until, label="until (YYYY-MM-DD)"),
            dialog.typing("r", "reason", self, self._because, self.reason),
            *self._revoking(),
        )

    def _revoking(self) -> Sequence[Choice]:
        """The key that takes back what holds now."""
        old = self.renews
        if old is None or old.expires < self.assessment.as_of:
            return ()
        return (Choice("x", "revoke", lambda now: revoking(now.unpaged(), self.assessment, old)),)

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
            kept = halving(filling(session, self.name, "until", ""), self.name, "until", text)
            return dialog.shown(kept, self, why=told).said(told, "alert")
        return sought(session, replace(self, until=day))

    def carry_out(self) -> Entry:
        """Records the waiver."""
        from hexvet.deciding.waiving import granted
        from hexvet.granting import effect
        from hexvet.journal import record

        waiver = self.waiver()
        change = self.change or effect(self.assessment, waiver, self._ledger(waiver))
        renews = self.renews.id if self.renews else ""
        draft, edits = granted(self.assessment, waiver, change, renews)
        return record(self.assessment.workspace.root, draft, edits, dialog.now)

    def anew(self, session: Session) -> Session:
        """On the check as it is now."""
        packs = session.assessment.packs if session.assessment else ()
        if not any(self.check.id in pack.checks for pack in packs):
            return session.said(f"{self.check.id} is not there any more", "alert")
        return begun(session, self.check.id, self.project)

    def _ledger(self, waiver: Waiver) -> tuple[Waiver, ...]:
        return (*self.assessment.workspace.waivers, waiver)

    def judged(self) -> Waiving:
        """With its effect worked out: slow."""
        from hexvet.granting import effect

        waiver = self.waiver()
        return replace(self, change=effect(self.assessment, waiver, self._ledger(waiver)))


@dataclass(frozen=True, slots=True)
class Revoking:
    """A waiver to be taken back from the day of the assessment on; `effect` tells what it does."""

    assessment: Assessment = field(repr=False)
    old: Waiver
    who: str = ""
    reason: str = ""
    effect: str = ""

    @property
    def title(self) -> str:
        """`REVOKE sponsor-permits`."""
        return f"REVOKE {self.old.id}"

    @property
    def name(self) -> str:
        """As the title."""
        return self.title

    def fields(self) -> Sequence[tuple[str, str, str]]:
        """Who and why."""
        who = dialog.by_whom(dialog.actor(self.assessment.workspace, self.who))
        return (("b", "by", who), ("r", "reason", self.reason))

    def told(self, width: int) -> str:
        """The waiver, its check and gate with and without it, and what would be recorded."""
        from hexvet.reporters.wording import waiver_text

        who = dialog.by_whom(dialog.actor(self.assessment.workspace, self.who))
        rows = [
            _about(self.assessment, self.old.check, self.old.project),
            waiver_text(self.old),
            "",
            self.effect,
            f"Would be recorded: revoked from {self.assessment.as_of} on, by {who},",
            f"because: {self.reason or '-'}",
        ]
        return "\n".join(rows)

    def objections(self) -> Sequence[Objection]:
        """That it holds no more, and what is missing."""
        from hexvet.deciding.waiving import irrevocable
        from hexvet.granting import Objection

        found = dialog.actor(self.assessment.workspace, self.who)
        missing = None if self.reason else Objection("the ledger says why", "r says why")
        against = irrevocable(self.old, self.assessment.as_of)
        nobody = found if isinstance(found, Objection) else None
        return tuple(one for one in (against, nobody, missing) if one is not None)

    def choices(self) -> Sequence[Choice]:
        """Who and why."""
        return dialog.asking_who(self, self.assessment.workspace), dialog.asking_why(self)

    def carry_out(self) -> Entry:
        """Records that it holds no more."""
        from hexvet.deciding.waiving import revoked
        from hexvet.journal import record

        found = dialog.certain(dialog.actor(self.assessment.workspace, self.who))
        draft, edits = revoked(self.assessment, self.old, (found.name, found.role, self.reason))
        return record(self.assessment.workspace.root, draft, edits, dialog.now)

    def anew(self, session: Session) -> Session:
        """On the waiver as it is now."""
        assessment = session.assessment
        ledger = assessment.workspace.waivers if assessment else ()
        old = next((one for one in ledger if one.id == self.old.id), None)
        if assessment is None or old is None:
            return session.said(f"{self.old.id} is not there any more", "alert")
        return revoking(session, assessment, old)

    def judged(self) -> Revoking:
        """With its effect worked out: slow."""
        from hexvet.deciding.waiving import without
        from hexvet.reporters.ledger import effect_text

        found = without(self.assessment, self.old)
        return replace(self, effect=effect_text(*found) if found else "")


def begun(session: Session, check: str, project: str) -> Session:
    """The waiver of a check, for a project or, with "", for the programme: one more where there
    was one before."""
    from hexvet.deciding.waiving import last_of

    if session.assessment is None:
        return session
    rule = session.assessment.check(check)
    name = name_of(rule, project)
    old = last_of(session.assessment, rule.id, project)
    who = filled(session, name, "by") or session.of(dialog.Acting).who
    until = filled(session, name, "until")
    day = datetime.date.fromisoformat(until) if until else None
    reason = filled(session, name, "reason")
    return sought(session, Waiving(session.assessment, rule, project, who, reason, day, renews=old))


def _about(assessment: Assessment, check: str, project: str) -> str:
    """`A sponsor signed (town/sponsor) for Permit routing (permits)`; the id of a check that is
    gone."""
    whom = presenting.project_name(assessment.workspace, project) or "the programme"
    rules = (pack.checks[check] for pack in assessment.packs if check in pack.checks)
    what = next((f"{rule.title} ({check})" for rule in rules), check)
    return f"{what} for {whom}"


def name_of(check: Check, project: str) -> str:
    """By what is kept what was typed about a waiver."""
    return f"WAIVE {check.id} for {project or 'the programme'}"


def revoking(session: Session, assessment: Assessment, old: Waiver) -> Session:
    """A waiver to be taken back, with what was typed about that."""
    deed = Revoking(assessment, old)
    who = filled(session, deed.name, "by") or session.of(dialog.Acting).who
    return sought(session, replace(deed, who=who, reason=filled(session, deed.name, "reason")))


def sought(session: Session, wanted: Waiving | Revoking) -> Session:
    """Works out the effect in the background, and shows the deed."""

    def then(after: Session, found: Waiving | Revoking) -> Session:
        return dialog.arrived(after, found)

    return session.said("judging ...").wanting(Work(wanted.judged, then, group="deciding"))
