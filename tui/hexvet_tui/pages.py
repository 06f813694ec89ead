"""The lines of the full-screen pages: help, and the problems of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hexvet_tui import actions
from hexvet_tui.actions import Action, Scope
from hexvet_tui.presenting import plural
from hexvet_tui.scene import Scene
from hexvet_tui.typesetting import Line, clean, fit, hanging, wrap

if TYPE_CHECKING:
    from hexvet.model import Finding
    from hexvet.problems import Problem

PROSE: dict[Scope, str] = {
    "portfolio": (
        "Every project in one line. The six characters are the hexagon, section by section from "
        "the top, clockwise: # filled, ? unknown, . unfilled. The gate is the first one that the "
        "project may not pass yet, or the last one. A score such as 62 (55-71) is a range where "
        "evidence is missing or given as a range; it never stands in place of the hexagon."
    ),
    "project": (
        "One project: its hexagon, the governance checks under the gates that they guard, and "
        "why the one under the cursor came out as it did. A * marks a check of the programme, "
        "which is answered once for all. Missing evidence is unknown: never zero, never no."
    ),
    "page": "",
}
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
)
FILTERS = (
    ("bridge", "title, id or summary has the word"),
    ('"city hall"', "... the words together"),
    ("gate:hold", "pass, hold, stop, or a gate's id"),
    ("gate:launch=hold", "one gate in one state"),
    ("stage:vetting", "the stage that the project is in"),
    ("unknown:cost", "met, unmet or unknown: a section or a check"),
    ("failed:CHECK", "passed, failed, waived, unknown: a check"),
    ("score>60", "also met>=4, evidence<50, failed>0"),
    ("!gate:stop", "not"),
)


def help_lines(scope: Scope, width: int) -> list[Line]:
    """What this screen shows, every key, the marks and the filter words."""
    painted: list[Line] = [((f" {row}", "text"),) for row in wrap(PROSE[scope], min(width, 96) - 2)]
    for name, listed in actions.groups(scope):
        painted += [(), ((f" {name.upper()}", "strong"),)]
        painted += [_key_line(action) for action in listed]
    painted += [(), ((" MARKS", "strong"),)]
    painted += [((f"  {fit(mark, 18)}", style), (text, "text")) for mark, style, text in MARKS]
    painted += [(), ((" FILTER", "strong"),)]
    painted += [((f"  {fit(word, 18)}", "key"), (text, "text")) for word, text in FILTERS]
    return painted


_PRINTED = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "esc",
}


def _key_line(action: Action) -> Line:
    keys = [_PRINTED.get(key, key.replace("ctrl+", "^")) for key in action.keys]
    text = f"{action.prefix} {keys[0]}" if action.prefix else "  ".join(keys)
    return ((f"  {fit(text, 18)}", "key"), (action.help, "text"))


def problem_lines(scene: Scene, width: int) -> list[Line]:
    """Mistakes in files with their places, then findings; or that all is well."""
    assessment = scene.session.assessment
    painted: list[Line] = []
    if scene.session.notice:
        painted += [*_paragraph(scene.session.notice, "alert", width), ()]
    for problem in scene.session.broken:
        painted += [*_problem(problem, width), ()]
    if assessment is None:
        return painted or [((" Nothing is read yet.", "dim"),)]
    problems, findings = assessment.workspace.problems, assessment.findings
    title = f" {plural(len(problems), 'problem')} in files, {plural(len(findings), 'finding')}"
    painted += [((title, "strong"),), ()]
    for problem in problems:
        painted += [*_problem(problem, width), ()]
    for finding in findings:
        painted += [*_finding(scene, finding, width), ()]
    if not problems and not findings:
        painted.append(((" Every file was read without a mistake.", "met"),))
    return painted


def _paragraph(text: str, style: str, width: int) -> list[Line]:
    return [((f" {row}", style),) for row in wrap(text, width - 2)]


def _problem(problem: Problem, width: int) -> list[Line]:
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


def _finding(scene: Scene, finding: Finding, width: int) -> list[Line]:
    glyph = {"blocker": "x", "warning": "?", "advice": "-"}[finding.severity]
    tone = {"blocker": "unmet", "warning": "unknown", "advice": "dim"}[finding.severity]
    about = ", ".join(clean(name) for name in finding.about)
    head: Line = (
        (f" {glyph} {finding.severity}", tone),
        (f"  {clean(finding.id)}", "strong"),
        (f"  {about}  {scene.place(finding.where)}", "dim"),
    )
    return [head, *hanging(("", "text"), finding.message, "text", width - 1, 3)]
