"""Which facts there can be at all, whatever anybody answers: lint asks whether a rule can fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hexvet.inference.model import Conclusion, Kinds, Pattern, Reference, Test, Value
from hexvet.inference.strata import may_match
from hexvet.packs.fact_kinds import TALLY, FactFields, Stage, fact_fields, table_kinds
from hexvet.packs.model import Check, Pack, Tally

_OPEN = Reference("", "")
"""A value that is known only once somebody has answered."""


class PossibleFacts:
    """The facts that one stage of a pack's rules can meet, as templates with open values."""

    def __init__(self, pack: Pack, of: Stage) -> None:
        self.pack, self.kinds = pack, _kinds(fact_fields([pack], of))
        self.given: dict[str, list[Conclusion]] = {}
        for template in _given(pack, fact_fields([pack], of)):
            self.given.setdefault(template.kind, []).append(template)

    def matched(self, pattern: Pattern, concluded: Sequence[Conclusion]) -> bool:
        """Whether some fact can match a pattern; `concluded` are what rules can conclude."""
        if self._foreign(pattern):
            return True
        templates = [*self.given.get(pattern.kind, ()), *concluded]
        return any(may_match(one, pattern, self.kinds) for one in templates)

    def always(self, pattern: Pattern, test: Test, concluded: Sequence[Conclusion]) -> bool:
        """Whether every fact that meets the other tests of a pattern meets this one, too."""
        if self._foreign(pattern) or isinstance(test.operand, Reference):
            return False
        rest = replace(pattern, tests=tuple(one for one in pattern.tests if one is not test))
        templates = [*self.given.get(pattern.kind, ()), *concluded]
        near = [one for one in templates if may_match(one, rest, self.kinds)]
        return all(
            not isinstance(dict(one.values).get(test.field), Reference)
            and may_match(one, pattern, self.kinds)
            for one in near
        )

    def has(self, pattern: Pattern, field: str, concluded: Sequence[Conclusion]) -> bool:
        """Whether every fact that can match a pattern of a built-in kind has a field."""
        templates = [*self.given.get(pattern.kind, ()), *concluded]
        near = (one for one in templates if may_match(one, pattern, self.kinds))
        return all(field in dict(one.values) for one in near)

    def is_of(self, tally: Tally, pattern: Pattern) -> bool:
        """Whether a pattern can match what a tally comes to."""
        return any(
            dict(one.values)["tally"] == tally.id and may_match(one, pattern, self.kinds)
            for one in self.given.get("tally", ())
        )

    def _foreign(self, pattern: Pattern) -> bool:
        """Whether a pattern names a rule of a pack that is not looked at now."""
        own = {str(_header(document.data).get("id")) for document in self.pack.documents}
        return any(
            isinstance(test.operand, str)
            and test.operator == "eq"
            and "/" in test.operand
            and test.field == pattern.kind
            and test.operand.partition("/")[0] not in own
            for test in pattern.tests
        )


def _header(data: Mapping[str, object]) -> Mapping[str, object]:
    header = data.get("pack")
    return header if isinstance(header, Mapping) else {}


def _kinds(fields: FactFields) -> Kinds:
    return {kind: {n: f.type for n, f in found.items()} for kind, found in fields.items()}


def _template(kind: str, values: Mapping[str, Value | Reference]) -> Conclusion:
    return Conclusion(kind, tuple(values.items()))


def _open(fact: str, names: Sequence[str], **values: Value) -> Conclusion:
    """A fact of which some fields are open and the others are known."""
    return _template(fact, {**dict.fromkeys(names, _OPEN), **values})


def _given(pack: Pack, fields: FactFields) -> Iterator[Conclusion]:
    for kind in ("project", "programme", *table_kinds([pack])):
        yield _open(kind, tuple(fields[kind]))
    for check in pack.checks.values():
        yield from _of_check(check)
    for gate in pack.gates:
        yield _open("gate", ("project", "state"), gate=gate)
    for section in pack.sections.values():
        yield _open("section", ("project", "state"), section=section.id, kind=section.kind)
    for criterion in pack.criteria:
        yield _open("criterion", ("project", "state"), criterion=criterion)
    for tally in pack.tallies.values() if "tally" in fields else ():
        yield _open("tally", (*TALLY, *tally.by), tally=tally.id)


def _of_check(check: Check) -> Iterator[Conclusion]:
    whose: tuple[str, ...] = ("project",) if check.of == "project" else ()
    for status, without in _statuses(check):
        yield _open(
            "check", whose, check=check.id, status=status, without=without,
            severity=check.severity, gate=check.gate, of=check.of,
        )  # fmt: skip
    if check.waivable:
        names = (*whose, "role", "name", "until", "days_left")
        yield _open("waiver", names, check=check.id)
    for other in check.depends_on:
        yield _template("dependency", {"check": check.id, "on": other})


def _statuses(check: Check) -> Iterator[tuple[str, str]]:
    """Every status of a check with what it is before a waiver."""
    for status in ("passed", "failed", "unknown", "error"):
        yield status, status
    if check.when is not None:
        yield "not_applicable", "not_applicable"
    if check.waivable is not None:
        yield "waived", "failed"
        yield "waived", "unknown"
