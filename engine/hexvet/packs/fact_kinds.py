"""The kinds of facts that the inference rules of some packs may match, and their fields.

Some are always there (a check and its status, say); each table field is a kind of its own, whose
columns are its fields; others are what the rules themselves conclude.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeAlias, get_args

from hexvet.inference.model import Kinds
from hexvet.model import (
    SEVERITIES,
    Fill,
    Lifecycle,
    Passage,
    State,
    Status,
    Subject,
    Where,
)
from hexvet.packs.model import FactField, Pack, Tally

Stage: TypeAlias = Literal["project", "portfolio"]
"""Which rules: those that see one project, or those that see the portfolio."""

FactFields: TypeAlias = Mapping[str, Mapping[str, FactField]]
"""The fields of each kind of fact, by name."""

VERDICTS = ("over", "within", "unknown")
"""What a tally comes to."""

_SECTION_KINDS = ("benefit", "challenge", "opportunity")
_TEXT, _DATE, _NUMBER = FactField("text"), FactField("date"), FactField("number")
_PROJECT, _GATE = FactField("text", names="project"), FactField("text", names="gate")
_CHECK, _ROLE = FactField("text", names="check"), FactField("text", names="role")
_SEVERITY = FactField("text", values=SEVERITIES)


def _one_of(*words: str) -> FactField:
    return FactField("text", values=words)


BUILT_IN: FactFields = {
    # `number` is a project's place in the portfolio, from 1: with it a pair is named once
    "project": {
        "project": _PROJECT, "number": _NUMBER, "title": _TEXT, "stage": _TEXT,
        "lifecycle": _one_of(*get_args(Lifecycle)),
    },
    "programme": {"city": _TEXT},
    "check": {
        "project": _PROJECT, "check": _CHECK, "status": _one_of(*get_args(Status)),
        "without": _one_of(*(word for word in get_args(Status) if word != "waived")),
        "severity": _SEVERITY, "gate": _GATE, "of": _one_of(*get_args(Subject)),
    },
    "gate": {"project": _PROJECT, "gate": _GATE, "state": _one_of(*get_args(Passage))},
    "section": {
        "project": _PROJECT, "section": FactField("text", names="section"),
        "state": _one_of(*get_args(Fill)), "kind": _one_of(*_SECTION_KINDS),
    },
    "criterion": {
        "project": _PROJECT, "criterion": FactField("text", names="criterion"),
        "state": _one_of(*get_args(State)),
    },
    "waiver": {
        "project": _PROJECT, "check": _CHECK, "role": _ROLE, "name": _TEXT, "until": _DATE,
        "days_left": _NUMBER,
    },
    "dependency": {"check": _CHECK, "on": _CHECK},
    "finding": {
        "finding": FactField("text", names="finding"), "project": _PROJECT, "other": _PROJECT,
        "gate": _GATE, "person": _TEXT, "to": _ROLE, "severity": _SEVERITY,
    },
    "blocked": {"project": _PROJECT, "gate": _GATE},
    "eligible": {"project": _PROJECT, "gate": _GATE},
}  # fmt: skip
"""The kinds that are there whatever a pack says, with the fields that they always have."""

TALLY: Mapping[str, FactField] = {
    "tally": FactField("text", names="tally"), "verdict": _one_of(*VERDICTS), "over_by": _NUMBER,
    "total_low": _NUMBER, "total_high": _NUMBER, "limit_low": _NUMBER, "limit_high": _NUMBER,
}  # fmt: skip
"""The fields of every tally, which rules of the portfolio may match; those of `by` come on top."""

SINGLE: Mapping[Stage, frozenset[str]] = {
    "project": frozenset({"project", "programme"}),
    "portfolio": frozenset({"programme"}),
}
"""The kinds of which rules of a stage see one fact at most."""

ROW = "row"
"""The field that holds the number of a table's row, from 1."""


class Clash(NamedTuple):
    """A field of a kind of fact that is of one type here and of another there."""

    kind: str
    field: str
    first: FactField
    other: FactField
    where: Where


def kinds_of(packs: Sequence[Pack], of: Stage) -> Kinds:
    """The kinds of fact of several packs together, as the engine takes them."""
    return {
        kind: {name: field.type for name, field in fields.items()}
        for kind, fields in fact_fields(packs, of).items()
    }


def fact_fields(packs: Sequence[Pack], of: Stage) -> FactFields:
    """The kinds of fact of several packs together. Of two types for one field the first counts."""
    return joined(declared(packs, of))[0]


def clashes_of(packs: Sequence[Pack]) -> tuple[Clash, ...]:
    """Every field on whose type packs that are used together do not agree."""
    return tuple(joined(declared(packs, "portfolio"))[1])


def table_kinds(packs: Sequence[Pack]) -> Mapping[str, Subject]:
    """The table fields whose rows are facts, with whose they are."""
    return {
        name: field.of
        for pack in packs
        for name, field in pack.fields.items()
        if field.kind == "table" and name not in (*BUILT_IN, "tally")
    }


Declared: TypeAlias = tuple[str, str, FactField, Where]
"""A kind, one of its fields, what it is, and where that is said."""

_NOWHERE = Where("")


def joined(declared: Iterable[Declared]) -> tuple[dict[str, dict[str, FactField]], list[Clash]]:
    """The fields of each kind, what several say of one put together; and where that cannot be."""
    kinds: dict[str, dict[str, FactField]] = {}
    clashes: list[Clash] = []
    for kind, name, field, where in declared:
        fields = kinds.setdefault(kind, {})
        first = fields.setdefault(name, field)
        if first.type != field.type:
            clashes.append(Clash(kind, name, first, field, where))
        else:
            fields[name] = together(first, field)
    return kinds, clashes


def together(a: FactField, b: FactField) -> FactField:
    """What holds of a field that is one or the other."""
    if a == b:
        return a
    return FactField(
        a.kind if a.kind == b.kind else "number",
        a.unit if a.unit == b.unit else "",
        tuple(dict.fromkeys((*a.values, *b.values))) if a.values and b.values else (),
        a.names if a.names == b.names else "",
    )


def declared(packs: Sequence[Pack], of: Stage) -> Iterator[Declared]:
    """Everything that is said about fields of facts, in the order of the packs."""
    yield from given(packs, of)
    for pack in packs:
        for rule in pack.inferences.values():
            if of == "portfolio" or rule.of == "project":
                for conclusion in rule.then:
                    for name, field in conclusion.fields.items():
                        if name not in BUILT_IN.get(conclusion.fact.kind, ()):
                            yield conclusion.fact.kind, name, field, conclusion.where


def given(packs: Sequence[Pack], of: Stage) -> Iterator[Declared]:
    """What is said without any rule: by the program, the vocabulary and the tallies."""
    for kind, fields in BUILT_IN.items():
        for name, field in fields.items():
            if (kind, name) != ("project", "stage") or not any("stage" in p.fields for p in packs):
                yield kind, name, field, _NOWHERE
    for pack in packs:
        yield from _vocabulary(pack)
        yield from _tables(pack)
    for pack in packs if of == "portfolio" else ():
        for tally in pack.tallies.values():
            yield from _tally(pack, tally)


def _vocabulary(pack: Pack) -> Iterator[Declared]:
    for name, field in pack.fields.items():
        if field.kind != "table" and not _is_own(name, field.of):
            yield field.of, name, FactField(field.kind, field.unit, field.values), field.where
    for name, let in pack.lets.items():
        unit = currency(pack) if let.expression.node.kind == "money" else ""
        kind = let.expression.node.kind
        if not _is_own(name, let.of):
            yield let.of, name, FactField(kind, unit), let.expression.where  # type: ignore[arg-type]


def _is_own(name: str, of: Subject) -> bool:
    """Whether the program itself fills that field of a project or the programme."""
    return name in BUILT_IN[of] and name != "stage"


def _tables(pack: Pack) -> Iterator[Declared]:
    kept = table_kinds((pack,))
    for name, field in pack.fields.items():
        if name not in kept:
            continue
        yield name, ROW, _NUMBER, field.where
        if field.of == "project":
            yield name, "project", _PROJECT, field.where
        for column in field.columns.values():
            if column.name not in own_columns(field.of):
                unit = currency(pack) if column.kind == "money" else ""
                yield name, column.name, FactField(column.kind, unit, column.values), field.where


def own_columns(of: Subject) -> tuple[str, ...]:
    """The fields that a row has beside its columns; columns of that name cannot be matched."""
    return (ROW, "project") if of == "project" else (ROW,)


def _tally(pack: Pack, tally: Tally) -> Iterator[Declared]:
    summed = pack.fields[tally.table].columns[tally.sum]
    unit = currency(pack) if summed.kind == "money" else ""
    for name, field in TALLY.items():
        amount = field.kind == "number"
        yield (
            "tally",
            name,
            replace(field, kind=summed.kind, unit=unit) if amount else field,
            tally.where,
        )
    for name in tally.by:
        column = pack.fields[tally.table].columns[name]
        yield "tally", name, FactField(column.kind, "", column.values), tally.where


def currency(pack: Pack) -> str:
    """The unit of money when the pack has only one."""
    units = {field.unit for field in pack.fields.values() if field.kind == "money"} - {""}
    return units.pop() if len(units) == 1 else ""
