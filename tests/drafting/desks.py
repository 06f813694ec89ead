"""A town of four projects and one pack, in which a limit of 24 months decides."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import hexvet
from hexvet.drafting.effects import Effect
from hexvet.drafting.judging import Draft, Judged, judge
from hexvet.evaluation import Assessment

TOWN = Path(__file__).parents[1] / "tui" / "modes" / "town"
DAY = datetime.date(2026, 6, 1)


@dataclass(frozen=True)
class Desk:
    """The town's folder, its outcomes, and the text of its pack."""

    root: Path
    assessment: Assessment
    text: str

    def judged(self, text: str, *, lint: bool = False) -> Judged:
        """What a text would mean in place of the pack's."""
        path = self.root / "rules" / "town.toml"
        draft = Draft(self.root, path, "rules/town.toml", text)
        return judge(draft, self.assessment, lint=lint)

    def swapped(self, old: str, new: str) -> str:
        """The pack's text with one piece changed."""
        assert self.text.count(old) == 1
        return self.text.replace(old, new)


def effect_of(judged: Judged) -> Effect:
    """What a text does that loads."""
    assert judged.effect is not None
    return judged.effect


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A copy of the town."""
    root = Path(shutil.copytree(TOWN, tmp_path / "town"))
    found = hexvet.evaluate(hexvet.load(root), DAY)
    return Desk(root, found, (root / "rules" / "town.toml").read_text())
