"""What is wrong with a program, found before any fact is seen: everything in one pass.

A fault's path leads into its rule: `("when", 1)` for the second pattern, `("when", 1, "stage")` for
its test of that field, `("then", 0, "project")` likewise. A fault of no single rule names none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from hexvet.inference import caps
from hexvet.inference.encoding import COMPARISONS, misfit
from hexvet.inference.model import (
    Conclusion,
    FactType,
    Fault,
    Kinds,
    Pattern,
    Program,
    Reference,
    Rule,
    Test,
)
from hexvet.inference.network import (
    Node,
    Speller,
    at_once,
    fields_read,
    insert,
    names_of,
    patterns_of,
)
from hexvet.inference.strata import circles, strata
from hexvet.inference.words import bare, shown
from hexvet.problems import suggestion

Found: TypeAlias = Iterator[Fault]
Path: TypeAlias = "tuple[str | int, ...]"
Known: TypeAlias = Mapping[str, str]
"""The kind of each pattern that others may refer to, by its alias."""
Objection: TypeAlias = "tuple[str, str] | None"
"""A message and a hint."""


def faults(program: Program) -> tuple[Fault, ...]:
    """Why a program cannot run; empty when it can.

    Circles are looked for among the rules that are sound by themselves, and crowding where there
    are no circles.
    """
    found = [*_counts(program.rules)]
    for rule in program.rules:
        found += _of_rule(rule, program)
    faulty = {fault.rule for fault in found}
    sound = [rule for rule in program.rules if rule.id not in faulty][: caps.RULES]
    turning = [*_circles(sound, program.kinds)]
    return (*found, *turning, *(() if turning else _crowds(sound, program.kinds)))


def _counts(rules: Sequence[Rule]) -> Found:
    """Too many rules, and ids that occur twice."""
    if len(rules) > caps.RULES:
        yield Fault("", (), f"{len(rules)} rules are too many: at most {caps.RULES}")
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield Fault(rule.id, (), "another rule has the same id")
        seen.add(rule.id)


# one rule -------------------------------------------------------------------------------------
def _of_rule(rule: Rule, program: Program) -> Found:
    """The faults that can be seen in a rule by itself."""
    yield from _shape(rule)
    known: dict[str, str] = {}
    aliases: set[str] = set()
    for part, number, pattern in patterns_of(rule):
        path = (part, number)
        if not pattern.alias or pattern.alias in aliases:
            message = "an alias is given twice" if pattern.alias else "the alias is empty"
            yield Fault(rule.id, path, f"{message}: {shown(pattern.alias)}")
        aliases.add(pattern.alias)
        yield from _pattern(rule.id, path, pattern, known, program)
        if part == "when":
            known.setdefault(pattern.alias, pattern.kind)
    for number, conclusion in enumerate(rule.then):
        yield from _conclusion(rule.id, ("then", number), conclusion, known, program)


def _shape(rule: Rule) -> Found:
    """Too few or too many parts."""
    patterns = len(rule.when) + len(rule.unless)
    if not rule.when:
        yield Fault(rule.id, ("when",), "at least one pattern is needed")
    if patterns > caps.PATTERNS:
        message = f"{patterns} patterns are too many: at most {caps.PATTERNS}, unless included"
        yield Fault(rule.id, ("when",), message, "conclude a fact of your own half way")
    if not rule.then:
        yield Fault(rule.id, ("then",), "at least one conclusion is needed")
    if len(rule.then) > caps.CONCLUSIONS:
        message = f"{len(rule.then)} conclusions are too many: at most {caps.CONCLUSIONS}"
        yield Fault(rule.id, ("then",), message)


def _pattern(id_: str, path: Path, pattern: Pattern, known: Known, program: Program) -> Found:
    fields = program.kinds.get(pattern.kind)
    if fields is None:
        yield _unknown_kind(id_, path, pattern.kind, program.kinds)
        return
    for test in pattern.tests:
        objection = _test(test, pattern.kind, known, program.kinds)
        if objection:
            yield Fault(id_, (*path, test.field), *objection)
    references = [test for test in pattern.tests if isinstance(test.operand, Reference)]
    if len(pattern.tests) > caps.TESTS or len(references) > caps.REFERENCES:
        message = f"at most {caps.TESTS} tests are possible, {caps.REFERENCES} of them references"
        yield Fault(id_, path, message)
    if _untied(path, pattern, known, program.single):
        message = "the pattern is not tied to an earlier one by an equality"
        yield Fault(id_, path, message, 'write FIELD = "$ALIAS.FIELD" for something in common')


def _untied(path: Path, pattern: Pattern, known: Known, single: frozenset[str]) -> bool:
    """Whether every fact would be held against every match of the earlier patterns."""
    if not known or pattern.kind in single or single.issuperset(known.values()):
        return False
    references = [test for test in pattern.tests if isinstance(test.operand, Reference)]
    if path[0] == "unless" and not references:
        return False
    return not any(test.operator == "eq" for test in references)


def _conclusion(
    id_: str, path: Path, conclusion: Conclusion, known: Known, program: Program
) -> Found:
    fields = program.kinds.get(conclusion.kind)
    if fields is None:
        yield _unknown_kind(id_, path, conclusion.kind, program.kinds)
        return
    if conclusion.kind in program.single:
        yield Fault(id_, path, f"facts of kind {shown(conclusion.kind)} cannot be concluded")
    seen: set[str] = set()
    for name, value in conclusion.values:
        objection: Objection = ("the field is given twice", "")
        if name not in seen:
            objection = _field(name, conclusion.kind, program.kinds) or _operand(
                value, fields[name], known, program.kinds
            )
        if objection:
            yield Fault(id_, (*path, name), *objection)
        seen.add(name)


# one value ------------------------------------------------------------------------------------
def _unknown_kind(id_: str, path: Path, kind: str, kinds: Kinds) -> Fault:
    return Fault(id_, path, f"there is no kind of fact {shown(kind)}", suggestion(kind, kinds))


def _field(name: str, kind: str, kinds: Kinds) -> Objection:
    if name in kinds[kind]:
        return None
    message = f"facts of kind {shown(kind)} have no field {shown(name)}"
    return message, suggestion(name, kinds[kind])


def _test(test: Test, kind: str, known: Known, kinds: Kinds) -> Objection:
    missing = _field(test.field, kind, kinds)
    if missing:
        return missing
    if test.operator in ("exists", "missing"):
        return None if test.operand is None else (f"{test.operator} takes no value", "")
    if test.operator not in COMPARISONS:
        return f"there is no operator {shown(test.operator)}", "one of: " + ", ".join(COMPARISONS)
    type_ = kinds[kind][test.field]
    if type_ in ("text", "truth") and test.operator not in ("eq", "ne"):
        return f"a {type_} is compared by eq and ne only, not by {test.operator}", ""
    return _operand(test.operand, type_, known, kinds)


def _operand(operand: object, type_: FactType, known: Known, kinds: Kinds) -> Objection:
    """What speaks against a value, or the field that it is taken from."""
    if isinstance(operand, Reference):
        return _reference(operand, type_, known, kinds)
    message = misfit(operand, type_)
    if not message and isinstance(operand, str):
        message = _unfit_text(operand)
    return (message, "") if message else None


def _reference(reference: Reference, type_: FactType, known: Known, kinds: Kinds) -> Objection:
    if reference.alias not in known:
        message = f"no earlier pattern of when has the alias {shown(reference.alias)}"
        return message, suggestion(reference.alias, known)
    kind = known[reference.alias]
    if kind not in kinds:
        return None
    missing = _field(reference.field, kind, kinds)
    if missing:
        return missing
    other = kinds[kind][reference.field]
    where = shown(f"{reference.alias}.{reference.field}")
    return None if other == type_ else (f"{where} is a {other}, and a {type_} is expected", "")


def _unfit_text(text: str) -> str:
    if len(text) > caps.TEXT:
        return f"the text has {len(text):,} characters: at most {caps.TEXT:,}"
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        return "the text holds characters that are no text"
    return ""


# all rules together ---------------------------------------------------------------------------
def _circles(rules: Sequence[Rule], kinds: Kinds) -> Found:
    """Rules that want to be absent what follows from their own conclusions."""
    for circle in circles(rules, kinds):
        names = [bare(id_) for id_ in circle.rules]
        way = " -> ".join(names if len(names) <= 12 else [*names[:10], "…", names[-1]])
        message = f"the rule needs to be absent what follows from its own conclusion: {way}"
        yield Fault(circle.rule.id, ("unless", circle.position), message)


def _crowds(rules: Sequence[Rule], kinds: Kinds) -> Found:
    """Kinds of which more is asked than the engine can hold; rules that run together count."""
    for kind, fields in fields_read(rules).items():
        if len(fields) > caps.FIELDS:
            message = (
                f"tests read {len(fields)} fields of kind {shown(kind)}: at most {caps.FIELDS}"
            )
            yield Fault("", (), message)
    speller = Speller(kinds, names_of(rules), {})
    for stratum in strata(rules, kinds):
        yield from _crowd(stratum, speller)


def _crowd(stratum: Sequence[Rule], speller: Speller) -> Found:
    root = Node()
    told: set[int] = set()
    last: dict[str, tuple[Rule, Path, str]] = {}
    for rule in stratum:
        for part, number, pattern in patterns_of(rule):
            conditions = speller.conditions(rule, part, pattern)
            last[conditions[0].text] = (rule, (part, number), pattern.kind)
            for node in insert(root, conditions, f"{rule.id} {part} {number}"):
                message = "" if id(node) in told else _full(node)
                if message:
                    told.add(id(node))
                    yield Fault(rule.id, (part, number), message)
    for text, child in root.children.items():
        depth = at_once(child)
        if depth > caps.AT_ONCE:
            rule, path, kind = last[text]
            message = (
                f"one fact of kind {shown(kind)} can meet {depth} tests of all rules at once: "
                f"at most {caps.AT_ONCE}"
            )
            yield Fault(rule.id, path, message, "test a field for equality in more of the rules")


def _full(node: Node) -> str:
    """Why a node of the network is too full; empty when it is not."""
    missing = [child for child in node.children.values() if child.missing]
    if len(missing) > caps.MISSING:
        return f"more than {caps.MISSING} tests that a field is missing follow the same tests"
    if len(node.children) - len(missing) > caps.CHILDREN:
        return f"more than {caps.CHILDREN} different tests follow the same tests"
    if node.readers > caps.READERS:
        return f"more than {caps.READERS} patterns ask for the very same"
    return ""
