"""`hexvet import csv`: a table of any origin becomes projects of a workspace."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_edge
from hexvet.cli.verbs import VERBS

if TYPE_CHECKING:
    from hexvet.importers.model import ImportMap, ImportResult
    from hexvet.importers.project_files import Plan
    from hexvet.model import Field
    from hexvet.problems import Problem

_DESCRIPTION = """\
Reads a CSV file as the map says and writes projects/ID.toml for every project in it. Whatever
is not understood is left missing and reported; nothing is guessed and nothing is dropped
silently. docs/importing.md explains the map."""
_EXAMPLES = """\
examples:
  hexvet import csv register.csv --map map.toml --into . --dry-run
  hexvet import csv register.csv --map map.toml --into sample_data/los-angeles --overwrite"""
_EPILOG = """\
exit status: 0 done, 1 with --strict: something was not understood, 2 projects are already
there (see --overwrite), 3 a pack of the workspace does not load, 5 the file or the map cannot
be used"""


def register(subparsers: Any) -> None:
    """Adds the verb `import` with its one kind, `csv`; `run` takes the arguments."""
    verb = subparsers.add_parser("import", help=VERBS["import"][1], allow_abbrev=False,
                                 description=_DESCRIPTION, epilog=_EXAMPLES,
                                 formatter_class=RawDescriptionHelpFormatter)  # fmt: skip
    kinds = verb.add_subparsers(metavar="KIND", required=True)
    parser: ArgumentParser = kinds.add_parser(
        "csv",
        help="a CSV file, with a map of its columns",
        description=_DESCRIPTION,
        epilog=f"{_EXAMPLES}\n\n{_EPILOG}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the CSV file")
    parser.add_argument("--map", metavar="MAP.toml", type=Path, required=True,
                        help="which column feeds which field")  # fmt: skip
    parser.add_argument("--into", metavar="WORKSPACE", type=Path, required=True,
                        help="the workspace that gets the projects")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="report, but write no project")
    parser.add_argument("--overwrite", action="store_true",
                        help="replace projects that are already there")  # fmt: skip
    parser.add_argument("--strict", action="store_true",
                        help="exit with 1 when something was not understood")  # fmt: skip
    parser.add_argument("--report", metavar="FILE", type=Path,
                        help="write every report there (.csv, .json or text)")  # fmt: skip
    parser.add_argument("-o", "--output", choices=("table", "json"), default="table",
                        help="what goes to standard output (default: table)")  # fmt: skip
    add_edge(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Imports one file and returns the exit status."""
    from hexvet.diagnostics import Exit, report, status_of
    from hexvet.problems import Unusable

    try:
        vocabulary, problems = _vocabulary(arguments.into)
        if problems:
            report(problems, colour=arguments.color)
            return Exit.BAD_PACK
        return _import(arguments, vocabulary)
    except Unusable as unusable:
        report(unusable.problems, colour=arguments.color)
        exists = all(problem.code == "IM401" for problem in unusable.problems)
        return status_of(unusable.problems, Exit.USAGE if exists else Exit.BAD_DATA)


def _import(arguments: Namespace, vocabulary: Mapping[str, Field]) -> int:
    from hexvet.cli.filing import filed
    from hexvet.cli.output import write_file
    from hexvet.diagnostics import Exit
    from hexvet.importers.project_files import plan, refuse_changes, write_projects
    from hexvet.importers.spreadsheet import import_csv

    result = import_csv(arguments.file, _read_map(arguments.map, vocabulary))
    changes = plan(result.projects, arguments.into)
    if arguments.report:
        write_file(str(arguments.report), _report(arguments.report, result))
    if not arguments.overwrite and not arguments.dry_run:
        refuse_changes(changes)
    if not arguments.dry_run:
        write_projects(result.projects, arguments.into, changes)
        new, changed = (
            [f"projects/{id_}.toml" for id_ in ids] for ids in (changes.new, changes.changed)
        )
        filed(arguments.into, [*new, *changed], new, "hexvet import")
    _tell(arguments, result, changes)
    return Exit.FINDINGS if arguments.strict and result.report else Exit.CLEAN


def _read_map(path: Path, vocabulary: Mapping[str, Field]) -> ImportMap:
    from hexvet.documents import read_document
    from hexvet.importers.maps import read_map
    from hexvet.problems import Problem, Unusable

    document = read_document(path, path.as_posix())
    if isinstance(document, Problem):
        raise Unusable((document,))
    return read_map(document, vocabulary)


def _vocabulary(root: Path) -> tuple[Mapping[str, Field], tuple[Problem, ...]]:
    """The fields that the workspace's packs declare, and what is wrong with them."""
    from hexvet.loading import vocabulary_of
    from hexvet.packs.loading import Library, shipped_folder
    from hexvet.problems import Unusable
    from hexvet.workspace.folders import RULES
    from hexvet.workspace.settings import read_settings

    settings = read_settings(root)
    broken = [problem for problem in settings.problems if problem.severity == "error"]
    if broken:
        raise Unusable(broken)
    library = Library((root / RULES, shipped_folder()), root)
    loaded = [library.load(id) for id in settings.packs]
    problems = [p for one in loaded for p in one.problems if p.severity == "error"]
    return vocabulary_of([one.pack for one in loaded if one.pack]), tuple(problems)


def _report(path: Path, result: ImportResult) -> str:
    from hexvet.importers.reporting import report_csv, report_json, report_text

    if path.suffix == ".json":
        return report_json(result.report)
    return (report_csv if path.suffix == ".csv" else report_text)(result.report)


def _tell(arguments: Namespace, result: ImportResult, changes: Plan) -> None:
    from hexvet.cli.output import page, write, write_exactly
    from hexvet.importers.reporting import result_json, summary

    written = not arguments.dry_run
    if arguments.output == "json":
        write_exactly(result_json(result, changes, written=written))
    else:
        write(summary(result, changes, written=written, listed=page(arguments).limit))
