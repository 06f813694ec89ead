"""What changed in an inference rule: which pattern asks for what, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hexvet.language.formatting import format_number

PARTS = ("when", "unless", "then")
"""The keys that hold patterns or conclusions."""

_HEADS = ("finding", "blocked", "eligible", "fact")
_SIGNS = {"eq": "is", "ne": "is not", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_CALLED = {"when": "pattern", "unless": "'unless'", "then": "conclusion"}

Table = Mapping[str, object]


def tables_changed(key: str, old: object, new: object) -> str:
    """What happened to the patterns or conclusions of a rule, part by part."""
    before, after = _named(key, old), _named(key, new)
    what, said = _CALLED[key], []
    for name, table in after.items():
        if name not in before:
            said.append(f"{what} added: {_told(table, key)}")
        elif before[name] != table:
            changed = "; ".join(_fields(before[name], table))
            said.append(f"{what} {name}: {changed}")
    said += [f"{what} dropped: {_told(t, key)}" for name, t in before.items() if name not in after]
    return "; ".join(said) or f"{key} in another order"


def concluded(then: object) -> str:
    """What a rule concludes: `finding over_fund, blocked launch`."""
    return ", ".join(_named("then", then)) or "nothing"


def _named(key: str, value: object) -> dict[str, Table]:
    """Each table by its alias, or by what it concludes; equal names are numbered."""
    tables = value if isinstance(value, list) else [] if value is None else [value]
    found: dict[str, Table] = {}
    for table in tables:
        if isinstance(table, Mapping):
            name = _name(key, table)
            number = sum(1 for known in found if known.partition(" #")[0] == name)
            found[f"{name} #{number + 1}" if number else name] = table
    return found


def _name(key: str, table: Table) -> str:
    if key == "then":
        head = next((one for one in _HEADS if one in table), "")
        return f"{head} {table.get(head, '')}".strip()
    alias, kind = table.get("as"), str(table.get("fact", ""))
    return f"{alias} ({kind})" if alias and key == "when" else kind


def _told(table: Table, key: str) -> str:
    """A whole pattern or conclusion."""
    rest = {n: v for n, v in table.items() if n not in ("as", "fact", "message", *_HEADS)}
    said = ", ".join(f"{name} {_value(value)}" for name, value in rest.items())
    name = _name(key, table)
    return f"{name}, {said}" if said else name


def _fields(old: Table, new: Table) -> Iterator[str]:
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one == other:
            continue
        if name == "message":
            yield "its message changed"
        elif one is None:
            yield f"also asks: {name} {_value(other)}"
        elif other is None:
            yield f"no longer asks: {name} {_value(one)}"
        else:
            yield f"{name} {_value(one)} became {_value(other)}"


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return " and ".join(_compared(name, operand) for name, operand in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return format_number(float(value), "number")
    return f"'{value}'" if isinstance(value, str) and not value.startswith("$") else str(value)


def _compared(operator: str, operand: object) -> str:
    if operator == "exists":
        return "known" if operand else "not known"
    return f"{_SIGNS.get(operator, operator)} {_value(operand)}"
