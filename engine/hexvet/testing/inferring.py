"""What inference rules conclude in one case, and how that compares with what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hexvet.evaluation import Assessment
from hexvet.findings.inferred import Inferred
from hexvet.findings.inferring import Chainer, infer
from hexvet.findings.rulebooks import Memory
from hexvet.inference.model import Fact, Support
from hexvet.packs.finding_examples import FINDINGS, Named, meant
from hexvet.packs.model import Pack
from hexvet.packs.rule_names import RuleNames
from hexvet.testing.cases import Expected


@dataclass(frozen=True, slots=True)
class Inferences:
    """Everything that the rules conclude in a case, each fact with all its supports.

    `trouble` says why the rules could not be run; then nothing follows. `known` are the facts
    from which they started, those that some pattern could match.
    """

    supports: Mapping[Fact, tuple[Support, ...]] = field(default_factory=dict)
    trouble: str = ""
    assessment: Assessment | None = field(default=None, repr=False)
    known: frozenset[Fact] = field(default_factory=frozenset, repr=False)

    @property
    def fired(self) -> frozenset[str]:
        """The full ids of the rules that fired."""
        return frozenset(one.rule for found in self.supports.values() for one in found)

    def named(self, word: str, pack: Pack) -> dict[Named, Fact]:
        """The facts that an expectation is about; of findings those of the pack's own rules."""
        wanted = "finding" if word in FINDINGS else word
        facts = {name_of(fact): fact for fact in self.supports if fact.kind == wanted}
        if word == "findings":
            return {name: f for name, f in facts.items() if name.id.startswith(f"{pack.id}/")}
        return facts


class Chain:
    """Runs the inference rules of one pack, case after case; what is the same is made once."""

    def __init__(self, chainer: Chainer) -> None:
        self.chainer = chainer
        self._memory = Memory()

    def inferences(self, assessment: Assessment) -> Inferences:
        """What follows in a case; its pack must be the same each time."""
        known = Inferred(assessment, memory=self._memory)
        inferred = infer(assessment, self.chainer, known)
        self._memory = Memory({**self._memory.books, **inferred.memory.books})
        return _collected(assessment, inferred)


def _collected(assessment: Assessment, inferred: Inferred) -> Inferences:
    if inferred.troubles:
        return Inferences(trouble=inferred.troubles[0].message)
    known: set[Fact] = set()
    supports: dict[Fact, tuple[Support, ...]] = {}
    for case in (*inferred.cases.values(), *inferred.joined):
        known.update(case.facts)
        for fact, found in case.supports.items():
            supports[fact] = tuple(dict.fromkeys((*supports.get(fact, ()), *found)))
    return Inferences(supports, "", assessment, frozenset(known))


def name_of(fact: Fact) -> Named:
    """What a test calls a finding, a blocked gate or an eligible one, with all its projects."""
    projects = (fact.get("project"), fact.get("other"))
    id_ = fact.get("finding") if fact.kind == "finding" else fact.get("gate")
    return Named(str(id_), tuple(str(one) for one in projects if one is not None))


def matches(entry: Named, found: Named) -> bool:
    """Whether an entry means something: its projects, if it names any, in their order."""
    return entry.id == found.id and entry.projects in ((), found.projects)


def entries(expected: Expected, names: RuleNames) -> list[Named]:
    """The entries of an expectation, their ids in full."""
    given = expected.value if isinstance(expected.value, list) else []
    return [meant(names, expected.name, str(one)) for one in given]


def is_met(expected: Expected, found: Inferences, pack: Pack, names: RuleNames) -> bool:
    """Whether what was expected of inference came out."""
    if found.trouble:
        return False
    wanted, facts = entries(expected, names), found.named(expected.name, pack)
    there = [any(matches(entry, name) for name in facts) for entry in wanted]
    if expected.name == "not_found":
        return not any(there)
    exactly = expected.name != "found"
    rest = [name for name in facts if not any(matches(entry, name) for entry in wanted)]
    return all(there) and not (exactly and rest)


def in_words(word: str, found: Inferences, pack: Pack) -> str:
    """What came out instead."""
    if found.trouble:
        return found.trouble
    names = sorted(found.named(word, pack))
    return "; ".join(f"{_short(name.id, pack)}{_about(name)}" for name in names) or "nothing"


def _short(id_: str, pack: Pack) -> str:
    return id_.removeprefix(f"{pack.id}/")


def _about(name: Named) -> str:
    return f": {', '.join(name.projects)}" if name.projects else ""
