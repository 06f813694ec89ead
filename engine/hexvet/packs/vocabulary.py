"""From the entries of a pack to its vocabulary: fields, params and lets, typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping

from hexvet.language.checker import Scope
from hexvet.language.nodes import Aggregate, Name, Node, height, walk
from hexvet.language.tokens import MAX_LENGTH
from hexvet.model import ANYTHING, Cell, Column, Field, Interval, Kind, Subject, Where
from hexvet.packs.composing import Entry
from hexvet.packs.model import Expression, Gate, Let, Param
from hexvet.packs.schema import KINDS

Report = Callable[..., None]
"""`report(code, message, where, hint)` adds a problem at a key."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_AMOUNTS = ("number", "share", "money", "date")
LARGEST = 1e15


def read_field(entry: Entry, report: Report) -> Field | None:
    """One word of the vocabulary; None when its type is not given."""
    values = entry.values
    kind = values.get("type")
    if kind is None:
        return None
    columns = _columns(entry, report) if kind == "table" else {}
    made = Field(
        name=entry.name,
        kind=kind,  # type: ignore[arg-type]
        where=entry.where,
        label=str(values.get("label", "")),
        ask=str(values.get("ask", "")),
        help=str(values.get("help", "")),
        clause=str(values.get("clause", "")),
        of=values.get("of", "project"),  # type: ignore[arg-type]
        unit=str(values.get("unit", "")),
        range=_range(entry, str(kind), report),
        values=_texts(values.get("values")),
        anchors={str(k): str(v) for k, v in _mapping(values.get("anchors")).items()},
        columns=columns,
        dated=str(values.get("dated", "")),
    )
    _consistent(entry, made, report)
    return made


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list) else ()


def _mapping(values: object) -> Mapping[str, object]:
    return values if isinstance(values, Mapping) else {}


def _consistent(entry: Entry, made: Field, report: Report) -> None:
    """Keys that do not go with the type are mistakes: they would be ignored otherwise."""
    fitting = {
        "min": _AMOUNTS, "max": _AMOUNTS, "unit": ("number", "money"), "values": ("text",),
        "columns": ("table",), "dated": ("table",),
    }  # fmt: skip
    for name, kinds in fitting.items():
        if name in entry.values and made.kind not in kinds:
            message = f"'{name}' does not go with type '{made.kind}'"
            report("RP019", message, entry.at(name), f"it belongs to {' or '.join(kinds)}")
    if made.kind == "table" and not made.columns:
        hint = "add columns = { name = 'text', since = 'date' }"
        report("RP012", "a table field needs columns", entry.at(), hint)
    dated = made.columns.get(made.dated)
    if made.kind == "table" and made.dated and (dated is None or dated.kind != "date"):
        report("RP019", f"'{made.dated}' is not a date column", entry.at("dated"))


def _range(entry: Entry, kind: str, report: Report) -> Interval:
    low, high = Interval(0.0, 1.0) if kind == "share" else ANYTHING
    ends = []
    for name, default in (("min", low), ("max", high)):
        value = entry.values.get(name)
        is_date = isinstance(value, datetime.date)
        if value is not None and kind in _AMOUNTS and is_date != (kind == "date"):
            report("RP019", f"'{name}' of a {kind} must be a {kind}", entry.at(name))
            value = None
        ends.append(default if value is None else _end(value))
    if ends[0] > ends[1]:
        report("RP019", "'min' is greater than 'max'", entry.at("min"), "swap them")
        return ANYTHING
    return Interval(*ends) if kind in _AMOUNTS else ANYTHING


def _end(value: object) -> float:
    if isinstance(value, datetime.date):
        return float(value.toordinal())
    return float(value)  # type: ignore[arg-type]


def _columns(entry: Entry, report: Report) -> dict[str, Column]:
    columns = {}
    allowed = tuple(kind for kind in KINDS if kind != "table")
    for name, kind in _mapping(entry.values.get("columns")).items():
        if isinstance(kind, list):
            columns[name] = Column(name, "text", tuple(map(str, kind)))
        elif kind in allowed:
            columns[name] = Column(name, kind)  # type: ignore[arg-type]
        else:
            hint = f"one of {', '.join(allowed)}, or a list of the allowed texts"
            report("RP014", f"'{kind}' is not a kind of column", entry.at("columns", name), hint)
    return columns


def read_param(entry: Entry, report: Report) -> Param | None:
    """A dated value; an undated `value` holds from the first day of the calendar."""
    rows = _rows(entry, report)
    if not rows:
        if "values" not in entry.values and "value" not in entry.values:
            hint = "add values = { 2018-01-01 = 24 }, or value = 24"
            report("RP012", f"'{entry.name}' has no value", entry.at(), hint)
        return None
    unit = str(entry.values.get("unit", ""))
    kind = str(entry.values.get("type", "")) or _kind(rows[0][1], unit)
    cells = []
    for date, value, where in rows:
        cell = _cell(value, kind)
        if cell is None:
            report("RP013", f"this is not a {kind}", where, "all values are of one type")
        else:
            cells.append((date, cell))
    cells.sort(key=lambda row: row[0])
    values = entry.values
    return Param(
        entry.name, kind, tuple(cells), entry.where, unit,  # type: ignore[arg-type]
        str(values.get("label", "")), str(values.get("source", "")),
    )  # fmt: skip


def _rows(entry: Entry, report: Report) -> list[tuple[datetime.date, object, Where]]:
    rows = []
    if "value" in entry.values:
        rows.append((datetime.date.min, entry.values["value"], entry.at("value")))
        if "values" in entry.values:
            report("RP019", "'value' and 'values' exclude each other", entry.at("value"))
    for written, value in _mapping(entry.values.get("values")).items():
        where = entry.at("values", written)
        try:
            rows.append((datetime.date.fromisoformat(written), value, where))
        except ValueError:
            hint = "the key is the first day on which it holds: 2018-01-01"
            report("RP019", f"'{written[:40]}' is not a date", where, hint)
    return rows


def _kind(value: object, unit: str) -> Kind:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime.date):
        return "date"
    return "money" if _CURRENCY.fullmatch(unit) else "number"


def _cell(value: object, kind: str) -> Cell | None:
    if isinstance(value, bool):
        return value if kind == "truth" else None
    if isinstance(value, str):
        return value if kind == "text" else None
    if isinstance(value, datetime.date):
        return Interval(_end(value), _end(value)) if kind == "date" else None
    assert isinstance(value, int | float)
    if kind not in ("number", "share", "money") or abs(value) > LARGEST:
        return None
    return Interval(float(value), float(value))


class Vocabulary:
    """What the expressions of one pack may name; lets are typed when they are first read."""

    def __init__(
        self,
        fields: Mapping[str, Field],
        params: Mapping[str, Param],
        lets: Mapping[str, Entry],
        compile_let: Callable[[Entry, Scope], Expression | None],
        report: Report,
    ) -> None:
        self.fields, self.params, self.report = fields, params, report
        self.lets: dict[str, Let] = {}
        self._entries, self._compile = lets, compile_let
        self._open: list[str] = []
        self._faulty: set[str] = set()
        self._heights: dict[str, int] = {}
        self._kinds = {name: param.kind for name, param in params.items()}

    def scope(self, subject: Subject) -> Scope:
        """The scope of a rule about a project or about the programme."""
        names = tuple(self._entries)
        return Scope(self.fields, self._kinds, self.let_kind, names, subject, self.let_height)

    def let_height(self, name: str) -> int:
        """How deep the tree of a let is, with the lets that it reads."""
        return self._heights.get(name, 0)

    def type_lets(self) -> None:
        """Types every let, those first that others read: long chains then need no deep stack."""
        for name in _inner_first({n: str(e.values.get("expr")) for n, e in self._entries.items()}):
            self.let_kind(name)

    def let_kind(self, name: str) -> tuple[str, Subject] | None:
        """The kind of a let and whose it is; kind "" when it is faulty."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if name not in self.lets and name not in self._open and name not in self._faulty:
            self._open.append(name)
            self._add(entry)
            self._open.remove(name)
        elif name in self._open:
            circle = " -> ".join((*self._open[self._open.index(name) :], name))
            self.report("RP025", f"lets define each other in a circle: {circle}", entry.at("expr"))
        made = self.lets.get(name)
        return (made.expression.node.kind, made.of) if made else ("", "programme")

    def _add(self, entry: Entry) -> None:
        subject: Subject = "programme" if entry.values.get("of") == "programme" else "project"
        if "expr" not in entry.values:
            return
        expression = self._compile(entry, self.scope(subject))
        if expression is not None:
            of: Subject = "project" if self.reads_project(expression.node) else "programme"
            label = str(entry.values.get("label", ""))
            self.lets[entry.name] = Let(entry.name, expression, of, label)
            self._heights[entry.name] = height(expression.node, self.let_height)
        else:
            self._faulty.add(entry.name)

    def reads_project(self, node: Node) -> bool:
        """Whether a value can differ from project to project."""
        for part in walk(node):
            if isinstance(part, Aggregate | Name) and part.source == "field":
                return True
            if isinstance(part, Name) and part.source == "let":
                let = self.lets.get(part.name)
                if let is None or let.of == "project":
                    return True
        return False


def _inner_first(texts: Mapping[str, str]) -> Iterator[str]:
    """Names ordered so that each stands after those that its text mentions, if that can be."""
    begun: set[str] = set()
    for first in texts:
        waiting = [(first, False)]
        while waiting:
            name, done = waiting.pop()
            if done:
                yield name
            elif name not in begun:
                begun.add(name)
                mentioned = [
                    word for word in _WORD.findall(texts[name][:MAX_LENGTH]) if word in texts
                ]
                waiting += [(name, True), *((word, False) for word in mentioned)]


def with_stage(fields: dict[str, Field], gates: Mapping[str, Gate]) -> None:
    """A pack with gates has a field `stage`, one of them, unless it declares its own."""
    if gates and "stage" not in fields:
        where = next(iter(gates.values())).where
        fields["stage"] = Field(
            "stage", "text", where, "Stage", "At which stage is it now?", values=tuple(gates)
        )
