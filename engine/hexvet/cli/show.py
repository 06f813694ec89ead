"""`hexvet show`: everything about one project."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from hexvet.cli.options import add_date, add_edge, add_packs, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

_MORE = """
Its hexagon with all criteria, its gates, every check, what is missing, waivers, findings and
evidence with sources: the same facts as on the screen, in lines that can be read aloud or
searched."""
_EXAMPLES = """\
  hexvet show procurement
  hexvet show --effective la-model/time_limited
  hexvet show --screen portfolio --plain
  hexvet show procurement sample_data/los-angeles --as-of 2026-10-01"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "show", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument(
        "project", metavar="PROJECT", nargs="?", default="", help="the project's id"
    )
    parser.add_argument(
        "--effective",
        metavar="ID",
        default="",
        help="instead: every value of a pack or rule, with the line that set it",
    )
    parser.add_argument("--screen", metavar="NAME",
                        help="instead: a screen as plain text, such as portfolio; PROJECT is then "
                        "the one under the cursor")  # fmt: skip
    parser.add_argument("--filter", metavar="TEXT", default="",
                        help="with --screen: only what the filter keeps, as gate:hold")  # fmt: skip
    parser.add_argument("--plain", action="store_true",
                        help="plain text, which is what show writes anyway")  # fmt: skip
    add_workspace(parser, positional=True)
    add_date(parser)
    add_packs(parser)
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the project's text, or what is in effect of a pack."""
    if arguments.effective:
        from hexvet.cli.effective import run as effective

        return effective(arguments)
    if arguments.screen is not None:
        from hexvet.cli.twin import run as twin

        return twin(arguments)
    if not arguments.project:
        raise Halt(Exit.USAGE, "missing: PROJECT", "hexvet check lists them")
    from hexvet.cli.output import page, write
    from hexvet.cli.sources import known
    from hexvet.cli.vetting import vet
    from hexvet.reporters.show import render

    assessment, inferred, status = vet(arguments, arguments.project)
    (project,) = known(assessment.workspace.projects, [arguments.project], "project")
    write(render(assessment, project, page(arguments), inferred))
    return status
