"""Panes as text: the table, the checks, why."""

from __future__ import annotations

from dataclasses import replace

import fakes
import pytest

from hexvet.problems import Place, Problem
from hexvet_tui import bars, explaining, judged, pages, panels, title_bar
from hexvet_tui.modes.portfolio import ledger
from hexvet_tui.modes.portfolio.panes import detail
from hexvet_tui.modes.project import checklist, panes
from hexvet_tui.modes.project.explained import explanation
from hexvet_tui.narrowing import sorted_by
from hexvet_tui.presenting import STATUS
from hexvet_tui.scene import Scene
from hexvet_tui.session import Session
from hexvet_tui.typesetting import Line, width_of

WIDTHS = range(20, 161, 7)
UGLY = (
    "[/foo] \x1b[31m市民センター",
    "e\u0301" * 200,
    "שלום עולם",
    "x" * 500,
    "a\nb\tc\x00",
    "",
)


def scene_of(assessment: object = None, **moves: str) -> Scene:
    found = fakes.assessment() if assessment is None else assessment
    session = Session().with_assessment(found)  # type: ignore[arg-type]
    if "cursor" in moves:
        session = session.to_row(session.rows.places[moves["cursor"]])
    return Scene(session, explain=lambda subject, rule: fakes.explain(found, subject, rule))


def inside(scene: Scene, mode: str) -> Scene:
    return replace(scene, session=scene.session.entered(mode))


def text(lines: list[Line]) -> list[str]:
    return ["".join(part for part, _ in line) for line in lines]


def test_columns_go_in_their_order_and_three_never_go() -> None:
    shape = ledger.shape_of(scene_of())
    seen = {width: [slot.id for slot in ledger.slots(width, shape)] for width in (100, 78, 64, 58)}
    assert seen[100] == ["name", "stage", "strip", "met", "gate", "score", "evidence", "failed"]
    assert seen[78] == ["name", "stage", "strip", "met", "gate", "score", "evidence"]
    assert seen[64] == ["name", "strip", "met", "gate", "score"]
    assert seen[58] == ["name", "strip", "met", "gate"]
    assert {"name", "strip", "gate"} <= {slot.id for slot in ledger.slots(30, shape)}


@pytest.mark.parametrize("column", ["failed", "evidence", "stage", "score"])
def test_the_column_that_is_sorted_by_is_the_last_to_give_way(column: str) -> None:
    scene = scene_of()
    by = replace(scene, session=sorted_by(scene.session, column))
    for width in (78, 64):
        assert column in [slot.id for slot in ledger.slots(width, ledger.shape_of(by))]
        head = "".join(part for part, _ in ledger.header(by, width))
        assert "v" in head or "^" in head


def test_a_filter_that_keeps_nothing_is_told_with_dots_where_it_is_long() -> None:
    none = replace(scene_of(), session=scene_of().session.filtered("nothing-of-this-kind " * 9))
    told = text(ledger.lines(none, 80, 12, 0))[1]
    assert told.startswith("  No project matches nothing-of-this-kind ")
    assert told.endswith("..")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_of_the_table_has_the_same_width(width: int) -> None:
    rows = tuple((f"p{n}", title, *fakes.PROJECTS[n][2:]) for n, title in enumerate(UGLY))
    scene = scene_of(fakes.assessment(rows))
    for line in ledger.lines(scene, width, 12, 0):
        assert width_of(line) == width


def test_only_rows_in_view_become_text() -> None:
    scene = scene_of(fakes.many(20_000))
    lines = text(ledger.lines(scene, 80, 12, 15_000))
    assert len(lines) == 12
    assert "Project 015000" in lines[1]


def test_a_table_without_rows_says_what_to_do() -> None:
    reading = text(ledger.lines(Scene(Session()), 80, 10, 0))
    assert "Reading the workspace" in " ".join(reading)
    nobody = text(ledger.lines(scene_of(fakes.assessment(())), 80, 10, 0))
    assert "hexvet new project" in " ".join(nobody)
    scene = scene_of()
    nothing = Scene(scene.session.filtered("zzz"))
    assert "esc clears it" in " ".join(text(ledger.lines(nothing, 80, 10, 0)))


def test_checks_stand_under_their_gates_and_the_programmes_are_marked() -> None:
    scene = scene_of(cursor="procurement")
    listed = judged.entries(scene)
    rules = [entry.rule for entry in listed]
    assert rules[:3] == ["intake", "fake-model/problem_named", "fake-model/owner_named"]
    assert rules[rules.index("selection") + 4] == "fake-model/advisory_council"
    lines = text(checklist.lines(scene, listed, 0, 50))
    council = next(line for line in lines if "advisory council" in line)
    assert council.rstrip().endswith("blocker")
    assert " * " in council
    assert checklist.tally(scene, listed) == "11 passed, 2 unknown"


def test_the_cursor_starts_on_the_gate_that_holds() -> None:
    scene = scene_of(cursor="procurement")
    listed = judged.entries(scene)
    at = judged.current(listed, "", scene.session.outcome)
    assert listed[at].rule == "selection"


def test_a_pack_without_checks_or_sections_says_so() -> None:
    bare = fakes.pack(sections=())
    empty = fakes.assessment(packs=(fakes.replace(bare, checks={}, gates={}),), sections=())
    scene = scene_of(empty)
    assert "No pack in use has sections" in " ".join(
        text(panels.drawing(scene, 40, 12, legend=True))
    )
    none = Scene(scene.session, explain=scene.explain)
    object.__setattr__(none.session.outcome, "gates", {})
    object.__setattr__(none.session.outcome, "checks", {})
    object.__setattr__(empty, "programme", {})
    lines = text(checklist.lines(none, judged.entries(none), -1, 40))
    assert "No governance checks" in " ".join(lines)


def test_why_shows_leaf_value_evidence_place_and_the_way_out() -> None:
    scene = scene_of(cursor="real-estate")
    told = scene.explain("real-estate", "fake-model/time_limited")
    shown = text(explaining.lines(told, scene, 120))
    page = "\n".join(shown)
    assert explaining.heading(told) == "WHY Time-limited scope is xFAILED"
    assert "x months_between(start, end) <= max_months   36 <= 24" in page
    assert "end = 2018-06-30  charter p. 3, by mayor, 2015-07-01, confidence high" in page
    assert "rules/fake_model.toml:" in page
    assert "projects/procurement.toml:" in page
    for word in ("change", "remedy", "clause", "rule"):
        assert any(line.startswith(f" {word}") for line in shown)


def test_a_waiver_is_told_with_its_end() -> None:
    scene = scene_of(cursor="vendors")
    told = scene.explain("vendors", "fake-model/time_limited")
    page = "\n".join(text(explaining.lines(told, scene, 100)))
    assert "waiver  mayor E. Ruiz, until 2026-06-30" in page


@pytest.mark.parametrize("width", WIDTHS)
def test_panes_keep_their_size(width: int) -> None:
    scene = scene_of(cursor="procurement")
    for form in ("colour", "ascii"):
        scene = Scene(scene.session, form, explain=scene.explain)  # type: ignore[arg-type]
        told = explanation(scene)
        for lines in (
            panels.hexagon_pane(scene, width, 20, chosen=2),
            panes.checks(scene, width, 20, 0),
            panels.why_pane(scene, told, width, 20, active=True, also=True),
        ):
            assert [width_of(line) for line in lines] == [width] * 20
        for line in (
            title_bar.title(scene, width),
            bars.info(scene, width),
            bars.project(scene, width),
            bars.status(scene, width),
        ):
            assert width_of(line) == width


def test_hostile_text_reaches_no_line() -> None:
    row = ("p", "\x1b]0;owned\x07[/b]\u202e", *fakes.PROJECTS[0][2:])
    scene = scene_of(fakes.assessment((row,)))
    painted = [
        *ledger.lines(scene, 80, 10, 0),
        *detail(scene, 80, 8),
        bars.project(scene, 80),
    ]
    page = "".join(text(painted))
    assert "\x1b" not in page
    assert "owned" not in page
    assert "\u202e" not in page
    assert "[/b]" in page


def test_the_ascii_form_is_ascii() -> None:
    scene = scene_of(cursor="vendors")
    plain = Scene(scene.session, "ascii", explain=scene.explain)
    told = explanation(plain)
    for lines in (
        panels.hexagon_pane(plain, 40, 20),
        panes.checks(plain, 40, 20, 0),
        panels.why_pane(plain, told, 60, 20),
        detail(plain, 80, 8),
        ledger.lines(plain, 80, 10, 0),
        [title_bar.title(plain, 80), bars.info(plain, 80), bars.project(plain, 80)],
    ):
        for line in text(lines):
            assert line.isascii(), line


def test_problems_point_at_their_place() -> None:
    place = fakes.Place("hexvet.toml", 3, 8, 4, 'city = "L.A')
    problem = fakes.Problem("WS001", "the text is not closed", place, 'add a "')
    finding = fakes.Finding("expired", ("vendors",), "warning", "the waiver ended")
    scene = scene_of(fakes.assessment(problems=(problem,), findings=(finding,)))
    page = text(pages.problem_lines(scene, 80))
    assert page[0].strip() == "1 problem in files, 1 finding"
    at = next(n for n, line in enumerate(page) if "WS001" in line)
    code, caret = page[at + 2], page[at + 3]
    assert code.index('"') == caret.index("^")
    assert "the waiver ended" in "\n".join(page)


def test_help_lists_every_key_of_the_mode() -> None:
    page = "\n".join(text(pages.help_lines(inside(scene_of(), "project"), 80)))
    said = ("Previous project", "Why the outcome", "Sort by guaranteed score", "gate:hold", "xSTOP")
    for word in said:
        assert word in page


def test_every_status_has_its_mark_on_the_help_page() -> None:
    marks = {mark for mark, _, _ in pages.MARKS}
    assert {glyph for glyph, _, _ in STATUS.values()} <= marks


def test_a_table_of_what_cannot_be_read_says_what_is_wrong_and_which_keys_help() -> None:
    place = Place("rules/a.toml", 7, 1, 9, "[check.x]")
    wrong = Problem("RP012", "the key 'require' is missing", place, "add require = '...'")
    session = Session().warned("rules/a.toml:7: the key 'require' is missing", (wrong, wrong))
    shown = text(ledger.lines(Scene(session), 80, 16, 0))
    assert any("the key 'require' is missing" in line for line in shown)
    assert any(line.split() == ["P", "shows", "all"] for line in shown)
    assert any(line.split() == ["3", "repairs", "it"] for line in shown)
