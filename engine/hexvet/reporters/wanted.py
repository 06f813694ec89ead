"""Which missing evidence would settle the most outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hexvet.model import CheckOutcome
from hexvet.reporters.report import PROGRAMME, Report
from hexvet.reporters.table import heading
from hexvet.reporters.typesetting import (
    PLAIN,
    Column,
    Page,
    clean,
    counted,
    grid,
    listed,
    paragraphs,
    wrapped,
)

_COLUMNS = (
    Column("FIELD", 26, shrinks=True),
    Column("ALONE", right=True),
    Column("OUTCOMES", right=True),
    Column("PROJECTS", right=True),
    Column("QUESTION"),
)
_NOTE = (
    "ALONE: outcomes that wait for this evidence and for nothing else. OUTCOMES: all that wait "
    "for it; those that failed only because it is absent are among them."
)
_INDENT = 8


@dataclass(slots=True)
class Want:
    """A field whose answer would settle outcomes: those that wait for it alone, and all.

    `outcomes` are (subject, full id of the rule) in the order in which they were found.
    """

    name: str
    alone: int = 0
    outcomes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def projects(self) -> int:
        """How many projects have an outcome that waits for it."""
        return len({subject for subject, _ in self.outcomes} - {PROGRAMME})


def wants(report: Report) -> list[Want]:
    """The fields by the outcomes that they alone would settle, then by all that wait for them."""
    found: dict[str, Want] = {}
    for subject, rule, needs in _open(report):
        for name in needs:
            want = found.setdefault(name, Want(name))
            want.outcomes.append((subject, rule))
            want.alone += len(needs) == 1
    return sorted(found.values(), key=lambda w: (-w.alone, -len(w.outcomes), w.name))


def _open(report: Report) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The outcomes that wait; a gate is told by its checks, and criteria have none."""
    yield from _checks(PROGRAMME, report.programme.values())
    for outcome in report.outcomes:
        for criterion in () if report.narrowed else outcome.criteria.values():
            if criterion.state != "met" and criterion.needs:
                yield outcome.id, criterion.id, criterion.needs
        yield from _checks(outcome.id, report.at_gates(outcome.checks).values())


def _checks(
    subject: str, checks: Iterable[CheckOutcome]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for one in checks:
        if one.without in ("unknown", "failed") and one.needs:
            yield subject, one.id, one.needs


def render(report: Report, page: Page = PLAIN, *, detailed: bool = False) -> str:
    """The fields with their questions; `detailed` names the outcomes as well."""
    found = wants(report)
    if not found:
        return paragraphs([heading(report, page), ["No outcome waits for evidence."]])
    lines = _detailed(report, found, page) if detailed else _table(report, found, page)
    total = f"{counted(len(found), 'field')}, {counted(_waiting(found), 'outcome')} waiting."
    return paragraphs([heading(report, page), lines, [*wrapped(_NOTE, page, 0), total]])


def _waiting(found: list[Want]) -> int:
    return len({outcome for want in found for outcome in want.outcomes})


def _question(report: Report, name: str) -> str:
    declared = report.assessment.workspace.fields.get(name)
    if declared is None:
        return ""
    of = "programme: " if declared.of == "programme" else ""
    return clean(of + (declared.ask or declared.title))


def _table(report: Report, found: list[Want], page: Page) -> list[str]:
    rows = [
        [clean(w.name), str(w.alone), str(len(w.outcomes)), str(w.projects),
         _question(report, w.name)]
        for w in found
    ]  # fmt: skip
    lines = grid(_COLUMNS, rows, [[""] * len(_COLUMNS)] * len(rows), page)
    return [lines[0], *listed(lines[1:], page, "field")]


def _detailed(report: Report, found: list[Want], page: Page) -> list[str]:
    lines: list[str] = []
    for want in found:
        told = f"{counted(len(want.outcomes), 'outcome')}, {want.alone} by itself"
        lines.append(page.ink("strong", clean(want.name)) + f"  {told}")
        lines += wrapped(_question(report, want.name), page, 4)
        rules: dict[str, list[str]] = {}
        for subject, rule in want.outcomes:
            rules.setdefault(rule, []).append(subject)
        for rule, subjects in rules.items():
            lines += wrapped(f"{rule}: {', '.join(subjects)}", page, _INDENT)
    return lines
