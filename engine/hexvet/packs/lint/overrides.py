"""Overrides that change nothing, packs that are never in force, inference in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hexvet.model import Where
from hexvet.packs.entries import Entry, Override
from hexvet.packs.lint.model import Draft, Fix
from hexvet.packs.lint.view import View, of_entry
from hexvet.packs.model import Inference, Pattern

_DEFAULTS: Mapping[str, object] = {
    "unknown": "hold", "of": "project", "weight": 1, "waivable": False, "met_at": 50,
}  # fmt: skip
_CONCLUDED = ("finding", "blocked", "eligible")
_ABSENT = object()


def pack_flaws(view: View) -> Iterator[Draft]:
    """The flaws of a pack's header, of its overrides and of its inference rules."""
    since, until = view.pack.effective_from, view.pack.effective_to
    if since and until and until < since:
        where = Where(view.file, ("pack", "effective", "to"))
        message = f"the pack is never in force: it ends before it begins ({since})"
        yield Draft("RP160", message, where, "mend one of the two dates")
    yield from _overrides(view)
    yield from _circles(view)


# overrides ------------------------------------------------------------------------------------
def _overrides(view: View) -> Iterator[Draft]:
    for entry in view.composition.entries.values():
        for at, override in enumerate(entry.overrides):
            if override.where.file == view.file:
                before = {key: _before(entry, at, key) for key in override.keys}
                idle = [key for key in override.keys if entry.values[key] == before[key]]
                yield from _idle(override, idle, entry)


def _idle(override: Override, idle: Sequence[str], entry: Entry) -> Iterator[Draft]:
    file, path = override.where.file, override.where.path
    if len(idle) == len(override.keys):
        message = f"this override leaves '{entry.id}' as it is"
        fix = Fix(override.where)
        yield Draft("RP180", message, override.where, "remove it", key=True, fix=fix)
        return
    for key in idle:
        where = Where(file, (*path, key))
        yield Draft(
            "RP180", f"'{key}' is so already", where, "remove the line", key=True, fix=Fix(where)
        )


def _before(entry: Entry, at: int, key: str) -> object:
    """The value that the packs below give; unlike anything when one of them overrides it."""
    if any(key in override.keys for override in entry.overrides[:at]):
        return _ABSENT
    return entry.written.get(key, _DEFAULTS.get(key, _ABSENT))


# inference ------------------------------------------------------------------------------------
def _circles(view: View) -> Iterator[Draft]:
    """Rules that lead back to themselves: through what must be absent, or only in a circle."""
    rules = list(view.pack.inferences.values())
    leads = {rule.id: [other.id for other in rules if _feeds(rule, other)] for rule in rules}
    barred = {(a.id, b.id) for a in rules for b in rules if _bars(a, b)}
    told: set[str] = set()
    for rule in rules:
        ring = _ring(rule.id, leads, told)
        if not ring:
            continue
        told |= set(ring)
        chain = " -> ".join(id_.partition("/")[2] for id_ in (*ring, ring[0]))
        steps = zip(ring, (*ring[1:], ring[0]), strict=True)
        entry = view.entry("infer", rule.id.partition("/")[2])
        if any(step in barred for step in steps):
            message = f"these rules depend on their own absence: {chain}"
            hint = "what a rule takes for absent must not follow from it"
            yield of_entry("RP181", message, entry, "unless", hint)
        else:
            hint = "each lasts as long as the other: is one of them enough?"
            message = f"these rules follow from each other: {chain}"
            yield of_entry("RP182", message, entry, hint=hint)


def _ring(start: str, leads: Mapping[str, list[str]], told: set[str]) -> list[str]:
    """The shortest way from a rule back to itself; empty when there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in leads[way[-1]]:
            if following == start:
                return way if not told & set(way) else []
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _feeds(rule: Inference, other: Inference) -> bool:
    return _concludes(rule, (*other.when, *other.unless))


def _bars(rule: Inference, other: Inference) -> bool:
    return _concludes(rule, other.unless)


def _concludes(rule: Inference, patterns: tuple[Pattern, ...]) -> bool:
    return any(_matches(then, pattern) for then in rule.then for pattern in patterns)


def _matches(then: Mapping[str, object], pattern: Pattern) -> bool:
    """Whether a conclusion can be a fact that a pattern is about."""
    if pattern.fact != then.get("fact") and (pattern.fact not in _CONCLUDED or "fact" in then):
        return False
    if "fact" not in then and pattern.fact not in then:
        return False
    return all(
        name not in then or then[name] == value or _is_open(then[name]) or _is_open(value)
        for name, value in pattern.tests.items()
    )


def _is_open(value: object) -> bool:
    """Whether a value is known only when the rule runs."""
    return isinstance(value, Mapping) or (isinstance(value, str) and value.startswith("$"))
