"""What the parts of an expression can come to, whatever anybody answers.

A quantity is given the interval that its declared ranges leave; a param spans all its values.
Whatever is not understood may be anything: what is said here to be impossible is impossible.
"""

from __future__ import annotations

from collections.abc import Mapping

from hexvet.language import intervals, scalar
from hexvet.language.environment import Env
from hexvet.language.nodes import Aggregate, Call, Literal, Name, Node, walk
from hexvet.model import ANYTHING, Cell, Column, Interval
from hexvet.packs.model import Pack, Param

_SHARE = Interval(0.0, 1.0)
_COUNT = Interval(0.0, ANYTHING.high)


class Possible:
    """The possible values of expressions over one pack; inside a table, over its columns."""

    def __init__(
        self,
        pack: Pack,
        columns: Mapping[str, Column] | None = None,
        ranges: Mapping[str, Interval] | None = None,
    ) -> None:
        self.pack, self.columns = pack, columns or {}
        lets = {name: let.expression.node for name, let in pack.lets.items()}
        declared = {name: field.range for name, field in pack.fields.items()}
        params = {name: _all_values(param) for name, param in pack.params.items()}
        self.env = Env(
            {},
            {},
            {name: cell for name, cell in params.items() if cell is not None},
            lets,
            declared,
            0.0,
            row_ranges=ranges or {},
        )
        self._elusive: dict[str, bool] = {}
        self._amounts: dict[str, Interval] = {}

    def inside(self, node: Aggregate) -> Possible:
        """The same, for the condition of an aggregate over its rows."""
        if node.source != "projects":
            return Possible(self.pack, self.pack.fields[node.table].columns)
        fields = self.pack.fields
        columns = {name: Column(name, one.kind, one.values) for name, one in fields.items()}
        return Possible(self.pack, columns, self.env.ranges)

    def amount(self, node: Node) -> Interval:
        """The interval in which a number, share, money or date (ordinal) lies."""
        match node:
            case Name(source="let"):
                if node.name not in self._amounts:
                    self._amounts[node.name] = self.amount(self.env.lets[node.name])
                return self._amounts[node.name]
            case Call(function="if_known"):
                one, other = map(self.amount, node.arguments)
                return Interval(min(one.low, other.low), max(one.high, other.high))
            case Call(function="today"):
                return self._days()
            case Aggregate(source="projects"):
                return {"count": _COUNT, "share": _SHARE}.get(node.function, ANYTHING)
        if self._evades(node):
            return ANYTHING
        return scalar.quantity(node, self.env)

    def texts(self, node: Node) -> frozenset[str] | None:
        """The texts that a value can have; None when it may have any."""
        match node:
            case Literal():
                return frozenset((str(node.value),))
            case Name(source="let"):
                return self.texts(self.env.lets[node.name])
            case Name(source="param"):
                return frozenset(str(value) for _, value in self.pack.params[node.name].rows)
            case Name(source="column"):
                return _some(self.columns[node.name].values)
            case Name():
                return _some(self.pack.fields[node.name].values)
            case Call(function="if_known"):
                one, other = map(self.texts, node.arguments)
                return None if one is None or other is None else one | other
        return None

    def range_of(self, node: Node) -> Interval | None:
        """The declared range of a field or column that stands alone; None for all else."""
        if not isinstance(node, Name) or node.source in ("let", "param"):
            return None
        ranges = self.env.row_ranges if node.source == "column" else self.env.ranges
        found = ranges.get(node.name, ANYTHING)
        return None if found == ANYTHING else found

    def _days(self) -> Interval:
        first, last = self.pack.effective_from, self.pack.effective_to
        return Interval(
            float(first.toordinal()) if first else ANYTHING.low,
            float(last.toordinal()) if last else ANYTHING.high,
        )

    def _evades(self, node: Node) -> bool:
        """Whether a value depends on more than declared ranges say."""
        for part in walk(node):
            if isinstance(part, Call) and part.function in ("if_known", "today"):
                return True
            if isinstance(part, Aggregate) and part.source == "projects":
                return True
            if isinstance(part, Name) and part.source == "let" and self._let_evades(part.name):
                return True
        return False

    def _let_evades(self, name: str) -> bool:
        if name not in self._elusive:
            self._elusive[name] = self._evades(self.env.lets[name])
        return self._elusive[name]


def _some(values: tuple[str, ...]) -> frozenset[str] | None:
    return frozenset(values) if values else None


def _all_values(param: Param) -> Cell | None:
    """The one value of a param, or the interval that holds all of them."""
    cells = [cell for _, cell in param.rows]
    spans = [cell for cell in cells if isinstance(cell, Interval)]
    if spans:
        return Interval(min(one.low for one in spans), max(one.high for one in spans))
    return cells[0] if len(set(map(str, cells))) == 1 else None


def order(op: str, left: Interval, right: Interval) -> int:
    """The truth of a comparison of two intervals: 1, -1, or 0 when they leave it open."""
    match op:
        case "<":
            return intervals.less(left, right)
        case "<=":
            return intervals.at_most(left, right)
        case ">":
            return intervals.less(right, left)
        case ">=":
            return intervals.at_most(right, left)
    same = intervals.equal(left, right)
    return same if op == "==" else -same
