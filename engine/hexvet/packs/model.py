"""The nouns of a rule pack after it has been read, composed and type-checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hexvet.documents import Document
from hexvet.inference import model as inference
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
    """A stage gate; gates are kept in their order.

    `decided_by` are the roles that may move a project past it, `overridden_by` those that may do
    so against its outcome; empty when the pack does not say.
    """

    id: str
    order: float
    title: str
    where: Where
    decided_by: tuple[str, ...] = ()
    overridden_by: tuple[str, ...] = ()


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
    """One governance rule that guards a gate. `id` is `pack/check`.

    `depends_on` are the full ids of the checks on whose remedies its own remedy builds.
    """

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
    depends_on: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of a kind of fact, as people read it and as the engine compares it.

    `kind` is that of the rule language: number, share and money are all `number` to the engine.
    `names` says what its texts are ids of (check, gate, finding and so on), `values` which texts
    it can have; both are empty when it can be any.
    """

    kind: Kind
    unit: str = ""
    values: tuple[str, ...] = ()
    names: str = ""

    @property
    def type(self) -> inference.FactType:
        """The type by which the engine compares it."""
        return "number" if self.kind in ("share", "money") else self.kind  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class FactPart:
    """`{alias.field:spec}` in the message of a conclusion, with what the field is."""

    alias: str
    field: str
    spec: str
    what: FactField


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows when an inference rule fires: a fact, and a message that is no part of it.

    A finding's id, under the field `finding`, is `pack/id`. `fields` are the types of its values.
    """

    fact: inference.Conclusion
    fields: Mapping[str, FactField]
    where: Where
    message: tuple[str | FactPart, ...] = ()

    @property
    def finding(self) -> str:
        """The full id of the finding that follows; "" when something else does."""
        return str(dict(self.fact.values)["finding"]) if self.fact.kind == "finding" else ""


@dataclass(frozen=True, slots=True)
class Inference:
    """A forward-chaining rule over facts. `id` is `pack/rule`.

    With `of` "project" it sees one project and the programme, with "portfolio" the facts of all
    projects of the portfolio and what the other rules concluded of each. Ids are full ids.
    """

    id: str
    title: str
    when: tuple[inference.Pattern, ...]
    unless: tuple[inference.Pattern, ...]
    then: tuple[Conclusion, ...]
    where: Where
    of: Literal["project", "portfolio"] = "project"
    remedy: str = ""
    rationale: str = ""
    clause: str = ""

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]

    @property
    def rule(self) -> inference.Rule:
        """The rule as the engine takes it."""
        then = tuple(conclusion.fact for conclusion in self.then)
        return inference.Rule(self.id, self.when, self.unless, then)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the rows of all projects in the portfolio, against a limit. `id` is `pack/tally`.

    For each combination of the texts in the columns `by`: the column `sum` of the projects' table
    `table`, of the rows for which `rows` holds, against the column `limit` of the programme's
    table `limit_table`, of the rows for which `limit_rows` holds. Both conditions are typed with
    the table's columns; None is every row.
    """

    id: str
    title: str
    table: str
    by: tuple[str, ...]
    sum: str
    limit_table: str
    limit: str
    where: Where
    rows: Expression | None = None
    limit_rows: Expression | None = None

    @property
    def name(self) -> str:
        """The id without its pack."""
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class PackCase:
    """One row of a test's table: what it adds to the test, and which answers it takes away."""

    name: str
    on: datetime.date
    given: Mapping[str, object]
    without: tuple[str, ...]
    expect: Mapping[str, object]
    where: Where
    projects: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    waivers: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class PackTest:
    """A worked example inside a pack: given these answers, expect these outcomes.

    With `cases`, each of them is run on top of the test's own answers and expectations. With
    `projects`, the answers of several by id, `given` are those that all of them share.
    """

    id: str
    on: datetime.date
    given: Mapping[str, object]
    expect: Mapping[str, object]
    where: Where
    cases: tuple[PackCase, ...] = ()
    projects: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    waivers: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A composed, type-checked rule pack. All mappings keep the pack's order.

    `sections`, `criteria`, `checks`, `inferences` and `tallies` are keyed by full id, `gates` by
    gate id, the vocabulary (`fields`, `lets`, `params`) by name. `portfolio` is the truth that
    holds of the projects that the portfolio's rules join (None: of all that are not withdrawn).
    `renamed` leads from old full ids to those that hold now (see packs/renaming.py).
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
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    portfolio: Expression | None = None
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
