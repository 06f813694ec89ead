"""`hexvet check`: judge a workspace, print or write the result in several formats."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import (
    add_date,
    add_edge,
    add_packs,
    add_projects,
    add_verb,
    add_workspace,
)
from hexvet.diagnostics import Exit, Halt, say, worst

if TYPE_CHECKING:
    from hexvet.evaluation import Assessment
    from hexvet.findings.inferred import Inferred
    from hexvet.reporters.report import Report, Threshold

FORMATS = ("table", "json", "csv", "md", "junit", "sarif")
LEVELS = ("blocker", "warning", "advice", "unknown")

_MORE = """
Exit status: 0 clean, 1 something at or above --fail-on, 2 wrong command line, 3 a pack does not
load, 5 files of the workspace have errors (what could be read was evaluated), 6 nothing was
evaluated, 8 an output cannot be written."""
_EXAMPLES = """\
  hexvet check sample_data/los-angeles --as-of 2026-10-01
  hexvet check --gate selection --fail-on unknown -o table -o json=out.json -o junit=out.xml"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "check", run, more=_MORE, examples=_EXAMPLES)
    add_workspace(parser, positional=True)
    parser.add_argument("--gate", metavar="GATE", action="append", default=[],
                        help="only the checks at this gate, for what is shown and for the exit "
                        "status; repeatable")  # fmt: skip
    add_projects(parser)
    add_date(parser)
    add_packs(parser)
    parser.add_argument("--fail-on", metavar="LEVEL", action="append", choices=LEVELS, default=[],
                        help="exit with 1 when a check of this severity or above failed, or a "
                        "finding is of it: blocker (default), warning or advice; unknown counts "
                        "unknown outcomes too, of all severities or, beside another LEVEL, from "
                        "that one on")  # fmt: skip
    _add_output(parser)
    add_edge(parser)


def _add_output(parser: ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FORMAT[=FILE]", action="append", default=[],
                        help=f"one of {', '.join(FORMATS)}; to FILE, or to standard output; "
                        "repeatable (default: table)")  # fmt: skip


def run(arguments: Namespace) -> int:
    """Judges, reports, and returns the exit status."""
    from hexvet.cli.output import outputs
    from hexvet.cli.vetting import vet

    wanted = outputs(arguments.output, FORMATS)
    assessment, inferred, status = vet(arguments)
    report = report_of(arguments, assessment, inferred)
    for format, file in wanted:
        _emit(arguments, report, format, file)
    found = Exit.FINDINGS if report.fails else Exit.CLEAN
    return worst((status, _evaluated(report), found))


def report_of(
    arguments: Namespace, assessment: Assessment, inferred: Inferred | None = None
) -> Report:
    """The part of the assessment that is asked for. Halts on an unknown project or gate."""
    from hexvet.cli.sources import known
    from hexvet.reporters.report import Report, gate_ids

    projects = known(assessment.workspace.projects, arguments.project, "project")
    chosen = getattr(arguments, "gate", [])
    gates = known(gate_ids(assessment), chosen, "gate")
    levels = getattr(arguments, "fail_on", [])
    return Report(assessment, projects, gates, bool(chosen), threshold(levels), inferred)


def threshold(levels: list[str]) -> Threshold:
    """The lowest of the severities that are named; all of them for `unknown` alone."""
    from hexvet.model import SEVERITIES
    from hexvet.reporters.report import Threshold

    named = [severity for severity in SEVERITIES if severity in levels]
    unknown = "unknown" in levels
    return Threshold(named[-1] if named else "advice" if unknown else "blocker", unknown)


def _emit(arguments: Namespace, report: Report, format: str, file: str) -> None:
    from hexvet.cli.output import deliver, page, write
    from hexvet.reporters import render

    if format == "table" and not file:
        from hexvet.reporters import table

        write(table.render(report, page(arguments)))
    else:
        deliver(render(format, report), file)


def _evaluated(report: Report) -> Exit:
    """Whether there was anything to judge and a rule to judge it by; says what was missing."""
    packs = report.assessment.packs
    checks = [c for pack in packs for c in pack.checks.values() if c.gate in report.gates]
    criteria = [c for pack in packs for c in pack.criteria.values()]
    if not report.projects:
        say("nothing was evaluated", "the workspace has no project: hexvet new project ID")
    elif not checks and not criteria:
        say("nothing was evaluated", "the packs in force have no rule")
    elif report.narrowed and not checks:
        say("nothing was evaluated", f"no check guards {', '.join(report.gates)}")
    else:
        return Exit.CLEAN
    return Exit.NOTHING


def halt_when_empty(report: Report) -> None:
    """Halts when there is no project to speak of."""
    if not report.projects:
        hint = "the workspace has no project: hexvet new project ID"
        raise Halt(Exit.NOTHING, "nothing was evaluated", hint)
