"""Ridgeway on the screen, without a terminal: keys go in, and what they want done is done."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

from driving import EXTENT, NAMES

from hexvet.problems import Unusable
from hexvet.workspace.folders import JOURNAL
from hexvet_tui import findings, modes, revisions, waiting
from hexvet_tui.dispatch import pressed
from hexvet_tui.effects import Quit, Reload, Work
from hexvet_tui.performing import failed
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.source import WorkspaceSource

RIDGEWAY = Path(__file__).parents[1] / "lifecycle" / "ridgeway"
DAY = datetime.date(2026, 5, 4)


class Town:
    """A copy of Ridgeway with a session; `read` is what a watcher would cause. `left` is how the
    screen was left, None while it is there."""

    keys = 0

    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(RIDGEWAY, root / "ridgeway"))
        self.source = WorkspaceSource(self.root, DAY)
        self.session = Session()
        self.left: Quit | None = None
        self.read()

    @property
    def scene(self) -> Scene:
        """The present moment."""

        def explain(subject: str, rule: str | None) -> Any:
            return self.source.explain(self.session.assessment, subject, rule)  # type: ignore[arg-type]

        return Scene(self.session, explain=explain, root=str(self.root), infer=self.source.infer)

    def read(self) -> None:
        """Reads the workspace again, and lets the rules run; no key began that."""
        self.settle(findings.sought(self.renewed(self.session), self.source.infer), since=0)

    def renewed(self, session: Session) -> Session:
        """The session with what stands on the disk now."""
        session = session.with_assessment(self.source.read(None, ()))
        session = revisions.sought(session, (JOURNAL,))
        return modes.load(session.mode).renew(session) if session.mode != "portfolio" else session

    def settle(self, session: Session, since: int = -1) -> None:
        """Does what the session wants done, one after another; it began after so many keys, with
        the last one where nothing is said."""
        asked = since in (-1, self.keys)
        while session.effects:
            effects, session = session.effects, session.calm()
            for effect in effects:
                if isinstance(effect, Reload):
                    session = self.renewed(session)
                    continue
                if isinstance(effect, Quit):
                    self.left = effect
                    continue
                assert isinstance(effect, Work)
                try:
                    after = effect.then(session, effect.do())
                except (OSError, Unusable) as error:
                    after = failed(session, effect, error)
                session = waiting.arrived(session, after, asked=asked)
        self.session = session

    def key(self, *keys: str) -> None:
        """Presses keys: characters, or Textual's names."""
        for one in keys:
            character = one if len(one) == 1 else None
            self.keys += 1
            self.settle(pressed(self.scene, NAMES.get(one, one), character, EXTENT))

    def type(self, text: str) -> None:
        """Types a line and ends it."""
        self.key(*text, "enter")

    def on(self, project: str) -> None:
        """Puts the cursor on a project."""
        self.session = self.session.to_row(self.session.rows.places[project])

    def answer(self, project: str, old: str, new: str) -> None:
        """Changes a project's file by hand, and reads it."""
        file = self.root / "projects" / f"{project}.toml"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        self.read()

    def page(self) -> str:
        """The text of the page on top."""
        page = self.session.pages[-1]
        rows = page.lines(self.scene, 78)
        return "\n".join("".join(text for text, _ in row).rstrip() for row in rows)

    def close(self) -> None:
        """Ends the rules' process."""
        self.source.close()
