"""Pages over the mode: help for what is under the cursor, texts of commands, messages."""

from __future__ import annotations

from pathlib import Path

import driving
import pytest
from towns import Town

from hexvet.problems import Place, Problem
from hexvet_tui import modes, pages, ruling
from hexvet_tui.cells import cell_len
from hexvet_tui.effects import Work
from hexvet_tui.modes.project.state import ProjectState
from hexvet_tui.scene import Extent
from hexvet_tui.session import Session
from hexvet_tui.typesetting import width_of


def help_text(mode: str, width: int = 80, rule: str = "") -> str:
    session = driving.do(driving.opened(driving.city()), f"mode_{mode}")
    session = session.having(ProjectState(rule=rule)) if rule else session
    lines = pages.help_lines(driving.scene_of(session), width)
    assert all(width_of(line) <= width for line in lines)
    return "\n".join(driving.text_of(lines))


def test_help_begins_with_the_rule_under_the_cursor() -> None:
    text = help_text("project", rule="la-model/problem_vetted")
    head = text[: text.index("One project:")]
    assert "The problem has been vetted" in head
    for label in ("rule", "requires", "severity", "gate", "remedy", "clause", "source"):
        assert f"\n {label} " in head, label
    assert "la-model/problem_vetted" in head
    assert "la_model.toml:" in head


def test_help_of_the_portfolio_begins_with_the_project_and_what_decides_its_gate() -> None:
    text = help_text("portfolio")
    assert text.lstrip().startswith("311 routing")
    assert "\n source " in text


@pytest.mark.parametrize("mode", modes.IDS)
@pytest.mark.parametrize("width", [58, 78, 198])
def test_help_lists_every_key_and_fits(mode: str, width: int) -> None:
    text = help_text(mode, width)
    session = driving.do(driving.opened(driving.city()), f"mode_{mode}")
    for action in driving.scene_of(session).table:
        if not action.id.startswith("go_"):
            assert " ".join(action.help.split()[:3]) in text, action.id


def test_nothing_under_the_cursor_is_no_rule() -> None:
    scene = driving.scene_of(driving.opened().filtered("no such thing"))
    assert ruling.about_rule(scene, None, 80) == []
    assert ruling.about_project(scene, 80) == []


def test_a_page_scrolls_to_its_last_line_and_no_further() -> None:
    text = "\n".join(f"line {n}" for n in range(30))
    session = driving.opened().paged(pages.text_page("TEXT", text))
    extent = Extent(10, 78, (80, 24))
    down = driving.key(session, "j", "pagedown", extent=extent)
    assert down.pages[-1].top == 11
    assert driving.key(down, "G", "j", extent=extent).pages[-1].top == 20
    shown = pages.shown(driving.key(down, "G", extent=extent).pages[-1], scene(session), 80, 12)
    assert "line 29" in "".join(part for part, _ in shown[-2])
    assert driving.key(down, "home", "k", extent=extent).pages[-1].top == 0


def scene(session: driving.Session) -> driving.Scene:
    return driving.scene_of(session)


def test_a_text_keeps_its_columns_and_its_long_lines() -> None:
    page = pages.text_page("TEXT", "a   b\tc\n" + "x" * 200 + "\n\x1b[31m[/b]" + "市" * 60)
    lines = driving.text_of(page.lines(scene(driving.opened()), 60))
    assert lines[0] == " a   b   c"
    assert "".join(line.strip() for line in lines[1:5]) == "x" * 200
    assert all(cell_len(line) <= 60 for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_messages_come_newest_first() -> None:
    session = driving.opened().said("first").said("second [/b]", "alert")
    opened = driving.key(session, "M")
    lines = driving.text_of(opened.pages[-1].lines(scene(opened), 60))
    assert [line.strip() for line in lines[:2]] == ["second [/b]", "first"]


def test_the_same_page_does_not_pile_up() -> None:
    session = driving.opened()
    once = session.paged(pages.PROBLEMS).paged(pages.MESSAGES).paged(pages.PROBLEMS)
    assert [page.title for page in once.pages] == ["MESSAGES", "PROBLEMS"]


def page_text(text: str, width: int) -> list[str]:
    lines = pages.text_page("t", text).lines(driving.scene_of(driving.opened()), width)
    return [line.rstrip() for line in driving.text_of(lines)]


def test_a_page_of_text_is_wrapped_between_words_below_its_indent() -> None:
    rows = page_text("  one invoice-payment time", 20)
    assert rows == ["   one", "   invoice-payment", "   time"]


def test_a_page_of_text_breaks_a_word_only_when_it_fills_a_line() -> None:
    assert page_text("abcdefghij", 8) == [" abcdef", " ghij"]
    assert page_text("abcdef ghijkl", 8) == [" abcdef", " ghijkl"]


def test_what_keeps_everything_from_being_read_is_told_once() -> None:
    wrong = Problem("RP012", "the key 'require' is missing", Place("rules/a.toml", 7, 1))
    session = Session().warned("rules/a.toml:7:1: the key 'require' is missing", (wrong,))
    told = driving.text_of(pages.problem_lines(driving.scene_of(session), 78))
    assert sum("the key 'require' is missing" in line for line in told) == 1


def under(mode: str, *keys: str) -> str:
    """The help page of a mode in the little town, before the words about the mode."""
    session = driving.key(driving.opened(driving.town()), mode)
    for effect in session.effects:
        assert isinstance(effect, Work)
        session = effect.then(session.calm(), effect.do())
    session = driving.key(session, *keys)
    rows = driving.text_of(pages.help_lines(driving.scene_of(session), 78))
    text = "\n".join(row.rstrip() for row in rows)
    prose = driving.scene_of(session).mode.prose
    return text[: text.index(prose[:30])]


def test_help_tells_of_the_number_that_the_cursor_stands_on() -> None:
    """rules/town.toml:20 asks for an improvement of a quarter; lights would bring 30 %."""
    text = under("5")
    assert text.startswith(" SMALLEST IMPROVEMENT\n now 25%")
    assert "town/step  rules/town.toml:20" in text
    assert " above 30% " in text


def test_help_tells_of_the_step_that_the_cursor_stands_on() -> None:
    """The report to council of 30 April is overdue on 1 June; nobody of the town does it."""
    head, *rest = under("6").splitlines()
    assert head == " Reports to council 2  ! overdue"
    said = "\n".join(rest)
    assert " of        the programme" in said
    assert " means     its day has passed, and nothing says that it is done" in said
    assert "hexvet.toml, reports, row 2" in said


def test_help_tells_of_the_indicator_that_the_cursor_stands_on() -> None:
    text = under("6", "tab")
    assert " of        Permit routing" in text
    assert " means     the last reading has" in text


def test_help_in_rules_is_about_the_row_of_the_pane(tmp_path: Path) -> None:
    """The file that is listed first, and of a text with a mistake what w says of it."""
    found = Town(tmp_path)
    found.key("3")

    def text() -> str:
        lines = found.scene.mode.subject(found.scene, 78)
        assert all(width_of(line) <= 78 for line in lines)
        return "\n".join(row.rstrip() for row in driving.text_of(lines))

    found.key("shift+tab" if found.scene.pane == "edit" else "home")
    assert found.scene.pane == "files"
    head, *rest = text().splitlines()
    name = head.strip()
    assert name.endswith(".toml") and (found.root / name).is_file()
    assert " is        a pack of the city's own" in rest
    assert " used      it judges the projects" in rest
    found.key("G")
    assert text().startswith(" hexvet.toml\n is        the settings")
    found.close()
