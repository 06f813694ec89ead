"""`hexvet test`: run the tests that stand in rule packs, and see what they leave out."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge, add_verb
from hexvet.diagnostics import Exit, Halt, report, say, worst

if TYPE_CHECKING:
    from hexvet.inference.worker import Worker
    from hexvet.packs.loading import Library, Loaded
    from hexvet.reporters.pack_tests import Tested
    from hexvet.testing import TestRun

FORMATS = ("table", "json", "junit")

_MORE = """
Without PACK: the packs that the workspace uses and those in its rules/. docs/testing-packs.md
explains the tests.

Exit status: 0 everything came out as expected, 2 wrong command line, 3 a pack does not load or
a test is miswritten, 4 something came out otherwise, or less than --min is covered, 6 no test
was run."""
_EXAMPLES = """\
  hexvet test
  hexvet test la-model --coverage --min 100
  hexvet test rules/city.toml --only 'too_*' --mutate"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "test", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("pack", metavar="PACK", nargs="*",
                        help="a pack's id or file; repeatable")  # fmt: skip
    parser.add_argument("-w", "--workspace", metavar="DIR", dest="at",
                        help="the workspace, when it is not this folder or one above")  # fmt: skip
    parser.add_argument("--only", metavar="TEST", action="append", default=[],
                        help="only this test, or those like 'too_*'; repeatable")  # fmt: skip
    parser.add_argument("--coverage", action="store_true",
                        help="which outcomes, leaves and parts of scores no test expects, with a "
                        "test for each")  # fmt: skip
    parser.add_argument("--mutate", action="store_true",
                        help="change the rules a little, and list the changes that no test "
                        "notices, with the case that would")  # fmt: skip
    parser.add_argument("--max", metavar="N", type=_number, default=0,
                        help="with --mutate: try only the first N changes")  # fmt: skip
    parser.add_argument("--min", metavar="PERCENT", type=_percent,
                        help="exit with 4 when fewer outcomes are expected by a test; with "
                        "--mutate also when fewer changes are noticed")  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help=f"one of {', '.join(FORMATS)}; to FILE, or to standard output; "
                        "repeatable (default: table)")  # fmt: skip
    add_edge(parser)


def _percent(text: str) -> float:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise ArgumentTypeError(f"'{text[:40]}' is not a percentage from 0 to 100")
    return value


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9 or not int(text):
        raise ArgumentTypeError(f"'{text[:40]}' is not a number of changes")
    return int(text)


def run(arguments: Namespace) -> int:
    """Runs the tests, reports, and returns the exit status."""
    from hexvet.cli.output import emit, outputs
    from hexvet.inference.worker import Worker
    from hexvet.testing import run_cases

    wanted = outputs(arguments.output, FORMATS)
    loaded = _loaded(arguments)
    with Worker() as worker:
        runs = [
            run_cases(one, name=name, only=arguments.only, chainer=worker) for name, one in loaded
        ]
        report([p for one in runs for p in one.problems], colour=arguments.color)
        found = [_tested(arguments, one, worker) for one in runs]
    for output in wanted:
        emit(arguments, "pack_tests", found, output)
    return worst(_status(arguments, tested) for tested in found)


def _tested(arguments: Namespace, run: TestRun, worker: Worker) -> Tested:
    from hexvet.reporters.pack_tests import Tested
    from hexvet.testing.covering import coverage_of
    from hexvet.testing.mutating import mutation_of

    if run.pack is None or not run.runs:
        return Tested(run)
    covers = arguments.coverage or arguments.min is not None
    coverage = coverage_of(run.pack, run.runs) if covers else None
    mutation = None
    if arguments.mutate and run.failures:
        say(f"{run.pack.id} is not mutated", "its tests have to pass first")
    elif arguments.mutate:
        mutation = mutation_of(run.pack, run.runs, arguments.max, worker)
    return Tested(run, coverage, mutation)


def _status(arguments: Namespace, tested: Tested) -> Exit:
    run = tested.run
    if run.pack is None or run.errors:
        return Exit.BAD_PACK
    if not run.runs:
        _say_idle(arguments, run)
        return Exit.NOTHING
    if run.failures or _below(arguments, tested):
        return Exit.TESTS_FAILED
    return Exit.CLEAN


def _say_idle(arguments: Namespace, run: TestRun) -> None:
    from hexvet.problems import suggestion

    assert run.pack is not None
    hint = "write one: docs/testing-packs.md"
    if run.pack.tests:
        near = suggestion(arguments.only[0], run.pack.tests)
        hint = near or f"there are: {', '.join([*run.pack.tests][:10])}"
    say(f"no test of {run.pack.id} was run", hint)


def _below(arguments: Namespace, tested: Tested) -> bool:
    """Whether less than --min is covered or noticed; says what."""
    if arguments.min is None:
        return False
    found = []
    if tested.coverage:
        found.append(("outcomes are expected by a test", tested.coverage.outcomes.percent))
    if tested.mutation:
        found.append(("changes are noticed by a test", tested.mutation.percent))
    low = [(what, percent) for what, percent in found if percent < arguments.min]
    for what, percent in low:
        say(f"{tested.title}: {int(percent)} % of the {what}", f"--min is {arguments.min:g}")
    return bool(low)


# which packs ----------------------------------------------------------------------------------
def _loaded(arguments: Namespace) -> list[tuple[str, Loaded]]:
    from hexvet.cli.sources import enclosing, root_of
    from hexvet.packs.loading import Library, shipped_folder

    root = root_of(arguments) if arguments.at or not arguments.pack else enclosing()
    folders = [root / "rules"] if root else []
    library = Library((*folders, shipped_folder()), root)
    if arguments.pack:
        return [(name, _load(library, name)) for name in dict.fromkeys(arguments.pack)]
    assert root is not None
    return _of_workspace(root, library)


def _load(library: Library, name: str) -> Loaded:
    is_file = name.endswith(".toml") or "/" in name
    return library.load_file(Path(name)) if is_file else library.load(name)


def _of_workspace(root: Path, library: Library) -> list[tuple[str, Loaded]]:
    """The packs in use, then the files in rules/ that are not."""
    from hexvet.workspace.settings import read_settings

    settings = read_settings(root)
    report(settings.problems, colour="auto")
    found = [(name, library.load(name)) for name in settings.packs]
    used = {file for _, one in found for file in one.documents}
    for path in sorted((root / "rules").glob("*.toml")):
        if library.shown(path) not in used:
            found.append((path.as_posix(), library.load_file(path)))
    if not found:
        raise Halt(Exit.NOTHING, "no rule pack is in use", "name one in hexvet.toml: packs = [...]")
    return found
