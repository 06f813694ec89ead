"""The fifteen pains of people who use rule engines, each with the behaviour that answers it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import hexvet
from hexvet.cli import main
from hexvet.evaluation import Assessment
from hexvet.packs.lint.linting import lint
from hexvet.packs.loading import Library, Loaded
from hexvet.testing import run_tests

ON = datetime.date(2026, 3, 1)
PACK = """
[pack]
id = "city"
title = "City"
version = "1.0.0"
format = 1
[field.stage]
type = "text"
values = ["vetting", "delivery"]
[field.cost]
type = "money"
min = 0
unit = "USD"
[field.sponsor]
type = "truth"
[param.limit]
type = "money"
unit = "USD"
values = { 2026-01-01 = 100, 2026-07-01 = 50 }
[gate.selection]
order = 1
[check.not_late]
require = "not (stage == 'delivery')"
severity = "blocker"
gate = "selection"
message = "Stage {stage}, cost {cost}."
remedy = "Begin earlier."
[check.cheap]
require = "cost <= limit"
severity = "warning"
gate = "selection"
message = "Costs {cost}; the limit is {limit}."
remedy = "Spend less."
waivable = { by = ["mayor"], max_days = 90 }
"""
Judge = Callable[..., Assessment]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "projects").mkdir()
    (tmp_path / "rules" / "city.toml").write_text(PACK)
    (tmp_path / "hexvet.toml").write_text('format = 1\ncity = "X"\npacks = ["city"]\n')
    return tmp_path


@pytest.fixture
def judge(city: Path) -> Judge:
    def run(answers: str = "", on: datetime.date = ON) -> Assessment:
        (city / "projects" / "p.toml").write_text('title = "P"\n' + answers)
        return hexvet.evaluate(hexvet.load(city), on)

    return run


def pack(folder: Path, text: str, name: str = "city") -> Loaded:
    path = folder / f"{name}.toml"
    path.write_text(text)
    return Library([folder], folder).load_file(path)


def command(*words: str) -> int:
    return main([*words, "--color", "never"])


def test_pain_1_unknown_is_not_no_and_not_yes(judge: Judge) -> None:
    outcome = judge().project("p")
    assert outcome.checks["city/not_late"].status == "unknown"
    assert outcome.gates["selection"].state == "hold"


def test_pain_2_a_missing_value_in_the_message_does_not_swallow_the_violation(judge: Judge) -> None:
    outcome = judge("stage = 'delivery'\n").project("p").checks["city/not_late"]
    assert (outcome.status, outcome.message) == ("failed", "Stage delivery, cost unknown.")


def test_pain_3_a_misspelt_name_never_disables_a_rule(tmp_path: Path) -> None:
    for wrong in (
        PACK.replace("cost <= limit", "cots <= limit"),
        PACK.replace("[check.cheap]", "[chek.cheap]"),
        PACK.replace('gate = "selection"', 'gate = "selektion"'),
        PACK.replace("severity", "severty"),
        PACK.replace("'delivery')\"", "'delivry')\""),
    ):
        loaded = pack(tmp_path, wrong)
        assert loaded.pack is None
        assert any("did you mean" in problem.hint for problem in loaded.problems)


def test_pain_4_nothing_ran_is_not_green(city: Path) -> None:
    assert command("check", str(city)) == 6


def test_pain_5_why_is_answered_with_the_deciding_leaf(judge: Judge) -> None:
    said = hexvet.explain(judge("cost = 130\n"), "p", "cheap")
    (reason,) = said.reasons
    assert (reason.text, reason.value) == ("cost <= limit", "cost is 130 USD, limit is 100 USD")
    assert said.changes == ("cost must be at most 100 USD (now 130 USD)",)


def test_pain_6_errors_have_a_place_a_code_and_a_way_out(tmp_path: Path) -> None:
    (problem,) = pack(tmp_path, PACK.replace("cost <= limit", "cost <= 5")).problems
    assert problem.place.text[problem.place.column - 1 :].startswith("cost <= 5")
    assert problem.code == "RP005"
    assert "param" in problem.hint


def test_pain_7_findings_have_their_place_in_the_data(
    judge: Judge, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge("stage = 'delivery'\n")
    command("check", str(city), "-o", "sarif", "--as-of", "2026-03-01")
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    found = next(one for one in results if one["ruleId"] == "city/not_late")
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "projects/p.toml"
    assert place["region"]["startLine"] == 2
    rule = found["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert rule == "rules/city.toml"


def test_pain_8_severity_and_exit_status_do_not_surprise(judge: Judge, city: Path) -> None:
    judge("stage = 'vetting'\ncost = 130\n")
    day = ("--as-of", "2026-03-01")
    assert command("check", str(city), *day) == 0
    assert command("check", str(city), "--fail-on", "warning", *day) == 1


def test_pain_9_waivers_do_not_rot(judge: Judge, city: Path) -> None:
    (city / "waivers.toml").write_text(
        '[waiver.w]\ncheck = "city/cheap"\nproject = "p"\nrole = "mayor"\nname = "A"\n'
        'reason = "r"\ngranted = 2026-02-01\nexpires = 2026-03-15\n'
    )
    assert judge("cost = 130\n").project("p").checks["city/cheap"].status == "waived"
    later = judge("cost = 130\n", datetime.date(2026, 4, 1))
    assert later.project("p").checks["city/cheap"].status == "failed"
    assert [finding.id for finding in later.findings] == ["waiver/expired"]


def test_pain_10_rules_have_tests_that_can_fail(tmp_path: Path) -> None:
    test = "[test.t]\non = 2026-02-01\ngiven = { cost = 101 }\nexpect = { cheap = 'passed' }\n"
    found, _ = run_tests(pack(tmp_path, PACK + test))
    assert [(one.expected, one.actual, one.passed) for one in found] == [
        ("passed", "failed", False)
    ]


def test_pain_11_gaps_and_contradictions_are_found(tmp_path: Path) -> None:
    never = PACK.replace('"cost <= limit"', '"cost < 0"')
    assert any("never" in flaw.message or "always" in flaw.message
               for flaw in lint(pack(tmp_path, never)))  # fmt: skip


def test_pain_12_inheritance_does_not_surprise(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(PACK.replace('"city"', '"base"'))
    head = PACK[: PACK.index("[field.stage]")] + 'extends = ["base@1"]\n'
    clash = '[check.cheap]\nrequire = "cost == 0"\nseverity = "advice"\ngate = "selection"\n'
    assert [p.code for p in pack(tmp_path, head + clash).problems] == ["RP024"]
    silent = '[override."base/cheap"]\nseverity = "advice"\n'
    assert "RP028" in [p.code for p in pack(tmp_path, head + silent).problems]


def test_pain_13_a_change_shows_what_it_will_do(
    judge: Judge, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge("cost = 80\n")
    new = tmp_path / "new.toml"
    new.write_text(PACK.replace("2026-01-01 = 100", "2026-01-01 = 60"))
    old = str(city / "rules" / "city.toml")
    words = ("diff", old, str(new), "--portfolio", str(city), "--as-of", "2026-03-01", "--no-flips")
    assert command(*words) == 1
    told = capsys.readouterr().out
    assert "falls from 100 to 60" in told
    assert "passed -> failed" in told


def test_pain_14_a_broken_reload_keeps_the_last_good_pack_and_says_so(
    judge: Judge, city: Path
) -> None:
    before = judge("cost = 80\n")
    (city / "rules" / "city.toml").write_text(PACK.replace("cost <= limit", "cost <= "))
    broken = hexvet.load(city, before=before.workspace, changed=["rules/city.toml"])
    assert [problem.code for problem in broken.errors] == ["RP003"]
    assert before.project("p").checks["city/cheap"].status == "passed"


def test_pain_15_a_pack_needs_no_programmer(root: Path) -> None:
    """Tables named by id, two levels deep: no arrays of tables in any pack."""
    for path in sorted((root / "rules").glob("*.toml")):
        assert "\n[[" not in path.read_text(encoding="utf-8")
