"""`hexvet eval`: a playground for people who write rules."""

from __future__ import annotations

import datetime
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hexvet.cli.options import add_date, add_edge, add_verb, add_workspace, day_of
from hexvet.diagnostics import Exit, Halt, report

if TYPE_CHECKING:
    from hexvet.language.environment import Env
    from hexvet.language.faults import BadExpression
    from hexvet.language.nodes import Node
    from hexvet.language.tables import Row
    from hexvet.model import Cell, Subject
    from hexvet.packs.model import Pack
    from hexvet.reporters.value import Answer, Value

FORMATS = ("table", "json")
DEFAULT_PACK = "la-model"

_MORE = """
The words are those of a pack: of --pack, or of the packs that the workspace uses, or of la-model
where no workspace is around. The answers are those of --project, or those of --given, or else
the programme's alone. An expression that begins with - comes after --."""
_EXAMPLES = """\
  hexvet eval "months_between(start, end) <= 24" --given "start = 2018-01-01"
  hexvet eval "count(team where sector == 'public') >= 2" --project procurement -o json"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an expression is evaluated over."""

    cells: Row
    programme: Row
    projects: Sequence[Row] = ()


def register(subparsers: Any) -> None:
    """Adds the verb."""
    parser = add_verb(subparsers, "eval", run, more=_MORE, examples=_EXAMPLES)
    parser.add_argument("expression", metavar="EXPR", help="the expression")
    parser.add_argument("--pack", metavar="PACK",
                        help="the pack whose words are used: an id or a .toml file")  # fmt: skip
    subject = parser.add_mutually_exclusive_group()
    subject.add_argument("--project", metavar="ID", help="evaluate for this project")
    subject.add_argument("--given", metavar="TOML",
                         help="evaluate for these answers, of project and programme: "
                         "'stage = \"launch\"'")  # fmt: skip
    add_workspace(parser)
    add_date(parser)
    parser.add_argument("-o", "--output", choices=FORMATS, default="table",
                        help="table or json (default: table)")  # fmt: skip
    add_edge(parser)


def run(arguments: Namespace) -> int:
    """Evaluates and writes the value."""
    from hexvet.cli.output import page, write, write_exactly
    from hexvet.reporters.value import render, render_json

    packs, answers = _material(arguments)
    pack, node, subject = _compiled(arguments, packs)
    as_of = day_of(arguments)
    value = evaluated(arguments.expression, node, pack, answers, subject, as_of)
    if arguments.output == "json":
        write_exactly(render_json(value))
    else:
        write(render(value, page(arguments)))
    return Exit.CLEAN


# what to evaluate over ------------------------------------------------------------------------
def _material(arguments: Namespace) -> tuple[tuple[Pack, ...], Answers]:
    from hexvet.cli.sources import enclosing, known, load

    around = arguments.at or enclosing() is not None
    if arguments.project and not around:
        raise Halt(Exit.USAGE, "--project needs a workspace", "name it with -w DIR")
    if arguments.given is not None or not around:
        packs = _packs(arguments, around=bool(around))
        return packs, _given(arguments.given or "", packs, arguments.color)
    asked = [arguments.pack] if arguments.pack else []
    workspace = load(Namespace(**{**vars(arguments), "pack": asked}))
    rows = [project.cells for project in workspace.projects.values()]
    cells: Mapping[str, Cell] = {}
    if arguments.project:
        (name,) = known(workspace.projects, [arguments.project], "project")
        cells = workspace.projects[name].cells
    return workspace.packs, Answers(cells, workspace.programme.cells, rows)


def _packs(arguments: Namespace, *, around: bool) -> tuple[Pack, ...]:
    """The packs of --pack, else of the workspace, else the one that cities begin with."""
    from hexvet.cli.sources import root_of
    from hexvet.packs.loading import Library, shipped_folder
    from hexvet.workspace.settings import read_settings

    root = root_of(arguments) if around else None
    library = Library((*([root / "rules"] if root else []), shipped_folder()), root)
    names = [arguments.pack] if arguments.pack else [DEFAULT_PACK]
    if root and not arguments.pack:
        names = list(read_settings(root).packs) or names
    loaded = [
        library.load_file(Path(name)) if name.endswith(".toml") else library.load(name)
        for name in names
    ]
    problems = [problem for one in loaded for problem in one.problems]
    report(problems, colour=arguments.color)
    packs = tuple(one.pack for one in loaded if one.pack)
    if len(packs) < len(names):
        raise Halt(Exit.BAD_PACK, "a rule pack does not load", "nothing was evaluated")
    return packs


def _given(text: str, packs: Sequence[Pack], colour: str) -> Answers:
    """The answers of a TOML text, each to the subject that its field belongs to."""
    from hexvet.documents import parse_document
    from hexvet.loading import vocabulary_of
    from hexvet.problems import Problem
    from hexvet.workspace.answers import parse_answers
    from hexvet.workspace.merging import cells_of

    fields = vocabulary_of(packs)
    document = parse_document(text, "--given")
    problems: Sequence[Problem] = [document] if isinstance(document, Problem) else []
    cells: Mapping[str, Cell] = {}
    if not isinstance(document, Problem):
        evidence, mistakes = parse_answers(document, fields)
        cells, problems = cells_of(evidence), mistakes.in_order
    if problems:
        report(problems, colour=colour, total=False)
        raise Halt(Exit.USAGE, "--given cannot be used")
    own = {name: cell for name, cell in cells.items() if fields[name].of == "project"}
    return Answers(own, {name: cells[name] for name in cells if name not in own}, (own,))


# compiling ------------------------------------------------------------------------------------
def _compiled(arguments: Namespace, packs: Sequence[Pack]) -> tuple[Pack, Node, Subject]:
    """The first pack whose words the expression uses, as a rule of a project or else of the
    programme. Halts with the faults that it has for the first pack."""
    from hexvet.language.checker import Scope, compile_expression
    from hexvet.language.faults import BadExpression

    first: BadExpression | None = None
    for pack in packs:
        kinds = {name: param.kind for name, param in pack.params.items()}
        lets = {name: (let.expression.node.kind, let.of) for name, let in pack.lets.items()}
        subjects: tuple[Subject, ...] = ("project", "programme")
        for subject in subjects:
            scope = Scope(pack.fields, kinds, lets.get, tuple(lets), subject)
            try:
                return pack, compile_expression(arguments.expression, scope), subject
            except BadExpression as error:
                first = first or error
    if first is None:
        raise Halt(Exit.NOTHING, "no rule pack is in use", "name one with --pack")
    report(_problems(first), colour=arguments.color, total=False)
    raise Halt(Exit.USAGE, "the expression cannot be evaluated")


def _problems(error: BadExpression) -> list[Any]:
    """Faults as problems of the line that the expression is."""
    from hexvet.documents import printable
    from hexvet.problems import Place, Problem

    line = printable(error.text)
    return [
        Problem(
            fault.code,
            fault.message,
            Place("EXPR", 1, fault.start + 1, max(1, fault.end - fault.start), line),
            fault.hint,
        )
        for fault in error.faults
    ]


# evaluating -----------------------------------------------------------------------------------
def evaluated(
    text: str, node: Node, pack: Pack, answers: Answers, subject: Subject, as_of: datetime.date
) -> Value:
    """The value of a typed expression on a day, with all that it rests on."""
    from hexvet.judging import judge_of
    from hexvet.language import scalar
    from hexvet.language.deciding import deciding, needs, open_fields
    from hexvet.reporters.value import Value

    judge = judge_of(pack, as_of, answers.programme)
    env = judge.env(answers.cells, answers.projects if subject == "programme" else ())
    decided = scalar.known(node, env)
    names = dict(_names(node, pack, env))
    answer: Answer
    if node.kind == "truth":
        holds = scalar.truth(node, env)
        leaves = deciding(node, env)
        reasons = tuple((_source(leaf, text, pack), _holds(leaf, env)) for leaf in leaves)
        answer = None if holds == 0 else holds > 0
        return Value(text, "truth", answer, decided, needs(node, env), reasons, names)
    answer = scalar.text(node, env) if node.kind == "text" else scalar.quantity(node, env)
    settled = decided and not (isinstance(answer, tuple) and answer[0] != answer[1])
    wanted = () if settled else tuple(open_fields(node, env))
    return Value(text, node.kind, answer, decided, wanted, (), names)


def _holds(leaf: Node, env: Env) -> bool | None:
    from hexvet.language import scalar

    holds = scalar.truth(leaf, env)
    return None if holds == 0 else holds > 0


def _source(leaf: Node, text: str, pack: Pack) -> str:
    """The text of a leaf, which stands in the expression or in a let that it names."""
    from hexvet.language.nodes import walk

    for let in pack.lets.values():
        if any(node is leaf for node in walk(let.expression.node)):
            return let.expression.text[leaf.start : leaf.end]
    return text[leaf.start : leaf.end]


def _names(node: Node, pack: Pack, env: Env) -> Iterator[tuple[str, str]]:
    """Every word that the value rests on, and what it means now."""
    from hexvet.language.deciding import fields_read
    from hexvet.language.formatting import format_cell
    from hexvet.language.nodes import Name, walk

    for name, source in dict.fromkeys(fields_read(node, env)):
        field = pack.fields[name]
        cell = (env.cells if source == "field" else env.programme).get(name)
        missing = f"missing: {field.ask or field.title}"
        yield name, missing if cell is None else format_cell(cell, field.kind, field.unit)
    for part in walk(node):
        if isinstance(part, Name) and part.source == "param":
            param, cell = pack.params[part.name], env.params.get(part.name)
            yield part.name, format_cell(cell, param.kind, param.unit)
