"""The tests of a pack as examples of its rules: what is answered, and what comes out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexvet.handbook.model import Span, Words, joined
from hexvet.handbook.sentences import amount, said_text
from hexvet.language.nodes import Aggregate, Name, Node, walk
from hexvet.model import Cell, Field
from hexvet.packs.examples import KINDS, VERDICTS
from hexvet.packs.loading import Loaded
from hexvet.packs.model import Pack
from hexvet.testing.cases import Case, cases_of

_MOST_ROWS = 3
_MOST_ANSWERS = 8


@dataclass(frozen=True, slots=True)
class Example:
    """One case of a test, and what it expects of one rule."""

    verdict: str
    test: str
    on: datetime.date
    answers: Mapping[str, Cell]


class Examples:
    """The cases of a pack's tests by the rule that they speak of."""

    def __init__(self, loaded: Loaded) -> None:
        self.cases, _ = cases_of(loaded)
        assert loaded.pack is not None
        self.pack = loaded.pack

    def of(self, kind: str, name: str, nodes: tuple[Node, ...]) -> tuple[Example, ...]:
        """The shortest example of each outcome that a test expects of a rule.

        `nodes` are the rule's expressions: only answers that they read are told.
        """
        read = fields_of(nodes, self.pack)
        shortest: dict[str, Example] = {}
        for case in self.cases:
            verdict = _expected(case, kind, name)
            answers = {n: cell for n, cell in case.cells.items() if n in read}
            if verdict and _shorter(answers, shortest.get(verdict)):
                shortest[verdict] = Example(verdict, case.id, case.on, answers)
        ordered = [*VERDICTS[kind], *(v for v in shortest if v not in VERDICTS[kind])]
        return tuple(shortest[verdict] for verdict in ordered if verdict in shortest)


def _shorter(answers: Mapping[str, Cell], than: Example | None) -> bool:
    if than is None:
        return True
    return len(answered(answers)) < len(answered(than.answers))


def answered(answers: Mapping[str, Cell]) -> str:
    """All answers as one text, whose length tells how long an example is."""
    return repr(sorted(answers.items(), key=lambda pair: pair[0]))


def _expected(case: Case, kind: str, name: str) -> str:
    """What a case expects of a rule; nothing when it does not speak of it."""
    for expected in case.expected:
        of, _, plain = expected.name.rpartition(".")
        said = plain if of in KINDS else expected.name
        if said.rpartition("/")[2] == name and of in ("", kind):
            if isinstance(expected.value, str):
                return expected.value if expected.value in VERDICTS[kind] else ""
            return _score_text(expected.value)
    return ""


def _score_text(value: object) -> str:
    if isinstance(value, list):
        return f"score {' to '.join(map(str, value))}"
    return f"score {value}"


def fields_of(nodes: tuple[Node, ...], pack: Pack) -> frozenset[str]:
    """The questions that expressions read, lets opened."""
    return frozenset(_read(nodes, pack, set()))


def _read(nodes: tuple[Node, ...], pack: Pack, opened: set[str]) -> Iterator[str]:
    for part in (part for node in nodes for part in walk(node)):
        if isinstance(part, Aggregate) and part.table in pack.fields:
            yield part.table
        elif isinstance(part, Name) and part.source in ("field", "programme"):
            yield part.name
        elif isinstance(part, Name) and part.source == "let" and part.name not in opened:
            opened.add(part.name)
            yield from _read((pack.lets[part.name].expression.node,), pack, opened)


def told(example: Example, pack: Pack) -> Words:
    """An example's answers: `Start 2018-01-01, Planned end 2020-06-30`."""
    if not example.answers:
        return (Span("when none of its questions is answered"),)
    pairs = list(example.answers.items())
    parts = [_pair(pack.fields[name], cell, pack) for name, cell in pairs[:_MOST_ANSWERS]]
    more = len(pairs) - _MOST_ANSWERS
    rest: Words = (Span(f" and {more} more answers"),) if more > 0 else ()
    return (*joined(parts, "; "), *rest)


def _pair(field: Field, cell: Cell, pack: Pack) -> Words:
    """A question and its answer; a stage is called by its gate's title."""
    gate = pack.gates.get(cell) if field.name == "stage" and isinstance(cell, str) else None
    said = said_text(gate.title) if gate and gate.title else _cell(field, cell)
    return (Span(field.title, "name", field.name), Span(f": {said}"))


def _cell(field: Field, cell: Cell) -> str:
    if not isinstance(cell, tuple) or field.kind != "table":
        return amount(cell, field.kind, field.unit)
    if not cell:
        return "none"
    rows = [_row(field, row) for row in cell[:_MOST_ROWS] if isinstance(row, Mapping)]
    more = len(cell) - len(rows)
    return "; ".join(rows) + (f" and {more} more row{'s' if more > 1 else ''}" if more else "")


def _row(field: Field, row: Mapping[str, Cell]) -> str:
    cells = [
        f"{name.replace('_', ' ')} "
        f"{said_text(c) if isinstance(c, str) else amount(c, field.columns[name].kind)}"
        for name, c in row.items()
        if name in field.columns
    ]
    return f"({', '.join(cells)})" if cells else "(an empty row)"
