"""Something is worked out once for an assessment, and anew for another one."""

from __future__ import annotations

import fakes

from hexvet.evaluation import Assessment
from hexvet_tui.once import once


def test_it_is_worked_out_once_for_the_same_assessment_and_the_same_rest() -> None:
    done: list[tuple[int, str]] = []

    @once(4)
    def work(assessment: Assessment, name: str) -> str:
        done.append((id(assessment), name))
        return name.upper()

    one, other = fakes.assessment(), fakes.assessment()
    assert [work(one, "a"), work(one, "a"), work(one, "b"), work(other, "a")] == [
        "A",
        "A",
        "B",
        "A",
    ]
    assert done == [(id(one), "a"), (id(one), "b"), (id(other), "a")]


def test_only_the_last_results_are_kept() -> None:
    done: list[str] = []

    @once(1)
    def work(assessment: Assessment, name: str) -> str:
        done.append(name)
        return name

    found = fakes.assessment()
    for name in ("a", "b", "a"):
        work(found, name)
    assert done == ["a", "b", "a"]
