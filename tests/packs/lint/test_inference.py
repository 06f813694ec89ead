"""What lint says about inference rules, tallies and what checks depend on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hexvet.packs.lint.linting import lint
from hexvet.packs.lint.model import Flaw
from hexvet.packs.loading import Library

HERE = str(Path(__file__).parents[1])
if HERE not in sys.path:
    sys.path.insert(0, HERE)

from inference_pack import BASE, LED, TALLY, rule  # noqa: E402

HEADER = '[pack]\nid = "city"\ntitle = "City"\nversion = "1.0.0"\nformat = 1\n'
TEAM = '{ as = "a", fact = "team" }'
Linted = Callable[..., list[Flaw]]


@pytest.fixture
def linted(tmp_path: Path) -> Linted:
    """The flaws of some codes that a pack with these rules has."""

    def run(text: str, *codes: str) -> list[Flaw]:
        path = tmp_path / "city.toml"
        path.write_text(HEADER + BASE + text)
        loaded = Library([tmp_path], tmp_path).load_file(path)
        assert loaded.pack is not None, loaded.problems
        return [flaw for flaw in lint(loaded) if flaw.code in codes]

    return run


def under(flaw: Flaw) -> str:
    place = flaw.place
    return place.text[place.column - 1 : place.column - 1 + place.width]


# rules that never fire ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "when",
    [
        '{ as = "a", fact = "check", check = "ends", status = "not_applicable" }',
        '{ as = "a", fact = "check", check = "ends", status = "waived" }',
        '{ as = "a", fact = "check", check = "ends", severity = "warning" }',
        '{ as = "a", fact = "check", check = "ends", gate = "selection" }',
        '{ as = "a", fact = "check", check = "supervised", project = { exists = true } }',
        '{ as = "a", fact = "check", status = "waived", without = "passed" }',
        '{ as = "a", fact = "waiver", check = "ends" }',
        '{ as = "a", fact = "dependency", check = "sponsored" }',
        '{ as = "a", fact = "section", section = "value", kind = "challenge" }',
        '{ as = "a", fact = "blocked" }',
        '{ as = "a", fact = "finding", finding = "found", severity = "blocker" }',
    ],
)
def test_a_rule_waits_for_what_never_is(linted: Linted, when: str) -> None:
    text = rule(when, '{ finding = "found", project = "x", severity = "warning" }')
    (flaw,) = linted(text, "RP183")
    assert under(flaw) == when
    assert flaw.level == "warning"


@pytest.mark.parametrize(
    "when",
    [
        '{ as = "a", fact = "check", check = "sponsored", status = "not_applicable" }',
        '{ as = "a", fact = "check", check = "sponsored", status = "waived", without = "failed" }',
        '{ as = "a", fact = "check", check = "supervised", project = { exists = false } }',
        '{ as = "a", fact = "check", status = "error" }',
        '{ as = "a", fact = "waiver", check = "sponsored" }',
        '{ as = "a", fact = "dependency", check = "ends", on = "sponsored" }',
        '{ as = "a", fact = "project", lifecycle = "paused" }',
        '{ as = "a", fact = "finding", finding = "other/held" }',
        '{ as = "a", fact = "finding", severity = "warning", finding = "led" }',
    ],
)
def test_a_rule_that_may_fire_is_left_alone(linted: Linted, when: str) -> None:
    text = rule(when, '{ finding = "found", project = "x", severity = "warning" }')
    assert linted(LED + text, "RP183") == []


def test_what_follows_only_from_itself_never_is(linted: Linted) -> None:
    leads = rule(TEAM, '{ fact = "late", project = "$a.project", n = 1 }', name="leads")
    held = rule('{ as = "l", fact = "late", n = 2 }', '{ fact = "held", project = "$l.project" }')
    late = rule(
        '{ as = "h", fact = "held" }', '{ fact = "late", project = "$h.project", n = 2 }', name="b"
    )
    assert [under(flaw) for flaw in linted(leads + held + late, "RP183")] == [
        '{ as = "l", fact = "late", n = 2 }',
        '{ as = "h", fact = "held" }',
    ]


def test_what_is_never_there_need_not_be_excluded(linted: Linted) -> None:
    unless = '{ fact = "waiver", check = "ends", project = "$a.project" }'
    (flaw,) = linted(rule(TEAM, unless=unless), "RP183")
    assert under(flaw) == unless
    assert "'unless' changes nothing" in flaw.message


# tallies, dependencies, remedies --------------------------------------------------------------
OVER = '{ as = "t", fact = "tally", tally = "asked", verdict = "over" }'
FOUND = '{ finding = "over", severity = "warning", source = "$t.source" }'


def test_a_tally_is_looked_at_or_of_no_use(linted: Linted) -> None:
    (flaw,) = linted(TALLY, "RP186")
    assert flaw.message == "no rule looks at this tally"
    assert linted(TALLY + rule(OVER, FOUND, of="portfolio"), "RP186") == []
    every = OVER.replace('tally = "asked", ', "")
    assert linted(TALLY + rule(every, FOUND, of="portfolio"), "RP186") == []


def test_a_tally_in_which_no_row_counts(linted: Linted) -> None:
    text = TALLY + 'where = "year > 2018 and year < 2018"\n' + rule(OVER, FOUND, of="portfolio")
    (flaw,) = linted(text, "RP186")
    assert flaw.message == "no row ever counts"


def test_a_condition_of_a_tally_is_looked_at_like_others(linted: Linted) -> None:
    text = TALLY + "limit_where = \"status in ['told', 'paid']\"\n"
    assert [flaw.code for flaw in linted(text, "RP129")] == ["RP129"]


def test_remedies_that_wait_for_each_other(linted: Linted, tmp_path: Path) -> None:
    assert linted("", "RP187") == []
    text = BASE.replace('require = "sponsor"', 'require = "sponsor"\ndepends_on = ["ends"]')
    path = tmp_path / "circle.toml"
    path.write_text(HEADER + text)
    flaws = [f for f in lint(Library([tmp_path]).load_file(path)) if f.code == "RP187"]
    assert [flaw.message for flaw in flaws] == ["nobody can begin: sponsored -> ends -> sponsored"]


@pytest.mark.parametrize(
    ("then", "flawed"),
    [
        ('{ finding = "x", project = "$a.project", severity = "blocker" }', True),
        ('{ blocked = "launch", project = "$a.project" }', True),
        ('{ finding = "x", project = "$a.project", severity = "warning" }', False),
    ],
)
def test_what_stops_a_project_has_a_remedy(linted: Linted, then: str, flawed: bool) -> None:
    assert bool(linted(rule(TEAM, then), "RP185")) is flawed
    assert not linted(rule(TEAM, then, more='remedy = "Do it."'), "RP185")


def test_a_rule_says_why_it_is_there(linted: Linted) -> None:
    own = [flaw for flaw in linted(LED, "RP158") if flaw.place.text == "[infer.led]"]
    assert len(own) == 1
    text = LED + 'clause = "P41"\n'
    assert not [flaw for flaw in linted(text, "RP158") if flaw.place.text == "[infer.led]"]


# words in use ---------------------------------------------------------------------------------
def test_inference_reads_words(linted: Linted) -> None:
    """Tables that are matched, answers and lets that are tested, conditions of tallies."""
    unread = {flaw.place.text for flaw in linted("", "RP130", "RP131", "RP132")}
    assert {"[field.team]", "[field.asks]", "[field.fund]", "[let.expensive]"} <= unread
    text = LED + TALLY + rule('{ as = "a", fact = "project", expensive = true }', name="dear")
    left = {flaw.place.text for flaw in linted(text, "RP130", "RP131", "RP132")}
    gone = {"[field.team]", "[field.asks]", "[field.fund]", "[let.expensive]", "[field.cost]"}
    assert not left & gone
    assert "[let.doubled]" in left


# tests ----------------------------------------------------------------------------------------
EXPECTING = """
[test.t]
on = 2018-02-01
given = { team = [] }
expect = { findings = [] }
"""


def test_a_finding_that_no_test_expects(linted: Linted) -> None:
    assert linted(LED, "RP184") == []  # without any test, RP170 says so
    (flaw,) = linted(LED + EXPECTING, "RP184")
    assert flaw.level == "advice"
    tested = EXPECTING.replace("findings = []", 'found = ["led: b"]').replace(
        "given = { team = [] }", "projects = { b = { team = [] } }"
    )
    assert linted(LED + tested, "RP184") == []


def test_two_tests_of_other_projects_are_two(linted: Linted) -> None:
    one = EXPECTING.replace("given = { team = [] }", "projects = { b = { team = [] } }")
    other = one.replace("[test.t]", "[test.u]").replace("b = {", "c = {")
    assert linted(LED + one + other, "RP175") == []
    assert len(linted(LED + one + one.replace("[test.t]", "[test.u]"), "RP175")) == 1


def test_nothing_is_waived_without_a_waiver(linted: Linted) -> None:
    text = EXPECTING.replace("findings = []", 'sponsored = "waived"')
    assert [flaw.code for flaw in linted(text, "RP174")] == ["RP174"]
    with_one = text.replace("expect", 'waivers = [{ check = "sponsored" }]\nexpect')
    assert linted(with_one, "RP174") == []


def test_lint_starts_no_process(linted: Linted, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert linted(LED + EXPECTING, "RP184")
