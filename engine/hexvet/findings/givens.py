"""What a finding rests on that nothing concluded: answers, rows, waivers, tallies, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hexvet.evaluation import Assessment
from hexvet.explanation import explain_let
from hexvet.findings.tallies import Balance
from hexvet.inference.model import Fact, Value
from hexvet.judging import Judge
from hexvet.language.deciding import fields_read
from hexvet.language.formatting import format_cell, format_interval
from hexvet.model import Evidence, Explanation, Interval, Reason, Where
from hexvet.packs.fact_kinds import ROW, FactFields
from hexvet.packs.model import Let

HOLDS = "holds"
"""The verdict on a fact that is simply there."""

_WHOLE = ("project", "programme")
"""The kinds of fact that are no rows of a table."""

_YEARS = 10_000
"""Plain whole numbers below it are written without a comma: 2018 is a year."""

_NOT_TOLD = ("project", "title", "number", ROW)


@dataclass(frozen=True, slots=True)
class Asked:
    """A given fact as one pattern of a rule matched it: the fields that the rule looked at, what
    it wanted of some of them in words, and where the rule stands."""

    fact: Fact
    fields: Sequence[str]
    wanted: Mapping[str, str]
    where: Where


def given(
    assessment: Assessment, kinds: FactFields, asked: Asked, balances: Mapping[Fact, Balance]
) -> Explanation:
    """One fact that no rule concluded, with the evidence for it."""
    fact = asked.fact
    if fact.kind == "waiver":
        return _waiver(assessment, fact)
    if fact.kind == "dependency":
        return _dependency(assessment, fact)
    if fact in balances:
        return _tally(assessment, kinds, balances[fact])
    return _answers(assessment, kinds, asked)


def words_of(kinds: FactFields, kind: str, name: str, value: Value | None) -> str:
    """The value of a fact's field in words."""
    field = kinds.get(kind, {}).get(name)
    if isinstance(value, bool | str) or value is None:
        return format_cell(value, "text")
    plain = field is None or (field.kind == "number" and not field.unit)
    if plain and value % 1 == 0 and abs(value) < _YEARS:
        return f"{value:.0f}"
    cell = Interval(float(value), float(value))
    return format_cell(cell, field.kind if field else "number", field.unit if field else "")


def label_of(assessment: Assessment, kind: str, name: str) -> str:
    """What a fact's field is called."""
    if kind in _WHOLE:
        if name in assessment.workspace.fields:
            return assessment.workspace.fields[name].title
        let = _let(assessment, name)
        if let is not None and let[1].label:
            return let[1].label
    return name.replace("_", " ")


# answers --------------------------------------------------------------------------------------
def _answers(assessment: Assessment, kinds: FactFields, asked: Asked) -> Explanation:
    """The fields of a project, of the programme or of a row, each with its evidence; truths that
    a pack names are parts, with the leaves that decide them."""
    fact = asked.fact
    project = _text(fact, "project")
    workspace = assessment.workspace
    file = workspace.projects[project].file if project else workspace.programme.file
    subject = project or "programme"
    told = [name for name in asked.fields if name not in _NOT_TOLD]
    lets = {name: explain_let(assessment, subject, name) for name in told if fact.kind in _WHOLE}
    truths = {name: let for name, let in lets.items() if let is not None}
    whole = _table_evidence(assessment, fact.kind, project)
    return Explanation(
        subject,
        fact.kind,
        "fact",
        _title(assessment, fact, project),
        HOLDS,
        _row_where(assessment, whole, fact) if whole else Where(file),
        reasons=tuple(
            _reason(assessment, kinds, asked, name) for name in told if name not in truths
        ),
        parts=tuple(truths.values()),
    )


def _title(assessment: Assessment, fact: Fact, project: str) -> str:
    whose = assessment.workspace.projects[project].title if project else "The programme"
    row = fact.get(ROW)
    if row is None or fact.kind in _WHOLE:
        return whose
    field = assessment.workspace.fields.get(fact.kind)
    return f"{whose}: {field.title if field else fact.kind}, row {int(row)}"


def _reason(assessment: Assessment, kinds: FactFields, asked: Asked, name: str) -> Reason:
    fact, value = asked.fact, asked.fact.get(name)
    label = label_of(assessment, fact.kind, name)
    said = "not known" if value is None else words_of(kinds, fact.kind, name, value)
    evidence = tuple(_evidence(assessment, fact, name)) if value is not None else ()
    let = _let(assessment, name) if fact.kind in _WHOLE else None
    where = let[1].expression.where if let else asked.where
    return Reason(f"{label} is {said}", asked.wanted.get(name, ""), True, evidence, (), where)


def _let(assessment: Assessment, name: str) -> tuple[Judge, Let] | None:
    """The first pack's let of that name; None for a field's."""
    if name in assessment.workspace.fields:
        return None
    lets = ((judge, judge.pack.lets.get(name)) for judge in assessment.judges)
    return next(((judge, let) for judge, let in lets if let is not None), None)


def _evidence(assessment: Assessment, fact: Fact, name: str) -> Iterator[Evidence]:
    project = _text(fact, "project")
    workspace = assessment.workspace
    whole = _table_evidence(assessment, fact.kind, project)
    if whole is not None:
        row = _row_where(assessment, whole, fact)
        yield replace(whole, where=Where(row.file, (*row.path, name)))
        return
    own = workspace.projects[project].evidence if project else workspace.programme.evidence
    if name in own:
        yield own[name]
        return
    let = _let(assessment, name)
    if let is not None:
        env = let[0].env(workspace.projects[project].cells if project else {})
        for read, source in dict.fromkeys(fields_read(let[1].expression.node, env)):
            found = own if source == "field" else workspace.programme.evidence
            if read in found:
                yield found[read]


def _table_evidence(assessment: Assessment, kind: str, project: str) -> Evidence | None:
    """The evidence of the table whose rows are facts of a kind; None for other kinds."""
    if kind in _WHOLE:
        return None
    workspace = assessment.workspace
    own = workspace.projects[project].evidence if project else workspace.programme.evidence
    return own.get(kind)


def _row_where(assessment: Assessment, whole: Evidence, fact: Fact) -> Where:
    """Where the row stands: right below the field, or below its `value` when it has a source."""
    file, path = whole.where.file, whole.where.path
    row = fact.get(ROW)
    number = int(row) - 1 if isinstance(row, int | float) else 0
    document = assessment.workspace.documents.get(file)
    inner = (*path, "value", number)
    if document is not None and document.span(inner) is not None:
        return Where(file, inner)
    return Where(file, (*path, number))


# waivers, dependencies ------------------------------------------------------------------------
def _waiver(assessment: Assessment, fact: Fact) -> Explanation:
    check, project = _text(fact, "check"), _text(fact, "project")
    waiver = assessment.waivers[check, project]
    title = f"{assessment.check(check).title}: waived"
    subject = project or "programme"
    return Explanation(subject, check, "waiver", title, "waived", waiver.where, waiver=waiver)


def _dependency(assessment: Assessment, fact: Fact) -> Explanation:
    check, on = assessment.check(_text(fact, "check")), _text(fact, "on")
    title = f"The remedy of {check.id} builds on {on}"
    return Explanation("programme", check.id, "dependency", title, HOLDS, check.where)


# tallies --------------------------------------------------------------------------------------
def _tally(assessment: Assessment, kinds: FactFields, balance: Balance) -> Explanation:
    tally = balance.tally
    field = kinds["tally"]["total_low"]

    def amount(interval: Interval) -> str:
        return format_interval(interval, field.kind, field.unit)

    workspace = assessment.workspace
    parts = []
    for project, part in balance.parts:
        evidence = workspace.projects[project].evidence.get(tally.table)
        parts.append(_amount(f"{project}: {amount(part)}", part, evidence, tally.where))
    fund = workspace.programme.evidence.get(tally.limit_table)
    parts.append(_amount(f"limit: {amount(balance.limit)}", balance.limit, fund, tally.where))
    named = zip(tally.by, balance.group, strict=True)
    group = ", ".join(words_of(kinds, "tally", name, value) for name, value in named)
    return Explanation(
        "programme",
        tally.id,
        "tally",
        f"{tally.title}: {group}",
        balance.verdict,
        tally.where,
        f"Together {amount(balance.total)}; the limit is {amount(balance.limit)}.",
        reasons=tuple(parts),
    )


def _amount(text: str, amount: Interval, evidence: Evidence | None, where: Where) -> Reason:
    exact = amount.low == amount.high
    return Reason(text, "", True if exact else None, (evidence,) if evidence else (), (), where)


def _text(fact: Fact, field: str) -> str:
    value = fact.get(field)
    return value if isinstance(value, str) else ""
