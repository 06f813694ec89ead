"""What was given and is not written: kept until it is, and compared with what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hexvet_tui.modes.vetting.state import VettingState, Wanted
from hexvet_tui.session import Session
from hexvet_tui.typesetting import clean

if TYPE_CHECKING:
    from hexvet.loading import Workspace

REASON = "reason"
"""What is added to the key of a question for the reason of its answer."""
HELD = ("answer", "resolution", "row")
"""The deeds of which something is kept."""


def standing(workspace: Workspace, wanted: Wanted) -> object:
    """What stands now where something is to be written, as TOML holds it; None for nothing."""
    from hexvet.deciding import answering
    from hexvet.deciding.asking import votes_of
    from hexvet.granting import Objection

    if wanted.deed == "vote":
        project = workspace.projects.get(wanted.project)
        return votes_of(project.evidence.get(wanted.field) if project else None).get(wanted.voter)
    subject = answering.subject_of(workspace, wanted.project, wanted.party)
    return None if isinstance(subject, Objection) else answering.stands(subject, wanted.field)


def said(value: object) -> str:
    """A value as it is typed."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return clean("..".join(str(value.get(key, "")) for key in ("low", "high")))
    return clean(str(value))


def held(wanted: Wanted) -> str:
    """How to get back to what was given; "" for what is given again by its keys."""
    return "yours is kept: enter has it" if wanted.deed in HELD else ""


def keeping(session: Session, wanted: Wanted) -> Session:
    """With what was given kept: it stands there again when its question is answered."""
    state, key = session.of(VettingState), wanted.key
    if wanted.deed == "row" and isinstance(wanted.value, Mapping):
        return session.having(replace(state, row={**state.row, key: wanted.value}))
    if wanted.deed not in HELD:
        return session
    drafts = {**state.drafts, key: wanted.typed or said(wanted.value)}
    if wanted.reason:
        drafts[f"{key} {REASON}"] = wanted.reason
    return session.having(replace(state, drafts=drafts, note=state.note or wanted.note))


def dropping(session: Session, wanted: Wanted) -> Session:
    """Without what was kept of it."""
    state, gone = session.of(VettingState), (wanted.key, f"{wanted.key} {REASON}")
    drafts = {name: text for name, text in state.drafts.items() if name not in gone}
    return session.having(replace(state, drafts=drafts))
