"""The nouns of a rule pack after it has been read, composed and type-checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hexvet.documents import Document
from hexvet.language.nodes import Node
from hexvet.model import Cell, Field, Kind, Severity, Subject, Where


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed expression, its text, and the key of the pack that holds it."""

    text: str
    node: Node
    where: Where


@dataclass(frozen=True, slots=True)
class Message:
    """A text with placeholders: literal parts and (expression, format) parts, in order."""

    parts: tuple[str | tuple[Expression, str], ...]


@dataclass(frozen=True, slots=True)
class Param:
    """A dated value. `rows` are (from, value) in order of date; the as-of date picks the last."""

    name: str
    kind: Kind
    rows: tuple[tuple[datetime.date, Cell], ...]
    where: Where
    unit: str = ""
    label: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Let:
    """A named expression. `of` is "programme" when it reads nothing of a project."""

    name: str
    expression: Expression
    of: Subject
    label: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A stage gate; gates are kept in their order."""

    id: str
    order: float
    title: str
    where: Where


@dataclass(frozen=True, slots=True)
class FillRule:
    """How a section is filled: `any`, `all`, `at_least` n criteria, or `score` at least n."""

    rule: Literal["any", "all", "at_least", "score"]
    amount: float = 0


@dataclass(frozen=True, slots=True)
class Section:
    """One side of the hexagon. `id` is `pack/section`."""

    id: str
    order: float
    kind: Literal["benefit", "challenge", "opportunity"]
    title: str
    fill: FillRule
    where: Where
    short: str = ""
    reading: str = ""
    rationale: str = ""
    weight: float = 1

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Scoring:
    """From a raw answer to 0..100 on a fixed, declared range."""

    input: Expression
    form: Literal["ramp", "points", "lookup", "steps"]
    points: tuple[tuple[float, float], ...] = ()
    lookup: Mapping[str, float] = field(default_factory=dict)
    met_at: float = 50


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason to fill a section: a yes-or-no expression or a score. `id` is `pack/criterion`."""

    id: str
    section: str
    title: str
    where: Where
    met: Expression | None = None
    score: Scoring | None = None
    weight: float = 1
    rationale: str = ""
    clause: str = ""

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Waivable:
    """Which roles may waive a check, and for how many days at most."""

    by: tuple[str, ...]
    max_days: int


@dataclass(frozen=True, slots=True)
class Check:
    """One governance rule that guards a gate. `id` is `pack/check`."""

    id: str
    title: str
    require: Expression
    severity: Severity
    gate: str
    where: Where
    of: Subject = "project"
    when: Expression | None = None
    unknown: Literal["hold", "fail", "pass"] = "hold"
    message: Message = Message(())
    remedy: str = ""
    rationale: str = ""
    waivable: Waivable | None = None
    clause: str = ""

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One fact that an inference rule matches (see inference: run by a later stage)."""

    alias: str
    fact: str
    tests: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Inference:
    """A forward-chaining rule over facts: parsed and checked with the pack. `id` is `pack/rule`."""

    id: str
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    then: tuple[Mapping[str, object], ...]
    where: Where


@dataclass(frozen=True, slots=True)
class PackCase:
    """One row of a test's table: what it adds to the test, and which answers it takes away."""

    name: str
    on: datetime.date
    given: Mapping[str, object]
    without: tuple[str, ...]
    expect: Mapping[str, object]
    where: Where


@dataclass(frozen=True, slots=True)
class PackTest:
    """A worked example inside a pack: given these answers, expect these outcomes.

    With `cases`, each of them is run on top of the test's own answers and expectations.
    """

    id: str
    on: datetime.date
    given: Mapping[str, object]
    expect: Mapping[str, object]
    where: Where
    cases: tuple[PackCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A composed, type-checked rule pack. All mappings keep the pack's order.

    `sections`, `criteria` and `checks` are keyed by full id, `gates` by gate id, the
    vocabulary (`fields`, `lets`, `params`) by name. `renamed` leads from old full ids to those
    that hold now (see packs/renaming.py).
    """

    id: str
    title: str
    version: str
    file: str
    documents: tuple[Document, ...] = field(default=(), repr=False)
    effective_from: datetime.date | None = None
    effective_to: datetime.date | None = None
    owner: str = ""
    scored: bool = True
    format: int = 1
    fields: Mapping[str, Field] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)
    lets: Mapping[str, Let] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    sections: Mapping[str, Section] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    inferences: Mapping[str, Inference] = field(default_factory=dict)
    tests: Mapping[str, PackTest] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The digest of the pack's file; of all files together when it extends others."""
        if len(self.documents) == 1:
            return self.documents[0].sha256
        import hashlib

        digests = sorted(document.sha256 for document in self.documents)
        return hashlib.sha256("".join(digests).encode()).hexdigest()
