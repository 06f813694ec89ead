"""Problems as people see them, and the status that wins."""

from __future__ import annotations

import pytest

from hexvet.diagnostics import PRECEDENCE, Exit, rendered, worst
from hexvet.problems import Place, Problem

LINE = 'require = "budgt_total > 5"'


def test_a_problem_looks_as_compilers_show_it() -> None:
    place = Place("rules/la_model.toml", 44, 12, 11, LINE)
    problem = Problem("RP002", "unknown field 'budgt_total'", place, "did you mean 'cost_total'?")
    assert rendered([problem]).splitlines() == [
        "rules/la_model.toml:44:12  RP002 unknown field 'budgt_total'",
        '  44 | require = "budgt_total > 5"',
        "     |            ^^^^^^^^^^^",
        "     = help: did you mean 'cost_total'?",
        "1 error in 1 file",
    ]


def test_problems_are_sorted_counted_and_shown_once() -> None:
    def problem(file: str, line: int, severity: str = "error") -> Problem:
        return Problem("WS010", "x", Place(file, line, 1), severity=severity)  # type: ignore[arg-type]

    found = [problem("b", 10), problem("a", 2), problem("b", 9), problem("a", 2)]
    lines = rendered([*found, problem("c", 1, "warning")], of="city").splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["a:2:1", "b:9:1", "b:10:1", "c:1:1"]
    assert lines[3] == "c:1:1  WS010 warning: x"
    assert lines[-1] == "3 errors and 1 warning in 3 files of city"


def test_a_problem_without_a_line_has_no_source() -> None:
    problem = Problem("WS001", "cannot read", Place("x.toml"), "look")
    assert rendered([problem]).splitlines()[:2] == ["x.toml  WS001 cannot read", "    = help: look"]


def test_the_caret_stands_under_wide_characters_and_tabs() -> None:
    place = Place("x", 1, 4, 2, "\t橋 ab")
    assert rendered([Problem("WS010", "m", place)]).splitlines()[1:3] == [
        "  1 |  橋 ab",
        "    |     ^^",
    ]


def test_a_long_line_is_shown_in_part() -> None:
    place = Place("x", 1, 5_001, 3, "a" * 5_000 + "bcd" + "e" * 5_000)
    _, source, carets, _ = rendered([Problem("WS010", "m", place)]).splitlines()
    assert len(source) < 130
    at = carets.index("^")
    assert source[at : at + 3] == "bcd"
    assert carets.count("^") == 3


def test_nothing_of_a_problem_steers_the_terminal() -> None:
    evil = "\x1b[2J\x07\x9b"
    shown = rendered([Problem("WS010", evil, Place(f"a{evil}", 1, 1, 1, evil), evil)], of=evil)
    assert not {"\x1b", "\x07", "\x9b"} & set(shown)


def test_a_thousand_problems_are_all_shown() -> None:
    many = [Problem("WS010", "m", Place("x", line, 1, 1, "text")) for line in range(1, 1001)]
    shown = rendered(many)
    assert shown.count("WS010") == 1000
    assert shown.endswith("1,000 errors in 1 file\n")


@pytest.mark.parametrize("at", range(len(PRECEDENCE)))
def test_the_first_of_the_precedence_wins(at: int) -> None:
    assert worst(PRECEDENCE[at:]) == PRECEDENCE[at]


def test_no_status_is_clean() -> None:
    assert worst([]) == Exit.CLEAN
