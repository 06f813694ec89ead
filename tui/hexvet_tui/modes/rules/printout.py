"""The rules as facts and tables: files, mistakes, and the verdicts that flip."""

from __future__ import annotations

from hexvet_tui.modes.rules.mending import mistakes_of
from hexvet_tui.modes.rules.state import Opened, RulesState, text_of
from hexvet_tui.printout import Printout, Sheet, Value, stamp
from hexvet_tui.scene import Scene


def printout(scene: Scene) -> Printout:
    """The packs in force; for an open text, its mistakes and its effect."""
    text = text_of(scene.session)
    facts = stamp(scene)
    if text is not None:
        row, column = text.buffer.caret
        hand = f"changed by hand since {text.by_hand}" if text.by_hand else "as saved"
        state = "draft, not saved" if text.dirty else hand
        facts = (*facts, ("file", text.file.name), ("text", state),
                 ("caret", f"{row + 1}:{column + 1}"))  # fmt: skip
    sheets = [_files(scene)]
    if text is not None:
        sheets += [_mistakes(text), _flips(text), _revisions(text)]
    return Printout("Rules", facts, tuple(sheets))


def _files(scene: Scene) -> Sheet:
    """The files that were found; before that, the packs in force."""
    files = scene.session.of(RulesState).files
    assessment = scene.session.assessment
    rows: list[tuple[Value, ...]] = [
        (one.name, one.pack, "in force" if one.used else "", "shipped" if one.shipped else "own")
        for one in files
    ]
    if not files and assessment is not None:
        rows = [(pack.file, pack.id, "in force", "") for pack in assessment.packs]
    return Sheet("Files", ("file", "pack", "use", "kind"), tuple(rows), "no rules were found")


def _mistakes(text: Opened) -> Sheet:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (str(p.place), p.code, p.severity, p.message, p.hint)
        for p in (one.problem for one in mistakes_of(text))
    )
    return Sheet("Problems", ("place", "code", "severity", "message", "help"), rows, "no mistakes")


def _flips(text: Opened) -> Sheet:
    columns = ("project", "title", "kind", "rule", "in force", "draft")
    rows: list[tuple[Value, ...]] = []
    if text.effect is not None:
        rows += [("programme", "", "check", *turn) for turn in text.effect.programme]
        rows += [
            (one.project, one.title, flip.kind, flip.rule, flip.old, flip.new)
            for one in text.effect.projects
            for flip in one.flips
        ]
    return Sheet("Verdicts that flip", columns, tuple(rows), "no verdict flips")


def _revisions(text: Opened) -> Sheet:
    columns = ("revision", "entry", "day", "by", "reason", "flips")
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.name, one.entry, one.day.isoformat(), one.by, one.reason, one.flipped)
        for one in text.revisions
    )
    return Sheet("Revisions", columns, rows, "the journal names none")
