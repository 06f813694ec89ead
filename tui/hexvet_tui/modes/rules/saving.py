"""Saving a draft as the next revision: its flips, who, why, and then the journal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.deciding import dialog
from hexvet_tui.effects import Work
from hexvet_tui.modes.rules.opening import asked, disk_text, noticed
from hexvet_tui.modes.rules.state import Opened, RuleFile, RulesState, root_of, text_of, with_text
from hexvet_tui.modes.rules.thinking import considered
from hexvet_tui.presenting import plural
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.scene import Extent, Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.drafting.effects import Effect
    from hexvet.granting import Objection
    from hexvet.journal.model import Entry
    from hexvet.people import Actor

SHOWN = 60
"""Flips that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Revising:
    """A text that is to come into force as the next revision of its pack."""

    root: Path
    name: str
    number: int
    before: str | None = field(repr=False)
    after: str = field(repr=False)
    errors: tuple[str, ...]
    effect: Effect | None
    as_of: datetime.date
    who: str = ""
    reason: str = ""

    @property
    def title(self) -> str:
        """`SAVE rules/la_model.toml as r15`."""
        return clean(f"SAVE {self.name} as r{self.number}")

    def _actor(self) -> Actor | Objection:
        from hexvet import people
        from hexvet.packs.roles import known_roles
        from hexvet.workspace.reading import read_settings

        known = known_roles(())
        settings = read_settings(self.root)
        return people.actor_of(settings.people, known, self.who or None, people.login())

    def told(self, width: int) -> str:
        """What changed, which verdicts flip, who does it, and why."""
        from hexvet.granting import Objection

        rows = _effect_rows(self.effect)
        who = self._actor()
        by = "nobody" if isinstance(who, Objection) else str(who)
        return "\n".join([*rows, "", f"Would be recorded: by {by}, because: {self.reason or '-'}"])

    def objections(self) -> Sequence[Objection]:
        """Errors of the text, that somebody is not known, or that the reason is missing."""
        from hexvet.granting import Objection

        found = [Objection(error, "esc, then F8 goes there") for error in self.errors[:3]]
        who = self._actor()
        found += [who] if isinstance(who, Objection) else []
        missing = Objection("the journal says why the rules changed", "r says why")
        return (*found,) if self.reason else (*found, missing)

    def choices(self) -> Sequence[Choice]:
        """Who and why."""
        return (
            dialog.typing("r", "reason", self, self._because, self.reason),
            dialog.typing("b", "by", self, self._by),
        )

    def _by(self, session: Session, text: str) -> Session:
        return dialog.shown(session, replace(self, who=text or self.who))

    def _because(self, session: Session, text: str) -> Session:
        return dialog.shown(session, replace(self, reason=text))

    def carry_out(self) -> Entry:
        """Records the revision and writes the file. Raises `Unusable`."""
        from hexvet.granting import Objection
        from hexvet.journal import Edit, record, record_noticed
        from hexvet.journal.revisions import revision
        from hexvet.journal.splicing import Write
        from hexvet.problems import Place, Problem, Unusable

        who = self._actor()
        if isinstance(who, Objection):
            raise Unusable([Problem("WS020", who.message, Place("hexvet.toml"), who.hint)])
        (self.root / "rules").mkdir(exist_ok=True)
        old = None if self.before is None else self.before.encode()
        write = Write(self.name, old, self.after.encode())
        record_noticed(self.root, who.by, dialog.now, files=[self.name])
        draft = revision(self.root, write, who.by, self.as_of, role=who.role, reason=self.reason)
        edit = Edit(self.name, (), self.before, self.after)
        return record(self.root, draft, [edit], dialog.now)


def _effect_rows(effect: Effect | None) -> list[str]:
    """What changes, and what flips by it."""
    if effect is None:
        return ["No pack in force has this file: what flips cannot be told."]
    rows = [f"  {change}" for change in effect.changes]
    rows = ["What changes:", *rows] if rows else ["No rule says anything else than before."]
    return [*rows, "", *_flip_rows(effect)]


def _flip_rows(effect: Effect) -> list[str]:
    """`14 verdicts flip, of 7 of 15 projects:` and the flips."""
    if not effect.flips:
        return ["No verdict flips."]
    count = f"{plural(effect.flips, 'verdict')} {'flips' if effect.flips == 1 else 'flip'}"
    rows = [f"{count}, of {len(effect.projects)} of {plural(effect.total, 'project')}:"]
    rows += [f"  programme: check {check}: {old} -> {new}" for check, old, new in effect.programme]
    flips = [
        f"  {clean(one.title)}: {flip.kind} {flip.rule}: {flip.old} -> {flip.new}"
        for one in effect.projects
        for flip in one.flips
    ]
    more = [f"  and {len(flips) - SHOWN} more"] if len(flips) > SHOWN else []
    return [*rows, *flips[:SHOWN], *more]


# the verb -------------------------------------------------------------------------------------
def saved(scene: Scene, _: Extent) -> Session:
    """Judges the text as it stands, then shows what saving it means."""
    session, text = scene.session, text_of(scene.session)
    root = root_of(session)
    if text is None or root is None:
        return session.said("open a file first")
    if text.theirs is not None:
        return asked(session, text.file.path)
    if not text.dirty:
        return session.said("nothing was changed")
    if text.file.shipped:
        return _shipped(session, text)
    return _sought(session, text, root)


def _sought(session: Session, text: Opened, root: Path) -> Session:
    assessment = session.assessment
    as_of = assessment.as_of if assessment else dialog.now().date()

    def do() -> Revising | str:
        from hexvet.drafting.effects import effect_of
        from hexvet.drafting.judging import Draft, judge
        from hexvet.journal.noticing import changes_of, last_revision

        path = Path(text.file.path)
        if (disk := disk_text(path)) != text.base:
            return disk or ""
        judged = judge(Draft(root, path, text.file.name, text.source), assessment, lint=False)
        errors = [f"{one.problem.place}: {one.problem.message}" for one in judged.mistakes
                  if one.is_error]  # fmt: skip
        effect = effect_of(judged) if judged.comparisons else None
        pack = judged.pack.id if judged.pack else text.file.pack
        by_hand = len(changes_of(root, [text.file.name], (), ""))
        number = max(last_revision(root, pack), int(text.base is not None)) + by_hand + 1
        return Revising(
            root, text.file.name, number, text.base, text.source, tuple(errors), effect, as_of
        )

    def then(after: Session, found: Revising | str) -> Session:
        if isinstance(found, str):
            return noticed(after, {text.file.path: found})
        return dialog.arrived(after, found, "F2")

    return session.said("judging the draft ...").wanting(Work(do, then, group="revising"))


# shipped packs --------------------------------------------------------------------------------
def _shipped(session: Session, text: Opened) -> Session:
    """A pack that came with the program is read-only: a copy can be changed."""
    copy = Choice("c", "copy it into rules/ and save there", lambda now: _copied(now, text))
    words = f"{clean(text.file.name)} came with hexvet and is read-only."
    return session.asked(Question(words, (copy,)))


def _copied(session: Session, text: Opened) -> Session:
    root = root_of(session)
    if root is None:
        return session
    path = root / "rules" / Path(text.file.path).name
    file = RuleFile(str(path), f"rules/{path.name}", False, text.file.pack, text.file.used)
    state = session.of(RulesState)
    kept = {name: one for name, one in state.texts.items() if name != text.file.path}
    files = tuple(file if one.path == text.file.path else one for one in state.files)
    state = replace(state, texts=kept, files=files, chosen=str(path))
    own = replace(text, file=file, revisions=()).based(None)
    copied = considered(with_text(session.having(state), own), at_once=True)
    return copied.said("a copy of your own, not saved yet: F2 saves it")
