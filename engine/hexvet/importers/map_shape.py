"""The keys that a map may have, and its defaults."""

from __future__ import annotations

from hexvet.records import Codes, Key

CODES = Codes(
    unknown_key="IM001",
    missing_key="IM006",
    wrong_type="IM002",
    not_a_choice="IM002",
    out_of_range="IM002",
    not_finite="IM002",
    control_characters="IM002",
    length="IM002",
    too_many="IM007",
)

SCALES = {
    "percent": "0.01",
    "hundreds": "100",
    "thousands": "1e3",
    "millions": "1e6",
    "billions": "1e9",
}
BOUNDS = (
    "a text, a list of texts, { not = [...] }, or { above = 0 } (also below, at_least, at_most)"
)

MISSING = frozenset(
    [
        *("", "na", "n/a", "n.a.", "#n/a", "nan", "null", "-", "--", "\u2013", "\u2014", "?"),
        *("tbd", "tbc", "unknown", "not known", "not available"),
    ]
)
"""Words for a missing answer, casefolded, unless the map has its own."""

WITHHELD = frozenset(
    [
        *("exempt", "exempt under", "withheld", "redacted", "[redacted]", "confidential"),
        *("commercial in confidence", "not disclosed"),
    ]
)
"""Words for an answer that exists and is not told, casefolded, unless the map has its own."""

_HEADER = Key("text list", each=Key("text", line=False), help="the name of a column, in quotes")
_TEXTS = Key("text list", each=Key("text", blank=True), blank=True)
_FISCAL = Key(
    "table",
    keys={
        "starts": Key("integer", required=True, low=1, high=12, help="the first month, 1 to 12"),
        "take": Key("text", choices=("start", "end", "range")),
        "named_after": Key("text", choices=("start", "end")),
    },
)
_READING = {
    "decimal": Key("text", choices=(".", ",")),
    "dates": Key("text", choices=("day-first", "month-first", "year-first")),
    "formats": Key("list text", each=Key("text")),
    "excel_dates": Key("integer"),
    "fiscal_year": _FISCAL,
    "missing": _TEXTS,
    "withheld": _TEXTS,
}
_KINDS = ("text", "truth", "number", "share", "money", "date")
_CELL = Key(
    "table",
    keys={
        "column": Key("text list", required=True, each=Key("text", line=False)),
        "kind": Key("text", choices=_KINDS),
        "optional": Key("truth"),
        "scale": Key("number text"),
        "lookup": Key("text table"),
        "otherwise": Key("any"),
        "note": Key("text", line=False),
        **_READING,
    },
)
_ROWS = Key("table", help="{ COLUMN = condition }")

FILTER = {
    "not": _TEXTS,
    "above": Key("number"),
    "below": Key("number"),
    "at_least": Key("number"),
    "at_most": Key("number"),
}

MAP = {
    "format": Key("integer", required=True, low=1, high=1),
    "file": Key(
        "table",
        keys={
            "layout": Key("text", choices=("rows", "transposed")),
            "encoding": Key("text"),
            "delimiter": Key("text", blank=True),
            "header_row": Key("integer", low=0, high=1000),
            **_READING,
        },
    ),
    "project": Key(
        "table",
        required=True,
        keys={
            "id": _HEADER,
            "id_parts": Key("list", each=Key("text", line=False)),
            "title": Key("text list", required=True, each=Key("text", line=False)),
            "summary": _HEADER,
            "rows": _ROWS,
            "repeated": Key("text", choices=("first", "group", "number")),
            "illustration": Key("truth"),
        },
    ),
    "evidence": Key(
        "table", keys={"source": Key("text", blank=True), "as_of": Key("date"), "by": Key("text")}
    ),
    "field": Key("table", each=_CELL),
    "table": Key(
        "table",
        each=Key("table", keys={"rows": _ROWS, "columns": Key("table", required=True, each=_CELL)}),
    ),
    "constant": Key("table"),
    "lookup": Key("table", each=Key("table")),
}
