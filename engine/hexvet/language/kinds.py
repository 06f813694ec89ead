"""Which kinds go together: the rules of arithmetic and comparison, and kinds in words."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.language.nodes import Literal, Node

PLAIN = ("number", "share")
AMOUNTS = ("number", "share", "money")
QUANTITIES = ("number", "share", "money", "date")
_ARTICLE = {"truth": "yes or no", "text": "a text", "date": "a date", "table": "a table"}


def describe(kind: str) -> str:
    """`a number`, `yes or no` …"""
    return _ARTICLE.get(kind, "money" if kind == "money" else f"a {kind}")


def arithmetic_kind(op: str, left: str, right: str) -> str:
    """The kind of `left op right`; empty when they do not go together."""
    plain = left in PLAIN, right in PLAIN
    if plain == (True, True):
        return "number"
    if op in "+-":
        return "money" if left == right == "money" else ""
    if op == "*":
        return "money" if "money" in (left, right) and any(plain) else ""
    if left == "money":
        return "number" if right == "money" else "money" if plain[1] else ""
    return ""


def joint_kind(nodes: Sequence[Node]) -> str:
    """What min, max and if_known give: money as soon as one is money, else a plain number."""
    kinds = {node.kind for node in nodes}
    if len(kinds) == 1:
        return nodes[0].kind
    return "money" if "money" in kinds else "number"


def commensurate(left: Node, right: Node) -> bool:
    """Whether two values may be compared."""
    one, other = left.kind, right.kind
    if one == other or (one in PLAIN and other in PLAIN):
        return one != "table"
    zero = next((n for n in (left, right) if isinstance(n, Literal) and n.value == 0), None)
    return zero is not None and zero.kind in PLAIN and "money" in (one, other)


def compare_hint(left: str, right: str) -> str:
    """A way out for two kinds that cannot be compared."""
    if {left, right} <= {"money", *PLAIN}:
        return 'name the amount with a [param.…] of type = "money"'
    if "date" in (left, right):
        return "dates are written 2026-01-31, without quotes"
    return ""


def how_many(least: int, most: int) -> str:
    """`2 arguments`, `1 to 2 arguments`."""
    if least == most:
        return f"{least or 'no'} argument{'' if least == 1 else 's'}"
    return f"{least} to {most} arguments"
