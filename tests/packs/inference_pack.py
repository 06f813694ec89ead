"""A small pack to which tests add inference rules."""

from __future__ import annotations

BASE = """
[gate.selection]
order = 1
title = "Selection"
decided_by = ["mayor"]
overridden_by = ["cabinet"]
[gate.launch]
order = 2

[field.sponsor]
type = "truth"
[field.cost]
type = "money"
unit = "USD"
[field.part]
type = "share"
[field.end]
type = "date"
[field.board]
of = "programme"
type = "truth"
[field.team]
type = "table"
columns = { name = "text", role = ["director", "analyst"], fte = "number", since = "date" }
[field.asks]
type = "table"
columns = { source = "text", year = "number", amount = "money" }
[field.fund]
of = "programme"
type = "table"
columns = { source = "text", year = "number", amount = "money", status = ["told", "paid"] }

[let.expensive]
expr = "cost > dear"
[let.doubled]
expr = "cost * 2"
[param.dear]
type = "money"
value = 1_000

[section.value]
order = 1
kind = "benefit"
title = "Value"
fill = "any"
[criterion.cheap]
section = "value"
met = "cost <= dear"

[check.sponsored]
title = "Elected sponsor"
when = "stage == 'selection'"
require = "sponsor"
severity = "blocker"
gate = "selection"
waivable = { by = ["treasurer"], max_days = 90 }
[check.ends]
require = "end is known"
severity = "blocker"
gate = "launch"
depends_on = ["sponsored"]
[check.supervised]
of = "programme"
require = "board"
severity = "warning"
gate = "selection"
"""

LED = """
[infer.led]
when = [{ as = "a", fact = "team", role = "director" }]
then = { finding = "led", project = "$a.project", severity = "warning" }
"""

TALLY = """
[tally.asked]
table = "asks"
by = ["source", "year"]
sum = "amount"
limit = "fund.amount"
"""


def rule(
    when: str, then: str = "", *, unless: str = "", of: str = "", name: str = "rule", more: str = ""
) -> str:
    """One rule; without `then` it finds `found`, about the project of `a`."""
    then = then or '{ finding = "found", project = "$a.project", severity = "warning" }'
    lines = [f"[infer.{name}]", f"when = [{when}]", f"then = {then}"]
    lines += [f"unless = [{unless}]"] if unless else []
    lines += [f'of = "{of}"'] if of else []
    return "\n".join(["", *lines, more, ""])
