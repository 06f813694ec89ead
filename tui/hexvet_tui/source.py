"""Where assessments come from: a workspace on disk, read by the engine."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Explanation

STEP_MS = 50
DEBOUNCE_MS = 200


class Source(Protocol):
    """What the application needs from the engine. `read` may raise `Unusable` or `OSError`."""

    def read(self, before: Assessment | None, changed: Collection[str]) -> Assessment:
        """Read and evaluate; with `before`, only what changed needs to be done again."""
        ...

    def explain(self, assessment: Assessment, subject: str, rule: str | None) -> Explanation | None:
        """Why an outcome is what it is; None when there is nothing to explain."""
        ...

    def changes(self, stop: Event) -> Iterator[tuple[str, ...]]:
        """Changed files, as the workspace names them, a tuple a burst, until `stop` is set."""
        ...


@dataclass(frozen=True, slots=True)
class WorkspaceSource:
    """A city's folder. Without `as_of` the engine judges by the present day."""

    root: Path
    as_of: datetime.date | None = None

    def read(self, before: Assessment | None, changed: Collection[str]) -> Assessment:
        """Read and evaluate the folder."""
        import hexvet

        workspace = hexvet.load(
            self.root, before=before.workspace if before else None, changed=changed
        )
        return hexvet.evaluate(workspace, self.as_of, before)

    def explain(self, assessment: Assessment, subject: str, rule: str | None) -> Explanation | None:
        """Why an outcome is what it is; None for a rule that has gone or does not exist."""
        import hexvet

        try:
            return hexvet.explain(assessment, subject, rule)
        except (KeyError, LookupError):
            return None

    def changes(self, stop: Event) -> Iterator[tuple[str, ...]]:
        """Changed files of the workspace and of the packs that come with the program."""
        import watchfiles

        for batch in watchfiles.watch(
            *watched(self.root),
            watch_filter=lambda _, path: relevant(path),
            stop_event=stop,
            step=STEP_MS,
            debounce=DEBOUNCE_MS,
            rust_timeout=1000,
            raise_interrupt=False,
        ):
            yield tuple(sorted({named(self.root, Path(path)) for _, path in batch}))


def relevant(path: str) -> bool:
    """Whether a file can change an outcome: TOML, and not an editor's temporary file."""
    name = Path(path).name
    return name.endswith(".toml") and not name.startswith((".", "#", "~"))


def named(root: Path, path: Path) -> str:
    """A path as the workspace's files name it: relative to the root where it lies inside."""
    home = root.resolve()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def watched(root: Path) -> list[Path]:
    """The folders to watch: the workspace, and that of the packs that come with the program."""
    from hexvet.packs.loading import shipped_folder

    home, shipped = root.resolve(), shipped_folder().resolve()
    return [home] if home in (shipped, *shipped.parents) else [home, shipped]
