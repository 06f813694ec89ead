"""`hexvet lint`: what is wrong and what is weak in rule packs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.packs.lint.model import Flaw
    from hexvet.packs.loading import Library, Loaded

FORMATS = ("table", "json", "sarif")
MOST_ROUNDS = 5
"""How often --fix looks again: one change can make another possible."""

_MORE = """
PACK is the id of a pack, a .toml file, or a folder of them. Without one: the packs in the
workspace's rules/ and those that it uses, or the packs that come with hexvet. Errors are what
stops a pack from working, warnings what it hardly means, advice what would make it better."""
_EXAMPLES = """\
  hexvet lint rules/la_model.toml
  hexvet lint la-model --fail-on advice -o sarif=lint.sarif
  hexvet explain-code RP120"""


@dataclass(frozen=True, slots=True)
class Target:
    """One pack to look at; `path` is its file, None when an id was not found."""

    loaded: Loaded
    path: Path | None
    mendable: bool = True


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "lint", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("packs", metavar="PACK", nargs="*", help="an id, a file or a folder")
    add_workspace(parser)
    parser.add_argument("--fix", action="store_true",
                        help="mend what can be mended safely; comments stay")  # fmt: skip
    parser.add_argument("--fail-on", choices=("error", "warning", "advice"), default="warning",
                        help="exit with 1 from this level on (default: warning); "
                        "errors give 3")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help="table, json or sarif, to standard output or to a file; "
                        "repeatable (default: table)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Lints, mends when asked, writes the findings, and returns the status."""
    from hexvet.cli.output import outputs, write, write_exactly, write_file
    from hexvet.packs.lint.linting import lint

    wanted = outputs(arguments.output, FORMATS)
    targets = list(_targets(arguments))
    if not targets:
        raise Halt(Exit.NOTHING, "there is no pack to look at", "name one: hexvet lint FILE")
    mended = sum(map(_mend, targets)) if arguments.fix else 0
    targets = list(_targets(arguments)) if mended else targets
    flaws = _once(flaw for target in targets for flaw in lint(target.loaded))
    for output in wanted:
        text = _text(output.format, flaws, targets, mended, arguments)
        if output.file:
            write_file(output.file, text)
        else:
            (write if output.format == "table" else write_exactly)(text)
    return _status(flaws, arguments.fail_on)


def _once(flaws: Iterator[Flaw]) -> list[Flaw]:
    """A base that several packs extend is told about once."""
    return list({(flaw.code, flaw.place): flaw for flaw in flaws}.values())


def _status(flaws: Sequence[Flaw], threshold: Any) -> int:
    from hexvet.packs.lint.model import at_least

    if any(flaw.level == "error" for flaw in flaws):
        return Exit.BAD_PACK
    return Exit.FINDINGS if any(at_least(f.level, threshold) for f in flaws) else Exit.CLEAN


# which packs ----------------------------------------------------------------------------------
def _targets(arguments: Namespace) -> Iterator[Target]:
    """The packs that are named, or those of the workspace, or those that are shipped."""
    from hexvet.cli.sources import enclosing, root_of
    from hexvet.packs.loading import Library, shipped_folder

    root = root_of(arguments) if arguments.at else enclosing()
    library = Library((*([root / "rules"] if root else []), shipped_folder()), root)
    for name in arguments.packs:
        yield from _named(library, name)
    if not arguments.packs:
        yield from _all(library, root)


def _named(library: Library, name: str) -> Iterator[Target]:
    path = Path(name)
    if path.is_dir():
        for file in sorted(path.glob("*.toml")):
            yield Target(library.load_file(file), file)
    elif path.suffix == ".toml" or path.parent != Path():
        if not path.exists():
            raise Halt(Exit.USAGE, f"there is no file '{name}'", "name a pack's id or its file")
        yield Target(library.load_file(path), path)
    else:
        yield _by_id(library, name)


def _by_id(library: Library, name: str) -> Target:
    """A pack by its id. Those that came with an installed hexvet are not changed."""
    from hexvet.packs.loading import shipped_folder

    loaded = library.load(name)
    file = loaded.composition.document.file if loaded.composition else ""
    path = next((path for path in library.files() if library.shown(path) == file), None)
    return Target(loaded, path, path is not None and path.parent != shipped_folder())


def _all(library: Library, root: Path | None) -> Iterator[Target]:
    from hexvet.packs.loading import shipped_folder
    from hexvet.workspace.settings import read_settings

    if root is None:
        for file in sorted(shipped_folder().glob("*.toml")):
            yield Target(library.load_file(file), file, mendable=False)
        return
    seen = set()
    for file in sorted((root / "rules").glob("*.toml")):
        target = Target(library.load_file(file), file)
        if target.loaded.composition:
            seen.add(str(target.loaded.composition.header.get("id")))
        yield target
    for name in read_settings(root).packs:
        if name not in seen:
            yield _by_id(library, name)


# mending --------------------------------------------------------------------------------------
def _mend(target: Target) -> int:
    """Mends a pack's file until nothing is left to mend; how many changes were made."""
    from hexvet.cli.filing import filed
    from hexvet.packs.lint.fixing import fixed
    from hexvet.packs.lint.linting import lint
    from hexvet.packs.loading import Library, shipped_folder
    from hexvet.workspace.folders import RULES, SETTINGS
    from hexvet.workspace.writing import write_text

    loaded, done = target.loaded, 0
    path = target.path
    for _ in range(MOST_ROUNDS):
        if path is None or not target.mendable or loaded.composition is None:
            break
        document = loaded.composition.document
        text, number = fixed(document, (flaw.fix for flaw in lint(loaded) if flaw.fix))
        if not number:
            break
        write_text(path, text, document.sha256, shown_as=document.file)
        done += number
        loaded = Library((path.parent, shipped_folder())).load_file(path)
    if done and path is not None and (path.parent.parent / SETTINGS).is_file():
        filed(path.parent.parent, [f"{RULES}/{path.name}"], [], "hexvet lint --fix")
    return done


# what is written ------------------------------------------------------------------------------
def _text(
    format_: str,
    flaws: Sequence[Flaw],
    targets: Sequence[Target],
    mended: int,
    arguments: Namespace,
) -> str:
    from hexvet.packs.lint.reporting import as_json, as_sarif

    if format_ == "sarif":
        return as_sarif(flaws)
    if format_ == "json":
        packs = [target.loaded.composition for target in targets]
        return as_json(flaws, [str(one.header.get("id", "")) for one in packs if one])
    return _table(flaws, targets, mended, arguments)


def _table(
    flaws: Sequence[Flaw], targets: Sequence[Target], mended: int, arguments: Namespace
) -> str:
    import sys

    from hexvet.diagnostics import rendered, takes_colour
    from hexvet.problems import Problem

    colour = takes_colour(arguments.color, sys.stdout)
    lines = []
    for flaw in flaws:
        told = "advice: " if flaw.level == "advice" else ""
        severity: Any = flaw.level
        problem = Problem(flaw.code, told + flaw.message, flaw.place, flaw.hint, severity)
        lines.append(rendered([problem], colour=colour, total=False))
    return "".join(lines) + _total(flaws, len(targets), mended)


def _total(flaws: Sequence[Flaw], packs: int, mended: int) -> str:
    from hexvet.packs.lint.model import LEVELS
    from hexvet.packs.lint.reporting import tally
    from hexvet.reporters.typesetting import counted

    counts = tally(flaws)
    told = [counted(counts[level], level) for level in LEVELS if counts[level]]
    if counts["advice"]:
        told[-1] = f"{counted(counts['advice'], 'piece')} of advice"
    said = f"{', '.join(told) or 'nothing to report'} in {counted(packs, 'pack')}"
    fixable = sum(flaw.fix is not None for flaw in flaws)
    notes = [f"{mended:,} mended"] if mended else []
    notes += [f"--fix mends {fixable:,}"] if fixable else []
    return "; ".join([said, *notes]) + "\n"
