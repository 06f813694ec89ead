"""24 rules of governance over 20 fields, as a city writes them, and how other engines spell them.

The rules are written once, in Hexvet's language. For the row engines and polars they are
translated mechanically; the numpy versions in `by_hand.py` are written by hand.
"""

from __future__ import annotations

from hexvet.language.checker import Scope, compile_expression
from hexvet.language.nodes import (
    Arithmetic,
    Between,
    Call,
    Compare,
    Literal,
    Logic,
    Member,
    Name,
    Negate,
    Node,
    Not,
)
from hexvet.model import Field, Where

HERE = Where("bench")
STAGES = ("intake", "vetting", "selection", "launch", "delivery", "close")
SPONSORS = ("mayor", "council", "city_manager", "department")
SUBJECTS = ("records", "permits", "fleet", "payroll", "purchasing")

KINDS = {
    "cost": "money", "budget": "money", "saving": "money", "revenue": "money",
    "staff": "number", "months": "number", "departments": "number", "disruption": "number",
    "age": "number", "satisfaction": "number", "private_part": "number", "public_part": "number",
    "start": "date", "finish": "date",
    "stage": "text", "sponsor": "text", "subject": "text",
    "approved": "truth", "pilot": "truth", "planned": "truth",
}  # fmt: skip
VALUES = {"stage": STAGES, "sponsor": SPONSORS, "subject": SUBJECTS}
FIELDS = {
    name: Field(name, kind, HERE, values=VALUES.get(name, ()))  # type: ignore[arg-type]
    for name, kind in KINDS.items()
}

RULES = (
    "cost <= budget",
    "saving * 2 >= cost",
    "saving + revenue >= cost * 25%",
    "private_part >= 50%",
    "cost * (1 - private_part) <= budget * 30%",
    "months <= 24",
    "days_between(start, finish) <= 730",
    "start < finish",
    "stage in ['selection', 'launch', 'delivery']",
    "stage != 'intake' or sponsor == 'mayor'",
    "sponsor in ['mayor', 'council'] and approved",
    "not stage == 'delivery' or pilot",
    "not stage == 'close' or planned and approved",
    "staff between 3 and 20",
    "departments >= 2 or disruption <= 2",
    "disruption <= 3 or planned",
    "age >= 10 and (subject == 'records' or subject == 'permits')",
    "satisfaction < 3 or age > 15",
    "saving / staff >= budget / 50",
    "cost / months <= budget / 12",
    "saving >= cost * 10% or revenue >= cost * 10%",
    "abs(public_part - private_part) <= 20%",
    "cost <= budget and approved or pilot and months <= 6",
    "staff * months <= 300 and disruption < 5",
)


def typed_rules() -> list[Node]:
    """The rules as Hexvet reads them."""
    scope = Scope(FIELDS)
    return [compile_expression(rule, scope, "truth") for rule in RULES]


def spelt(node: Node, words: dict[str, str]) -> str:
    """The rule in an infix language with other words for some signs."""

    def of(inner: Node) -> str:
        return spelt(inner, words)

    match node:
        case Literal():
            if isinstance(node.value, bool):
                return words.get(str(node.value), str(node.value))
            return repr(node.value)
        case Name():
            return words.get("name", "{}").format(node.name)
        case Negate():
            return f"(-{of(node.operand)})"
        case Not():
            return f"({words.get('not', 'not ')}{of(node.operand)})"
        case Logic():
            return f"({of(node.left)} {words.get(node.op, node.op)} {of(node.right)})"
        case Arithmetic() | Compare():
            return f"({of(node.left)} {node.op} {of(node.right)})"
        case Between():
            x = of(node.operand)
            joint = words.get("and", "and")
            return f"(({x} >= {of(node.low)}) {joint} ({x} <= {of(node.high)}))"
        case Member():
            listed = ", ".join(of(item) for item in node.items)
            return words.get("in", "({} in [{}])").format(of(node.operand), listed)
        case Call(function="days_between"):
            return f"({of(node.arguments[1])} - {of(node.arguments[0])})"
        case Call():
            inside = ", ".join(of(argument) for argument in node.arguments)
            return f"{words.get(node.function, node.function)}({inside})"
    raise TypeError(f"no other spelling for {node}")


def json_logic(node: Node) -> object:
    """The rule as JsonLogic; every argument a list, as its PyPI package wants it."""
    match node:
        case Literal():
            return node.value
        case Name():
            return {"var": [node.name]}
        case Not():
            return {"!": [json_logic(node.operand)]}
        case Logic():
            return {node.op: [json_logic(node.left), json_logic(node.right)]}
        case Arithmetic() | Compare():
            return {node.op: [json_logic(node.left), json_logic(node.right)]}
        case Between():
            x = json_logic(node.operand)
            ends = {">=": [x, json_logic(node.low)]}, {"<=": [x, json_logic(node.high)]}
            return {"and": list(ends)}
        case Member():
            return {"in": [json_logic(node.operand), [item.value for item in node.items]]}
        case Call(function="days_between"):
            return {"-": [json_logic(node.arguments[1]), json_logic(node.arguments[0])]}
        case Call(function="abs"):
            x = json_logic(node.arguments[0])
            return {"max": [x, {"-": [0, x]}]}
    raise TypeError(f"no JsonLogic for {node}")
