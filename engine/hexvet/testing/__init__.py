"""Tests of rule packs: run the worked examples, see what they leave out, see what they miss.

    expectations, problems = run_tests(Library([Path("rules")]).load("la-model"))

`running` compares outcomes with what is expected, `covering` counts which outcomes a pack's
tests ask for, `mutating` changes the pack a little and looks whether any test notices.
"""

from __future__ import annotations

from hexvet.testing.cases import Case, cases_of
from hexvet.testing.running import TOLERANCE, Expectation, TestRun, run_cases, run_tests

__all__ = ["TOLERANCE", "Case", "Expectation", "TestRun", "cases_of", "run_cases", "run_tests"]
