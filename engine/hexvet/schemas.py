"""JSON Schemas of the files that people write, for editors and for other programs.

Made from the same shapes that the readers use, so that both accept the same files. Dates are
texts of format "date", as editors of TOML treat them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from hexvet.model import Column, Field
from hexvet.packs.schema import PACK, TABLES
from hexvet.records import Key, Shape
from hexvet.workspace.answers import LARGEST_NUMBER, NOTES
from hexvet.workspace.projects import FINISHED, RESERVED
from hexvet.workspace.settings import SHAPE as SETTINGS
from hexvet.workspace.waivers import SHAPE as WAIVER

Schema: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_RULE_ID = "^[a-z][a-z0-9_]*$"
_INFINITY = float("inf")


def pack_schema() -> Schema:
    """Of a pack file: `rules/*.toml`."""
    tables: Schema = {
        kind: {
            "type": "object",
            "patternProperties": {_RULE_ID if kind != "test" else ".": _record(shape)},
            "additionalProperties": False,
        }
        for kind, shape in TABLES.items()
    }
    keys = {name: key for shape in TABLES.values() for name, key in shape.items()}
    override = {
        "type": "object",
        "properties": {"reason": {"type": "string"}, **{name: {} for name in keys}},
        "required": ["reason"],
        "additionalProperties": False,
    }
    overrides = {"type": "object", "additionalProperties": override}
    renamed = {"type": "object", "additionalProperties": {"type": "string"}}
    properties = {"pack": _record(PACK), **tables, "override": overrides, "renamed": renamed}
    return _document("A rule pack", properties, ["pack"])


def settings_schema(vocabulary: Mapping[str, Field]) -> Schema:
    """Of `hexvet.toml`, with the questions about the programme."""
    shape = _record(SETTINGS)
    shape["properties"]["programme"] = _answers(vocabulary, "programme", {})
    return _document("A workspace", shape["properties"], shape["required"])


def project_schema(vocabulary: Mapping[str, Field]) -> Schema:
    """Of `projects/*.toml`."""
    shape = _answers(vocabulary, "project", RESERVED)
    return _document("A project", shape["properties"], ["title"])


def assessment_schema(vocabulary: Mapping[str, Field]) -> Schema:
    """Of `assessments/PARTY/*.toml`."""
    shape = _answers(vocabulary, "project", FINISHED)
    return _document("One party's answers", shape["properties"], [])


def waivers_schema() -> Schema:
    """Of `waivers.toml`."""
    ledger = {"type": "object", "additionalProperties": _record(WAIVER)}
    return _document("The ledger of waivers", {"waiver": ledger}, [])


def _document(title: str, properties: Schema, required: list[str]) -> Schema:
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _record(shape: Shape) -> Schema:
    return {
        "type": "object",
        "properties": {name: key_schema(key) for name, key in shape.items()},
        "required": [name for name, key in shape.items() if key.required],
        "additionalProperties": False,
    }


def key_schema(key: Key) -> Schema:
    """Of one key of a shape."""
    forms = [_form(kind, key) for kind in key.kinds.split() if kind != "any"]
    schema = forms[0] if len(forms) == 1 else {"anyOf": forms} if forms else {}
    return {**schema, "description": key.help} if key.help else schema


def _form(kind: str, key: Key) -> Schema:
    match kind:
        case "text":
            return _text(key)
        case "truth":
            return {"type": "boolean"}
        case "number" | "integer":
            return {"type": kind, **_limits(key.low, key.high)}
        case "date":
            return _DATE
        case "list":
            return {"type": "array", "items": key_schema(key.each) if key.each else {}}
        case _:
            if key.keys is not None:
                return _record(key.keys)
            each = key_schema(key.each) if key.each else {}
            return {"type": "object", "additionalProperties": each}


_DATE: Schema = {"type": "string", "format": "date"}


def _text(key: Key) -> Schema:
    if key.choices:
        return {"type": "string", "enum": list(key.choices)}
    return {"type": "string", "maxLength": key.longest, **({} if key.blank else {"minLength": 1})}


def _limits(low: float, high: float) -> Schema:
    limits: Schema = {}
    if low != -_INFINITY:
        limits["minimum"] = low
    if high != _INFINITY:
        limits["maximum"] = high
    return limits


def _answers(vocabulary: Mapping[str, Field], of: str, reserved: Shape) -> Schema:
    properties = {name: key_schema(key) for name, key in reserved.items()}
    for name, field in vocabulary.items():
        if field.of == of:
            properties[name] = field_schema(field)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def field_schema(field: Field) -> Schema:
    """Of the answer to a field: bare, a range, or a record with its source."""
    bare = _bare(field)
    forms = [bare, _answer_record({"value": bare}, ["value"])]
    if field.kind in ("number", "share", "money", "date"):
        forms.append(_answer_record({"low": bare, "high": bare}, ["low", "high"]))
    said = field.ask or field.title
    return {"description": said, "anyOf": forms}


def _answer_record(values: Schema, required: list[str]) -> Schema:
    notes = {name: key_schema(key) for name, key in NOTES.items()}
    return {
        "type": "object",
        "properties": {**values, **notes},
        "required": required,
        "additionalProperties": False,
    }


def _bare(field: Field) -> Schema:
    if field.kind == "table":
        columns = {name: _column(column) for name, column in field.columns.items()}
        row = {"type": "object", "properties": columns, "additionalProperties": False}
        return {"type": "array", "items": row}
    if field.kind in ("number", "share", "money"):
        low, high = (max(-LARGEST_NUMBER, field.range.low), min(LARGEST_NUMBER, field.range.high))
        return {"type": "number", "minimum": low, "maximum": high}
    return _plain(field.kind, field.values)


def _column(column: Column) -> Schema:
    if column.kind == "share":
        return {"type": "number", "minimum": 0, "maximum": 1}
    return _plain(column.kind, column.values)


def _plain(kind: str, values: tuple[str, ...]) -> Schema:
    if kind == "text":
        return {"type": "string", "enum": list(values)} if values else {"type": "string"}
    return {"truth": {"type": "boolean"}, "date": _DATE}.get(kind, {"type": "number"})
