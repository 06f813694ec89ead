"""The lines around every screen: both clocks, the modes as words or digits, questions."""

from __future__ import annotations

from dataclasses import replace

import driving
import fakes
import pytest

from hexvet_tui import bars, modes
from hexvet_tui.prompting import Choice, Question
from hexvet_tui.typesetting import width_of


def title(width: int, **parts: object) -> str:
    session = replace(driving.opened(), **parts)  # type: ignore[arg-type]
    line = bars.title(driving.scene_of(session), width)
    assert width_of(line) == width
    return "".join(text for text, _ in line)


@pytest.fixture
def eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "TABS", driving.TABS)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (200, "[1 Portfolio] 2 Project  3 Rules  4 Compare  5 Sensitivity  6 Monitor "),
        (120, "[1 Portf] 2 Proj 3 Rules 4 Cmp 5 Sens 6 Mon 7 Prog 8 Log "),
        (80, "[1 Portf] 2 Proj 3 Rules 4 Cmp 5 Sens 6 Mon 7 Prog 8 Log "),
        (60, "[1 Portf] 2  3  4  5  6  7  8 "),
    ],
)
def test_the_modes_give_way_before_the_date_does(width: int, shown: str, eight: None) -> None:
    line = title(width)
    assert line.startswith(shown)
    assert "2026-02-14" in line


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_both_clocks_are_always_there(width: int, eight: None) -> None:
    for rules, shown in (
        ("", "1.0.0"),
        ("r14 saved", "r14"),
        ("DRAFT d3 · r14 in force", "DRAFT d3"),
    ):
        line = title(width, rules=rules)
        assert "2026-02-14" in line
        assert shown in line


def test_modes_have_their_digits_letters_and_words_in_order() -> None:
    assert [tab for tab in driving.TABS if tab.id in modes.IDS] == list(modes.TABS)


def test_only_modes_that_are_built_appear() -> None:
    line = title(200)
    for tab in driving.TABS:
        assert (f"{tab.key} {tab.word}" in line) == (tab.id in modes.IDS)


def test_a_question_names_the_keys_that_answer_it() -> None:
    choices = (Choice("q", "quit without saving", lambda now: now),)
    asked = driving.opened().asked(Question("not saved: la_model.toml", choices))
    line = "".join(text for text, _ in bars.status(driving.scene_of(asked), 100))
    assert line.rstrip() == " not saved: la_model.toml  q quit without saving  esc leaves it"


def test_a_long_question_is_cut_before_its_keys() -> None:
    choices = (Choice("c", "copy it into rules/", lambda now: now),)
    asked = driving.opened().asked(Question("rules/" + "x" * 80 + ".toml is read-only", choices))
    line = "".join(text for text, _ in bars.status(driving.scene_of(asked), 80))
    assert line.rstrip().endswith("…  c copy it into rules/  esc leaves it")


def test_the_status_line_tells_what_marks_are_good_for() -> None:
    marked = driving.key(driving.opened(), " ", " ")
    line = "".join(text for text, _ in bars.status(driving.scene_of(marked), 100))
    assert line.startswith(" 2 marked: ")
    assert "x export" in line
    assert "esc clear" in line


def test_a_long_line_is_typed_with_its_end_in_sight() -> None:
    typing = driving.key(driving.opened(), "/")
    typing = driving.paste(typing, "word " * 70 + "end")
    for width in (60, 80, 120):
        scene = driving.scene_of(typing)
        line = bars.prompt(scene, width)
        assert width_of(line) == width
        assert "end" in "".join(text for text, _ in line)
        at = bars.typed_cells(scene, width)
        caret = next(n for n, (_, style) in enumerate(line) if style == "caret")
        assert width_of(line[:caret]) == at < width


def test_nothing_is_said_of_clocks_before_anything_is_read() -> None:
    scene = replace(driving.scene_of(driving.opened()), session=driving.Session())
    assert "hexvet" in "".join(text for text, _ in bars.title(scene, 80))


def test_alarms_stand_in_the_title() -> None:
    problem = fakes.Problem("WS001", "broken", fakes.Place("hexvet.toml", 1, 1))
    found = fakes.assessment(problems=(problem,))
    line = bars.title(driving.scene_of(driving.opened(found)), 120)
    assert "! 1 problem" in "".join(text for text, _ in line)


def test_the_modes_give_way_to_an_alarm() -> None:
    told = replace(driving.opened(), notice="projects/a.toml has 1 error")
    line = "".join(text for text, _ in bars.title(driving.scene_of(told), 80))
    assert "[1 Portf]" in line
    assert "8" in line
    assert "  ! showing the last good result  " in line
