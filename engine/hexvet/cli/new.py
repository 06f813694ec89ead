"""`hexvet new`: one more candidate, or one more rule of the city's own pack."""

from __future__ import annotations

from argparse import Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from hexvet.cli.options import add_edge, add_workspace
from hexvet.cli.scaffolding import add_kinds
from hexvet.cli.verbs import VERBS
from hexvet.diagnostics import Exit

_DESCRIPTION = """\
Writes projects/ID.toml with every question that the packs in use ask about a project, commented
out: unknown until somebody answers."""
_EXAMPLES = """\
examples:
  hexvet new project street-lights --title "Street lights"
  hexvet new project street-lights -w sample_data/los-angeles"""

_ALL_EXAMPLES = f"""\
{_EXAMPLES}
  hexvet new check data_protection --gate launch
  hexvet new project --help"""


def register(subparsers: Any) -> None:
    """Adds the verb with its kinds: a project, or a rule of a pack."""
    purpose = VERBS["new"][1]
    verb = subparsers.add_parser("new", help=purpose, allow_abbrev=False,
                                 description=f"{purpose[0].upper()}{purpose[1:]}.",
                                 epilog=_ALL_EXAMPLES,
                                 formatter_class=RawDescriptionHelpFormatter)  # fmt: skip
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
    from hexvet.cli.acting import unusable
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
        raise unusable(error, "the project was not made", arguments.color) from error
    filed(workspace.root, [made], [made], "hexvet new project")
    at = "" if workspace.root == Path() else f" -w {workspace.root.as_posix()}"
    write(f"Made {(workspace.root / made).as_posix()}\n"
          f"Next: hexvet needs --project {arguments.id}{at}\n")  # fmt: skip
    return Exit.CLEAN


def _title(id_: str) -> str:
    words = id_.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or id_
