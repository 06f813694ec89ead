"""`hexvet new`: one more candidate, or one more rule of the city's own pack."""

from __future__ import annotations

from argparse import Namespace, RawDescriptionHelpFormatter
from typing import Any

from hexvet.cli.options import add_edge, add_workspace
from hexvet.cli.scaffolding import add_kinds
from hexvet.cli.verbs import VERBS
from hexvet.diagnostics import Exit, Halt, report

_DESCRIPTION = """\
Writes projects/ID.toml with every question that the packs in use ask about a project, commented
out: unknown until somebody answers."""
_EXAMPLES = """\
examples:
  hexvet new project street-lights --title "Street lights"
  hexvet new project street-lights -w sample_data/los-angeles"""


def register(subparsers: Any) -> None:
    """Adds the verb with its kinds: a project, or a rule of a pack."""
    purpose = VERBS["new"][1]
    verb = subparsers.add_parser("new", help=purpose, allow_abbrev=False,
                                 description=f"{purpose[0].upper()}{purpose[1:]}.")  # fmt: skip
    kinds = verb.add_subparsers(metavar="KIND", required=True)
    add_kinds(kinds)
    parser = kinds.add_parser(
        "project",
        help="a candidate for reform",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("id", metavar="ID", help="its id, which is the name of its file")
    parser.add_argument("--title", metavar="TEXT", help="its title (default: made from the id)")
    add_workspace(parser)
    add_edge(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Writes the file and says which."""
    from hexvet.cli.filing import filed
    from hexvet.cli.output import write
    from hexvet.cli.sources import load
    from hexvet.problems import Unusable
    from hexvet.workspace.creating import new_project

    workspace = load(arguments)
    title = arguments.title or _title(arguments.id)
    try:
        made = new_project(workspace.root, arguments.id, title, workspace.fields.values())
    except Unusable as error:
        report(error.problems, colour=arguments.color)
        raise Halt(Exit.USAGE, "the project was not made") from error
    filed(workspace.root, [made], [made], "hexvet new project")
    write(f"Made {(workspace.root / made).as_posix()}\n")
    return Exit.CLEAN


def _title(id_: str) -> str:
    words = id_.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or id_
