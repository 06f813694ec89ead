"""`test` for build servers: JUnit XML, one suite a pack and one test case a case."""

from __future__ import annotations

from collections.abc import Sequence

from hexvet.reporters.junit import escaped
from hexvet.reporters.pack_tests import Tested
from hexvet.testing.explaining import reasons
from hexvet.testing.running import CaseRun, Expectation


def render(found: Sequence[Tested]) -> str:
    """The whole file; it says that it is UTF-8."""
    suites = [line for tested in found for line in _suite(tested)]
    runs = [run for tested in found for run in tested.run.runs]
    errors = sum(bool(tested.run.errors) for tested in found)
    counts = _counts(len(runs) + errors, sum(not run.passed for run in runs), errors)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="hexvet" {counts}>']
    return "\n".join([*lines, *suites, "</testsuites>", ""])


def _counts(tests: int, failures: int, errors: int) -> str:
    return f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="0" time="0"'


def _suite(tested: Tested) -> list[str]:
    runs, errors = tested.run.runs, tested.run.errors
    failures = sum(not run.passed for run in runs)
    name = escaped(tested.title)
    counts = _counts(len(runs) + bool(errors), failures, int(bool(errors)))
    lines = [f'  <testsuite name="{name}" {counts}>']
    if errors:
        said = escaped("\n".join(f"{p.place}  {p.code} {p.message}" for p in errors))
        opening = f'    <testcase name="load" classname="{name}" time="0">'
        lines.append(f'{opening}<error message="the pack has errors">{said}</error></testcase>')
    return [*lines, *(_case(tested, run) for run in runs), "  </testsuite>"]


def _case(tested: Tested, run: CaseRun) -> str:
    pack = tested.run.pack.id if tested.run.pack else tested.run.name
    names = f'name="{escaped(run.case.id)}" classname="{escaped(pack)}"'
    opening = f'    <testcase {names} file="{escaped(run.case.where.file)}" time="0"'
    failed = [one for one in run.expectations if not one.passed]
    if not failed:
        return f"{opening}/>"
    said = escaped("\n".join(_said(tested, run, one) for one in failed))
    first = escaped(_short(failed[0]))
    return f'{opening}><failure message="{first}">{said}</failure></testcase>'


def _short(one: Expectation) -> str:
    return f"{one.rule}: expected {one.expected}, got {one.actual}"


def _said(tested: Tested, run: CaseRun, one: Expectation) -> str:
    because = reasons(run, one, tested.run.loaded)
    return "\n".join((f"{tested.place(one)}  {_short(one)}", *because))
