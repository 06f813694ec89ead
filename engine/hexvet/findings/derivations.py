"""Why a finding holds: the rule, what it matched, and so on down to the evidence and its line.

A derived fact is shown by its first support, which is the shallowest, so that no tree leads in a
circle. What was explained once in a tree is only named where it comes up again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from hexvet.evaluation import Assessment
from hexvet.explanation import explain_rule
from hexvet.findings.givens import HOLDS, Asked, given, label_of, words_of
from hexvet.findings.rulebooks import Case, Memory
from hexvet.findings.wanted import looked_at
from hexvet.inference.model import Fact, Operator, Pattern, Reference, Support, Test
from hexvet.model import Explanation, Finding, Reason, Where
from hexvet.packs.chains import Matched, conclusion_of, matched, message_text
from hexvet.packs.fact_kinds import FactFields
from hexvet.packs.model import Inference

MOST_WAYS = 20
"""So many ways in which one finding follows are explained; how many there are is told."""

_WORDS: Mapping[Operator, tuple[str, str]] = MappingProxyType(
    {
        "eq": ("", ""),
        "ne": ("not ", "not "),
        "lt": ("less than ", "before "),
        "le": ("at most ", "until "),
        "gt": ("more than ", "after "),
        "ge": ("at least ", "from "),
        "exists": ("known", "known"),
        "missing": ("not known", "not known"),
    }
)
"""How a test is said of an amount, and of a date."""


_NAMED: Mapping[str, str] = MappingProxyType(
    {"finding": "finding", "blocked": "gate", "eligible": "gate"}
)
"""What names a conclusion, by its kind; facts of a pack's own kinds have only their rule."""

_TABLES: Mapping[str, str] = MappingProxyType(
    {"check": "checks", "gate": "gates", "section": "sections", "criterion": "criteria"}
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What explanations are made of. `case` is where the finding was concluded, `cases` what was
    concluded of each project before."""

    assessment: Assessment
    memory: Memory
    cases: Mapping[str, Case]
    case: Case


def explained(grounds: Grounds, fact: Fact, finding: Finding) -> Explanation:
    """The whole tree of a finding, with the other ways in which it follows after the first."""
    rules = (rule for book in grounds.memory.books.values() for rule in book.rules.values())
    kinds = frozenset(conclusion.fact.kind for rule in rules for conclusion in rule.then)
    return _Tree(grounds, kinds).finding(fact, finding)


def unexplained(assessment: Assessment, finding: Finding) -> Explanation:
    """A finding that no rule concluded: it says by itself why it is there."""
    where = finding.where or Where(assessment.workspace.programme.file)
    title = finding.id.replace("/", ": ").replace("_", " ")
    return _of_finding(finding, title, where)


def _of_finding(finding: Finding, title: str, where: Where) -> Explanation:
    return Explanation(
        finding.about[0] if finding.about else "programme",
        finding.id,
        "finding",
        title,
        finding.severity,
        where,
        finding.message,
        remedy=finding.remedy,
        to=finding.to,
    )


@dataclass(slots=True)
class _Tree:
    grounds: Grounds
    concluded: frozenset[str]
    seen: set[Fact] = field(default_factory=set)

    def finding(self, fact: Fact, finding: Finding) -> Explanation:
        case = self.grounds.case
        supports = case.supports[fact]
        root = self.derived(fact, supports, case)
        ways = tuple(self.way(fact, support, case) for support in supports[1:MOST_WAYS])
        message = finding.message
        if len(supports) > MOST_WAYS:
            message += f" It follows in {len(supports):,} ways; {MOST_WAYS} are explained."
        parts = (*root.parts, *ways)
        whole = _of_finding(finding, root.title, root.where)
        return replace(
            whole,
            message=message,
            clause=root.clause,
            rationale=root.rationale,
            reasons=root.reasons,
            parts=parts,
        )

    def way(self, fact: Fact, support: Support, case: Case) -> Explanation:
        """One more support of a fact that was explained by another."""
        way = self.by(fact, support, case)
        return replace(way, kind="way", rule=support.rule, verdict=HOLDS, remedy="")

    # derived facts ----------------------------------------------------------------------------
    def derived(self, fact: Fact, supports: Sequence[Support], case: Case) -> Explanation:
        if fact in self.seen:
            return replace(self.head(fact, supports[0]), message="Explained above.")
        self.seen.add(fact)
        return self.by(fact, supports[0], case)

    def by(self, fact: Fact, support: Support, case: Case) -> Explanation:
        """A derived fact as one firing of a rule concluded it."""
        book = self.grounds.memory.book_of(support.rule)
        rule = book.rules[support.rule]
        by_alias = matched(rule, support.premises)
        message = message_text(conclusion_of(rule, support.premises, fact), by_alias)
        return replace(
            self.head(fact, support),
            message=message,
            clause=rule.clause,
            remedy=rule.remedy,
            rationale=rule.rationale,
            reasons=tuple(self.absent(rule, by_alias, book.fields)),
            parts=tuple(
                self.premise(rule, pattern, by_alias, case, book.fields) for pattern in rule.when
            ),
        )

    def head(self, fact: Fact, support: Support) -> Explanation:
        rule = self.grounds.memory.book_of(support.rule).rules[support.rule]
        named = _NAMED.get(fact.kind)
        return Explanation(
            str(fact.get("project") or "programme"),
            str(fact.get(named) if named else support.rule),
            fact.kind if named else "fact",
            rule.title if named else self.sentence(fact, support),
            _verdict(fact),
            rule.where,
            to=str(fact.get("to") or ""),
        )

    def sentence(self, fact: Fact, support: Support) -> str:
        """A fact of a pack's own kind: `overdue: project is alpha, days is 12`."""
        kinds = self.grounds.memory.book_of(support.rule).fields
        values = (f"{n} is {words_of(kinds, fact.kind, n, v)}" for n, v in fact.values)
        return f"{fact.kind}: {', '.join(values)}"

    def supports(self, fact: Fact, case: Case) -> tuple[Sequence[Support], Case]:
        """How a premise was concluded, and in which case; nothing for one that is given.

        What the portfolio was told about a project was concluded in the project's own case.
        """
        if case.project or fact.kind not in self.concluded:
            return case.supports.get(fact, ()), case
        own = self.grounds.cases.get(str(fact.get("project")), case)
        for earlier in (own, *self.grounds.cases.values()):
            if earlier is not case and fact in earlier.supports:
                return earlier.supports[fact], earlier
        return case.supports.get(fact, ()), case

    # premises ---------------------------------------------------------------------------------
    def premise(
        self, rule: Inference, pattern: Pattern, by_alias: Matched, case: Case, kinds: FactFields
    ) -> Explanation:
        fact = by_alias[pattern.alias]
        supports, origin = self.supports(fact, case)
        if supports:
            return self.derived(fact, supports, origin)
        outcome = self.outcome(fact)
        if outcome is not None:
            return outcome
        fields = tuple(dict.fromkeys(looked_at(rule, pattern)))
        wanted = {
            test.field: f"asked: {self.operand(test, by_alias, pattern.kind, kinds)}"
            for test in pattern.tests
            if test.operator not in ("eq", "exists", "missing")
        }
        asked = Asked(fact, fields, wanted, rule.where)
        return given(self.grounds.assessment, kinds, asked, case.balances)

    def outcome(self, fact: Fact) -> Explanation | None:
        """The existing explanation of a check, gate, section or criterion."""
        assessment = self.grounds.assessment
        if fact.kind not in _TABLES:
            return None
        id_, subject = str(fact.get(fact.kind)), str(fact.get("project") or "programme")
        tables = (getattr(pack, _TABLES[fact.kind]) for pack in assessment.packs)
        rule = next(table[id_] for table in tables if id_ in table)
        if fact in self.seen:
            return Explanation(subject, id_, fact.kind, rule.title, _state(fact), rule.where,
                               "Explained above.")  # fmt: skip
        self.seen.add(fact)
        return explain_rule(assessment, subject, rule)

    def operand(self, test: Test, by_alias: Matched, kind: str, kinds: FactFields) -> str:
        declared = kinds.get(kind, {}).get(test.field)
        said = _WORDS[test.operator][declared is not None and declared.kind == "date"]
        if test.operand is None:
            return said
        value = test.operand
        known = by_alias[value.alias].get(value.field) if isinstance(value, Reference) else value
        return said + words_of(kinds, kind, test.field, known)

    def absent(self, rule: Inference, by_alias: Matched, kinds: FactFields) -> Iterator[Reason]:
        """What the rule found nowhere, in words: `no waiver: check is la-model/three_votes`."""
        for pattern in rule.unless:
            tests = [
                f"{label_of(self.grounds.assessment, pattern.kind, test.field)} is "
                f"{self.operand(test, by_alias, pattern.kind, kinds)}"
                for test in pattern.tests
            ]
            text = f"no {pattern.kind.replace('_', ' ')}"
            yield Reason(f"{text}: {', '.join(tests)}" if tests else text, "", True, (), (),
                         rule.where)  # fmt: skip


def _verdict(fact: Fact) -> str:
    if fact.kind == "finding":
        return str(fact.get("severity") or "warning")
    return fact.kind if fact.kind in _NAMED else HOLDS


def _state(fact: Fact) -> str:
    return str(fact.get("status") or fact.get("state") or HOLDS)
