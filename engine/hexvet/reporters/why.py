"""Why an outcome is what it is, as plain text: leaves, values, evidence, lines, ways out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hexvet.loading import Workspace
from hexvet.model import Evidence, Explanation, Field, Reason, Where
from hexvet.reporters.typesetting import PLAIN, Page, clean, counted, fit, wrapped
from hexvet.reporters.wording import cell_text, glyph, origin_text, style, waiver_text, words

_HOLDS = {True: "passed", False: "failed", None: "unknown"}
_LABEL = 10
_GIVEN = ("fact", "tally", "dependency")


DEEPEST = 8
"""So many steps of a derivation are shown; JSON has all of them."""

_TO_DO = ("failed", "unknown", "blocker", "warning", "advice")
"""The verdicts with which a remedy is told."""


def render(
    explanation: Explanation, workspace: Workspace, page: Page = PLAIN, deepest: int = DEEPEST
) -> str:
    """The explanation and those that it is made of, each a step further in, `deepest` at most."""
    return "\n".join([*_Writer(workspace, page, deepest).explanation(explanation, 0), ""])


class _Writer:
    """Writes the parts of one explanation; looks up the places and the words of fields."""

    def __init__(self, workspace: Workspace, page: Page, deepest: int) -> None:
        self.workspace, self.page, self.deepest = workspace, page, deepest
        self.fields: Mapping[str, Field] = workspace.fields

    def place(self, where: Where) -> str:
        return str(self.workspace.place(where))

    def explanation(self, told: Explanation, depth: int, subject: str = "") -> Iterator[str]:
        indent = 2 * depth
        yield " " * indent + self.head(told, subject)
        indent += 2
        yield self.page.ink("dim", f"{' ' * indent}{self.place(told.where)}")
        if told.message:
            yield from wrapped(told.message, self.page, indent)
        for reason in told.reasons:
            if told.kind in _GIVEN:
                yield from self.fact(told, reason, indent)
            else:
                yield from self.reason(reason, indent)
        yield from self.remarks(told, indent)
        if told.parts and depth + 1 == self.deepest:
            yield f"{' ' * indent}... and {counted(len(told.parts), 'part')}; -o json has all"
            return
        for part in told.parts:
            yield ""
            yield from self.explanation(part, depth + 1, told.subject)

    def head(self, told: Explanation, subject: str) -> str:
        verdict = f"{glyph(told.verdict)} {words(told.verdict)}"
        named = told.title if told.kind == "way" else f"{told.title} ({told.kind} {told.rule})"
        if told.kind == "way":
            verdict = "= also"
        elif told.kind in _GIVEN and told.verdict == "holds":
            verdict, named = "=", told.title
        elif told.subject != subject:
            named = f"{told.subject}: {named}"
        return self.page.ink(style(told.verdict), verdict) + "  " + clean(named)

    def fact(self, told: Explanation, reason: Reason, indent: int) -> Iterator[str]:
        """Something that is there, with its evidence: the rule was told above."""
        text = f"{reason.text} ({reason.value})" if reason.value else reason.text
        yield from wrapped(text, self.page, indent)
        if reason.where != told.where and reason.where.path[:1] == ("let",):
            place = self.place(reason.where)
            yield self.page.ink("dim", f"{' ' * (indent + 2)}let       {place}")
        for evidence in reason.evidence:
            if told.kind != "tally" and evidence.field != told.rule:
                yield from self.evidence(evidence, indent + 2)
                continue
            origin = origin_text(evidence)
            said = f"{self.place(evidence.where)}{f' ({origin})' if origin else ''}"
            yield self.page.ink("dim", f"{' ' * (indent + 2)}{clean(said)}")

    def reason(self, reason: Reason, indent: int) -> Iterator[str]:
        verdict = _HOLDS[reason.holds]
        mark = self.page.ink(style(verdict), glyph(verdict))
        text = clean(reason.text)
        room = self.page.width - indent - 2 if self.page.width else len(text)
        yield f"{' ' * indent}{mark} {fit(text, room, self.page.mark)}"
        inner = indent + 4
        if reason.value:
            yield from wrapped(reason.value, self.page, inner)
        for evidence in reason.evidence:
            yield from self.evidence(evidence, inner)
        yield self.page.ink("dim", f"{' ' * inner}rule      {self.place(reason.where)}")

    def evidence(self, evidence: Evidence, indent: int) -> Iterator[str]:
        field = self.fields.get(evidence.field)
        origin = origin_text(evidence)
        said = f"{evidence.field} = {cell_text(evidence.cell, field)}"
        said = f"{said} ({origin})" if origin else said
        yield from wrapped(said, self.page, indent + 10, first=" " * indent + "evidence")
        yield self.page.ink("dim", f"{' ' * (indent + 10)}{self.place(evidence.where)}")
        for answer in evidence.answers:
            said = f"{answer.by or 'one party'} says {cell_text(answer.cell, field)}"
            yield from wrapped(f"{said} [{self.place(answer.where)}]", self.page, indent + 10)

    def remarks(self, told: Explanation, indent: int) -> Iterator[str]:
        if not told.parts:
            for need in told.needs:
                yield from self.labelled("needs", self.need(need), indent)
            for change in told.changes:
                yield from self.labelled("changes", change, indent)
        yield from self.labelled("for", told.to, indent)
        if told.verdict in _TO_DO:
            yield from self.labelled("remedy", told.remedy, indent)
        yield from self.labelled("because", told.rationale, indent)
        yield from self.labelled("clause", told.clause, indent)
        if told.waiver:
            yield from self.labelled("waiver", waiver_text(told.waiver), indent)
            yield from self.labelled("", self.place(told.waiver.where), indent)

    def need(self, name: str) -> str:
        field = self.fields.get(name)
        return f"{name}: {field.ask or field.title}" if field else name

    def labelled(self, label: str, text: str, indent: int) -> Iterator[str]:
        if text:
            first = " " * indent + label
            yield from wrapped(text, self.page, indent + _LABEL, first=first)
