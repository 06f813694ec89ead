"""What the status line says after an edit."""

from __future__ import annotations

import fakes

from hexvet.problems import Place, Problem
from hexvet_tui import changes


def told(**parts: object) -> str:
    return changes.told(fakes.assessment(), fakes.assessment(fakes.changed("procurement", **parts)))


def test_verdicts_come_first() -> None:
    assert told(marks="+++++++++++-") == ("1 verdict changed: Procurement Selection ~HOLD -> +PASS")
    assert told(marks="+x++++++++++").startswith(
        "2 verdicts changed: Procurement Intake +PASS -> xSTOP; Procurement Selection"
    )


def test_then_the_hexagon_the_checks_and_the_score() -> None:
    assert told(strip="######") == "1 hexagon changed: Procurement #####? -> ######"
    assert told(marks="++x+++?++++-").startswith("1 project changed: Procurement 10 passed")
    assert told(score=(70, 70)) == "1 score changed: Procurement 66 (62-71) -> 70"


def test_projects_come_and_go() -> None:
    fewer = fakes.assessment(fakes.PROJECTS[1:])
    assert changes.told(fakes.assessment(), fewer) == "gone: Procurement"
    assert changes.told(fewer, fakes.assessment()) == "new: Procurement"


def test_of_many_that_come_or_go_the_rest_is_counted() -> None:
    few = fakes.assessment(fakes.PROJECTS[8:])
    text = changes.told(fakes.assessment(), few)
    assert text.startswith("gone: Procurement, ")
    assert text.endswith(" and 5 more")
    assert changes.told(few, fakes.assessment()) == text.replace("gone", "new")


def test_nothing_is_worth_saying_too() -> None:
    assert changes.told(fakes.assessment(), fakes.assessment()) == "nothing changed"
    assert told(share=0.9) == "no verdict changed"


def test_many_changes_are_counted_and_three_are_named() -> None:
    rows = tuple((*row[:4], "xxxxxxxxxxxx", *row[5:]) for row in fakes.PROJECTS)
    text = changes.told(fakes.assessment(), fakes.assessment(rows))
    assert text.count("->") == 3
    assert "more" in text


def problem(line: int, message: str = "broken TOML", file: str = "hexvet.toml") -> Problem:
    return Problem("WS001", message, Place(file, line, 1))


def test_a_moved_mistake_is_not_a_new_one() -> None:
    assert changes.fresh_errors([problem(3)], [problem(9)]) == ()
    assert changes.fresh_errors([problem(3)], [problem(3), problem(4, "other")]) == (
        problem(4, "other"),
    )


def test_a_broken_file_is_named_with_its_first_mistake() -> None:
    assert changes.notice((problem(3), problem(4), problem(1, "bad", "waivers.toml"))) == (
        "hexvet.toml has 2 errors: broken TOML (line 3), and 1 error elsewhere; "
        "showing the last good result"
    )
