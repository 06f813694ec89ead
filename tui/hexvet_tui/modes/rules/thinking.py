"""What is worked out behind a text: its mistakes, the verdicts that flip, who a rule decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.effects import Work, superseded
from hexvet_tui.modes.rules.opening import Disk, noticed, on_disk
from hexvet_tui.modes.rules.state import Opened, RulesState, root_of, text_of, with_text
from hexvet_tui.session import Session

if TYPE_CHECKING:
    from hexvet.drafting.judging import Judged

SOON, LATER = 0.15, 0.9
"""Seconds after the last key: until a draft is compared, and until it is linted."""


@dataclass(frozen=True, slots=True)
class Thought:
    """What was found out about the text of `edits`; `disk` is what stands in the file now,
    `standing` what holds of a text that was never without errors."""

    path: str
    edits: int
    judged: Judged
    disk: Disk
    linted: bool
    standing: Judged | None = None


def considered(session: Session, *, at_once: bool = False) -> Session:
    """Judges the text that is shown, when no further key comes; a newer text replaces it."""
    text, root = text_of(session), root_of(session)
    if text is None or root is None:
        return session
    soon = Work(_thinking(session, text, root, lint=False), _known,
                group="draft", delay=0.0 if at_once else SOON)  # fmt: skip
    later = Work(_thinking(session, text, root, lint=True), _known, group="lint", delay=LATER)
    return session.wanting(soon, later)


def _thinking(session: Session, text: Opened, root: Path, *, lint: bool) -> Callable[[], Thought]:
    """What is done in a thread, on what there is now."""
    assessment = session.assessment

    def do() -> Thought:
        from hexvet.drafting.judging import Draft, judge, standing

        path = Path(text.file.path)
        draft = Draft(root, path, text.file.name, text.source, text.replaces)
        judged = judge(draft, assessment, lint=lint, pause=superseded)
        unknown = not judged.loads and text.effect_edits < 0 and not lint
        last = standing(draft, text.base, assessment, superseded) if unknown else None
        return Thought(text.file.path, text.buffer.edits, judged, on_disk(path), lint, last)

    return do


def _known(session: Session, thought: Thought) -> Session:
    """With what was found out. A draft with errors leaves the last good effect where it is."""
    state = session.of(RulesState)
    text = state.texts.get(thought.path)
    if text is None or thought.edits < text.judged_edits:
        return session
    text, judged = _with_mistakes(text, thought), thought.judged
    if judged.loads:
        text = _good(text, judged, thought.edits)
    elif thought.standing is not None and text.effect_edits < 0:
        text = _good(text, thought.standing, 0)
    session = noticed(with_text(session, text), {thought.path: thought.disk})
    return counted(_landed(session))


def _good(text: Opened, judged: Judged, edits: int) -> Opened:
    """With the last good result: that of the text of `edits`, 0 for what held before it."""
    return replace(text, pack=judged.pack, effect=judged.effect, effect_edits=edits,
                   apart=judged.effect is None)  # fmt: skip


def _with_mistakes(text: Opened, thought: Thought) -> Opened:
    """With its mistakes; the weaknesses that lint found stay until it has looked again."""
    judged = thought.judged
    text = replace(text, judged=judged, judged_edits=thought.edits)
    if thought.linted and not judged.errors:
        found = tuple(one for one in judged.mistakes if not one.is_error)
        return replace(text, warnings=found, linted=thought.edits)
    if judged.errors or not text.warnings:
        return text
    more = tuple(one for one in text.warnings if one not in judged.mistakes)
    return replace(text, judged=replace(judged, mistakes=(*judged.mistakes, *more)))


def _landed(session: Session) -> Session:
    """On the first error, after the text came back from another editor."""
    state, text = session.of(RulesState), text_of(session)
    if not state.landing or text is None or text.judged is None:
        return session
    session = session.having(replace(state, landing=False, problem=0))
    if not text.errors:
        return session
    from hexvet_tui.modes.rules.mending import to_problem

    return to_problem(session, 0)


# whom a rule decides --------------------------------------------------------------------------
def entry_of(text: Opened) -> tuple[str, str]:
    """Kind and name of the rule under the caret."""
    from hexvet.drafting.forms import entry_at

    return entry_at(text.buffer.lines, text.buffer.caret.row)


def subject_of(text: Opened) -> tuple[str, str]:
    """Kind and name of the rule that the table under the caret is about, an override's, too."""
    from hexvet.drafting.telling import overridden

    kind, name = entry_of(text)
    return overridden(text.pack, name) if kind == "override" and text.pack else (kind, name)


def rule_of(text: Opened) -> tuple[str, str]:
    """Kind and full id of the rule under the caret, as the last good draft has it."""
    from hexvet.drafting.telling import full_id

    kind, name = subject_of(text)
    return kind, full_id(text.pack, kind, name) if text.pack else name


def counted(session: Session) -> Session:
    """Works out whom the rule under the caret decides, unless that is known."""
    text, assessment = text_of(session), session.assessment
    if text is None or assessment is None or text.pack is None:
        return session
    kind, rule = rule_of(text)
    key = (session.revision, rule)
    if kind not in ("check", "criterion", "section", "gate"):
        return session
    if key in session.of(RulesState).counts:
        return session

    def do() -> Mapping[str, int]:
        from hexvet.drafting.telling import decided

        return decided(assessment, kind, rule)

    def then(after: Session, found: Mapping[str, int]) -> Session:
        state = after.of(RulesState)
        kept = {old: n for old, n in state.counts.items() if old[0] == key[0]}
        return after.having(replace(state, counts={**kept, key: found}))

    return session.wanting(Work(do, then, group="rule", delay=SOON))
