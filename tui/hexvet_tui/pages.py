"""Full-screen pages of text that scroll: help, problems, messages, what a command printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hexvet_tui import actions, findings
from hexvet_tui.actions import Action, Table
from hexvet_tui.cells import cell_len, cut_cells
from hexvet_tui.keymap import printed
from hexvet_tui.presenting import plural
from hexvet_tui.typesetting import FRAME, Line, clean, framed, hanging, wrap

if TYPE_CHECKING:
    from hexvet.problems import Problem
    from hexvet_tui.scene import Extent, Scene
    from hexvet_tui.session import Session

Lines: TypeAlias = "Callable[[Scene, int], list[Line]]"


@dataclass(frozen=True, slots=True)
class Page:
    """A titled text over the mode; `top` is its first line in view."""

    title: str
    lines: Lines
    top: int = 0


def shown(page: Page, scene: Scene, width: int, height: int) -> list[Line]:
    """The page in its frame, of exactly that size."""
    rows = page.lines(scene, width - FRAME)
    top = max(0, min(page.top, len(rows) - (height - FRAME)))
    below = len(rows) - top - (height - FRAME)
    hint = f"{below} more: j scrolls" if below > 0 else "esc back"
    title = clean(page.title)
    return framed(rows[top:], width, height, scene.glyphs, title=title, hint=hint, active=True)


def scrolled(scene: Scene, step: int, extent: Extent) -> Session:
    """The page on top some lines further, no further than its last line."""
    page = scene.session.pages[-1]
    last = len(page.lines(scene, extent.width)) - extent.page
    return scene.session.turned(max(0, min(page.top + step, last)))


MARKS = (
    ("+", "met", "met, passed, filled"),
    ("?", "unknown", "unknown: evidence is missing"),
    ("x", "unmet", "unmet, failed, unfilled"),
    ("w", "waived", "waived for a limited time"),
    ("-", "dim", "does not apply"),
    ("!", "alert", "the rule could not be evaluated"),
    ("+PASS", "pass", "the gate is open"),
    ("~HOLD", "hold", "something that the gate needs is unknown"),
    ("xSTOP", "stop", "a blocker failed"),
    ("!BLOCK", "stop", "the checks let it pass, but a finding does not"),
)
FILTERS = (
    ("bridge", "title, id or summary has the word"),
    ('"city hall"', "... the words together"),
    ("gate:hold", "pass, hold, stop, or a gate's id"),
    ("gate:launch=hold", "one gate in one state"),
    ("stage:vetting", "the stage that the project is in"),
    ("unmet:cost", "met, unmet or unknown: a section, a check or a gate"),
    ("failed:CHECK", "passed, failed, waived, unknown: a check; alone: any"),
    ("score>60", "also met>=4, evidence<50, failed>0, waived>0"),
    ("due<30d", "days to what is due next; below 0 is overdue"),
    ("dept:works", "any question of the packs: FIELD:WORD, FIELD:yes, AMOUNT>1.5m, DAY<2027-01-01"),
    ("marked:", "the marked projects"),
    ("!gate:stop", "not"),
)


def helped(scene: Scene) -> Session:
    """The help page opened; or closed, when it is what is shown."""
    if is_help(scene.session):
        return scene.session.unpaged()
    return scene.session.paged(Page("HELP", help_lines))


def is_help(session: Session) -> bool:
    """Whether the help page is on top."""
    return bool(session.pages) and session.pages[-1].lines is help_lines


def help_lines(scene: Scene, width: int) -> list[Line]:
    """What is under the cursor, what this mode shows, every key, the marks and the filter."""
    from hexvet_tui.scene import table_of

    mode, table = scene.mode, table_of(scene.session.mode, scene.keymap)
    subject = mode.subject(scene, width)
    painted: list[Line] = [*subject, *([()] if subject else [])]
    painted += [((f" {row}", "text"),) for row in wrap(mode.prose, min(width, 96) - 2)]
    for name, listed in actions.groups(table):
        painted += [(), ((f" {name.upper()}", "strong"),)]
        for action in listed:
            painted += _row(_keys(action, table), "key", action.help, width)
    painted += [(), ((" MARKS", "strong"),)]
    painted += [row for mark, style, text in MARKS for row in _row(mark, style, text, width)]
    if "filter" in {action.id for action in table}:
        painted += [(), ((" FILTER", "strong"),)]
        painted += [row for word, text in FILTERS for row in _row(word, "key", text, width)]
    return painted


def _row(label: str, style: str, text: str, width: int) -> list[Line]:
    return [tuple(line) for line in hanging((f"  {label}", style), text, "text", width - 1, 20)]


def _keys(action: Action, table: Table) -> str:
    if action.prefix:
        return actions.shown(action, table)
    return "  ".join(printed(key) for key in action.keys)


def message_lines(scene: Scene, width: int) -> list[Line]:
    """What the status line said, the newest first."""
    tones = {"plain": "text", "good": "met", "alert": "alert"}
    painted: list[Line] = []
    for message in reversed(scene.session.history):
        painted += [
            ((" ", "text"), (row, tones[message.tone])) for row in wrap(message.whole, width - 2)
        ]
    return painted or [((" Nothing was said yet.", "dim"),)]


def problem_lines(scene: Scene, width: int) -> list[Line]:
    """Mistakes in files with their places, then findings; or that all is well."""
    assessment = scene.session.assessment
    painted: list[Line] = []
    if scene.session.notice and not (assessment is None and scene.session.broken):
        painted += [*_paragraph(scene.session.notice, "alert", width), ()]
    for problem in scene.session.broken:
        painted += [*problem_rows(problem, width), ()]
    if assessment is None:
        return painted or [((" Nothing is read yet.", "dim"),)]
    problems = assessment.workspace.problems
    found = (*assessment.findings, *findings.every(scene.session))
    title = f" {plural(len(problems), 'problem')} in files, {plural(len(found), 'finding')}"
    painted += [((title, "strong"), (f"  {findings.waiting(scene.session)}", "dim")), ()]
    for problem in problems:
        painted += [*problem_rows(problem, width), ()]
    for finding in found:
        painted += [*findings.paragraphs(scene, finding, width), ()]
    if not problems and not found:
        painted.append(((" Every file was read without a mistake.", "met"),))
    return painted


PROBLEMS = Page("PROBLEMS", problem_lines)
MESSAGES = Page("MESSAGES", message_lines)


def text_page(title: str, text: str) -> Page:
    """A page of plain text; a line that is too wide goes on below, its blanks as they are."""

    def lines(scene: Scene, width: int) -> list[Line]:
        return [row for line in text.splitlines() for row in _kept(line.expandtabs(4), width)]

    return Page(title, lines)


def _kept(line: str, width: int) -> list[Line]:
    text, rows = clean(line).rstrip(), []
    indent = text[: len(text) - len(text.lstrip())][: width // 3]
    while cell_len(text) > width - 2:
        head = cut_cells(text, width - 2)
        blank = head.rfind(" ", len(indent) + 1)
        if text[len(head)] != " " and blank > len(indent):
            head = head[:blank]
        rows.append(head.rstrip())
        text = indent + text[max(1, len(head)) :].lstrip()
    return [((" ", "text"), (row, "text")) for row in (*rows, text)]


def _paragraph(text: str, style: str, width: int) -> list[Line]:
    return [((f" {row}", style),) for row in wrap(text, width - 2)]


def problem_rows(problem: Problem, width: int) -> list[Line]:
    """One mistake: its place and code, its message, the line with a caret, and the way out."""
    tone = "alert" if problem.severity == "error" else "unknown"
    head: Line = (
        (f" {clean(str(problem.place))}", "strong"),
        (f"  {problem.code} {problem.severity}", tone),
    )
    painted = [head, *hanging(("", "text"), problem.message, "text", width - 1, 3)]
    place = problem.place
    if place.text:
        number = f"{place.line:>6} | "
        # Tabs become one blank each, so the caret stays below its character.
        code = place.text.expandtabs(1)
        painted.append(((number, "dim"), (clean(code), "text")))
        caret = " " * (len(number) + max(0, place.column - 1)) + "^" * max(1, place.width)
        painted.append(((caret, tone),))
    painted += (
        hanging(("   help", "dim"), problem.hint, "text", width - 1, 9) if problem.hint else []
    )
    return painted
