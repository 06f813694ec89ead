"""Where assessments come from: a workspace on disk, read by the engine."""

from __future__ import annotations

import contextlib
import datetime
import gc
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from hexvet.workspace.folders import JOURNAL
from hexvet_tui.turns import give_way

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.inference.worker import Worker
    from hexvet.model import Explanation

_KEPT = re.compile(r"[0-9a-f]{64}\.toml")

STEP_MS = 50
DEBOUNCE_MS = 200


class Source(Protocol):
    """What the application needs from the engine. `read` may raise `Unusable` or `OSError`."""

    @property
    def place(self) -> str:
        """Where the workspace is, as a command line names it."""
        ...

    def read(self, before: Assessment | None, changed: Collection[str]) -> Assessment:
        """Read and evaluate; with `before`, only what changed needs to be done again."""
        ...

    def explain(self, assessment: Assessment, subject: str, rule: str | None) -> Explanation | None:
        """Why an outcome is what it is; None when there is nothing to explain."""
        ...

    def infer(self, assessment: Assessment, previous: Inferred | None) -> Inferred:
        """What the inference rules say; slow, and never raises for what is in files."""
        ...

    def close(self) -> None:
        """Ends what was started for it."""
        ...

    def changes(self, stop: Event) -> Iterator[tuple[str, ...]]:
        """Changed files, as the workspace names them, a tuple a burst, until `stop` is set."""
        ...


@contextlib.contextmanager
def _to_stay() -> Iterator[None]:
    """What is made up to the end of this stays: the collector of garbage need not look at it,
    now or later.

    A look at the objects of a thousand projects takes as long as several key presses. The
    application starts without the collector (`hexvet_tui.run`).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _worker() -> Worker:
    from hexvet.inference.worker import Worker

    return Worker()


@dataclass(frozen=True, slots=True)
class WorkspaceSource:
    """A city's folder. Without `as_of` the engine judges by the present day.

    `worker` runs the inference rules, in a process that starts when there are some.
    """

    root: Path
    as_of: datetime.date | None = None
    worker: Worker = field(default_factory=_worker, repr=False, compare=False)

    @property
    def place(self) -> str:
        """Where the folder is."""
        return str(self.root)

    def read(self, before: Assessment | None, changed: Collection[str]) -> Assessment:
        """Read and evaluate the folder."""
        import hexvet

        with contextlib.nullcontext() if before else _to_stay():
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

    def infer(self, assessment: Assessment, previous: Inferred | None) -> Inferred:
        """What the inference rules say. What changed little since `previous` is quick."""
        from hexvet.findings.inferring import infer

        return infer(assessment, self.worker, previous, give_way)

    def close(self) -> None:
        """Ends the process that runs the rules, also in the middle of its work."""
        self.worker.close()

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
    """Whether a file is shown: TOML, and not an editor's temporary file; and the journal.

    What the journal keeps of files as they were is named by a digest, and never read.
    """
    name = Path(path).name
    if name == JOURNAL:
        return True
    own = name.endswith(".toml") and not name.startswith((".", "#", "~"))
    return own and not _KEPT.fullmatch(name)


def named(root: Path, path: Path) -> str:
    """A path as the workspace's files name it: relative to the root where it lies inside."""
    home = root.resolve()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def watched(root: Path) -> list[Path]:
    """The folders to watch: the workspace, and that of the packs that come with the program."""
    from hexvet.packs.loading import shipped_folder

    home, shipped = root.resolve(), shipped_folder().resolve()
    return [home] if home in (shipped, *shipped.parents) else [home, shipped]
