"""The nouns of the domain: frozen records that every layer shares and none changes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias, get_args

INFINITY = float("inf")

Kind: TypeAlias = Literal["truth", "number", "share", "money", "date", "text", "table"]
Subject: TypeAlias = Literal["project", "programme"]
Severity: TypeAlias = Literal["blocker", "warning", "advice"]
State: TypeAlias = Literal["met", "unmet", "unknown"]
Fill: TypeAlias = Literal["filled", "unfilled", "unknown"]
Status: TypeAlias = Literal["passed", "failed", "unknown", "not_applicable", "waived", "error"]
Passage: TypeAlias = Literal["pass", "hold", "stop"]
PASSAGES: tuple[Passage, ...] = get_args(Passage)
"""From open to shut: of several, the last one decides."""
Lifecycle: TypeAlias = Literal["active", "paused", "withdrawn", "closed"]
"""`closed`: it passed its last gate. What is withdrawn is no part of the portfolio any more."""

SEVERITIES: tuple[Severity, ...] = ("blocker", "warning", "advice")


class Interval(NamedTuple):
    """All values that a quantity may have, ends included. An exact answer has equal ends.

    Dates are proleptic Gregorian ordinals (`date.toordinal()`), shares lie in 0..1.
    """

    low: float
    high: float


ANYTHING = Interval(-INFINITY, INFINITY)

Cell: TypeAlias = "Interval | bool | str | tuple[Mapping[str, Cell], ...]"
"""One answer as the evaluators see it: a quantity, a truth, a text or the rows of a table."""


def exact(cell: Cell | None) -> float | None:
    """The number of an answer that is known exactly."""
    return cell.low if isinstance(cell, Interval) and cell.low == cell.high else None


def text_in(row: Mapping[str, Cell], column: str) -> str:
    """The text in one column of a row; "" where there is none."""
    said = row.get(column)
    return said if isinstance(said, str) else ""


def rows_of(cell: Cell | None) -> tuple[Mapping[str, Cell], ...] | None:
    """The rows of a table that is known."""
    return cell if isinstance(cell, tuple) and not isinstance(cell, Interval) else None


@dataclass(frozen=True, slots=True)
class Where:
    """A key in a file: resolved to line and column only when somebody wants to read it."""

    file: str
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table field."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One word of the vocabulary: a question that a project or the programme answers."""

    name: str
    kind: Kind
    where: Where
    label: str = ""
    ask: str = ""
    help: str = ""
    clause: str = ""
    of: Subject = "project"
    unit: str = ""
    range: Interval = ANYTHING
    values: tuple[str, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    dated: str = ""

    @property
    def title(self) -> str:
        """The label, or the name with spaces."""
        return self.label or self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer to one field and where it comes from.

    `cell` is None when the parties' answers exclude each other (`disputed`); a field without
    any answer has no Evidence at all. `answers` holds what the parties said, before merging.
    """

    field: str
    cell: Cell | None
    where: Where
    source: str = ""
    as_of: datetime.date | None = None
    by: str = ""
    confidence: str = ""
    note: str = ""
    reason: str = ""
    disputed: bool = False
    answers: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A candidate for reform, with all the evidence that is known about it."""

    id: str
    title: str
    file: str
    summary: str = ""
    illustration: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    lifecycle: Lifecycle = "active"


@dataclass(frozen=True, slots=True)
class Programme:
    """The city and its reform programme: answered once, for every project."""

    city: str
    file: str
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who decides or answers, as `[people.ID]` in `hexvet.toml` says.

    `login` is the name on the computer, `key` the line of a public SSH key; "" where not told.
    """

    id: str
    name: str
    where: Where
    roles: tuple[str, ...] = ()
    login: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A recorded permission to go on although a check is not passed, for a limited time.

    `project` is empty for a check of the programme. `revoked` is the first day on which it does
    not hold any more, though it was granted for longer, and `revoked_because` says why.
    """

    id: str
    check: str
    project: str
    role: str
    name: str
    reason: str
    granted: datetime.date
    expires: datetime.date
    where: Where
    revoked: datetime.date | None = None
    revoked_because: str = ""


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """`id` is `pack/criterion`; `score` is on 0..100, None for a plain yes-or-no criterion."""

    id: str
    state: State
    score: Interval | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionOutcome:
    """One side of the hexagon. `score` is the weighted mean of its criteria on 0..100."""

    id: str
    state: Fill
    score: Interval | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """`without` is the status before a waiver was applied; equal to `status` when there is none."""

    id: str
    status: Status
    without: Status
    severity: Severity
    gate: str
    message: str = ""
    needs: tuple[str, ...] = ()
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """Whether a project may pass a gate, and the checks (`pack/check`) that decide it."""

    id: str
    state: Passage
    because: tuple[str, ...] = ()
    without: Passage = "pass"


@dataclass(frozen=True, slots=True)
class ProjectOutcome:
    """Everything that the packs say about one project. Mappings are in the packs' order."""

    id: str
    stage: str | None
    sections: Mapping[str, SectionOutcome]
    criteria: Mapping[str, CriterionOutcome]
    checks: Mapping[str, CheckOutcome]
    gates: Mapping[str, GateOutcome]
    score: Interval | None
    evidence_share: float | None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to act on that is not the outcome of one check: an expired waiver, say.

    `about` are ids of projects, the one that has to act first; empty when it is about the
    programme. `because` are ids of the rules that it rests on. Of what an inference rule
    concludes, `rule` is that rule's full id, `to` the role that has to know and `gate` the gate
    that it is about, both "" where it names none.
    """

    id: str
    about: tuple[str, ...]
    severity: Severity
    message: str
    because: tuple[str, ...] = ()
    where: Where | None = None
    to: str = ""
    remedy: str = ""
    rule: str = ""
    gate: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """One project in one line: what a table of the portfolio shows.

    `sections` are the first pack's sections and `gates` all gates, both in order; `counts`
    tells how many checks are passed, failed, unknown and waived, in that order.
    """

    id: str
    title: str
    stage: str | None
    sections: tuple[Fill, ...]
    gates: tuple[tuple[str, Passage], ...]
    counts: tuple[int, int, int, int]
    score: Interval | None
    evidence_share: float | None
    lifecycle: Lifecycle = "active"

    @property
    def gate(self) -> tuple[str, Passage] | None:
        """The first gate that is not passed, or the last one; None when there are no gates."""
        for gate in self.gates:
            if gate[1] != "pass":
                return gate
        return self.gates[-1] if self.gates else None


@dataclass(frozen=True, slots=True)
class Reason:
    """One leaf of a rule that decides its outcome.

    `text` is the leaf as it is written, `value` what it comes to now in words, `holds` its
    truth (None: unknown). `wanted` says in words what would turn the outcome.
    """

    text: str
    value: str
    holds: bool | None
    evidence: tuple[Evidence, ...]
    needs: tuple[str, ...]
    where: Where
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an outcome is what it is: the smallest set of leaves that decides it.

    `subject` is a project's id or "programme"; `rule` is `pack/id` (or a gate's id); `kind`
    one of check, criterion, section, gate. `parts` are explanations of what it is made of:
    a section's criteria, a gate's checks. `changes` says what would turn the outcome.

    A finding has the same form, with its severity as the verdict and what it rests on as parts;
    `to` is the role that has to know. Its parts are of the kinds above, or finding, blocked,
    eligible, fact, let, waiver, dependency, tally, or way: one more way in which it follows.
    """

    subject: str
    rule: str
    kind: str
    title: str
    verdict: str
    where: Where
    message: str = ""
    clause: str = ""
    remedy: str = ""
    rationale: str = ""
    reasons: tuple[Reason, ...] = ()
    needs: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    waiver: Waiver | None = None
    parts: tuple[Explanation, ...] = ()
    to: str = ""
