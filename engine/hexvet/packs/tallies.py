"""Tallies: what the projects of a portfolio ask for together, against what there is.

[tally.fund_by_year]
table = "asks"                      # a table of every project
by    = ["source", "year"]
sum   = "amount"
limit = "fund.amount"               # a table of the programme, with the same columns
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hexvet.language.checker import Scope, check
from hexvet.language.faults import BadExpression, Fault
from hexvet.language.kinds import describe
from hexvet.language.nodes import Aggregate, height
from hexvet.language.parser import parse
from hexvet.language.tokens import MAX_HEIGHT
from hexvet.model import Column, Field, Subject, Where
from hexvet.packs.entries import Entry
from hexvet.packs.fact_kinds import TALLY
from hexvet.packs.model import Expression, Tally
from hexvet.packs.rules import title_of
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion
from hexvet.records import listed, shown

ReportFaults = Callable[[tuple[Fault, ...], Where], None]
"""`faults(faults, where)` adds problems at characters of a text."""

_AMOUNTS = ("number", "share", "money")


def read_tally(
    entry: Entry,
    fields: Mapping[str, Field],
    scope: Callable[[Subject], Scope],
    report: Report,
    faults: ReportFaults,
) -> Tally | None:
    """One tally; None when it names what is not there, which is reported."""
    limit_table, _, limit = str(entry.values.get("limit", "")).partition(".")
    table = _table(entry, "table", str(entry.values.get("table", "")), "project", fields, report)
    fund = _table(entry, "limit", limit_table, "programme", fields, report)
    if table is None or fund is None:
        return None
    by = _by(entry, table, fund, report)
    summed = _amount(entry, "sum", str(entry.values.get("sum", "")), table, report)
    limited = _amount(entry, "limit", limit, fund, report)
    if summed and limited and summed.kind != limited.kind:
        message = f"the limit is {describe(limited.kind)}, the sum is {describe(summed.kind)}"
        report("RP005", message, entry.at("limit"), "both have to be of one kind")
    rows = _condition(entry, "where", table.name, scope("project"), faults)
    limit_rows = _condition(entry, "limit_where", fund.name, scope("programme"), faults)
    if not by or summed is None or limited is None:
        return None
    return Tally(
        entry.id, title_of(entry), table.name, by, summed.name, fund.name, limited.name,
        entry.where, rows, limit_rows,
    )  # fmt: skip


def _table(
    entry: Entry,
    key: str,
    name: str,
    of: Subject,
    fields: Mapping[str, Field],
    report: Report,
) -> Field | None:
    if key not in entry.values:
        return None
    found = fields.get(name)
    if found is not None and found.kind == "table" and found.of == of:
        return found
    tables = [field.name for field in fields.values() if field.kind == "table" and field.of == of]
    whose = "the projects" if of == "project" else "the programme"
    hint = suggestion(name, tables) or f"tables of {whose}: {listed(tables) or 'none'}"
    report("RP008", f"{shown(name)} is not a table of {whose}", entry.at(key), hint)
    return None


def _column(
    entry: Entry, path: tuple[str | int, ...], name: str, table: Field, report: Report
) -> Column | None:
    found = table.columns.get(name)
    if found is None:
        hint = suggestion(name, table.columns) or f"columns: {listed(table.columns)}"
        report("RP008", f"'{table.name}' has no column {shown(name)}", entry.at(*path), hint)
    return found


def _by(entry: Entry, table: Field, fund: Field, report: Report) -> tuple[str, ...]:
    names = entry.values.get("by", [])
    assert isinstance(names, list)
    if not names and "by" in entry.values:
        report("RP012", "a tally is by at least one column", entry.at("by"), "by = ['source']")
    found = []
    for index, name in enumerate(names):
        path = ("by", index)
        here, there = (_column(entry, path, str(name), t, report) for t in (table, fund))
        if here and there and here.kind != there.kind:
            message = f"'{name}' is {describe(here.kind)} here and {describe(there.kind)} there"
            report("RP005", message, entry.at(*path), "rename one of the two columns")
        if name in TALLY or names.index(name) != index:
            hint = "name each column once" if name not in TALLY else "rename the column"
            report("RP018", f"a tally cannot be by {shown(name)}", entry.at(*path), hint)
        if here and there:
            found.append(here.name)
    return tuple(found)


def _amount(entry: Entry, key: str, name: str, table: Field, report: Report) -> Column | None:
    if key not in entry.values:
        return None
    found = _column(entry, (key,), name, table, report)
    if found is not None and found.kind not in _AMOUNTS:
        message = f"'{name}' is {describe(found.kind)}, not an amount"
        report("RP005", message, entry.at(key), "a number, a share or money")
        return None
    return found


def _condition(
    entry: Entry, key: str, table: str, scope: Scope, faults: ReportFaults
) -> Expression | None:
    """A condition on the rows of a table, typed as inside an aggregate over it."""
    if key not in entry.values:
        return None
    text, where = str(entry.values[key]), entry.at(key)
    try:
        parsed = parse(text)
    except BadExpression as error:
        faults(error.faults, where)
        return None
    node, found = check(Aggregate(0, len(text), "number", "count", table, "", parsed, ""), scope)
    assert isinstance(node, Aggregate) and node.where is not None
    if not found and height(node, scope.let_height) > MAX_HEIGHT:
        found = (Fault("RP004", "nested too deeply", 0, len(text)),)
    faults(found, where)
    return None if found else Expression(text, node.where, where)
