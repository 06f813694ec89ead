"""Who would stand where the gates no longer let them be, if something were changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hexvet.granting import Objection
from hexvet.journal.splicing import writes_of
from hexvet.lifecycle import track_of
from hexvet.loading import supposing

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.journal.model import Edit
    from hexvet.model import Passage, Standing

NAMED = 3
"""So many are named in one sentence."""


@dataclass(frozen=True, slots=True)
class Held:
    """An active project at a stage, and a gate before it that would not let it pass."""

    project: str
    stage: str
    gate: str
    state: Passage

    def __str__(self) -> str:
        verb = "stops" if self.state == "stop" else "holds"
        return f"{self.project} would be at {self.stage}, but the gate {self.gate} {verb}"


def consequences(assessment: Assessment, edits: Sequence[Edit]) -> tuple[Held, ...]:
    """Those that the edits would leave beyond a gate that does not let them pass.

    Checks alone are asked, on the day of the assessment; those that stand so already are not
    told, and edits of packs change nothing here. Raises `Unusable` when the edits do not fit.
    """
    from hexvet.evaluation import evaluate

    workspace = assessment.workspace
    writes = writes_of(Path(workspace.root), edits)
    texts = {write.file: (write.after or b"").decode() for write in writes}
    after = evaluate(supposing(workspace, texts), assessment.as_of, assessment)
    return tuple(_held(assessment, after))


def _held(before: Assessment, after: Assessment) -> Iterator[Held]:
    old = {standing.id: standing for standing in before.standings}
    tracks: dict[str, list[str]] = {}
    for standing in after.standings:
        stage = standing.stage
        if standing.lifecycle != "active" or stage is None:
            continue
        if stage not in tracks:
            names = [gate.id for gate in track_of(after.packs, stage)]
            tracks[stage] = names[: names.index(stage)] if stage in names else []
        kept = _kept(old.get(standing.id), standing)
        for gate, state in standing.gates:
            if state != "pass" and gate in tracks[stage] and gate not in kept:
                yield Held(standing.id, stage, gate, state)


def _kept(old: Standing | None, new: Standing) -> set[str]:
    """The gates that keep a project already, where it stands now."""
    if old is None or (old.stage, old.lifecycle) != (new.stage, new.lifecycle):
        return set()
    return {gate for gate, state in old.gates if state != "pass"}


def against(held: Sequence[Held]) -> Objection:
    """What is told before it is done all the same."""
    more = f"; and {len(held) - NAMED} more" if len(held) > NAMED else ""
    said = "; ".join(map(str, held[:NAMED]))
    return Objection(f"{said}{more}", "--yes takes it back all the same", passable=True)
