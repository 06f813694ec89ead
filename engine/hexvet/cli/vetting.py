"""A workspace judged, with what its packs' inference rules make of it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from hexvet.cli.sources import SETTINGS, judge, root_of
from hexvet.diagnostics import Exit

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.inference.worker import Worker


class Vetted(NamedTuple):
    """An assessment, what follows from it (None where no pack has inference rules), and the status
    that its files deserve."""

    assessment: Assessment
    inferred: Inferred | None
    status: Exit


def vet(arguments: Namespace, project: str = "") -> Vetted:
    """Judges and infers. The worker starts while files are read, if it looks as if it is needed.

    A withdrawn `project` is looked at as if it were in the portfolio. Halts as `judge` does.
    """
    worker = _started(arguments)
    try:
        assessment, status = judge(arguments, project)
        if not any(pack.inferences for pack in assessment.packs):
            return Vetted(assessment, None, status)
        from hexvet.findings.inferring import infer

        worker = worker or _worker()
        return Vetted(assessment, infer(assessment, worker), status)
    finally:
        if worker is not None:
            worker.close()


def _worker() -> Worker:
    from hexvet.inference.worker import Worker

    return Worker()


def _started(arguments: Namespace) -> Worker | None:
    """A worker whose process is being started by a thread; None when no pack seems to need it."""
    if not _seems_to_infer(arguments):
        return None
    from hexvet.inference.model import Program

    worker = _worker()
    nothing = Program({}, ())
    Thread(target=worker.chain_all, args=(nothing, [()]), daemon=True).start()
    return worker


def _seems_to_infer(arguments: Namespace) -> bool:
    """Whether a pack that will judge looks as if it had inference rules: bytes are searched,
    nothing is parsed, and a wrong guess costs a process or the wait for one."""
    from hexvet.packs.loading import shipped_folder

    root = root_of(arguments)
    packs = [str(pack) for pack in getattr(arguments, "pack", [])]
    own = _texts((root / "rules").glob("*.toml"))
    asked = _texts(Path(pack) for pack in packs if pack.endswith(".toml"))
    settings = [] if packs else _texts([root / SETTINGS])
    naming = b"\n".join((*settings, *asked, *own, *map(str.encode, packs)))
    shipped = _texts(path for path in shipped_folder().glob("*.toml") if _named(path, naming))
    return any(b"\n[infer." in text for text in (*asked, *shipped, *own))


def _named(path: Path, naming: bytes) -> bool:
    """Whether a text mentions the pack of a file; files are called after their packs."""
    return any(name.encode() in naming for name in (path.stem, path.stem.replace("_", "-")))


def _texts(paths: Iterable[Path]) -> list[bytes]:
    """The bytes of the files that can be read."""
    found = []
    for path in paths:
        try:
            if path.is_file():
                found.append(path.read_bytes())
        except OSError:
            continue
    return found
