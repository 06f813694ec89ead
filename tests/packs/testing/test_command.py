"""`hexvet test`: what it says, and with which status it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests_of_packs import CITY, Ran  # type: ignore[import-not-found]

Hexvet = Callable[..., Ran]

GOOD = """
[test.in_time]
on = 2018-02-01
given = { start = 2018-01-01, end = 2018-06-01 }
expect = { time_limited = "passed" }
"""
WRONG = """
[test.too_long]
on     = 2018-02-01
given  = { start = 2018-01-01, end = 2020-06-01, votes = 3, exempt = false }
expect = { time_limited = "passed", selection = "pass", missing = ["cost", "votes"] }
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], None]:
    """Puts the small pack with some tests into city.toml."""

    def put(tests: str) -> None:
        (tmp_path / "city.toml").write_text(CITY + tests)

    return put


def test_all_is_well(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(GOOD)
    assert hexvet("city.toml") == Ran(0, "city 1.0.0: 1 case, 1 expectation, all met\n", "")


def test_a_failure_shows_expected_against_actual_the_place_and_why(
    hexvet: Hexvet, write: Callable[[str], None]
) -> None:
    write(GOOD + WRONG)
    ran = hexvet("city.toml")
    assert ran.status == 4
    line = CITY.count("\n") + WRONG[: WRONG.index("expect")].count("\n") + GOOD.count("\n") + 1
    assert (
        f"""\
x too_long  time_limited: expected passed, got failed
  city.toml:{line}:27
  {line} | expect = {{ time_limited = "passed", selection = "pass", missing = ["cost", "votes"] }}
  {" " * len(str(line))} |                           ^^^^^^^^
  because  months <= max_months: no (months is 29, max_months is 24 months)
"""
        in ran.out
    )
    assert "selection: expected pass, got stop" in ran.out
    assert "city/time_limited is failed" in ran.out
    assert "votes is answered" in ran.out


def test_a_score_that_is_off_shows_what_it_is_made_of(
    hexvet: Hexvet, write: Callable[[str], None]
) -> None:
    write("[test.t]\non = 2018-02-01\ngiven = { cost = 250 }\nexpect = { cheap = [70, 75] }\n")
    ran = hexvet("city.toml")
    assert "cheap: expected 70 to 75, got 75.0" in ran.out
    assert "cost: yes (250 USD, worth 75 of 100)" in ran.out


def test_coverage_below_min_is_a_failure(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(GOOD)
    ran = hexvet("city.toml", "--coverage", "--min", "100")
    assert ran.status == 4
    assert "outcomes that a test expects        4 % (1 of 22)" in ran.out
    assert "check city/voted: not applicable" in ran.out
    assert "4 % of the outcomes are expected by a test" in ran.err
    assert hexvet("city.toml", "--min", "4").status == 0


def test_min_counts_changes_too_when_they_are_tried(
    hexvet: Hexvet, write: Callable[[str], None]
) -> None:
    write(GOOD)
    ran = hexvet("city.toml", "--mutate", "--min", "4")
    assert ran.status == 4
    assert "of the changes are noticed by a test" in ran.err
    line = CITY[: CITY.index("= 24")].count("\n") + 1
    assert f"max_months: 24 becomes 23  city.toml:{line}:25" in ran.out


def test_a_failing_pack_is_not_mutated(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(WRONG)
    ran = hexvet("city.toml", "--mutate")
    assert ran.status == 4
    assert "its tests have to pass first" in ran.err


def test_only_picks_tests_and_cases(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(GOOD + WRONG)
    assert hexvet("city.toml", "--only", "in_*").status == 0
    ran = hexvet("city.toml", "--only", "too_log")
    assert ran.status == 6
    assert "did you mean 'too_long'?" in ran.err


def test_a_pack_that_does_not_load_is_3(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(GOOD.replace("time_limited", "time_limit"))
    ran = hexvet("city.toml")
    assert ran.status == 3
    assert "did you mean 'time_limited'?" in ran.err
    assert ran.out == "city.toml: not tested, it has errors\n"


def test_json_tells_all(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(WRONG)
    pack = json.loads(hexvet("city.toml", "-o", "json", "--coverage").out)["packs"][0]
    assert (pack["id"], pack["failures"]) == ("city", 3)
    first = pack["cases"][0]["expectations"][0]
    assert first["rule"] == "time_limited"
    assert (first["expected"], first["actual"]) == ("passed", "failed")
    assert first["because"] == ["months <= max_months: no (months is 29, max_months is 24 months)"]
    assert pack["coverage"]["outcomes"]["total"] == 22


def test_junit_has_a_case_for_each_case(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    write(GOOD + WRONG)
    root = ElementTree.fromstring(hexvet("city.toml", "-o", "junit").out)
    assert (root.attrib["tests"], root.attrib["failures"]) == ("2", "1")
    failed = [case.attrib["name"] for case in root.iter("testcase") if len(case)]
    assert failed == ["too_long"]


def test_without_a_pack_those_of_the_workspace_are_tested(hexvet: Hexvet, tmp_path: Path) -> None:
    """The packs in use, and the files in rules/ that nobody has put to use yet."""
    (tmp_path / "hexvet.toml").write_text('format = 1\ncity = "X"\npacks = ["city"]\n')
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "city.toml").write_text(CITY + GOOD)
    (tmp_path / "rules" / "draft.toml").write_text(CITY.replace('"city"', '"draft"') + GOOD)
    ran = hexvet()
    assert ran.status == 0
    assert [line.partition(" ")[0] for line in ran.out.splitlines() if line] == ["city", "draft"]


def test_pain_4_nothing_ran_and_the_build_is_green(
    hexvet: Hexvet, write: Callable[[str], None]
) -> None:
    """No test, none that was asked for, one pack of two without a test: never status 0."""
    write("")
    ran = hexvet("city.toml")
    assert ran.status == 6
    assert "no test of city was run" in ran.err
    assert hexvet("nirn-hexagon", "city.toml").status == 6
    assert hexvet("nirn-hexagon", "--only", "nothing_like_this").status == 6


def test_pain_10_rules_nobody_tests(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    """Every outcome that no test expects is named, with a test that would expect it."""
    write(GOOD)
    out = hexvet("city.toml", "--coverage").out
    assert "check city/backed: failed" in out
    assert "given  = { council = false }" in out


def test_pain_10_tests_that_cannot_fail(hexvet: Hexvet, write: Callable[[str], None]) -> None:
    """One that expects nothing is named; a rule that a test runs but does not name is not
    covered by it; a limit that can move without a test noticing is a survivor."""
    write("[test.idle]\non = 2018-02-01\ngiven = { votes = 3 }\nexpect = {}\n" + GOOD)
    ran = hexvet("city.toml", "--coverage", "--mutate")
    assert "Tests that cannot fail" in ran.out
    assert "idle  city.toml:" in ran.out
    assert "it came out, but no test says so" in ran.out
    assert "Changes that no test notices" in ran.out


@pytest.mark.parametrize("words", [["--min", "101"], ["--min", "x"], ["--max", "0"], ["-o", "xml"]])
def test_a_wrong_command_line_is_2(
    hexvet: Hexvet, write: Callable[[str], None], words: list[str]
) -> None:
    write(GOOD)
    assert hexvet("city.toml", *words).status == 2
