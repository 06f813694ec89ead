"""`hexvet lock`: accept the packs as they are now, or compare them with what was accepted."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.packs.loading import Loaded
    from hexvet.packs.locking import Locked

_MORE = """
Writes pack.lock: id, version and the SHA-256 of every file of each pack in use. Keep it in git.
With it, every verb warns when a pack is not what was locked. --check exits with 1 then."""
_EXAMPLES = """\
  hexvet lock
  hexvet lock --check sample_data/los-angeles"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "lock", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("--check", action="store_true",
                        help="write nothing; exit with 1 when a pack is not what was "
                        "locked, or nothing was locked")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the lock or compares with it."""
    from hexvet.cli.sources import root_of
    from hexvet.packs.locking import locked_packs

    root = root_of(arguments)
    loaded = _loaded(root, arguments)
    now = locked_packs(loaded)
    if arguments.check:
        return _compare(root, loaded, arguments)
    return _write(root, now, arguments)


def _loaded(root: Path, arguments: Namespace) -> list[Loaded]:
    """The packs in use. Halts when one does not load: what is broken is not accepted."""
    from hexvet.packs.loading import Library, shipped_folder
    from hexvet.workspace.settings import read_settings

    settings = read_settings(root)
    library = Library((root / "rules", shipped_folder()), root)
    loaded = [library.load(name) for name in settings.packs]
    problems = [*settings.problems, *(p for one in loaded for p in one.problems)]
    report(problems, colour=arguments.color)
    if any(one.pack is None for one in loaded):
        raise Halt(Exit.BAD_PACK, "a rule pack does not load", "nothing was locked")
    if not loaded:
        raise Halt(Exit.NOTHING, "no rule pack is in use", "nothing was locked")
    return loaded


def _compare(root: Path, loaded: list[Loaded], arguments: Namespace) -> int:
    from hexvet.cli.output import write
    from hexvet.packs.locking import LOCK, lock_problems, read_lock

    locked, _, unread = read_lock(root)
    if locked is None and not unread:
        raise Halt(Exit.FINDINGS, f"there is no {LOCK}", "make it: hexvet lock")
    problems = lock_problems(root, loaded)
    report(problems, colour=arguments.color)
    if any(problem.severity == "error" for problem in problems):
        return Exit.BAD_DATA
    if problems:
        return Exit.FINDINGS
    write(f"{_counted(len(loaded))} as locked.\n")
    return Exit.CLEAN


def _write(root: Path, now: tuple[Locked, ...], arguments: Namespace) -> int:
    from hexvet.cli.acting import unusable
    from hexvet.cli.filing import filed
    from hexvet.cli.output import write
    from hexvet.packs.locking import LOCK, lock_text, read_lock
    from hexvet.problems import Unusable
    from hexvet.workspace.writing import locked as alone
    from hexvet.workspace.writing import write_text

    before, document, _ = read_lock(root)
    text = lock_text(now)
    if document is not None and document.text == text:
        write(f"{LOCK} holds already: {_counted(len(now))} as locked.\n")
        return Exit.CLEAN
    try:
        with alone(root, purpose="hexvet lock"):
            write_text(root / LOCK, text, _digest(root / LOCK), shown_as=LOCK)
    except Unusable as error:
        raise unusable(error, f"{LOCK} was not written", arguments.color) from error
    told = "".join(f"  {line}\n" for line in _told(before or (), now))
    filed(root, [LOCK], [LOCK] if before is None else [], "hexvet lock")
    write(f"Locked {_counted(len(now))} in {(root / LOCK).as_posix()}:\n{told}")
    return Exit.CLEAN


def _digest(path: Path) -> str | None:
    """Of what stands in the file now, readable or not; None when there is none."""
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _told(before: tuple[Locked, ...], now: tuple[Locked, ...]) -> list[str]:
    """A line a pack: what was accepted."""
    from hexvet.packs.locking import change_text

    old = {pack.id: pack for pack in before}
    lines = []
    for pack in now:
        what = _counted(len(pack.files), "file")
        if pack.id in old and pack != old[pack.id]:
            what = change_text(old[pack.id], pack)
        lines.append(f"{pack.id} {pack.version}: {what}")
    gone = sorted(old.keys() - {pack.id for pack in now})
    return [*lines, *(f"{id_}: not in use any more" for id_ in gone)]


def _counted(number: int, word: str = "pack") -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
