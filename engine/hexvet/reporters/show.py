"""Everything about one project as plain text: the linear form of what the screen draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hexvet.evaluation import Assessment
from hexvet.findings.inferred import Inferred
from hexvet.language.formatting import format_cell
from hexvet.ledger import ledger
from hexvet.model import CheckOutcome, Evidence, ProjectOutcome
from hexvet.packs.model import Pack
from hexvet.reporters.table import finding_lines
from hexvet.reporters.typesetting import PLAIN, Page, clean, pad, paragraphs, wrapped
from hexvet.reporters.wording import (
    PASSAGE,
    cell_text,
    glyph,
    origin_text,
    score_text,
    share_text,
    stage_text,
    strip,
    style,
    waiver_text,
    words,
)

_NAME = 26


def render(
    assessment: Assessment, project: str, page: Page = PLAIN, inferred: Inferred | None = None
) -> str:
    """The project's text. Raises KeyError when there is no such project."""
    writer = _Writer(assessment, project, page, inferred or Inferred(assessment))
    return paragraphs(
        [
            list(writer.head()),
            *(list(writer.hexagon(pack)) for pack in assessment.packs),
            list(writer.gates()),
            *writer.checks(),
            list(writer.needs()),
            list(writer.waivers()),
            list(writer.findings()),
            list(writer.of_the_programme()),
            list(writer.evidence()),
        ]
    )


class _Writer:
    """Writes the blocks of one project's text."""

    def __init__(
        self, assessment: Assessment, project: str, page: Page, inferred: Inferred
    ) -> None:
        self.assessment, self.page, self.inferred = assessment, page, inferred
        self.outcome: ProjectOutcome = assessment.project(project)
        self.project = assessment.workspace.projects[project]
        self.fields = assessment.workspace.fields

    def title(self, text: str) -> str:
        return self.page.ink("strong", text)

    def mark(self, verdict: str) -> str:
        return self.page.ink(style(verdict), glyph(verdict))

    def head(self) -> Iterator[str]:
        project, outcome = self.project, self.outcome
        yield self.title(f"{clean(project.title)} ({project.id})")
        if project.summary:
            yield from wrapped(project.summary, self.page, 0)
        if project.illustration:
            yield "An invented example, no real project."
        score = f"score {score_text(outcome.score)} of 100 (advisory), " if outcome.score else ""
        share = share_text(outcome.evidence_share)
        stage = stage_text(outcome.stage, project.lifecycle)
        yield f"stage {stage}, {score}evidence {share}"
        yield f"{project.file}, as of {self.assessment.as_of}"

    def hexagon(self, pack: Pack) -> Iterator[str]:
        if not pack.sections:
            return
        outcome = self.outcome
        states = strip(outcome.sections[id_].state for id_ in pack.sections)
        yield f"{self.title('Hexagon')} {states}  {clean(pack.title)}"
        for section in pack.sections.values():
            found = outcome.sections[section.id]
            told = f"{words(found.state)}, {section.kind}, score {score_text(found.score)}"
            yield f"{self.mark(found.state)} {clean(section.title)}: {told}"
            for criterion in pack.criteria.values():
                if criterion.section == section.id:
                    one = outcome.criteria[criterion.id]
                    score = f" ({score_text(one.score)})" if one.score else ""
                    needs = f"; needs {', '.join(one.needs)}" if one.needs else ""
                    text = f"{criterion.title}: {words(one.state)}{score}{needs}"
                    yield from self.marked(one.state, text, 2)

    def marked(self, verdict: str, text: str, indent: int) -> Iterator[str]:
        lines = wrapped(text, self.page, indent + 2)
        yield f"{' ' * indent}{self.mark(verdict)} {lines[0].lstrip()}"
        yield from lines[1:]

    def gates(self) -> Iterator[str]:
        blocked = self.inferred.blocked(self.project.id)
        eligible = self.inferred.eligible(self.project.id)
        if self.outcome.gates:
            yield self.title("Gates")
        for gate in self.outcome.gates.values():
            because = f"  because of {', '.join(gate.because)}" if gate.because else ""
            without = f"  (without waivers: {gate.without})" if gate.without != gate.state else ""
            ready = "  (eligible)" if gate.id in eligible else ""
            word = pad(PASSAGE[gate.state], 6)
            lines = wrapped(f"{gate.id}{ready}{without}{because}", self.page, 6)
            yield f"{self.page.ink(style(gate.state), word)}{lines[0].lstrip()}"
            yield from lines[1:]
            if gate.id in blocked:
                ids = dict.fromkeys(finding.id for finding in blocked[gate.id])
                text = f"blocked by {', '.join(ids)}"
                yield from wrapped(text, self.page, 8, first=" " * 6 + "!")

    def checks(self) -> Iterator[list[str]]:
        every: Mapping[str, CheckOutcome] = {**self.assessment.programme, **self.outcome.checks}
        for gate in self.outcome.gates:
            found = [one for one in every.values() if one.gate == gate]
            if found:
                lines = (line for one in found for line in self.check(one))
                yield [self.title(f"Checks at {gate}"), *lines]

    def check(self, one: CheckOutcome) -> Iterator[str]:
        check = self.assessment.check(one.id)
        of = " of the programme" if check.of == "programme" else ""
        text = f"{words(one.status)} {one.severity}{of}: {check.title} ({one.id})"
        yield from self.marked(one.status, text, 0)
        if one.status in ("failed", "waived", "error") and one.message:
            yield from wrapped(one.message, self.page, 4)
        if one.status == "unknown" and one.needs:
            yield from wrapped(f"needs {', '.join(one.needs)}", self.page, 4)
        if one.waiver:
            yield from wrapped(waiver_text(one.waiver), self.page, 4)

    def needs(self) -> Iterator[str]:
        if self.outcome.needs:
            yield self.title(f"Missing evidence ({len(self.outcome.needs)})")
        for name in self.outcome.needs:
            field = self.fields.get(name)
            asked = (field.ask or field.title) if field else ""
            of = " (programme)" if field and field.of == "programme" else ""
            yield from wrapped(asked + of, self.page, _NAME, first=f"? {name} ")

    def waivers(self) -> Iterator[str]:
        entries = [e for e in ledger(self.assessment) if e.waiver.project in (self.project.id, "")]
        if entries:
            yield self.title("Waivers in the ledger")
        for entry in entries:
            place = self.assessment.workspace.place(entry.waiver.where)
            why = f"; {entry.why}" if entry.why else ""
            text = f"{entry.waiver.check}: {waiver_text(entry.waiver)}{why} ({place})"
            holds = entry.state in ("in_force", "due")
            yield from self.marked("waived" if holds else "not_applicable", text, 0)

    def findings(self) -> Iterator[str]:
        known = [one for one in self.assessment.findings if self.project.id in one.about]
        found = (*self.inferred.of(self.project.id), *known)
        if found:
            yield self.title(f"Findings ({len(found)})")
        for one in found:
            yield from finding_lines(one, self.page, remedy=True)

    def of_the_programme(self) -> Iterator[str]:
        """Findings about no project, rules that were not run among them."""
        found = self.inferred.of("")
        if found:
            yield self.title(f"Findings about the programme ({len(found)})")
        for one in found:
            yield from finding_lines(one, self.page, remedy=True)

    def evidence(self) -> Iterator[str]:
        yield self.title(f"Evidence ({len(self.project.evidence)})")
        for name, one in self.project.evidence.items():
            field = self.fields.get(name)
            origin = origin_text(one)
            text = cell_text(one.cell, field) + (f" ({origin})" if origin else "")
            place = self.assessment.workspace.place(one.where)
            yield from wrapped(f"{text} [{place}]", self.page, _NAME, first=f"{name} ")
            yield from self.rows(one)
            yield from self.remarks(one)

    def rows(self, one: Evidence) -> Iterator[str]:
        field, table = self.fields.get(one.field), one.cell
        if field is None or field.kind != "table" or not isinstance(table, tuple):
            return
        for row in table:
            assert isinstance(row, Mapping)
            cells = [
                f"{name} {clean(format_cell(row[name], column.kind))}"
                for name, column in field.columns.items()
                if name in row
            ]
            yield from wrapped(f"- {', '.join(cells) or 'an empty row'}", self.page, _NAME)

    def remarks(self, one: Evidence) -> Iterator[str]:
        field = self.fields.get(one.field)
        for text in (one.note, one.reason):
            if text:
                yield from wrapped(text, self.page, _NAME)
        for answer in one.answers:
            place = self.assessment.workspace.place(answer.where)
            said = f"{answer.by or 'one party'} says {cell_text(answer.cell, field)}"
            yield from wrapped(f"- {said} [{place}]", self.page, _NAME)
