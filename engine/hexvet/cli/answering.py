"""`hexvet answer`: one question of a project or of the programme is answered."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from hexvet.cli.acting import add_actor, add_dry_run
from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace
from hexvet.diagnostics import Exit

if TYPE_CHECKING:
    from hexvet.deciding.answering import Change, Refused, Remarks, Subject
    from hexvet.evaluation import Assessment
    from hexvet.journal.model import Json, Kind
    from hexvet.loading import Workspace
    from hexvet.model import Field
    from hexvet.people import Actor

_MORE = """
Writes the answer into the file where it belongs, comments stay, and says what it changes. A value
is yes or no, a number (1.5M, $1,500,000, 25%), a day (2026-05-03), a range (1.2M..1.8M), one of a
field's words, a text, or rows as TOML writes them; unknown takes the answer away. With --party it
counts, and is told to others, when that party has finished; where hexvet.toml names people, those
with the party's name among their roles answer for it."""
_EXAMPLES = """\
  hexvet answer hiring-time cost_total 1.2M..1.8M --source "Finance office, memo of 3 May"
  hexvet answer programme places 4 --by mayor
  hexvet answer hiring-time reduces_cost yes --party fund
  hexvet answer hiring-time finished yes --party fund"""


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "answer", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("project", metavar="PROJECT", help="the project's id, or programme")
    parser.add_argument("field", metavar="FIELD",
                        help="the field; finished marks a party's answers as done")  # fmt: skip
    parser.add_argument("value", metavar="VALUE", help="the answer, or unknown")
    add_remarks(parser)
    parser.add_argument("--party", metavar="PARTY", default="",
                        help="into this party's own answers, in assessments/PARTY/")  # fmt: skip
    add_actor(parser, reason="why it is answered so, for the journal")
    add_dry_run(parser)
    add_workspace(parser)
    add_date(parser)
    add_edge(parser)


def add_remarks(parser: ArgumentParser) -> None:
    """What is told beside an answer."""
    parser.add_argument("--source", metavar="TEXT", default="", help="where the answer comes from")
    parser.add_argument("--confidence", choices=("low", "medium", "high"), default="",
                        help="how sure one can be of it")  # fmt: skip
    parser.add_argument("--note", metavar="TEXT", default="", help="a remark that stays with it")


def run(arguments: Namespace) -> int:
    """Writes the answer and tells what it changes."""
    from hexvet.deciding.answering import answer, field_of

    assessment, subject = judged_subject(arguments, arguments.party)
    who = voice_of(arguments, assessment.workspace, subject.party)
    if arguments.field == "finished" and subject.party:
        return _finish(arguments, assessment, subject, who)
    field = unless_refused(field_of(assessment.workspace, subject, arguments.field), arguments)
    value = typed(arguments.value, field)
    found = answer(assessment.workspace, subject, field, value, remarks_of(arguments, who))
    return put_on_record(arguments, assessment, found, "answer", who)


def voice_of(arguments: Namespace, workspace: Workspace, party: str) -> Actor:
    """Who answers, in the role in which they may answer for a party. Halts for others."""
    from hexvet.cli.acting import actor_of
    from hexvet.deciding.parties import speaking

    who: Actor = actor_of(arguments, workspace)
    spoken: Actor = unless_refused(speaking(who, party, workspace.people), arguments)
    return spoken


def judged_subject(arguments: Namespace, party: str = "") -> tuple[Assessment, Subject]:
    """The workspace as it is judged now, and what is asked about; a withdrawn project, too."""
    from hexvet.cli.sources import judge
    from hexvet.deciding.answering import subject_of

    assessment, _ = judge(arguments)
    found = subject_of(assessment.workspace, arguments.project, party)
    return assessment, unless_refused(found, arguments)


def unless_refused(found: Any, arguments: Namespace) -> Any:
    """What was found. Halts when it is a reason against it."""
    from hexvet.cli.acting import refuse
    from hexvet.granting import Objection

    if isinstance(found, Objection | tuple):
        refuse(found, arguments.color)
    return found


def typed(text: str, field: Field) -> object:
    """The value that was typed. Halts when it is no answer to the field."""
    from hexvet.diagnostics import Halt
    from hexvet.importers.typed import NotAnAnswer, read_typed

    found = read_typed(text, field)
    if isinstance(found, NotAnAnswer):
        raise Halt(Exit.USAGE, found.message, found.hint)
    return found.value


def remarks_of(arguments: Namespace, who: Actor, reason: str = "") -> Remarks:
    """What is told beside the value; who says it only where something is told."""
    from hexvet.deciding.answering import Remarks

    told = arguments.source, arguments.confidence, arguments.note, reason, arguments.by
    party = getattr(arguments, "party", "")  # whose answers name the party anyway
    by = (who.role or who.by) if any(told) and not party else ""
    return Remarks(arguments.source.strip(), by, arguments.confidence, arguments.note.strip(),
                   reason)  # fmt: skip


def _finish(arguments: Namespace, assessment: Assessment, subject: Subject, who: Actor) -> int:
    from hexvet.deciding.answering import finish
    from hexvet.model import Field, Where

    asked = Field("finished", "truth", Where(subject.file))
    finished = typed(arguments.value, asked) is True
    found = finish(assessment.workspace, subject, finished)
    return put_on_record(arguments, assessment, found, "answer", who)


def put_on_record(
    arguments: Namespace,
    assessment: Assessment,
    found: Change | Refused,
    kind: Kind,
    who: Actor,
    more: dict[str, Json] | None = None,
) -> int:
    """Records a change and writes what it does. Halts when it is refused."""
    from hexvet import evaluate
    from hexvet.cli.acting import reason_of, recorded
    from hexvet.cli.output import page, write
    from hexvet.deciding.effects import shifts
    from hexvet.deciding.recording import change
    from hexvet.reporters.changes import render

    changed: Change = unless_refused(found, arguments)
    reason = reason_of(arguments)
    after = evaluate(changed.workspace, assessment.as_of, assessment)
    told = shifts(assessment, after, changed.subject.id)
    draft = change(kind, changed, who, reason, assessment.as_of, more)
    entry = recorded(arguments, assessment.workspace, draft, changed.edits)
    write(render(changed, told, entry, page(arguments)))
    return Exit.CLEAN
