"""Which kept texts are recorded by now: a screen can end after it saved something and before it
forgot what it had kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet_tui.deciding.typed import HALF
from hexvet_tui.recovery.others import latest
from hexvet_tui.recovery.records import DEED, Kept

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.journal.model import Entry
    from hexvet.loading import Workspace

KINDS: Mapping[str, str] = {
    "DECIDE": "decision",
    "WAIVE": "waiver",
    "RENEW": "waiver",
    "REVOKE": "waiver",
    "TAKE": "undo",
    "DO": "undo",
    "SAVE": "rules",
}
"""The kind of entry that a deed makes, by the first word of its name."""
REASON = "reason"
"""Ends the name of a reason: of a deed, and of an answer that several gave differently."""
SLACK = 60.0
"""Seconds before the last writing of a text in which it can have been recorded."""


def unrecorded(kept: Sequence[Kept], at: float, assessment: Assessment) -> tuple[Kept, ...]:
    """Those that are not recorded; `at` is when they were written, in the system's seconds."""
    deeds: dict[str, dict[str, str]] = {}
    for one in kept:
        if one.source == DEED:
            deeds.setdefault(_deed(one), {})[one.text.file] = one.text.text
    root = Path(assessment.workspace.root)
    entries = [one for one in latest(root, 0) if one.at.timestamp() >= at - SLACK] if deeds else []
    done = {name for name, texts in deeds.items() if _is_done(name, texts, entries)}
    return tuple(
        one
        for one in kept
        if not (one.source == DEED and _deed(one) in done)
        and not (one.source == "vetting" and _is_answered(one, assessment.workspace))
    )


def _deed(kept: Kept) -> str:
    """`DECIDE permits` of `DECIDE permits reason`."""
    return kept.text.file.removesuffix(HALF).rpartition(" ")[0]


def _is_done(name: str, texts: Mapping[str, str], entries: Sequence[Entry]) -> bool:
    """Whether an entry has its kind and reason; without a reason, whether it is about the same."""
    verb, _, subject = name.partition(" ")
    reason = texts.get(f"{name} {REASON}", "")
    entered = any(not text.endswith(HALF) for text in texts)
    return entered and any(
        entry.kind == KINDS.get(verb)
        and entry.reason == reason
        and (reason or f"project:{subject}" in entry.about)
        for entry in entries
    )


def _is_answered(kept: Kept, workspace: Workspace) -> bool:
    """Whether an answer, or the reason of a resolution, stands where it was typed for."""
    from hexvet.deciding.answering import stands, subject_of
    from hexvet.granting import Objection
    from hexvet.importers.typed import Typed, read_typed
    from hexvet.journal.splicing import text_at
    from hexvet.workspace.toml_values import toml_value

    project, _, rest = kept.text.file.partition(" ")
    name, *more = rest.split(" ")
    party = "".join(one for one in more if one != REASON)
    subject, field = subject_of(workspace, project, party), workspace.fields.get(name)
    if field is None or isinstance(subject, Objection):
        return False
    if REASON in more:
        return text_at(subject.document, subject.at(name, REASON)) == toml_value(kept.text.text)
    found = read_typed(kept.text.text, field)
    return isinstance(found, Typed) and found.value in (stands(subject, name),)
