"""Conditions that are decided before anybody has answered, and parts that add nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hexvet.language.formatting import format_interval
from hexvet.language.nodes import (
    Aggregate,
    Between,
    Compare,
    Known,
    Literal,
    Logic,
    Member,
    Name,
    Node,
    Not,
    operands,
    walk,
)
from hexvet.model import Interval
from hexvet.packs.lint.meaning import aggregates
from hexvet.packs.lint.model import Draft
from hexvet.packs.lint.view import View, asked_by, of_part, placeholders, whole_of
from hexvet.packs.lint.worlds import Worlds
from hexvet.packs.model import Check, Expression

MOST_PARTS = 30
"""How many neighbours of a part are looked at: nobody writes, or reads, longer conditions."""

_ANSWERED = "every answer will do; without one it is unknown, and 'is known' would be no"
_HINT = "change or remove it: it decides without looking at any evidence"


def condition_flaws(view: View) -> Iterator[Draft]:
    """The flaws of all conditions: of lets, criteria and checks, and of rows inside them."""
    for let in view.pack.lets.values():
        yield from _flaws(view.worlds, let.expression)
    for criterion, _ in view.criteria:
        for expression in asked_by(criterion):
            yield from _flaws(view.worlds, expression)
    for check, _ in view.checks:
        yield from _of_check(view, check)
    if view.pack.portfolio is not None:
        yield from _flaws(view.worlds, view.pack.portfolio)
    for tally in view.pack.tallies.values():
        tables = (
            (tally.rows, tally.table, "field"),
            (tally.limit_rows, tally.limit_table, "programme"),
        )
        for rows, table, source in tables:
            if rows is not None:
                yield from _of_condition(rows_of(view.worlds, table, source), rows, rows.node)


def rows_of(worlds: Worlds, table: str, source: str) -> Worlds:
    """The worlds of conditions on the rows of a table."""
    return worlds.inside(Aggregate(0, 0, "number", "count", table, "", None, source))


def _of_check(view: View, check: Check) -> Iterator[Draft]:
    require = list(_flaws(view.worlds, check.require))
    when = [] if check.when is None else list(_flaws(view.worlds, check.when))
    yield from map(_never_applies, when) if check.when and _is_never(view, check.when) else when
    yield from require
    if check.when is None:
        return
    if not any(_decided(view.worlds, one.node) for one in (check.when, check.require)):
        yield from _together(view, check, check.when)


def _is_never(view: View, when: Expression) -> bool:
    return not view.worlds.can(when.node, 1)


def _never_applies(draft: Draft) -> Draft:
    """A `when` that never holds has a code of its own."""
    if draft.code not in ("RP121", "RP125"):
        return draft
    message = "this never holds, so the check never applies"
    return replace(draft, code="RP122", message=message)


def _together(view: View, check: Check, when: Expression) -> Iterator[Draft]:
    require = check.require
    if not view.worlds.together([(when.node, 1), (require.node, 1)]):
        message = "where this check applies, it can never be passed"
        hint = "'when' and 'require' contradict each other"
        yield Draft("RP123", message, require.where, hint, whole_of(require))
    elif not view.worlds.together([(when.node, 1), (require.node, -1)]):
        message = "where this check applies, it can never fail"
        hint = "'when' already says what 'require' asks"
        yield Draft("RP124", message, require.where, hint, whole_of(require))


def _flaws(worlds: Worlds, home: Expression) -> Iterator[Draft]:
    """The flaws of an expression: of itself if it is a condition, and of the rows in it."""
    if home.node.kind == "truth":
        yield from _of_condition(worlds, home, home.node)
    for aggregate in aggregates(home.node):
        assert aggregate.where is not None
        yield from _of_condition(worlds.inside(aggregate), home, aggregate.where)
    yield from _outside_rows_of(worlds, home)


def _of_condition(worlds: Worlds, home: Expression, node: Node) -> list[Draft]:
    """Innermost first: a whole that is decided by one part is not reported again."""
    if isinstance(node, Name) and node.source == "let":
        return []
    found: list[Draft] = []
    for part in _parts(node):
        found += _of_condition(worlds, home, part)
    if _asks_for_an_answer(worlds, node):
        return [of_part("RP129", "this asks only for an answer", home, node, _ANSWERED)]
    if found or any(_decided(worlds, part) for part in _parts(node)):
        return found
    for want in (1, -1):
        if not worlds.can(node, -want):
            return [] if _by_rows(worlds, node) else [_decisive(worlds, home, node, want)]
    return list(
        _idle(worlds, home, node) if isinstance(node, Logic) else _beyond(worlds, home, node)
    )


def _by_rows(worlds: Worlds, node: Node) -> bool:
    """Whether it is the condition of its rows that decides, which is reported itself."""
    where = node.where if isinstance(node, Aggregate) else None
    return where is not None and _decided(worlds.inside(node), where)  # type: ignore[arg-type]


def _beyond(worlds: Worlds, home: Expression, node: Node) -> Iterator[Draft]:
    """Limits outside the range that leave the whole open: one end of `between`, one listed item."""
    for limit, name, span in _limits_outside(worlds, node):
        message = f"{limit} is outside the range of '{name}'"
        yield of_part("RP125", message, home, node, f"'{name}' lies {span}")


def _asks_for_an_answer(worlds: Worlds, node: Node) -> bool:
    """Whether a condition lists all answers that there are: unknown without one, else true."""
    if not isinstance(node, Member) or node.negated or node.operand.kind != "text":
        return False
    return isinstance(node.operand, Name) and not worlds.can(node, -1)


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Logic):
        return tuple(operands(node))
    return (node.operand,) if isinstance(node, Not) else ()


def _decided(worlds: Worlds, node: Node) -> bool:
    return not worlds.can(node, 1) or not worlds.can(node, -1)


def _decisive(worlds: Worlds, home: Expression, node: Node, truth: int) -> Draft:
    """The draft about a condition that is always, or never, true."""
    beyond = next(_limits_outside(worlds, node), None)
    if beyond is not None:
        limit, name, span = beyond
        outcome = "always" if truth > 0 else "never"
        message = f"{limit} is outside the range of '{name}', so this {outcome} holds"
        return of_part("RP125", message, home, node, f"'{name}' lies {span}")
    if truth > 0:
        return of_part("RP120", "this can never be false", home, node, _HINT)
    return of_part("RP121", "this can never be true", home, node, _HINT)


# limits outside a declared range --------------------------------------------------------------
def _limits_outside(worlds: Worlds, node: Node) -> Iterator[tuple[str, str, str]]:
    """(limit, name, range) of every limit that the field beside it can never reach."""
    for name, limit in _limits(node):
        declared = worlds.possible.range_of(name)
        if declared is None or not isinstance(name, Name):
            continue
        value = worlds.possible.amount(limit)
        if value.low > declared.high or value.high < declared.low:
            shown = format_interval(value, name.kind)
            yield shown, name.name, _in_words(declared, name.kind)


def _limits(node: Node) -> Iterator[tuple[Node, Node]]:
    """(field, limit) pairs of a comparison, both ways round."""
    match node:
        case Compare():
            yield node.left, node.right
            yield node.right, node.left
        case Between():
            yield node.operand, node.low
            yield node.operand, node.high
        case Member():
            for item in node.items:
                yield node.operand, item


def _in_words(span: Interval, kind: str) -> str:
    if span.low == -float("inf"):
        return f"at {format_interval(Interval(span.high, span.high), kind)} or below"
    if span.high == float("inf"):
        return f"at {format_interval(Interval(span.low, span.low), kind)} or above"
    return f"between {format_interval(span, kind).replace(' to ', ' and ')}"


def _outside_rows_of(worlds: Worlds, home: Expression) -> Iterator[Draft]:
    """Values of a dated param that the field beside it can never reach, while others can."""
    for node in walk(home.node):
        if not isinstance(node, Compare | Between):
            continue
        for name, limit in _limits(node):
            declared = worlds.possible.range_of(name)
            if declared is None or not isinstance(limit, Name) or limit.source != "param":
                continue
            rows = worlds.possible.pack.params[limit.name].rows
            values = [(date, cell) for date, cell in rows if isinstance(cell, Interval)]
            beyond = [(d, c) for d, c in values if c.low > declared.high or c.high < declared.low]
            if beyond and len(beyond) < len(values):
                date, cell = beyond[0]
                shown = format_interval(cell, limit.kind)
                message = f"from {date}, '{limit.name}' is {shown}: outside the range here"
                hint = f"the field lies {_in_words(declared, name.kind)}"
                yield of_part("RP125", message, home, limit, hint)


# parts that add nothing -----------------------------------------------------------------------
def _idle(worlds: Worlds, home: Expression, node: Logic) -> Iterator[Draft]:
    """Operands that the others imply. Presence is left alone: it turns unknown into no."""
    parts = list(operands(node))
    kept = list(range(len(parts)))
    for at in reversed(range(len(parts))):
        rest = [parts[other] for other in kept if other != at]
        reason = _why_idle(worlds, node.op, parts[at], rest[:MOST_PARTS])
        if reason:
            kept.remove(at)
            yield of_part("RP126", "this part adds nothing", home, parts[at], reason)


def _why_idle(worlds: Worlds, op: str, part: Node, rest: list[Node]) -> str:
    meaning = worlds.meanings.of(part)
    if any(worlds.meanings.of(other) == meaning for other in rest):
        return "it stands here twice; remove one"
    if isinstance(part, Logic | Not | Known | Literal):
        return ""
    mine = worlds.meanings.evidence(part) | _columns(part)
    near = [one for one in rest if mine & (worlds.meanings.evidence(one) | _columns(one))]
    near = [one for one in near if not isinstance(one, Known)]
    want = 1 if op == "and" else -1
    if not near or worlds.together([*((one, want) for one in near), (part, -want)]):
        return ""
    return f"what stands beside it already {'asks for more' if op == 'and' else 'allows more'}"


def _columns(node: Node) -> frozenset[str]:
    return frozenset(
        one.name for one in walk(node) if isinstance(one, Name) and one.source == "column"
    )


# messages -------------------------------------------------------------------------------------
def message_flaws(view: View) -> Iterator[Draft]:
    """Placeholders that can only read "unknown", because the check fails when they are missing."""
    for check, entry in view.checks:
        if not _only_presence(check.require.node):
            continue
        failing = view.worlds.of(check.require.node, -1)
        text = str(entry.values.get("message", ""))
        for shown in placeholders(check.message):
            slot = ("known", view.meanings.of(shown.node))
            if failing and all(getattr(w.get(slot), "allowed", None) == {False} for w in failing):
                start = max(text.find("{" + shown.text), 0)
                hint = "show something else: this value is missing when the message is read"
                message = f"'{shown.text}' is always unknown when this check fails"
                span = (start, start + len(shown.text) + 2)
                yield Draft("RP128", message, shown.where, hint, span)


def _only_presence(node: Node) -> bool:
    if isinstance(node, Logic):
        return all(map(_only_presence, operands(node)))
    return _only_presence(node.operand) if isinstance(node, Not) else isinstance(node, Known)


def settles(node: Node) -> bool:
    """Whether a condition is never unknown."""
    return _only_presence(node)
