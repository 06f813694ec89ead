"""Cells become the answers of a project's file, each with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.documents import printable
from hexvet.importers.cells import Fault, Reading, Span, read_cell
from hexvet.importers.model import SOURCE_PART, CellRule, Plain, TableRule
from hexvet.importers.sheet import Row
from hexvet.importers.tally import Tally, shown

_LONGEST_LABELS = 120
_COMMENT = "left missing, kept as a comment"


def read_field(tally: Tally, row: Row, rule: CellRule, project: str, remarks: list[str]) -> Reading:
    """One cell; its faults go to the report and, where nothing was taken, to the remarks."""
    text = tally.binding.text(row, rule.columns)
    reading = read_cell(text, rule)
    tally.counts["cells"] += 1
    tally.counts[_outcome(reading)] += 1
    for fault in reading.faults:
        left = fault.done == Fault("", "").done
        told = fault._replace(done=_COMMENT) if left else fault
        tally.tell(row, rule.columns, told, text, project)
        if left:
            remarks.append(_remark(tally, row, rule, fault, text))
    return reading


def _outcome(reading: Reading) -> str:
    if reading.answer is not None:
        return "answers"
    if any(fault.code == "IM107" for fault in reading.faults):
        return "withheld answers"
    lost = any(fault.done == Fault("", "").done for fault in reading.faults)
    return "cells not understood" if lost else "missing answers"


def _remark(tally: Tally, row: Row, rule: CellRule, fault: Fault, text: str) -> str:
    column = shown(tally.binding.shown(rule.columns))
    return f"{rule.target}: {shown(text)!r} ({column}, row {row.label}): {printable(fault.why)}"


def record(tally: Tally, row: Row, rule: CellRule, reading: Reading) -> object:
    """The answer as a project's file holds it."""
    answer = reading.answer
    if isinstance(answer, Span):
        ends: dict[str, object] = {"low": answer.low, "high": answer.high}
    else:
        ends = {"value": answer}
    beside = tally.line(row, (rule.note,)) if rule.note else ""
    note = "; ".join(part for part in (shown(reading.note), shown(beside)) if part)
    column = tally.binding.shown(rule.columns)
    whole = ends | provenance(tally, row.label, column) | ({"note": note} if note else {})
    return answer if list(whole) == ["value"] else whole


def provenance(tally: Tally, row: str, column: str) -> dict[str, object]:
    """The source, date and giver that the map states for every answer."""
    parts = {"file": tally.sheet.file, "row": row, "column": shown(column)}
    source = SOURCE_PART.sub(lambda part: parts[part[1]], tally.map.source)
    known = {"source": source, "as_of": tally.map.as_of, "by": tally.map.by}
    return {key: value for key, value in known.items() if value}


def table_answer(
    tally: Tally, table: TableRule, rows: Sequence[Row], project: str, remarks: list[str]
) -> object:
    """The rows of a table field."""
    cells = [_table_row(tally, table, row, project, remarks) for row in rows]
    tally.counts["table rows"] += len(cells)
    source = provenance(tally, _labels([row.label for row in rows]), table.target)
    return {**source, "value": cells} if source else cells


def _table_row(
    tally: Tally, table: TableRule, row: Row, project: str, remarks: list[str]
) -> dict[str, Plain]:
    """Cells of a table's row are bare: a range has no place there."""
    cells: dict[str, Plain] = {}
    for rule in table.columns:
        if tally.binding.at(rule.columns) is None:
            continue
        answer = read_field(tally, row, rule, project, remarks).answer
        if isinstance(answer, Span):
            text = tally.binding.text(row, rule.columns)
            fault = Fault("IM115", "a range, where a table holds single values", _COMMENT)
            tally.tell(row, rule.columns, fault, text, project)
            remarks.append(_remark(tally, row, rule, fault, text))
        elif answer is not None:
            cells[rule.target] = answer
    return cells


def _labels(labels: Sequence[str]) -> str:
    """`2, 4, 7`; neighbours are joined: `2-5`."""
    parts: list[list[str]] = []
    for label in labels:
        last = parts[-1][-1] if parts else ""
        if last.isdigit() and label.isdigit() and int(label) == int(last) + 1:
            parts[-1][1:] = [label]
        else:
            parts.append([label])
    text = ", ".join("-".join(part) for part in parts)
    return text if len(text) <= _LONGEST_LABELS else f"{text[:_LONGEST_LABELS]}\u2026"
