"""The shape of a pack file: every table and key of format 1."""

from __future__ import annotations

from hexvet.records import Codes, Key, Shape

FORMAT = 1
KINDS = ("truth", "number", "share", "money", "date", "text", "table")
CODES = Codes(
    unknown_key="RP011",
    missing_key="RP012",
    wrong_type="RP013",
    not_a_choice="RP014",
    out_of_range="RP015",
    not_finite="RP015",
    control_characters="RP016",
    length="RP016",
    too_many="RP017",
)

_TEXT, _PROSE = Key("text"), Key("text", line=False)
_OF = Key("text", choices=("project", "programme"))
_WEIGHT = Key("number", low=0, high=1e6)
_ROLES = Key("list", each=Key("text", longest=60), help="write a list of roles: ['mayor']")

PACK: Shape = {
    "id": Key("text", required=True, longest=60),
    "title": Key("text", required=True, longest=200),
    "version": Key("text", required=True, longest=30, help="write version = '1.0.0'"),
    "format": Key("integer", required=True, low=1, high=1000, help="write format = 1"),
    "owner": _TEXT,
    "source": _PROSE,
    "note": _PROSE,
    "license": _TEXT,
    "effective": Key("table", keys={"from": Key("date"), "to": Key("date")}),
    "extends": Key("list", each=Key("text")),
    "score": Key("text", choices=("advisory", "off")),
    "portfolio": Key(
        "text", line=False, help="write portfolio = \"stage in ['launch', 'delivery']\""
    ),
}
FIELD: Shape = {
    "type": Key("text", required=True, choices=KINDS),
    "label": _TEXT,
    "ask": _PROSE,
    "help": _PROSE,
    "note": _PROSE,
    "clause": _TEXT,
    "of": _OF,
    "min": Key("number date"),
    "max": Key("number date"),
    "unit": _TEXT,
    "values": Key("list", each=Key("text")),
    "anchors": Key("table", each=_PROSE),
    "columns": Key("table", each=Key("text list", each=Key("text"))),
    "dated": _TEXT,
}
LET: Shape = {
    "expr": Key("text", required=True, line=False),
    "label": _TEXT,
    "note": _PROSE,
    "of": _OF,
}
PARAM: Shape = {
    "type": Key("text", choices=tuple(kind for kind in KINDS if kind != "table")),
    "unit": _TEXT,
    "label": _TEXT,
    "source": _PROSE,
    "note": _PROSE,
    "clause": _TEXT,
    "value": Key("number date text truth"),
    "values": Key("table", each=Key("number date text truth")),
}
GATE: Shape = {
    "order": Key("number", required=True, low=-1e6, high=1e6),
    "title": _TEXT,
    "decided_by": _ROLES,
    "overridden_by": _ROLES,
    "note": _PROSE,
}
SECTION: Shape = {
    "order": Key("number", required=True, low=-1e6, high=1e6),
    "kind": Key("text", required=True, choices=("benefit", "challenge", "opportunity")),
    "title": Key("text", required=True, longest=200),
    "short": Key("text", longest=8),
    "fill": Key(
        "text table",
        required=True,
        choices=("any", "all"),
        keys={
            "at_least": Key("integer", low=1, high=1000),
            "of": Key("text", choices=("criteria",)),
            "score": Key("number", low=0, high=100),
        },
        help="write fill = 'any', 'all', { at_least = 2, of = 'criteria' } or { score = 60 }",
    ),
    "reading": _PROSE,
    "rationale": _PROSE,
    "weight": _WEIGHT,
    "clause": _TEXT,
}
_PAIR = Key("list", each=Key("number"))
SCORE: Shape = {
    "input": Key("text", required=True, line=False),
    "ramp": _PAIR,
    "points": Key("list", each=_PAIR),
    "steps": Key("list", each=_PAIR),
    "lookup": Key("table", each=Key("number", low=0, high=100)),
}
CRITERION: Shape = {
    "section": Key("text", required=True),
    "title": _TEXT,
    "met": Key("text", line=False),
    "score": Key("table", keys=SCORE),
    "met_at": Key("number", low=0, high=100),
    "weight": _WEIGHT,
    "rationale": _PROSE,
    "clause": _TEXT,
}
CHECK: Shape = {
    "title": _TEXT,
    "of": _OF,
    "when": Key("text", line=False),
    "require": Key("text", required=True, line=False),
    "severity": Key("text", required=True, choices=("blocker", "warning", "advice")),
    "gate": Key("text", required=True),
    "unknown": Key("text", choices=("hold", "fail", "pass")),
    "message": _PROSE,
    "remedy": _PROSE,
    "rationale": _PROSE,
    "waivable": Key(
        "truth table",
        keys={
            "by": Key("list", required=True, each=Key("text")),
            "max_days": Key("integer", low=1, high=3660),
        },
        help="write waivable = false or { by = ['mayor'], max_days = 180 }",
    ),
    "depends_on": Key("list", each=Key("text"), help="write a list of checks: ['another_check']"),
    "clause": _TEXT,
}
INFER: Shape = {
    "title": _TEXT,
    "of": Key("text", choices=("project", "portfolio")),
    "when": Key(
        "list",
        required=True,
        each=Key("table"),
        help="write when = [{ as = 'c', fact = 'check', check = 'some_check', status = 'failed' }]",
    ),
    "unless": Key("list", each=Key("table")),
    "then": Key(
        "table list",
        required=True,
        help="write then = { finding = 'some_id', project = '$c.project', severity = 'warning' }",
    ),
    "remedy": _PROSE,
    "rationale": _PROSE,
    "clause": _TEXT,
}
TALLY: Shape = {
    "title": _TEXT,
    "table": Key("text", required=True, help="write table = 'funding': a table of the projects"),
    "by": Key("list", required=True, each=Key("text"), help="write by = ['source']: columns"),
    "sum": Key("text", required=True, help="write sum = 'amount': a column"),
    "where": Key("text", line=False),
    "limit": Key(
        "text", required=True, help="write limit = 'fund.amount': a table of the programme"
    ),
    "limit_where": Key("text", line=False),
    "rationale": _PROSE,
    "clause": _TEXT,
    "note": _PROSE,
}
_WAIVERS = Key(
    "list",
    each=Key(
        "table",
        keys={
            "check": Key("text", required=True),
            "project": Key("text"),
            "role": Key("text"),
            "expires": Key("date"),
        },
    ),
    help="write waivers = [{ check = 'some_check', role = 'mayor', expires = 2018-12-31 }]",
)
_PROJECTS = Key("table", each=Key("table"), help="write projects = { a = { ... }, b = { ... } }")
CASE: Shape = {
    "name": Key("text", longest=60),
    "on": Key("date"),
    "given": Key("table"),
    "projects": _PROJECTS,
    "waivers": _WAIVERS,
    "without": Key("list", each=Key("text")),
    "expect": Key("table"),
}
TEST: Shape = {
    "on": Key("date", required=True),
    "title": _TEXT,
    "given": Key("table"),
    "projects": _PROJECTS,
    "waivers": _WAIVERS,
    "expect": Key("table"),
    "cases": Key("list", each=Key("table", keys=CASE)),
    "note": _PROSE,
}
TABLES: dict[str, Shape] = {
    "field": FIELD,
    "let": LET,
    "param": PARAM,
    "gate": GATE,
    "section": SECTION,
    "criterion": CRITERION,
    "check": CHECK,
    "tally": TALLY,
    "infer": INFER,
    "test": TEST,
}
"""The tables named by id, in the order in which a pack is composed."""
