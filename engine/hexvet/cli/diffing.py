"""`hexvet diff`: what a change of the rules changes, in the rules and in the verdicts."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, day_of
from hexvet.diagnostics import Exit, Halt, report, say, worst

if TYPE_CHECKING:
    from hexvet.differences.comparing import Comparison
    from hexvet.differences.reading import Portfolio
    from hexvet.packs.loading import Library, Loaded

FORMATS = ("table", "md", "json")

_MORE = """
OLD and NEW are the id of a pack, a file, or a file in a revision: git:HEAD~1:rules/city.toml.
With a portfolio, its projects are judged by both. docs/diff.md tells more.

Exit status: 0 compared, 1 with --no-flips: a verdict flips, 2 wrong command line, 3 a pack does
not load, 5 files of the portfolio have errors (what could be read was judged), 6 the portfolio
has no project."""
_EXAMPLES = """\
  hexvet diff git:HEAD:rules/city.toml rules/city.toml --portfolio .
  hexvet diff la-model rules/city.toml --portfolio sample_data/los-angeles --no-flips"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "diff", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("old", metavar="OLD", help="the rules as they are")
    parser.add_argument("new", metavar="NEW", help="the rules as they would be")
    parser.add_argument("--portfolio", "-w", "--workspace", metavar="DIR", dest="at",
                        help="judge the projects of this workspace by both (default: this folder "
                        "or the nearest one above that holds a hexvet.toml)")  # fmt: skip
    add_date(parser)
    parser.add_argument("--no-flips", action="store_true",
                        help="exit with 1 when any verdict flips")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help=f"one of {', '.join(FORMATS)}; to FILE, or to standard output; "
                        "repeatable (default: table)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Compares, reports, and returns the exit status."""
    from hexvet.cli.output import emit, outputs
    from hexvet.differences.comparing import compare

    wanted = outputs(arguments.output, FORMATS)
    root, library = _library(arguments)
    old, new = _packs(arguments, library, root)
    found = _portfolios(root, library, old, new) if root else None
    if found:
        problems = tuple(dict.fromkeys((*found[0].problems, *found[1].problems)))
        report(problems, colour=arguments.color)
    comparison = compare(old, new, day_of(arguments), found)
    if root and found:
        comparison = _with_findings(comparison, root, found)
    for output in wanted:
        emit(arguments, "differences", comparison, output)
    return worst(_statuses(arguments, comparison, found))


def _library(arguments: Namespace) -> tuple[Path | None, Library]:
    from hexvet.cli.sources import enclosing, root_of
    from hexvet.packs.loading import Library, shipped_folder

    root = root_of(arguments) if arguments.at else enclosing()
    folders = [root / "rules"] if root else []
    return root, Library((*folders, shipped_folder()), root)


def _packs(arguments: Namespace, library: Library, root: Path | None) -> tuple[Loaded, Loaded]:
    """Both packs with their problems told. Halts when one of them does not load.

    Files are seen from this folder, like every path on the command line.
    """
    from hexvet.differences.sources import load_source

    found = [load_source(name, library, Path()) for name in (arguments.old, arguments.new)]
    report([p for one in found for p in one.problems], colour=arguments.color)
    for name, one in zip((arguments.old, arguments.new), found, strict=True):
        if one.pack is None:
            raise Halt(Exit.BAD_PACK, f"'{name[:80]}' does not load", "nothing was compared")
    return found[0], found[1]


def _portfolios(
    root: Path, library: Library, old: Loaded, new: Loaded
) -> tuple[Portfolio, Portfolio]:
    from hexvet.differences.reading import portfolios

    assert old.pack is not None and new.pack is not None
    return portfolios(root, library, old.pack, new.pack)


def _with_findings(
    comparison: Comparison, root: Path, found: tuple[Portfolio, Portfolio]
) -> Comparison:
    """What follows from either pack. The worker is only started when there are rules."""
    from dataclasses import replace

    import hexvet
    from hexvet.differences.findings import concluded
    from hexvet.inference.worker import Worker

    if not any(pack.inferences for pack in comparison.packs):
        return comparison
    workspace, both = hexvet.load(root), (comparison.old, comparison.new)
    with Worker() as worker:
        findings = concluded(workspace, both, found, comparison.as_of, worker)
    return replace(comparison, findings=findings)


def _statuses(
    arguments: Namespace,
    comparison: Comparison,
    found: tuple[Portfolio, Portfolio] | None,
) -> list[Exit]:
    if found is None:
        if arguments.no_flips:
            say("no verdict was judged", "name a portfolio: --portfolio DIR")
            return [Exit.NOTHING]
        return [Exit.CLEAN]
    statuses = [Exit.CLEAN]
    if any(problem.severity == "error" for side in found for problem in side.problems):
        statuses.append(Exit.BAD_DATA)
    if not comparison.projects:
        say("no verdict was judged", "the portfolio has no project: hexvet new project ID")
        statuses.append(Exit.NOTHING)
    if arguments.no_flips and comparison.flips and comparison.flips.count:
        statuses.append(Exit.FINDINGS)
    return statuses
