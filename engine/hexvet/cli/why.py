"""`hexvet why`: the explanation of an outcome."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_packs, add_verb, add_workspace
from hexvet.diagnostics import Exit, Halt

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.model import Explanation

FORMATS = ("text", "json")

_MORE = """
The leaves that decide it with their values, the evidence and the rule with file and line, what
is missing, and what would turn it. A finding is shown as a tree: what its rule matched, and why
that is so. Without RULE it explains the first gate that is not open: the project does not pass
it, or a finding blocks it. PROJECT can be `programme`."""
_EXAMPLES = """\
  hexvet why procurement
  hexvet why procurement la-model/time_limited -w sample_data/los-angeles
  hexvet why procurement selection -o json"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "why", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id, or programme")
    parser.add_argument("rule", metavar="RULE", nargs="?",
                        help="a check, criterion, section, gate or finding: pack/id, or the "
                        "id alone")  # fmt: skip
    add_workspace(parser)
    add_date(parser)
    add_packs(parser)
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help="text or json; to FILE, or to standard output; repeatable "
                        "(default: text)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Writes the explanation."""
    from hexvet.cli.output import outputs
    from hexvet.cli.vetting import vet
    from hexvet.explanation import NoSuchRule
    from hexvet.findings.explaining import explanations
    from hexvet.findings.inferred import Inferred

    wanted = outputs(arguments.output, FORMATS)
    assessment, inferred, status = vet(arguments, arguments.project)
    try:
        known = inferred or Inferred(assessment)
        found = explanations(known, arguments.project, arguments.rule)
    except NoSuchRule as error:
        raise Halt(Exit.USAGE, str(error)) from error
    for format, file in wanted:
        _emit(arguments, found, assessment, format, file)
    return status


def _emit(
    arguments: Namespace,
    found: Sequence[Explanation],
    assessment: Assessment,
    format: str,
    file: str,
) -> None:
    from hexvet.cli.output import deliver, page, write, write_file
    from hexvet.reporters import explanation_json, why
    from hexvet.reporters.typesetting import PLAIN

    if format == "json":
        text = explanation_json.render(found, assessment)
        deliver(text, file)
        return
    paper = PLAIN if file else page(arguments)
    text = "\n".join(why.render(one, assessment.workspace, paper) for one in found)
    write_file(file, text) if file else write(text)
