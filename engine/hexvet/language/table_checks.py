"""The checks of an aggregate: is it a table, has it the column, does the function go with it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hexvet.language.functions import AGGREGATES
from hexvet.language.kinds import QUANTITIES, describe
from hexvet.language.nodes import Aggregate
from hexvet.model import Column, Field
from hexvet.problems import suggestion

Report = Callable[..., None]
"""`report(code, message, node, hint)` adds a fault."""


def table_of(
    node: Aggregate, fields: Mapping[str, Field], subject: str, report: Report
) -> tuple[Mapping[str, Column], str]:
    """The columns that an aggregate may read and their source; source "" when there are none."""
    if node.table == "projects" and "projects" not in fields:
        return _all_projects(node, fields, subject, report)
    declared = fields.get(node.table)
    if declared is None or declared.kind != "table":
        tables = [field.name for field in fields.values() if field.kind == "table"]
        hint = suggestion(node.table, tables) or f"tables: {', '.join(tables) or 'none'}"
        report("RP008", f"'{node.table[:60]}' is not a table", node, hint)
        return {}, ""
    if declared.of == "project" and subject == "programme":
        message = f"a rule of the programme cannot read '{node.table}' of a project"
        report("RP009", message, node)
        return {}, ""
    return declared.columns, "field" if declared.of == "project" else "programme"


def _all_projects(
    node: Aggregate, fields: Mapping[str, Field], subject: str, report: Report
) -> tuple[Mapping[str, Column], str]:
    if subject != "programme":
        hint = 'only a check with of = "programme" sees all projects'
        report("RP009", "a project's rule cannot read other projects", node, hint)
        return {}, ""
    own = (field for field in fields.values() if field.of == "project")
    return {field.name: Column(field.name, field.kind, field.values) for field in own}, "projects"


def column_kind(
    node: Aggregate, columns: Mapping[str, Column], fields: Mapping[str, Field], report: Report
) -> str:
    """The kind of the column that is aggregated; empty when there is none or it is faulty."""
    signature = AGGREGATES[node.function]
    if signature.column == "none":
        if node.column:
            report("RP007", f"{node.function} takes no column", node, signature.help)
        return ""
    if not node.column:
        message = f"{node.function} needs a column of '{node.table}'"
        report("RP007", message, node, signature.help)
        return ""
    column = columns.get(node.column)
    if column is None:
        hint = suggestion(node.column, columns) or f"columns: {', '.join(columns)}"
        report("RP008", f"'{node.table}' has no column '{node.column}'", node, hint)
        return ""
    return _fitting(node, column.kind, fields, report)


def _fitting(node: Aggregate, kind: str, fields: Mapping[str, Field], report: Report) -> str:
    needs = AGGREGATES[node.function].column
    allowed = {"number": ("number", "share", "money"), "ordered": QUANTITIES}.get(needs)
    if kind == "table" or (allowed and kind not in allowed):
        report("RP005", f"{node.function} does not go with {describe(kind)}", node)
        return ""
    declared = fields.get(node.table)
    dated = declared is not None and bool(declared.dated)
    if node.function == "latest" and kind != "date" and not dated:
        hint = 'add dated = "column" to the field, naming the column with the date'
        report("RP008", f"'{node.table}' does not say which column dates a row", node, hint)
    return kind


def needs_condition(node: Aggregate, report: Report) -> None:
    """any, all and share ask about a condition."""
    signature = AGGREGATES[node.function]
    if signature.where == "needed" and node.where is None:
        report("RP007", f"{node.function} needs a condition", node, signature.help)
