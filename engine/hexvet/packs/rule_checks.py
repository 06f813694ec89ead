"""One inference rule: every kind, field, type and id that it names is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hexvet.inference import model as inference
from hexvet.inference.model import Reference
from hexvet.language.faults import BadExpression, Fault
from hexvet.language.kinds import describe
from hexvet.model import Where
from hexvet.packs.concluding import OPEN, field_of
from hexvet.packs.entries import Path
from hexvet.packs.fact_kinds import BUILT_IN, SINGLE, FactFields, own_columns
from hexvet.packs.inference_drafts import (
    Constant,
    Draft,
    DraftConclusion,
    DraftPattern,
    DraftTest,
    Operand,
)
from hexvet.packs.messages import parse_parts
from hexvet.packs.model import Conclusion, FactField, FactPart, Inference, Pack
from hexvet.packs.rule_names import RuleNames
from hexvet.packs.rules import title_of
from hexvet.packs.vocabulary import Report
from hexvet.problems import suggestion
from hexvet.records import listed, shown

ReportFaults = Callable[[tuple[Fault, ...], Where], None]
"""`faults(faults, where)` adds problems at characters of a text."""

_ORDERED = ("number", "date")
_COMPARISONS = ("lt", "le", "gt", "ge")
_EXAMPLES = {"number": "12", "date": "2018-01-31", "truth": "true", "text": "'...'"}


def checked_rule(
    draft: Draft,
    pack: Pack,
    stages: Mapping[str, FactFields],
    names: RuleNames,
    report: Report,
    faults: ReportFaults,
) -> Inference:
    """The rule of a draft; whatever is wrong with it is reported.

    `stages` are the fields of the facts that rules of each stage see.
    """
    return _Checker(draft, pack, stages, names, report, faults).rule()


@dataclass
class _Checker:
    """Checks one rule against what there is, and makes it."""

    draft: Draft
    pack: Pack
    stages: Mapping[str, FactFields]
    names: RuleNames
    reported: Report
    faults: ReportFaults

    @property
    def fields(self) -> FactFields:
        return self.stages[self.draft.of]

    def report(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.reported(code, message, self.draft.entry.at(*path), hint)

    def rule(self) -> Inference:
        draft, entry = self.draft, self.draft.entry
        remedy, rationale, clause = (
            str(entry.values.get(key, "")) for key in ("remedy", "rationale", "clause")
        )
        return Inference(
            entry.id,
            title_of(entry),
            tuple(self.pattern(pattern, at) for at, pattern in enumerate(draft.when)),
            tuple(self.pattern(pattern, -1) for pattern in draft.unless),
            tuple(self.conclusion(conclusion) for conclusion in draft.then),
            entry.where,
            draft.of,
            remedy,
            rationale,
            clause,
        )

    # patterns ---------------------------------------------------------------------------------
    def pattern(self, pattern: DraftPattern, at: int) -> inference.Pattern:
        """One pattern; `at` is its number, negative for what must be absent."""
        fields = self.fields.get(pattern.kind)
        if fields is None:
            self.unknown_kind(pattern)
            return inference.Pattern(pattern.alias, pattern.kind, ())
        self.columns(pattern.kind)
        tests = tuple(self.test(test, pattern.kind, fields) for test in pattern.tests)
        if not self.tied(pattern, at):
            hint = "add a field equal to one of an earlier pattern: project = '$a.project'"
            message = "this pattern is not tied to an earlier one"
            self.report("RP035", message, pattern.path, hint)
        return inference.Pattern(pattern.alias, pattern.kind, tests)

    def tied(self, pattern: DraftPattern, at: int) -> bool:
        """Whether not every pair of facts would do."""
        single = SINGLE[self.draft.of]
        earlier = self.draft.when if at < 0 else self.draft.when[:at]
        references = [t.operator for t in pattern.tests if isinstance(t.operand, Reference)]
        alone = pattern.kind in single or single.issuperset(one.kind for one in earlier)
        return alone or "eq" in references or (at < 0 and not references)

    def unknown_kind(self, pattern: DraftPattern) -> None:
        hint = suggestion(pattern.kind, self.fields)
        if pattern.kind in self.stages["portfolio"]:
            hint = "only rules of the portfolio see it: add of = 'portfolio'"
        hint = hint or f"known: {listed(self.fields)}"
        message = f"there are no facts of the kind '{pattern.kind}'"
        self.report("RP041", message, (*pattern.path, "fact"), hint)

    def columns(self, kind: str) -> None:
        """A table's column that has the name of a field that every row has cannot be matched."""
        table = self.pack.fields.get(kind)
        if table is None or table.kind != "table" or kind in BUILT_IN:
            return
        for name in own_columns(table.of):
            if name in table.columns:
                where = Where(table.where.file, (*table.where.path, "columns", name))
                message = f"inference rules cannot match a column called '{name}'"
                self.reported("RP018", message, where, "call it something else")

    # tests ------------------------------------------------------------------------------------
    def test(self, test: DraftTest, kind: str, fields: Mapping[str, FactField]) -> inference.Test:
        field, operand = fields.get(test.field), test.operand
        if field is None:
            self.unknown_field(kind, test.field, fields, test.path)
        elif operand is not None:
            self.compared(test, field, operand)
            if isinstance(operand, Constant):
                operand = self.named(operand, field, test.path)
        value = operand.value if isinstance(operand, Constant) else operand
        return inference.Test(test.field, test.operator, value)

    def unknown_field(
        self, kind: str, name: str, fields: Mapping[str, FactField], path: Path
    ) -> None:
        hint = suggestion(name, fields) or f"it has: {listed(fields)}"
        self.report("RP042", f"a fact '{kind}' has no field {shown(name)}", path, hint)

    def compared(self, test: DraftTest, field: FactField, operand: Operand) -> None:
        other = self.what(operand, test.path)
        if other is None or OPEN in (field, other):
            return
        if other.type != field.type:
            self.mismatch(test.field, field, other, test.path)
        elif test.operator in _COMPARISONS and field.type not in _ORDERED:
            message = f"{describe(field.kind)} cannot be more or less than another"
            self.report("RP043", message, test.path, "use eq, ne or exists")

    def mismatch(self, name: str, field: FactField, other: FactField, path: Path) -> None:
        message = f"'{name}' is {describe(field.kind)}, this is {describe(other.kind)}"
        hint = f"write it like {_EXAMPLES[field.type]}, or compare with such a field"
        self.report("RP043", message, path, hint)

    def what(self, operand: Operand, path: Path) -> FactField | None:
        """What an operand is; None when its field is not there, which is reported."""
        aliases = self.draft.kinds()
        found = field_of(operand, aliases, self.fields)
        if found is None and isinstance(operand, Reference):
            kind = aliases.get(operand.alias, "")
            if kind in self.fields:
                self.unknown_field(kind, operand.field, self.fields[kind], path)
        return found

    def named(self, constant: Constant, field: FactField, path: Path) -> Constant:
        """The constant with a short id expanded; reports a text that the field never is."""
        if not isinstance(constant.value, str) or field.type != "text":
            return constant
        if field.names in self.names.ids:
            meant = self.names.meant(field.names, constant.value)
            if meant.code:
                self.report(meant.code, meant.message, path, meant.hint)
            return Constant(meant.id or constant.value, "text")
        if field.values and constant.value not in field.values:
            near = suggestion(constant.value, field.values)
            hint = near or f"one of {listed(field.values)}"
            self.report("RP010", f"this is never {shown(constant.value)}", path, hint)
        return constant

    # conclusions ------------------------------------------------------------------------------
    def conclusion(self, draft: DraftConclusion) -> Conclusion:
        self.complete(draft)
        values: dict[str, inference.Value | Reference] = {}
        fields: dict[str, FactField] = {}
        for name, (operand, path) in draft.values.items():
            fields[name] = self.what(operand, path) or OPEN
            fixed = BUILT_IN.get(draft.kind, {}).get(name)
            if fixed is not None and (draft.kind, name) != ("finding", "finding"):
                operand = self.fitting(name, operand, fields[name], fixed, path)
            values[name] = operand.value if isinstance(operand, Constant) else operand
        if draft.kind == "finding":
            values["finding"] = f"{self.draft.entry.pack}/{draft.id}"
        fact = inference.Conclusion(draft.kind, tuple(sorted(values.items())))
        where = self.draft.entry.at(*draft.path)
        return Conclusion(fact, fields, where, self.message(draft))

    def complete(self, draft: DraftConclusion) -> None:
        """Reports what a conclusion lacks, and a kind that rules cannot conclude."""
        if draft.kind not in ("finding", "blocked", "eligible"):
            self.free(draft)
            return
        if draft.kind == "finding" and "severity" not in draft.written:
            hint = "add severity = 'blocker', 'warning' or 'advice'"
            self.report("RP012", "the key 'severity' is missing", draft.path, hint)
        wide = self.draft.of == "portfolio" and draft.kind != "eligible"
        if "project" not in draft.written and not wide:
            hint = "add project = '$a.project', of a pattern whose fact has it"
            self.report("RP012", "the key 'project' is missing", draft.path, hint)

    def free(self, draft: DraftConclusion) -> None:
        """Reports when a kind of fact is not the rules' own, or would say nothing."""
        table = self.pack.fields.get(draft.kind)
        if draft.kind in (*BUILT_IN, "tally") or (table and table.kind == "table"):
            message = f"facts of the kind '{draft.kind}' are given; no rule concludes them"
            self.report("RP044", message, (*draft.path, "fact"), "choose a name of its own")
        elif not draft.values:
            self.report("RP012", "this fact has no field", draft.path, "add project = '$a.project'")

    def fitting(
        self, name: str, operand: Operand, what: FactField, fixed: FactField, path: Path
    ) -> Operand:
        """A value of a built-in field: of its type, and one of its texts."""
        if what == OPEN:
            return operand
        if what.type != fixed.type:
            self.mismatch(name, fixed, what, path)
        elif isinstance(operand, Constant):
            return self.named(operand, fixed, path)
        elif fixed.values and not set(what.values or ("",)) <= set(fixed.values):
            hint = f"one of {listed(fixed.values)}"
            self.report("RP043", f"this is not always a {name}", path, hint)
        return operand

    def message(self, draft: DraftConclusion) -> tuple[str | FactPart, ...]:
        aliases = self.draft.kinds()

        def compile_at(inner: str, _: int) -> FactPart:
            return _part(inner, aliases, self.fields)

        parts, faults = parse_parts(draft.message, compile_at)
        self.faults(faults, self.draft.entry.at(*draft.path, "message"))
        return tuple(
            part
            if isinstance(part, str)
            else FactPart(part[0].alias, part[0].field, part[1], part[0].what)
            for part in parts
        )


def _part(inner: str, aliases: Mapping[str, str], kinds: FactFields) -> FactPart:
    """`alias.field` inside a message; raises BadExpression."""
    alias, dot, name = inner.strip().partition(".")
    if not dot or alias not in aliases:
        named = [known for known in aliases if not known.startswith("_")]
        message = f"no pattern is called {shown(alias)}" if dot else f"{shown(alias)} is no field"
        hint = suggestion(alias, named) if dot else ""
        hint = hint or f"write alias.field; aliases: {', '.join(named) or 'none'}"
        raise BadExpression(inner, (Fault("RP034", message, 0, len(inner), hint),))
    fields = kinds.get(aliases[alias], {})
    if name not in fields and aliases[alias] in kinds:
        hint = suggestion(name, fields) or f"it has: {listed(fields)}"
        message = f"a fact '{aliases[alias]}' has no field {shown(name)}"
        raise BadExpression(inner, (Fault("RP042", message, 0, len(inner), hint),))
    return FactPart(alias, name, "", fields.get(name, OPEN))
