"""A second opinion on what an expression means, written from the design of the language alone.

Truths are nullable booleans of polars, whose `&` and `|` are Kleene's; quantities are two
columns, low and high; a text is a column with nulls. Aggregates over tables are enumerated in
plain Python: every way in which the open rows may count, every end that a cell may have.

Nothing of the product's language is imported here, and expressions come as the generator's own
trees, so that neither parser nor checker has a part in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from generators import COLUMNS, FIELDS, PARAMS, TODAY, Expr, World

INF = float("inf")
EPOCH = 719_163  # the ordinal of 1970-01-01
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Value:
    """A truth (`truth`), a text (`text`) or a quantity (`low`, `high`), and whether it is known."""

    known: pl.Expr
    truth: pl.Expr | None = None
    text: pl.Expr | None = None
    low: pl.Expr | None = None
    high: pl.Expr | None = None


def truth_of(condition: pl.Expr) -> Value:
    """A truth is known when it is not null."""
    return Value(condition.is_not_null(), truth=condition)


def amount_of(low: pl.Expr, high: pl.Expr, known: pl.Expr) -> Value:
    """A quantity."""
    return Value(known, low=low, high=high)


TRUE = pl.lit(True)


def spread(value: float) -> pl.Expr:
    """A number on every line: polars divides by a lone literal with its inexact reciprocal."""
    return pl.col("line").cast(pl.Float64) * 0.0 + value


@dataclass
class Oracle:
    """Evaluates expressions over a frame with one line a project, or one line a row of a table.

    `rows` holds, while a table's rows are the lines, the row and the project of each line.
    """

    world: World
    lets: Mapping[str, Expr]
    projects: Sequence[Mapping[str, Any]]
    rows: Rows | None = None
    columns: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.projects)

    def frame(self) -> pl.DataFrame:
        """All columns that expressions have asked for."""
        line = pl.Series("line", range(self.size), dtype=pl.Int64)
        return pl.DataFrame([line, *(self.series(n, v) for n, v in self.columns.items())])

    @staticmethod
    def series(name: str, values: list[Any]) -> pl.Series:
        """A column whose type its name tells."""
        kind = {"t": pl.Boolean, "x": pl.String, "k": pl.Boolean}.get(name[0], pl.Float64)
        return pl.Series(name, values, dtype=kind)

    def store(self, prefix: str, values: list[Any]) -> pl.Expr:
        """Puts values into the frame and gives their column."""
        name = f"{prefix}{len(self.columns)}"
        self.columns[name] = values
        return pl.col(name)

    def results(self, expr: Expr) -> list[Any]:
        """True, False or None; a text or None; or (low, high): a line each."""
        value = self.value(expr)
        if value.truth is not None or value.text is not None:
            picked = value.truth if value.text is None else value.text
            return self.picked(picked)
        return list(zip(self.picked(value.low), self.picked(value.high), strict=True))

    def known(self, expr: Expr) -> list[bool]:
        """Whether the value is known, a line each."""
        return self.picked(self.value(expr).known)

    def picked(self, column: pl.Expr | None) -> list[Any]:
        assert column is not None
        return self.frame().select(line="line", found=column)["found"].to_list()

    # values -----------------------------------------------------------------------------------
    def value(self, expr: Expr) -> Value:
        """The columns that an expression comes to."""
        args: Any = expr.args
        match expr.op:
            case "literal":
                return self.constant(expr.kind, args[1])
            case "name":
                return self.name(args[0])
            case "let":
                return self.elsewhere(self.lets[args[0]])
            case "and":
                one, other = (self.value(a).truth for a in args)
                return truth_of(one & other)  # type: ignore[operator]
            case "or":
                one, other = (self.value(a).truth for a in args)
                return truth_of(one | other)  # type: ignore[operator]
            case "not":
                return truth_of(~self.value(args[0]).truth)  # type: ignore[operator]
            case "is known":
                return truth_of(self.value(args[0]).known)
            case "is missing":
                return truth_of(~self.value(args[0]).known)
            case "compare":
                return truth_of(compared(args[0], self.value(args[1]), self.value(args[2])))
            case "between":
                x, low, high = map(self.value, args)
                return truth_of(compared(">=", x, low) & compared("<=", x, high))
            case "in" | "not in":
                x = self.value(args[0])
                found = pl.lit(False)
                for item in args[1:]:
                    found = found | compared("==", x, self.value(item))
                return truth_of(~found if expr.op == "not in" else found)
            case "aggregate":
                return self.aggregate(expr)
            case "today":
                return self.constant("date", TODAY.toordinal())
            case "if_known":
                return if_known(*map(self.value, args))
            case "round":
                digits = args[1].args[1] if args[1:] else 0
                return rounded(self.value(args[0]), digits)
            case op:
                return OPERATIONS[op](*map(self.value, args))

    def constant(self, kind: str, value: Any) -> Value:
        if kind == "truth":
            return truth_of(pl.lit(value, dtype=pl.Boolean))
        if kind == "text":
            return Value(TRUE, text=pl.lit(value, dtype=pl.String))
        end = spread(float(value))
        return amount_of(end, end, TRUE)

    def name(self, name: str) -> Value:
        """A field of the project or the programme, a param or a column of the row."""
        if name in PARAMS:
            cells = [self.world.params.get(name)] * self.size
            return self.cells(PARAMS[name], cells, (-INF, INF))
        if self.rows is not None and name in COLUMNS:
            cells = [row.get(name) for row in self.rows]
            return self.cells(COLUMNS[name].kind, cells, (-INF, INF))
        declared = FIELDS[name]
        if declared.of == "programme":
            cells = [self.world.programme.get(name)] * self.size
        else:
            cells = [project.get(name) for project in self.projects]
        return self.cells(declared.kind, cells, tuple(declared.range))

    def cells(self, kind: str, cells: list[Any], span: tuple[float, float]) -> Value:
        if kind == "truth":
            return truth_of(self.store("t", cells))
        if kind == "text":
            text = self.store("x", cells)
            return Value(text.is_not_null(), text=text)
        if kind == "share":
            span = max(span[0], 0.0), min(span[1], 1.0)
        ends = [span if cell is None else tuple(cell) for cell in cells]
        low = self.store("low", [end[0] for end in ends])
        high = self.store("high", [end[1] for end in ends])
        return amount_of(low, high, self.store("k", [cell is not None for cell in cells]))

    def elsewhere(self, expr: Expr) -> Value:
        """A let is evaluated as the project sees it, whatever row is being read."""
        outside = Oracle(self.world, self.lets, self.projects)
        found, known = outside.results(expr), outside.known(expr)
        return self.given(expr.kind, found, known)

    def given(self, kind: str, found: list[Any], known: list[bool]) -> Value:
        """Values that are there already, as columns."""
        if kind == "truth":
            return truth_of(self.store("t", found))
        if kind == "text":
            return Value(self.store("k", known), text=self.store("x", found))
        low = self.store("low", [value[0] for value in found])
        high = self.store("high", [value[1] for value in found])
        return amount_of(low, high, self.store("k", known))

    # tables -----------------------------------------------------------------------------------
    def aggregate(self, expr: Expr) -> Value:
        """Every project's rows, whether they count, and what comes out."""
        function, table, column, where = expr.args
        found, known = [], []
        for project in self.projects:
            rows = self.visible(str(table), project)
            if rows is None:
                nothing = nothing_known(str(function), expr.kind)
                found.append(nothing)
                known.append(False)
                continue
            counts: list[bool | None] = [True] * len(rows)
            if where is not None and rows:
                inside = Oracle(self.world, self.lets, [project] * len(rows), rows)
                counts = inside.results(where)  # type: ignore[arg-type]
            dated = FIELDS[str(table)].dated or str(column)
            value, is_known = enumerated(str(function), expr.kind, str(column), dated, rows, counts)
            found.append(value)
            known.append(is_known)
        return self.given(expr.kind, found, known)

    def visible(self, table: str, project: Mapping[str, Any]) -> Rows | None:
        """The rows that are not dated after the as-of date."""
        declared = FIELDS[table]
        rows = (project if declared.of == "project" else self.world.programme).get(table)
        if rows is None:
            return None
        if not declared.dated:
            return rows  # type: ignore[return-value]
        return [
            row
            for row in rows  # type: ignore[union-attr]
            if declared.dated not in row or row[declared.dated][0] <= TODAY.toordinal()
        ]


# comparisons ----------------------------------------------------------------------------------
def compared(op: str, one: Value, other: Value) -> pl.Expr:
    """True or false where every pair of possible values says the same, else null."""
    if one.truth is not None or one.text is not None:
        left, right = (one.truth, other.truth) if one.text is None else (one.text, other.text)
        assert left is not None and right is not None
        return left == right if op == "==" else left != right
    sure, never = ORDERS[op](one, other)
    return pl.when(sure).then(True).when(never).then(False).otherwise(None)


def _less(a: Value, b: Value) -> tuple[Any, Any]:
    return a.high < b.low, a.low >= b.high  # type: ignore[operator]


def _at_most(a: Value, b: Value) -> tuple[Any, Any]:
    return a.high <= b.low, a.low > b.high  # type: ignore[operator]


def _equal(a: Value, b: Value) -> tuple[Any, Any]:
    points = (a.low == a.high) & (b.low == b.high)  # type: ignore[operator]
    return points & (a.low == b.low), (a.high < b.low) | (b.high < a.low)  # type: ignore[operator]


ORDERS: dict[str, Callable[[Value, Value], tuple[Any, Any]]] = {
    "<": _less,
    "<=": _at_most,
    ">": lambda a, b: _less(b, a),
    ">=": lambda a, b: _at_most(b, a),
    "==": _equal,
    "!=": lambda a, b: _equal(a, b)[::-1],
}


# arithmetic -----------------------------------------------------------------------------------
def hull(ends: Sequence[pl.Expr], known: pl.Expr) -> Value:
    """From the least to the greatest of the ends."""
    return amount_of(pl.min_horizontal(*ends), pl.max_horizontal(*ends), known)


def corners(a: Value, b: Value, join: Callable[[Any, Any], pl.Expr], known: pl.Expr) -> Value:
    """The hull of an operation that is monotone in each of its sides."""
    pairs = itertools.product((a.low, a.high), (b.low, b.high))
    return hull([join(x, y) for x, y in pairs], known)


def product(x: pl.Expr, y: pl.Expr) -> pl.Expr:
    """An open end stands for a large but finite value: 0 times it is 0."""
    return pl.when((x == 0) | (y == 0)).then(0.0).otherwise(x * y)


def quotient(x: pl.Expr, y: pl.Expr) -> pl.Expr:
    """Anything finite by an unboundedly large value comes as near 0 as one likes."""
    return pl.when(y.is_infinite()).then(0.0).otherwise(x / y)


def divided(a: Value, b: Value) -> Value:
    """Unknown where the divisor may be 0."""
    assert b.low is not None and b.high is not None
    zero = (b.low <= 0) & (b.high >= 0)
    inside = corners(a, b, quotient, a.known & b.known)
    return amount_of(
        pl.when(zero).then(-INF).otherwise(inside.low),
        pl.when(zero).then(INF).otherwise(inside.high),
        inside.known & ~zero,
    )


def absolute(a: Value) -> Value:
    """The distance from 0 of everything between the ends."""
    assert a.low is not None and a.high is not None
    ends = hull([a.low.abs(), a.high.abs()], a.known)
    across = (a.low < 0) & (a.high > 0)
    return amount_of(pl.when(across).then(0.0).otherwise(ends.low), ends.high, a.known)  # type: ignore[arg-type]


def rounded(a: Value, digits: int) -> Value:
    """Halves go up."""

    def one(x: Any) -> pl.Expr:
        return (x * 10.0**digits + 0.5).floor() / spread(10.0**digits)

    return amount_of(one(a.low), one(a.high), a.known)


def if_known(a: Value, default: Value) -> Value:
    """The first where it is known."""
    if a.truth is not None:
        return truth_of(pl.when(a.known).then(a.truth).otherwise(default.truth))
    known = a.known | default.known
    if a.text is not None:
        return Value(known, text=pl.when(a.known).then(a.text).otherwise(default.text))
    return amount_of(
        pl.when(a.known).then(a.low).otherwise(default.low),
        pl.when(a.known).then(a.high).otherwise(default.high),
        known,
    )


def months(start: Any, end: Any) -> pl.Expr:
    """Calendar months: whole ones, and the day as a share of its month's length."""

    def since(ordinal: pl.Expr) -> pl.Expr:
        finite = pl.when(ordinal.is_infinite()).then(0.0).otherwise(ordinal - EPOCH)
        day = finite.cast(pl.Int32).cast(pl.Date)
        length = day.dt.month_end().dt.day().cast(pl.Float64)
        whole = day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64)
        return whole, (day.dt.day().cast(pl.Float64) - 1) / length  # type: ignore[return-value]

    (a, part_a), (b, part_b) = since(start), since(end)
    exact = (b - a).cast(pl.Float64) + (part_b - part_a)
    return pl.when(start.is_infinite() | end.is_infinite()).then(end - start).otherwise(exact)


def months_between(a: Value, b: Value, by: float = 1.0) -> Value:
    """From the latest start to the earliest end, and from the earliest to the latest."""
    known = a.known & b.known
    share = spread(by)
    return amount_of(months(a.high, b.low) / share, months(a.low, b.high) / share, known)


def _both(a: Value, b: Value) -> pl.Expr:
    return a.known & b.known


OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": lambda a, b: amount_of(a.low + b.low, a.high + b.high, _both(a, b)),
    "-": lambda a, b: amount_of(a.low - b.high, a.high - b.low, _both(a, b)),
    "*": lambda a, b: corners(a, b, product, _both(a, b)),
    "/": divided,
    "negate": lambda a: amount_of(-a.high, -a.low, a.known),
    "abs": absolute,
    "min": lambda a, b: amount_of(
        pl.min_horizontal(a.low, b.low), pl.min_horizontal(a.high, b.high), _both(a, b)
    ),
    "max": lambda a, b: amount_of(
        pl.max_horizontal(a.low, b.low), pl.max_horizontal(a.high, b.high), _both(a, b)
    ),
    "days_between": lambda a, b: amount_of(b.low - a.high, b.high - a.low, _both(a, b)),
    "months_between": months_between,
    "years_between": lambda a, b: months_between(a, b, 12.0),
}


# tables, enumerated ---------------------------------------------------------------------------
def nothing_known(function: str, kind: str) -> Any:
    """What a missing table leaves open."""
    if kind in ("truth", "text"):
        return None
    return {"count": (0.0, INF), "share": (0.0, 1.0)}.get(function, (-INF, INF))


def enumerated(
    function: str,
    kind: str,
    column: str,
    dated: str,
    rows: Rows,
    counts: Sequence[bool | None],
) -> tuple[Any, bool]:
    """The hull over every way in which the open rows may count; and whether it is known."""
    if function == "latest":
        return latest(kind, column, dated, rows, counts)
    cases = []
    options = [(True, False) if holds is None else (holds,) for holds in counts]
    for chosen in itertools.product(*options):
        cases.append(one_case(function, column, rows, chosen))
    if function in ("any", "all"):
        found = cases[0] if all(case == cases[0] for case in cases) else None
        return found, found is not None
    ends = min(case[0] for case in cases), max(case[1] for case in cases)
    return ends, aggregate_known(function, column, rows, counts)


def one_case(function: str, column: str, rows: Rows, chosen: Sequence[bool]) -> Any:
    """An aggregate when it is settled which rows count."""
    counted = [row for row, counts in zip(rows, chosen, strict=True) if counts]
    if function == "any":
        return bool(counted)
    if function == "all":
        return len(counted) == len(rows)
    if function == "count":
        return float(len(counted)), float(len(counted))
    if function == "share":
        if not rows:
            return 0.0, 1.0
        return len(counted) / len(rows), len(counted) / len(rows)
    open_cell = (0.0, 1.0) if COLUMNS[column].kind == "share" else (-INF, INF)
    cells = [tuple(row.get(column, open_cell)) for row in counted]
    if function == "sum":
        low = high = 0.0
        for cell in cells:
            low, high = low + cell[0], high + cell[1]
        return low, high
    if not cells:
        return -INF, INF
    choose = min if function == "min" else max
    return choose(cell[0] for cell in cells), choose(cell[1] for cell in cells)


def aggregate_known(function: str, column: str, rows: Rows, counts: Sequence[bool | None]) -> bool:
    """Everything that decides it is answered: which rows count, and the cells of those."""
    if None in counts:
        return False
    if function in ("count", "share"):
        return function == "count" or len(rows) > 0
    counted = [row for row, holds in zip(rows, counts, strict=True) if holds]
    return all(column in row for row in counted) and (function == "sum" or bool(counted))


def latest(
    kind: str, column: str, dated: str, rows: Rows, counts: Sequence[bool | None]
) -> tuple[Any, bool]:
    """The cell of the row with the last date; of several with that date, the last written."""
    unknown = (None if kind in ("truth", "text") else (-INF, INF)), False
    kept = [(row, holds) for row, holds in zip(rows, counts, strict=True) if holds is not False]
    if not kept or any(holds is None or dated not in row for row, holds in kept):
        return unknown
    last = max(range(len(kept)), key=lambda i: (kept[i][0][dated][0], i))
    cell = kept[last][0].get(column)
    if cell is None:
        return unknown
    return (cell if kind in ("truth", "text") else tuple(cell)), True
