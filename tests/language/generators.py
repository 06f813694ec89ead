"""Well-typed random expressions over a fixed vocabulary, and random answers to it.

An expression is made as a tree of its own (`Expr`), not with the product's parser: the text is
rendered from the tree, and the oracle reads the tree, so that a mistake in the parser shows.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st

from hexvet.language.checker import Scope, compile_expression
from hexvet.language.environment import Env
from hexvet.language.nodes import Node
from hexvet.model import Cell, Column, Field, Interval, Where

HERE = Where("rules/generated.toml")
TODAY = datetime.date(2018, 2, 1)
INFINITY = float("inf")
TEXTS = ("a", "b", "c")
AMOUNTS = ("number", "share", "money", "date")

# Month ends, leap days and year ends, some of them twice as likely by being near each other.
DAYS = tuple(
    datetime.date(*day).toordinal()
    for day in (
        (2015, 1, 31), (2015, 2, 28), (2015, 7, 1), (2015, 12, 31), (2016, 1, 1), (2016, 2, 28),
        (2016, 2, 29), (2016, 3, 1), (2016, 3, 31), (2017, 6, 30), (2017, 7, 1), (2018, 1, 31),
        (2018, 2, 1), (2018, 2, 2), (2018, 3, 1), (2019, 2, 28),
    )
)  # fmt: skip
NUMBERS = (-10, -3, -2.5, -1, -0.5, 0, 0, 0.5, 1, 1, 1.5, 2, 2.5, 3, 7, 10)
SHARES = (0, 0, 0.1, 0.25, 0.5, 0.75, 1, 1)
MONEY = (0, 0, 1, 10, 99.5, 100, 250, 1_000, 1_500_000)
POOL = {"number": NUMBERS, "share": SHARES, "money": MONEY, "date": DAYS}

COLUMNS = {
    "a": Column("a", "number"),
    "q": Column("q", "share"),
    "p": Column("p", "money"),
    "d": Column("d", "date"),
    "t": Column("t", "truth"),
    "x": Column("x", "text", TEXTS),
}


def often(times: float) -> settings:
    """So many times the usual number of generated cases."""
    return settings(max_examples=max(1, int(times * settings.default.max_examples)))  # type: ignore[union-attr]


def ordinal(year: int, month: int, day: int) -> float:
    """The number of a day, as dates are held in intervals."""
    return float(datetime.date(year, month, day).toordinal())


def _vocabulary() -> dict[str, Field]:
    span = Interval(ordinal(2015, 1, 1), ordinal(2019, 12, 31))
    made = [
        Field("n0", "number", HERE),
        Field("n1", "number", HERE, range=Interval(0, 10)),
        Field("n2", "number", HERE, range=Interval(-10, 10)),
        Field("s0", "share", HERE, range=Interval(0, 1)),
        Field("s1", "share", HERE, range=Interval(0, 1)),
        Field("m0", "money", HERE, range=Interval(0, INFINITY)),
        Field("m1", "money", HERE),
        Field("d0", "date", HERE),
        Field("d1", "date", HERE, range=span),
        Field("t0", "truth", HERE),
        Field("t1", "truth", HERE),
        Field("x0", "text", HERE, values=TEXTS),
        Field("x1", "text", HERE),
        Field("team", "table", HERE, columns=COLUMNS),
        Field("log", "table", HERE, columns=COLUMNS, dated="d"),
        Field("pn", "number", HERE, of="programme"),
        Field("pm", "money", HERE, of="programme", range=Interval(0, INFINITY)),
        Field("pd", "date", HERE, of="programme"),
        Field("pt", "truth", HERE, of="programme"),
        Field("px", "text", HERE, of="programme"),
        Field("board", "table", HERE, of="programme", columns=COLUMNS),
    ]
    return {field.name: field for field in made}


FIELDS = _vocabulary()
PARAMS = {"kn": "number", "ks": "share", "km": "money", "kd": "date", "kt": "truth", "kx": "text"}
PROJECT_FIELDS = [field for field in FIELDS.values() if field.of == "project"]
PROGRAMME_FIELDS = [field for field in FIELDS.values() if field.of == "programme"]
TABLES = [field for field in FIELDS.values() if field.kind == "table"]


# expressions ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Expr:
    """`op` with its arguments: other expressions, names, or a literal's text and value."""

    kind: str
    op: str
    args: tuple[object, ...] = ()

    def __repr__(self) -> str:
        return render(self)


POWERS = {"or": 1, "and": 2, "not": 3, "compare": 4, "+": 5, "-": 5, "*": 6, "/": 6, "negate": 7}


def power(expr: Expr) -> int:
    """How tightly an expression holds together; literals, names and calls never need brackets."""
    if expr.op in ("compare", "between", "in", "not in", "is known", "is missing"):
        return POWERS["compare"]
    return POWERS.get(expr.op, 9)


def bracketed(expr: object, least: int) -> str:
    """The text, in brackets when it binds less tightly than `least`."""
    assert isinstance(expr, Expr)
    text = render(expr)
    return text if power(expr) >= least else f"({text})"


def render(expr: Expr) -> str:
    """The expression as a person writes it, with no bracket that the precedence makes needless."""
    args = expr.args
    match expr.op:
        case "literal" | "name" | "let":
            return str(args[0])
        case "negate":
            return f"-{bracketed(args[0], POWERS['negate'])}"
        case "not":
            return f"not {bracketed(args[0], POWERS['not'])}"
        case "and" | "or" | "+" | "-" | "*" | "/":
            here = POWERS[expr.op]
            return f"{bracketed(args[0], here)} {expr.op} {bracketed(args[1], here + 1)}"
        case "compare":
            return f"{bracketed(args[1], 5)} {args[0]} {bracketed(args[2], 5)}"
        case "between":
            low, high = bracketed(args[1], 5), bracketed(args[2], 5)
            return f"{bracketed(args[0], 5)} between {low} and {high}"
        case "in" | "not in":
            listed = ", ".join(render(item) for item in args[1:])  # type: ignore[arg-type]
            return f"{bracketed(args[0], 5)} {expr.op} [{listed}]"
        case "is known" | "is missing":
            return f"{bracketed(args[0], 5)} {expr.op}"
        case "aggregate":
            function, table, column, where = args
            named = f"{table}.{column}" if column else table
            condition = f" where {render(where)}" if where is not None else ""  # type: ignore[arg-type]
            return f"{function}({named}{condition})"
        case _:
            return f"{expr.op}({', '.join(render(arg) for arg in args)})"  # type: ignore[arg-type]


def literal(kind: str, value: object) -> Expr:
    """A literal; negative numbers only stand in lists."""
    if kind == "date":
        return Expr(kind, "literal", (datetime.date.fromordinal(int(value)).isoformat(), value))  # type: ignore[call-overload]
    if kind == "share":
        return Expr(kind, "literal", (f"{float(value) * 100:g}%", value))  # type: ignore[arg-type]
    if kind == "text":
        quoted = "'" + str(value).replace("'", "''") + "'"
        return Expr(kind, "literal", (quoted, value))
    if kind == "truth":
        return Expr(kind, "literal", ("true" if value else "false", value))
    return Expr(
        "number", "literal", (f"{value:_}" if isinstance(value, int) else f"{value}", value)
    )


Draw = st.DrawFn
LETS_MADE = {"number": "l_number", "truth": "l_truth", "text": "l_text", "date": "l_date"}


@dataclass(frozen=True)
class Grammar:
    """What may stand in an expression: columns while a row is read, lets, knownness tests."""

    columns: bool = False
    lets: bool = False
    presence: bool = True
    tables: bool = True

    def names(self, kind: str) -> list[Expr]:
        """Every name of a kind that may be read here."""
        found = [f.name for f in FIELDS.values() if f.kind == kind]
        found += [name for name, its in PARAMS.items() if its == kind]
        if self.columns:
            found += [c.name for c in COLUMNS.values() if c.kind == kind] * 4
        made = [Expr(kind, "name", (name,)) for name in found]
        if self.lets and kind in LETS_MADE:
            made += [Expr(kind, "let", (LETS_MADE[kind],))] * 2
        return made


def leaf(draw: Draw, kind: str, grammar: Grammar) -> Expr:
    """A name or a literal."""
    if kind != "money" and draw(st.integers(0, 3)) == 0:
        return draw(literals(kind))
    return draw(st.sampled_from(grammar.names(kind)))


def literals(kind: str) -> st.SearchStrategy[Expr]:
    """A literal of a kind; no sign, because a sign is an operator."""
    if kind == "truth":
        return st.sampled_from([literal(kind, value) for value in (True, False)])
    if kind == "text":
        return st.sampled_from([literal(kind, value) for value in TEXTS])
    values = sorted({value for value in POOL[kind] if value >= 0})
    return st.sampled_from([literal(kind, value) for value in values])


def listed(kind: str) -> st.SearchStrategy[Expr]:
    """An item of a list; numbers may be negative."""
    if kind == "number":
        return st.sampled_from([literal(kind, value) for value in sorted(set(NUMBERS))])
    if kind == "money":
        return st.just(literal("number", 0))
    return literals(kind)


def aggregate(draw: Draw, kind: str, grammar: Grammar, depth: int) -> Expr:
    """An aggregate over a table that gives `kind`."""
    table = draw(st.sampled_from(TABLES))
    columns = [name for name, column in COLUMNS.items() if column.kind == kind]
    functions = ["latest"] if table.dated or kind == "date" else []
    functions += ["min", "max"] if kind in AMOUNTS else []
    functions += ["sum"] if kind in ("number", "share", "money") else []
    functions += {"number": ["count"] * 2, "share": ["share"], "truth": ["any", "all"]}.get(
        kind, []
    )
    if not functions:
        return leaf(draw, kind, grammar)
    function = draw(st.sampled_from(functions))
    column = "" if function in ("count", "share", "any", "all") else draw(st.sampled_from(columns))
    needed = function in ("share", "any", "all")
    where = None
    if needed or draw(st.booleans()):
        inner = Grammar(True, grammar.lets, grammar.presence, tables=depth > 2)
        where = expression(draw, "truth", inner, depth - 1)
    return Expr(kind, "aggregate", (function, table.name, column, where))


def amount(draw: Draw, kind: str, grammar: Grammar, depth: int) -> Expr:
    """A number, share, money or date made of others."""

    def of(kind_: str) -> Expr:
        return expression(draw, kind_, grammar, depth - 1)

    forms = ["leaf", "min", "max"]
    forms += ["if_known"] if grammar.presence else []
    forms += ["aggregate"] * 2 if grammar.tables else []
    forms += {
        "number": ["+", "-", "*", "/", "money /", "negate", "abs", "round", "between dates"],
        "money": ["+", "-", "* number", "/ number", "negate", "abs", "round"],
        "date": ["today"],
    }.get(kind, [])
    form = draw(st.sampled_from(forms))
    match form:
        case "+" | "-" | "*" | "/":
            return Expr(kind, form, (of(kind), of(draw(plain) if kind == "number" else kind)))
        case "money /":
            return Expr(kind, "/", (of("money"), of("money")))
        case "* number" | "/ number":
            return Expr(kind, form[0], (of("money"), of(draw(plain))))
        case "negate" | "abs":
            return Expr(kind, form, (of(kind),))
        case "round":
            digits = draw(st.sampled_from([(), (0,), (1,), (2,)]))
            return Expr(kind, "round", (of(kind), *(literal("number", d) for d in digits)))
        case "min" | "max" | "if_known":
            return Expr(kind, form, (of(kind), of(kind)))
        case "between dates":
            unit = draw(st.sampled_from(["days_between", "months_between", "years_between"]))
            return Expr(kind, unit, (of("date"), of("date")))
        case "today":
            return Expr(kind, "today")
        case "aggregate":
            return aggregate(draw, kind, grammar, depth)
        case _:
            return leaf(draw, kind, grammar)


plain = st.sampled_from(["number", "share"])
KINDS = st.sampled_from(["number", "number", "money", "date", "share", "text", "truth"])


def truth(draw: Draw, grammar: Grammar, depth: int) -> Expr:
    """A condition made of others."""

    def of(kind: str) -> Expr:
        return expression(draw, kind, grammar, depth - 1)

    forms = ["leaf", "not", "and", "or", "and", "or", "compare", "compare", "in", "between"]
    forms += ["is", "if_known"] if grammar.presence else []
    forms += ["aggregate"] if grammar.tables else []
    form = draw(st.sampled_from(forms))
    match form:
        case "not":
            return Expr("truth", "not", (of("truth"),))
        case "and" | "or":
            return Expr("truth", form, (of("truth"), of("truth")))
        case "compare":
            kind = draw(KINDS)
            signs = ["==", "!="] + ["<", "<=", ">", ">="] * (kind in AMOUNTS)
            return Expr("truth", "compare", (draw(st.sampled_from(signs)), of(kind), of(kind)))
        case "between":
            kind = draw(st.sampled_from(AMOUNTS))
            return Expr("truth", "between", (of(kind), of(kind), of(kind)))
        case "in":
            kind = draw(KINDS)
            items = draw(st.lists(listed(kind), min_size=1, max_size=3))
            return Expr("truth", draw(st.sampled_from(["in", "not in"])), (of(kind), *items))
        case "is":
            return Expr(
                "truth", draw(st.sampled_from(["is known", "is missing"])), (of(draw(KINDS)),)
            )
        case "if_known":
            return Expr("truth", form, (of("truth"), of("truth")))
        case "aggregate":
            return aggregate(draw, "truth", grammar, depth)
        case _:
            return leaf(draw, "truth", grammar)


def wording(draw: Draw, grammar: Grammar, depth: int) -> Expr:
    """A text."""
    forms = ["leaf", "leaf", *(["if_known"] * grammar.presence), *(["aggregate"] * grammar.tables)]
    match draw(st.sampled_from(forms)):
        case "if_known":
            sides = [expression(draw, "text", grammar, depth - 1) for _ in range(2)]
            return Expr("text", "if_known", tuple(sides))
        case "aggregate":
            return aggregate(draw, "text", grammar, depth)
        case _:
            return leaf(draw, "text", grammar)


def expression(draw: Draw, kind: str, grammar: Grammar, depth: int) -> Expr:
    """An expression of a kind, at most `depth` levels deep."""
    if depth <= 0:
        return leaf(draw, kind, grammar)
    if kind == "truth":
        return truth(draw, grammar, depth)
    if kind == "text":
        return wording(draw, grammar, depth)
    return amount(draw, kind, grammar, depth)


@st.composite
def expressions(draw: Draw, kind: str = "", grammar: Grammar | None = None, depth: int = 4) -> Expr:
    """A random expression, of any kind unless one is given."""
    wanted = kind or draw(st.sampled_from(["truth"] * 4 + ["text", *AMOUNTS]))
    return expression(draw, wanted, grammar or Grammar(), draw(st.integers(1, depth)))


@st.composite
def lets(draw: Draw, grammar: Grammar | None = None) -> dict[str, Expr]:
    """One let of each kind that expressions may read; lets do not read lets."""
    grammar = grammar or Grammar()
    return {
        name: expression(draw, kind, grammar, draw(st.integers(1, 3)))
        for kind, name in LETS_MADE.items()
    }


# answers --------------------------------------------------------------------------------------
Cells = dict[str, Cell]


def amount_cell(dice: random.Random, kind: str, span: Interval, *, ranged: bool) -> Interval:
    """An exact answer, or a range within the declared one."""
    fitting = [float(value) for value in POOL[kind] if span.low <= value <= span.high]
    low = dice.choice(fitting)
    if not ranged or dice.random() < 0.7:
        return Interval(low, low)
    return Interval(*sorted((low, dice.choice(fitting))))


def cell(dice: random.Random, field: Field | Column, *, ranged: bool = True) -> Cell:
    """An answer to a field or one cell of a row."""
    if field.kind == "truth":
        return dice.random() < 0.5
    if field.kind == "text":
        return dice.choice(TEXTS)
    span = field.range if isinstance(field, Field) else Interval(-INFINITY, INFINITY)
    return amount_cell(dice, field.kind, span, ranged=ranged)


def rows(dice: random.Random, missing: float) -> tuple[Mapping[str, Cell], ...]:
    """The rows of a table: exact or missing cells, sometimes none at all."""
    return tuple(
        {
            name: cell(dice, column, ranged=False)
            for name, column in COLUMNS.items()
            if dice.random() >= missing
        }
        for _ in range(dice.choice((0, 1, 2, 3, 4)))
    )


def answers(dice: random.Random, fields: list[Field], missing: float) -> Cells:
    """Answers to some of the fields."""
    return {
        field.name: rows(dice, missing) if field.kind == "table" else cell(dice, field)
        for field in fields
        if dice.random() >= missing
    }


@dataclass(frozen=True)
class World:
    """Random answers of a few projects and of the programme, and the params."""

    projects: tuple[Cells, ...]
    programme: Cells
    params: Cells

    def env(self, index: int, typed: Mapping[str, Node], projects: bool = False) -> Env:
        """What names mean for one project; -1 for none."""
        return Env(
            self.projects[index] if index >= 0 else {},
            self.programme,
            self.params,
            typed,
            {name: field.range for name, field in FIELDS.items()},
            float(TODAY.toordinal()),
            {name: field.dated for name, field in FIELDS.items() if field.dated},
            self.projects if projects else (),
        )


def world(seed: int, size: int = 6) -> World:
    """The answers that a seed stands for, from complete ones to hardly any."""
    dice = random.Random(seed)
    missing = dice.choice((0.0, 0.15, 0.3, 0.6))
    projects = tuple(answers(dice, PROJECT_FIELDS, missing) for _ in range(size))
    params: Cells = {
        "kn": Interval(2, 2), "ks": Interval(0.5, 0.5), "km": Interval(100, 100),
        "kd": Interval(ordinal(2016, 2, 29), ordinal(2016, 2, 29)), "kt": True, "kx": "b",
    }  # fmt: skip
    for name in list(params):
        if dice.random() < 0.1:
            del params[name]
    return World(projects, answers(dice, PROGRAMME_FIELDS, missing), params)


worlds = st.integers(0, 2**32 - 1).map(world)


# typed by the product -------------------------------------------------------------------------
def typed_lets(made: Mapping[str, Expr]) -> dict[str, Node]:
    """The lets as the product reads them."""
    return {name: compile_expression(render(expr), scope()) for name, expr in made.items()}


def scope(typed: Mapping[str, Node] | None = None, *, subject: str = "project") -> Scope:
    """The vocabulary, with lets when there are some."""
    from hexvet.language.vector import reads_project

    known = typed or {}

    def let_kind(name: str) -> tuple[str, str] | None:
        if name not in known:
            return None
        return known[name].kind, "project" if reads_project(known[name], known) else "programme"

    return Scope(FIELDS, PARAMS, let_kind, tuple(known), subject)  # type: ignore[arg-type]


def typed(expr: Expr, lets_: Mapping[str, Node] | None = None) -> Node:
    """The expression as the product reads it."""
    return compile_expression(render(expr), scope(lets_))
