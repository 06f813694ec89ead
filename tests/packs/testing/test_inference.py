"""Tests inside a pack that expect something of its inference rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from hexvet.inference.engine import chain
from hexvet.inference.model import Chained, Fact, InferenceUnavailable, Program
from hexvet.packs.loading import Library, Loaded
from hexvet.testing import TestRun as Run
from hexvet.testing import run_cases
from hexvet.testing.covering import coverage_of
from hexvet.testing.explaining import reasons
from hexvet.testing.mutating import mutation_of

HERE = str(Path(__file__).parents[1])
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, TALLY, rule  # noqa: E402

HEADER = '[pack]\nid = "city"\ntitle = "City"\nversion = "1.0.0"\nformat = 1\n'

RULES = (
    rule(
        '{ as = "c", fact = "check", check = "sponsored", status = "failed" }',
        '[{ finding = "alone", project = "$c.project", gate = "$c.gate", severity = "blocker" },'
        ' { blocked = "launch", project = "$c.project" }]',
        name="alone",
        unless='{ fact = "project", lifecycle = "paused" }',
        more='remedy = "Find a sponsor."',
    )
    + rule(
        '{ as = "p", fact = "project", cost = { gt = 500 } }',
        '{ fact = "big", project = "$p.project" }',
        name="big",
    )
    + rule(
        '{ as = "b", fact = "big" }',
        '{ eligible = "launch", project = "$b.project" }',
        name="open",
    )
    + rule(
        '{ as = "a", fact = "team", role = "director" },'
        ' { as = "b", fact = "team", role = "director", name = "$a.name",'
        ' project = { ne = "$a.project" } },'
        ' { as = "p", fact = "project", project = "$a.project" },'
        ' { as = "q", fact = "project", project = "$b.project", number = { gt = "$p.number" } }',
        '{ finding = "shared", project = "$a.project", other = "$b.project",'
        ' severity = "warning" }',
        name="shared",
        of="portfolio",
    )
    + TALLY
    + rule(
        '{ as = "t", fact = "tally", tally = "asked", verdict = "over" }',
        '{ finding = "over", severity = "blocker", source = "$t.source" }',
        name="over",
        of="portfolio",
        more='remedy = "Ask for less."',
    )
)


class Engine:
    """Runs rules in this process, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def chain_all(
        self, program: Program, lists: Iterable[tuple[Fact, ...]], /
    ) -> Sequence[Chained | InferenceUnavailable]:
        self.asked += 1
        return [chain(program, facts) for facts in lists]


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[..., Loaded]:
    def load(tests: str, rules: str = RULES) -> Loaded:
        path = tmp_path / "city.toml"
        path.write_text(HEADER + BASE + rules + tests)
        return Library([tmp_path], tmp_path).load_file(path)

    return load


@pytest.fixture
def run(loaded: Callable[..., Loaded]) -> Callable[..., Run]:
    def run_(tests: str, rules: str = RULES) -> Run:
        found = run_cases(loaded(tests, rules), chainer=Engine())
        assert not found.errors, found.errors
        return found

    return run_


def test(
    expect: str, *, given: str = "sponsor = false, stage = 'selection'", more: str = ""
) -> str:
    return f"\n[test.t]\non = 2018-02-01\ngiven = {{ {given} }}\n{more}\nexpect = {{ {expect} }}\n"


test.__test__ = False  # type: ignore[attr-defined]

TWO = """
[test.NAME.projects]
a = { team = [{ name = "Ann", role = "director" }], asks = [{ source = "x", year = 2018, amount = 70 }] }
b = { team = [{ name = "Ann", role = "director" }], asks = [{ source = "x", year = 2018, amount = 40 }] }
"""  # noqa: E501
FUND = "fund = [{ source = 'x', year = 2018, amount = 100, status = 'paid' }]"


def actual(found: Run) -> list[tuple[str, str, bool]]:
    return [(one.rule, one.actual, one.passed) for one in found.expectations]


# what is expected of one project --------------------------------------------------------------
@pytest.mark.parametrize(
    ("expect", "passed"),
    [
        ('findings = ["alone"]', True),
        ('findings = ["city/alone"]', True),
        ("findings = []", False),
        ('findings = ["alone", "over"]', False),
        ('found = ["alone"]', True),
        ("found = []", True),
        ('found = ["over"]', False),
        ('not_found = ["over", "shared"]', True),
        ('not_found = ["alone"]', False),
        ('blocked = ["launch"]', True),
        ('blocked = ["launch", "selection"]', False),
        ("blocked = []", False),
        ("eligible = []", True),
        ('eligible = ["launch"]', False),
    ],
)
def test_findings_and_gates_of_one_project(
    run: Callable[..., Run], expect: str, passed: bool
) -> None:
    found = run(test(expect))
    assert [one.passed for one in found.expectations] == [passed]


def test_what_came_out_is_told(run: Callable[..., Run]) -> None:
    found = run(test('findings = ["over"], blocked = [], eligible = ["launch"]'))
    assert actual(found) == [
        ("findings", "alone: case", False),
        ("blocked", "launch: case", False),
        ("eligible", "nothing", False),
    ]


def test_why_something_did_not_follow_and_why_something_did(run: Callable[..., Run]) -> None:
    found = run(test('findings = ["over"], eligible = ["launch"]'))
    said = {one.rule: reasons(case, one, found.loaded) for case, one in found.failures}
    assert said["eligible"] == ("city/open: there is no such fact 'big' (pattern 1)",)
    assert said["findings"][0] == "city/over: there is no such fact 'tally' (pattern 1)"
    assert "follows by city/alone from check (check = city/sponsored" in said["findings"][1]


def test_a_project_in_a_test_has_a_title_and_a_lifecycle(run: Callable[..., Run]) -> None:
    text = test("findings = []", given="sponsor = false, lifecycle = 'paused', title = 'Sewers'")
    assert all(one.passed for one in run(text).expectations)


def test_waivers_are_given_in_the_test(run: Callable[..., Run]) -> None:
    expect = 'sponsored = "waived", selection = "pass", findings = []'
    waiver = 'waivers = [{ check = "sponsored", role = "treasurer", expires = DAY }]'
    held, expired = (waiver.replace("DAY", day) for day in ("2018-02-01", "2018-01-31"))
    assert all(one.passed for one in run(test(expect, more=held)).expectations)
    assert not any(one.passed for one in run(test(expect, more=expired)).expectations)


CASES = [
    ("as it is", "", '"shared: a, b", "over"'),
    ("less", "b = { asks = [] }", '"shared: a, b"'),
    ("another", "b = { team = [] }", '"over"'),
    ("withdrawn", 'b = { lifecycle = "withdrawn" }', ""),
    ("a third", "c = { team = [], asks = [] }", '"over", "shared"'),
]


def with_cases(name: str, cases: Iterable[tuple[str, str, str]]) -> str:
    """A test of two projects; each case changes some of them and expects these findings."""
    rows = "".join(
        f'  {{ name = "{case}", projects = {{ {projects} }},'
        f" expect = {{ findings = [{found}] }} }},\n"
        for case, projects, found in cases
    )
    head = f"\n[test.{name}]\non = 2018-02-01\ngiven = {{ {FUND} }}\ncases = [\n{rows}]\n"
    return head + TWO.replace("NAME", name)


def test_cases_have_their_own_projects(run: Callable[..., Run]) -> None:
    found = run(with_cases("t", CASES))
    assert [(one.test, one.actual) for one in found.expectations if not one.passed] == []
    assert len(found.expectations) == len(CASES)


def test_shared_answers_hold_for_each_project(run: Callable[..., Run]) -> None:
    text = test('blocked = ["launch: a", "launch: b"]', more="projects = { a = {}, b = {} }")
    assert all(one.passed for one in run(text).expectations)
    own = test('blocked = ["launch: b"]', more="projects = { a = { sponsor = true }, b = {} }")
    assert all(one.passed for one in run(own).expectations)


def test_a_check_of_the_programme_may_be_expected_beside_projects(run: Callable[..., Run]) -> None:
    text = test('supervised = "failed", not_found = ["shared"]', given="board = false",
                more="projects = { a = {}, b = {} }")  # fmt: skip
    assert all(one.passed for one in run(text).expectations)


def test_the_worker_is_asked_only_when_a_test_asks(loaded: Callable[..., Loaded]) -> None:
    engine = Engine()
    run_cases(loaded(test('sponsored = "failed"')), chainer=engine)
    assert engine.asked == 0
    run_cases(loaded(test("findings = []")), chainer=engine)
    assert engine.asked > 0


def test_rules_that_cannot_be_run_fail_the_test(loaded: Callable[..., Loaded]) -> None:
    class Broken:
        def chain_all(
            self, program: Program, lists: Iterable[tuple[Fact, ...]], /
        ) -> Sequence[Chained | InferenceUnavailable]:
            return [InferenceUnavailable("no extension") for _ in lists]

    found = run_cases(loaded(test("findings = []")), chainer=Broken())
    (one,) = found.expectations
    assert not one.passed
    assert "no extension" in one.actual


# misspelt expectations ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        (test('findings = ["alon"]'), "RP002", "did you mean"),
        (test('blocked = ["lunch"]'), "RP023", "did you mean 'launch'?"),
        (test('found = ["alone: a"]'), "RP002", "one, unnamed"),
        (test('found = ["shared: a, c"]', more="projects = { a = {}, b = {} }"), "RP002", "a, b"),
        (test('found = "alone"'), "RP013", "found = ['some_id']"),
        (test("found = [3]"), "RP013", ""),
        (test('foundd = ["alone"]'), "RP002", "did you mean 'found'?"),
        (test("findings = []", more='waivers = [{ check = "sponsord" }]'), "RP002", "did you mean"),
        (test("findings = []", more='waivers = [{ check = "ends" }]'), "RP019", "waivable = false"),
        (test("findings = []", more='waivers = [{ project = "a" }]'), "RP012", "check"),
        (
            test(
                "findings = []", more='projects = { a = {} }\nwaivers = [{ check = "sponsored" }]'
            ),
            "RP002",
            "one of a",
        ),
        (test("findings = []", given="lifecycle = 'asleep'"), "RP014", "active"),
        (test("findings = []", given="title = 3"), "RP013", ""),
        (test("findings = []", more="projects = { a = { spnsor = true } }"), "RP002", "sponsor"),
        (test("findings = []", more="projects = { a = { board = true } }"), "RP009", "'given'"),
        (test('sponsored = "failed"', more="projects = { a = {} }"), "RP019", "findings"),
        (test("missing = ['end']", more="projects = { a = {} }"), "RP019", "findings"),
        (test("findings = []", more="projects = []"), "RP013", "projects = {"),
    ],
)
def test_a_test_that_tests_nothing_does_not_exist(
    loaded: Callable[..., Loaded], text: str, code: str, hint: str
) -> None:
    (problem,) = loaded(text).problems
    assert problem.code == code
    assert hint in problem.hint
    assert problem.place.line > 0


# coverage -------------------------------------------------------------------------------------
def states(found: Run) -> dict[str, tuple[str, ...]]:
    """What no test expects, by inference rule."""
    assert found.pack is not None
    coverage = coverage_of(found.pack, found.runs)
    return {r.target.id: r.missing for r in coverage.rules if r.target.kind == "infer"}


def test_a_rule_is_covered_when_tests_ask_for_it_and_for_its_absence(
    run: Callable[..., Run],
) -> None:
    nothing = states(run(test('sponsored = "failed"')))
    assert nothing == dict.fromkeys(nothing, ("fired", "not_fired"))
    assert len(nothing) == 5
    found = states(run(test('findings = ["alone"], eligible = []')))
    assert found["city/alone"] == ("not_fired",)
    assert found["city/over"] == ("fired",)
    assert found["city/open"] == ("fired",)
    assert found["city/big"] == ("fired",)  # it leads to what is said not to be there


def test_rules_half_way_are_covered_by_what_they_lead_to(run: Callable[..., Run]) -> None:
    found = states(run(test('eligible = ["launch"]', given="cost = 700")))
    assert found["city/open"] == ("not_fired",)
    assert found["city/big"] == ("not_fired",)


def test_an_expectation_that_is_not_met_covers_nothing(run: Callable[..., Run]) -> None:
    assert states(run(test("findings = []")))["city/alone"] == ("fired", "not_fired")


# changes that no test notices -----------------------------------------------------------------
ANALYST = 'b = { team = [{ name = "Ann", role = "analyst" }] }'
IN_ONE = 'a = { team = [{ name = "Ann", role = "director" }, { name = "Ann", role = "director" }] }'
GOOD = test('findings = ["alone"], eligible = []') + with_cases(
    "u",
    [
        ("both", "", '"over", "shared: a, b"'),
        ("an analyst", ANALYST, '"over"'),
        ("one of them", f"b = {{ team = [] }}, {IN_ONE}", '"over"'),
    ],
)


def survivors(found: Run, rules: tuple[str, ...]) -> set[tuple[str, str]]:
    assert found.pack is not None
    assert not found.failures
    mutation = mutation_of(found.pack, found.runs, chainer=Engine())
    return {(s.mutant.rule, s.mutant.change) for s in mutation.survivors if s.mutant.rule in rules}


def test_changes_of_rules_that_are_not_noticed(run: Callable[..., Run]) -> None:
    left = survivors(run(GOOD), ("city/alone", "city/shared", "city/big"))
    assert left == {
        # no test says that the gate is blocked, nor has one a paused project
        ("city/alone", "'blocked' is not concluded"),
        ("city/alone", "'unless project' is left out"),
        # of the first project no test has an analyst
        ("city/shared", "role = 'director' is left out"),
        # the numbers of the projects say so already
        ("city/shared", "project != $a.project is left out"),
        # no test has a cost
        ("city/big", "the rule is left out"),
        ("city/big", "> becomes >="),
        ("city/big", "500 becomes 505"),
        ("city/big", "500 becomes 495"),
    }


def test_a_threshold_is_noticed_at_its_boundary(run: Callable[..., Run]) -> None:
    cases = "".join(
        f"\n[test.c{cost}]\non = 2018-02-01\ngiven = {{ cost = {cost} }}\n"
        f"expect = {{ eligible = [{expected}] }}\n"
        for cost, expected in ((500, ""), (501, '"launch"'))
    )
    assert survivors(run(cases), ("city/big",)) == set()


def test_changes_that_come_to_the_same_are_not_tried(run: Callable[..., Run]) -> None:
    """One tally only: that a rule names it makes no difference. Numbers of two projects differ."""
    found = run(GOOD)
    assert found.pack is not None
    mutation = mutation_of(found.pack, found.runs, chainer=Engine())
    tried = {(one.mutant.rule, one.mutant.change) for one in mutation.survivors}
    assert ("city/over", "tally = 'city/asked' is left out") not in tried
    assert ("city/shared", "> becomes >=") not in tried


def test_changes_of_checks_show_in_findings(run: Callable[..., Run]) -> None:
    """No test expects anything of the check itself."""
    left = survivors(run(test('findings = ["alone"]')), ("city/sponsored",))
    assert ("city/sponsored", "'require' always holds") not in left


def test_a_condition_of_a_tally_is_changed(run: Callable[..., Run]) -> None:
    limit = 'limit = "fund.amount"'
    rules = RULES.replace(limit, f"{limit}\nlimit_where = \"status == 'paid'\"")
    left = survivors(run(GOOD, rules), ("city/asked",))
    assert ("city/asked", "'limit_where' is left out") in left
    text = with_cases("unpaid", [("told", "", '"shared", "over"')])
    more = GOOD + text.replace("amount = 100, status = 'paid'", "amount = 1000, status = 'told'")
    left = survivors(run(more, rules), ("city/asked",))
    assert ("city/asked", "'limit_where' is left out") not in left


# the command ----------------------------------------------------------------------------------
def test_the_command_starts_one_process_for_all_packs(
    hexvet: Callable[..., object], loaded: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexvet.inference import worker

    made: list[object] = []
    process = worker.Process

    def counted(*words: object, **more: object) -> object:
        made.append(words)
        return process(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "Process", counted)
    loaded(GOOD)
    done = hexvet("./city.toml", "./city.toml", "--mutate", "--coverage", "-o", "json")
    assert done.status == 0, done  # type: ignore[attr-defined]
    assert len(made) == 1
    (pack,) = json.loads(done.out)["packs"]  # type: ignore[attr-defined]
    rules = [one for one in pack["coverage"]["rules"] if one["kind"] == "infer"]
    assert {one["id"]: one["expected"] for one in rules}["city/alone"] == ["fired", "not_fired"]
    missing = {one["id"]: one["missing"] for one in rules}["city/big"]
    assert missing[0]["outcome"] == "fired"
    assert missing[0]["test"].startswith("[test.big_fired]")
