"""The only module that touches durable-rules: it runs a sound program over facts.

The engine is driven below its Python layer, one private ruleset for each stratum: `durable.engine`
starts threads that never end, gives facts ids that clash, and swallows what goes wrong in actions.
Nothing is read back from the engine but the numbers of the facts that matched. What it must never
be asked is written down in docs/decisions/0003-inference.md.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hexvet.inference import caps
from hexvet.inference.encoding import Symbols
from hexvet.inference.faults import faults
from hexvet.inference.memory import Memory, Template, templates_of
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program, Rule
from hexvet.inference.network import ABSENT, Names, Speller, kinds_named, names_of, network_text
from hexvet.inference.strata import strata
from hexvet.inference.supports import ordered
from hexvet.inference.words import bare

UNLOADABLE = (
    "inference needs the extension module of durable-rules, which cannot be loaded: {error}. "
    "It is built when it is installed, which takes a C compiler and Python's headers (on Debian: "
    "apt-get install gcc python3-dev), and for CPython 3.13 a define: "
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
    "python -m pip install --force-reinstall --no-cache-dir durable-rules==2.0.28"
)
TOO_MUCH = "the rules take too much memory: too many facts match each other"
_BEGIN = '{"id":"0","begin":1}'
_SID = "0"
_TAKEN = (0, 1)
"""What asserting a fact may answer: a pattern takes it, or none does."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules that run together, and their text in the engine's language."""

    rules: tuple[Rule, ...]
    templates: tuple[tuple[Template, ...], ...]
    """How to make what each rule concludes."""
    text: str
    read: frozenset[str]
    """The kinds that `when` matches."""
    denied: frozenset[str]
    """The kinds that `unless` matches."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sound program, spelt for the engine."""

    program: Program
    named: frozenset[str]
    """The kinds that the rules name."""
    names: Names
    symbols: Symbols
    strata: tuple[Stratum, ...]


def prepare(program: Program) -> Prepared:
    """A program, ready to run; InferenceUnavailable with its first fault when it is not sound."""
    found = faults(program)
    if found:
        where = " ".join(map(bare, (found[0].rule, *found[0].path)))
        raise InferenceUnavailable(f"the rules are faulty: {where}: {found[0].message}")
    speller = Speller(program.kinds, names_of(program.rules), {})
    made = tuple(_stratum(rules, speller) for rules in strata(program.rules, program.kinds))
    named = kinds_named(program.rules)
    return Prepared(program, named, speller.names, speller.symbols, made)


def _stratum(rules: tuple[Rule, ...], speller: Speller) -> Stratum:
    templates = tuple(templates_of(rule, speller.kinds) for rule in rules)
    read = frozenset(pattern.kind for rule in rules for pattern in rule.when)
    denied = frozenset(pattern.kind for rule in rules for pattern in rule.unless)
    return Stratum(rules, templates, network_text(rules, speller), read, denied)


def chain(program: Program, facts: Iterable[Fact]) -> Chained:
    """What follows from facts. Their order and repetitions do not matter; facts of kinds that no
    rule names are left out.

    Raises InferenceUnavailable when the program is not sound, when a fact cannot be compared, when
    there is more of anything than `caps` allows, and when the extension module is missing. Where a
    MemoryError is its cause, the engine has lost memory for good.
    """
    return run(prepare(program), facts)


def run(prepared: Prepared, facts: Iterable[Fact]) -> Chained:
    """`chain` for a program that is prepared already."""
    extension = _extension()
    program = prepared.program
    memory = Memory(program.kinds, prepared.names, dict(prepared.symbols))
    memory.take((fact for fact in facts if fact.kind in prepared.named), program.single)
    for stratum in prepared.strata:
        try:
            _run_stratum(extension, stratum, memory)
        except MemoryError as error:
            raise InferenceUnavailable(TOO_MUCH) from error
        except extension.error as error:
            raise InferenceUnavailable(f"the rules engine gave up: {error}") from error
    return Chained(ordered(memory.supports), memory.total)


def _extension() -> Any:
    try:
        import durable_rules_engine
    except ImportError as error:
        raise InferenceUnavailable(UNLOADABLE.format(error=error)) from error
    return durable_rules_engine


def _run_stratum(extension: Any, stratum: Stratum, memory: Memory) -> None:
    """Lets the rules of a stratum match until nothing new follows.

    Facts whose absence is asked for go first, as copies under another kind: the engine cannot take
    a match back, and when these rules start, no more of such facts can follow.
    """
    with _session(extension, stratum.text) as session:
        for fact in memory.facts:
            if fact.kind in stratum.denied:
                session.put(fact, ABSENT + memory.names.kinds[fact.kind], memory.body(fact))
        waiting = deque(memory.facts)
        while waiting:
            fact = waiting.popleft()
            if fact.kind not in stratum.read:
                continue
            session.put(fact, memory.names.kinds[fact.kind], memory.body(fact))
            for number, matched in session.matches():
                rule = stratum.rules[number]
                premises = tuple(matched[f"v{place}"] for place in range(len(rule.when)))
                waiting.extend(memory.conclude(rule, stratum.templates[number], premises))


# the engine -----------------------------------------------------------------------------------
@dataclass(slots=True)
class Session:
    """One ruleset and its one state in the engine."""

    extension: Any
    handle: int
    state: int
    sent: list[Fact] = field(default_factory=list)

    def put(self, fact: Fact, kind: str, body: str) -> None:
        """Asserts a fact under a number of our own: the engine's own ids clash."""
        if len(self.sent) == caps.FACTS:
            raise InferenceUnavailable(f"the rules read more than {caps.FACTS:,} facts")
        self.sent.append(fact)
        text = f'{{"id":"{len(self.sent)}","kind":"{kind}",{body}}}'
        answer, _ = self.extension.assert_fact(self.handle, text)
        if answer not in _TAKEN:
            raise InferenceUnavailable(f"the rules engine did not take a fact: {answer}")

    def matches(self) -> Iterator[tuple[int, Mapping[str, Fact]]]:
        """The matches since the last call: a rule's number, and facts by pattern."""
        started = self.extension.start_action_for_state(self.handle, self.state)
        text = started and started[1]
        while text:
            ((rule, frame),) = json.loads(text).items()
            yield int(rule), {v: self.sent[int(found["id"]) - 1] for v, found in frame.items()}
            text = self.extension.complete_and_start_action(self.handle, self.state)


@contextmanager
def _session(extension: Any, text: str) -> Iterator[Session]:
    """A ruleset and its state, deleted in the end.

    A state that has never started an action holds a stray pointer, which deleting it would free: a
    rule of our own fires first.
    """
    handle = extension.create_ruleset("hexvet", text)
    try:
        _, state = extension.assert_fact(handle, _BEGIN)
        if not extension.start_action_for_state(handle, state):
            raise InferenceUnavailable("the rules engine does not start")
        try:
            extension.complete_and_start_action(handle, state)
            yield Session(extension, handle, state)
        finally:
            extension.delete_state(handle, _SID)
    finally:
        extension.delete_ruleset(handle)
