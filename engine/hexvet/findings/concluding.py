"""From facts that follow to findings: what blocks a gate, what makes a project eligible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from hexvet.inference.model import Chained, Conclusion, Fact, Reference, Support, Value
from hexvet.model import SEVERITIES, Finding, Severity
from hexvet.packs.chains import conclusion_of, matched, message_text
from hexvet.packs.model import Inference

Rules = Mapping[str, Inference]
"""The rules that were run, by full id."""

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "check": "check",
        "gate": "gate",
        "section": "section",
        "criterion": "criterion",
        "tally": "tally",
        "finding": "finding",
        "waiver": "check",
        "dependency": "check",
    }
)
"""The field of a premise that names what a finding rests on, by kind."""


@dataclass(frozen=True, slots=True)
class Block:
    """A gate that a project must not pass yet ("": no project may), and the findings that say
    why: one at least."""

    project: str
    gate: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Concluded:
    """What rules concluded: findings by fact, blocked gates, and (project, gate) of eligible."""

    findings: Mapping[Fact, Finding] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    eligible: tuple[tuple[str, str], ...] = ()


def concluded(
    chained: Chained, rules: Rules, known: Mapping[Fact, Finding] = MappingProxyType({})
) -> Concluded:
    """The findings among what follows; `known` are those of an earlier stage.

    A gate that is blocked without any finding gets one: nothing is blocked without a word.
    """
    supports = chained.supports
    findings = {
        fact: _finding(fact, found[0], rules)
        for fact, found in supports.items()
        if fact.kind == "finding"
    }
    said = {**known, **findings}
    together = _by_match(supports)
    blocks = []
    for fact, found in supports.items():
        if fact.kind == "blocked":
            because = tuple(dict.fromkeys(said[f] for f in _said(fact, supports, together, said)))
            if not because:
                findings[fact] = _finding(fact, found[0], rules)
                because = (findings[fact],)
            blocks.append(Block(_text(fact, "project"), _text(fact, "gate"), because))
    eligible = tuple(
        (_text(f, "project"), _text(f, "gate")) for f in supports if f.kind == "eligible"
    )
    return Concluded(findings, tuple(blocks), eligible)


def _finding(fact: Fact, support: Support, rules: Rules) -> Finding:
    """The finding that a fact says; of a fact that only blocks a gate, one named as its rule."""
    rule = rules[support.rule]
    conclusion = conclusion_of(rule, support.premises, fact)
    message = message_text(conclusion, matched(rule, support.premises))
    bare = fact.kind == "blocked"
    gate = _text(fact, "gate")
    return Finding(
        rule.id if bare else _text(fact, "finding"),
        tuple(filter(None, (_text(fact, "project"), _text(fact, "other")))),
        "blocker" if bare else severity_of(fact),
        message or (f"{rule.title}: blocks {gate}." if bare else f"{rule.title}."),
        tuple(dict.fromkeys(_names(support.premises))),
        rule.where,
        to=_text(fact, "to"),
        remedy=rule.remedy,
        rule=rule.id,
        gate=gate,
    )


def severity_of(fact: Fact) -> Severity:
    """The severity that a finding's fact says; a warning when it says none."""
    said = _text(fact, "severity")
    return next((severity for severity in SEVERITIES if severity == said), "warning")


def worst(rules: Iterable[Inference]) -> Severity:
    """The severest thing that some rules could conclude: rules that were not run count as much."""
    said = {severity for rule in rules for one in rule.then for severity in _severities(one.fact)}
    return next((severity for severity in SEVERITIES if severity in said), "advice")


def _severities(conclusion: Conclusion) -> Iterator[Value]:
    """What a conclusion can come to; a severity that it copies can be any."""
    if conclusion.kind == "blocked":
        yield "blocker"
    if conclusion.kind == "finding":
        severity = dict(conclusion.values).get("severity", "warning")
        yield "blocker" if isinstance(severity, Reference) else severity


def _names(premises: Sequence[Fact]) -> Iterator[str]:
    for premise in premises:
        name = _text(premise, _NAMED.get(premise.kind, ""))
        if name:
            yield name


def _text(fact: Fact, field: str) -> str:
    value = fact.get(field)
    return value if isinstance(value, str) else ""


# what blocks ----------------------------------------------------------------------------------
_Match = tuple[str, tuple[Fact, ...]]
"""A rule's id and the facts that it matched."""


def _by_match(supports: Mapping[Fact, Sequence[Support]]) -> dict[_Match, list[Fact]]:
    """The findings that each firing of a rule concluded."""
    together: dict[_Match, list[Fact]] = {}
    for fact, found in supports.items():
        for support in found if fact.kind == "finding" else ():
            together.setdefault((support.rule, support.premises), []).append(fact)
    return together


def _said(
    blocked: Fact,
    supports: Mapping[Fact, Sequence[Support]],
    together: Mapping[_Match, Sequence[Fact]],
    said: Mapping[Fact, Finding],
) -> Iterator[Fact]:
    """The findings that go with a blocked gate: those concluded together with it; where there is
    none, those that it rests on."""
    waiting, seen = [blocked], {blocked}
    while waiting:
        for support in supports.get(waiting.pop(), ()):
            beside = together.get((support.rule, support.premises), ())
            yield from beside
            for premise in () if beside else support.premises:
                if premise in said:
                    yield premise
                elif premise not in seen:
                    seen.add(premise)
                    waiting.append(premise)
