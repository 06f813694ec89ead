"""What the tests of this folder share: the small pack, and the end of a command."""

from __future__ import annotations

from typing import NamedTuple

CITY = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1

[gate.selection]
order = 1

[field.start]
type = "date"
[field.end]
type = "date"
[field.votes]
type = "number"
min = 0
[field.exempt]
type = "truth"
[field.condition]
type = "text"
values = ["sound", "worn", "failing"]
[field.cost]
type = "money"
unit = "USD"
min = 0
[field.council]
type = "truth"
of = "programme"

[param.max_months]
label = "the limit"
unit = "months"
values = { 2015-01-01 = 24 }

[let.months]
expr = "months_between(start, end)"

[section.need]
order = 1
kind = "benefit"
title = "Need"
fill = { at_least = 1, of = "criteria" }
[criterion.state]
section = "need"
score = { input = "condition", lookup = { sound = 0, worn = 40, failing = 100 } }
[criterion.cheap]
section = "need"
score = { input = "cost", ramp = [1_000, 0] }

[check.time_limited]
require = "months <= max_months"
severity = "blocker"
gate = "selection"
[check.voted]
when = "not exempt"
require = "votes >= 2 and votes <= 9"
severity = "blocker"
gate = "selection"
[check.backed]
of = "programme"
require = "council"
severity = "warning"
gate = "selection"
"""


class Ran(NamedTuple):
    """What a command said and with which status it ended."""

    status: int
    out: str
    err: str
