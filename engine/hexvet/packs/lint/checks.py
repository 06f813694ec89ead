"""Checks and gates: what a blocker owes its reader, waivers, and rules that say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hexvet.packs.entries import Entry
from hexvet.packs.lint.meaning import Meaning
from hexvet.packs.lint.model import Draft, Fix
from hexvet.packs.lint.view import View, of_entry
from hexvet.packs.model import Check
from hexvet.packs.rules import DEFAULT_WAIVER_DAYS


def check_flaws(view: View) -> Iterator[Draft]:
    """The flaws of every check, of the gates, and of checks among each other."""
    for check, entry in view.checks:
        if check.severity == "blocker":
            yield from _blocker(entry)
        else:
            yield from _idle_policy(check, entry)
        yield from _waivable(check, entry)
    yield from _unguarded(view)
    yield from _same_meaning(view)
    yield from _without_reason(view)


def _blocker(entry: Entry) -> Iterator[Draft]:
    if "remedy" not in entry.values:
        hint = "add remedy = 'what to do about it'"
        yield of_entry("RP150", "this blocker names no remedy", entry, hint=hint)
    if "message" not in entry.values:
        hint = "add message = 'what was found, with {placeholders} for the values'"
        yield of_entry("RP151", "this blocker has no message", entry, hint=hint)
    if entry.values.get("unknown") == "pass":
        message = "this blocker lets through what nobody knows"
        hint = "use hold or fail, or make it a warning"
        yield of_entry("RP152", message, entry, "unknown", hint)


def _idle_policy(check: Check, entry: Entry) -> Iterator[Draft]:
    if entry.values.get("unknown", "pass") != "pass":
        message = f"'unknown' has no effect: {check.severity} never holds a gate"
        hint = "make it a blocker, or remove the line"
        yield of_entry("RP159", message, entry, "unknown", hint)


def _waivable(check: Check, entry: Entry) -> Iterator[Draft]:
    given = entry.values.get("waivable")
    if not isinstance(given, Mapping):
        return
    if not given.get("by"):
        hint = "name a role, or write waivable = false"
        yield Draft("RP155", "nobody may waive this", entry.at("waivable", "by"), hint)
    days = given.get("max_days")
    if days is None:
        where = entry.at("waivable", "max_days")
        message = "a waiver of this check has no limit of its own"
        fix = Fix(where, DEFAULT_WAIVER_DAYS)
        hint = f"add max_days = {DEFAULT_WAIVER_DAYS}, which is what counts without it"
        yield Draft("RP153", message, entry.at("waivable"), hint, fix=fix)
    elif days > DEFAULT_WAIVER_DAYS:
        message = f"a waiver may last {days} days, longer than {DEFAULT_WAIVER_DAYS}"
        yield Draft(
            "RP154",
            message,
            entry.at("waivable", "max_days"),
            "let it end sooner: it can be granted anew",
            level="warning" if check.severity == "blocker" else "advice",
        )


def _unguarded(view: View) -> Iterator[Draft]:
    guarded = {check.gate for check, _ in view.checks}
    for gate in view.pack.gates:
        if gate not in guarded:
            hint = "every project passes it: give it a check, or remove it"
            entry = view.entry("gate", gate)
            yield of_entry("RP156", "no check guards this gate", entry, hint=hint)


def _same_meaning(view: View) -> Iterator[Draft]:
    """At another gate the same question may well be asked again."""
    seen: dict[tuple[str, str, Meaning | None, Meaning], str] = {}
    for check, entry in view.checks:
        when = None if check.when is None else view.meanings.of(check.when.node)
        slot = (check.of, check.gate, when, view.meanings.of(check.require.node))
        if slot in seen:
            message = f"the check '{seen[slot]}' asks the very same at this gate"
            yield of_entry("RP157", message, entry, "require", "remove one of the two")
        seen.setdefault(slot, check.name)


def _without_reason(view: View) -> Iterator[Draft]:
    for kind in ("criterion", "check"):
        for entry in view.entries(kind):
            if not entry.values.keys() & {"rationale", "clause"}:
                hint = "add rationale = 'why', or clause = 'where it is written'"
                message = f"this {kind} does not say why it is there"
                yield of_entry("RP158", message, entry, hint=hint)
